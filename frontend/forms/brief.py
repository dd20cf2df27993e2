"""The brief, as a brand writes it. Amounts are typed in whole currency units or with cents; periods in days."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.brief_rules import FORMATS, PERIODS, WORK_LANGUAGES, BriefDraft
from contests.declaration_rules import AiPolicy
from contests.kinds import STAGED, Kind, asks_for_transfer
from contests.models import Visibility
from contests.rights import RIGHTS, USUAL
from contests.tones import NAMES as SLIDERS_BY_NAME
from contests.tones import kept, said
from frontend.forms.guided import SeveralField, ToneField
from frontend.showing.declarations import AI_POLICIES
from frontend.showing.kinds import KINDS, LANGUAGE_NAMES, visibilities_of
from frontend.showing.states import VISIBILITY

PRIZES = ("prize_1", "prize_2", "prize_3")
COMMUNITY = ("community_minor", "community_name")
TONES = tuple(f"tone_{name}" for name in SLIDERS_BY_NAME)
RIGHTS_FIELDS = ("rights_kinds", "rights_scope", "rights_territory", "rights_years")
LISTS = ("formats", "work_languages")
STEPS: dict[str, tuple[str, ...]] = {
    "need": (
        "kind",
        "category",
        "title",
        "summary",
        "description",
        "audience",
        "references",
        *TONES,
        "kit",
        "language",
    ),
    "get": (
        "first_stage",
        "second_stage",
        "deliverables",
        "formats",
        "sizes",
        "work_languages",
        "ai_policy",
        "rights_kinds",
        "rights_scope",
        "rights_territory",
        "rights_years",
    ),
    "pay": (*PRIZES, *COMMUNITY, "shortlist_max", "unpaid_effort_minutes"),
    "when": ("visibility", *PERIODS),
}
"""The wizard's steps and their fields, in their order."""

RIGHTS_ASKED_FOR = [
    ("reproduction,representation", _("To copy and show it as it is")),
    ("reproduction,representation,adaptation", _("To copy, show and adapt it")),
    (",".join(RIGHTS), _("To copy, show, adapt and sell it, or goods that bear it")),
]
"""The usual sets of rights, from the smallest up; over the API any set may be asked for."""

VISIBILITIES = [(value, VISIBILITY[value].label) for value in Visibility.values]

CENTS = 100
DECIMAL_COMMA = re.compile(r"-?\d+,\d{1,2}")
"""Three digits behind a comma may be English thousands: those are asked for again rather than guessed."""

LARGEST = Decimal(10_000_000)


def typed_money(minor: int) -> str:
    """An amount as the form's fields take it: without cents where there are none.

    >>> typed_money(80_000), typed_money(302_722)
    ('800', '3027.22')
    """
    whole, cents = divmod(minor, CENTS)
    return f"{whole}.{cents:02d}" if cents else str(whole)


def read_number(text: str, unit: str = "") -> str:
    """What somebody typed as a number, as a program writes it. What is not clear is left for the field to refuse.

    >>> read_number("1 250,50 €", "€"), read_number("800"), read_number("0.5"), read_number("1\u202f200")
    ('1250.50', '800', '0.5', '1200')
    >>> read_number("1.250,50"), read_number("1,250"), read_number("huit cents")
    ('1.250,50', '1,250', 'huitcents')
    """
    dense = "".join(text.split()).removesuffix(unit)
    return dense.replace(",", ".") if DECIMAL_COMMA.fullmatch(dense) else dense


class RightsField(forms.TypedChoiceField):
    """Which rights are asked for, as a set of the usual ones; nothing chosen leaves what the brief had."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Rights: what you may do"),
            choices=RIGHTS_ASKED_FOR,
            widget=forms.RadioSelect,
            initial=",".join(USUAL),
            required=False,
            empty_value=(),  # type: ignore[arg-type]
            coerce=lambda text: tuple(text.split(",")),
            help_text=_("Each right is named by itself in the transfer that the winner and you accept."),
        )


class TypedDecimalField(forms.DecimalField):
    """A number as people write it: with a comma or a point, spaces between thousands, the unit behind it.

    A text field, so that what cannot be read stays where it was typed: browsers empty a number field instead.
    """

    unit = ""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        return super().to_python(read_number(value, self.unit) if isinstance(value, str) else value)


class MoneyField(TypedDecimalField):
    """An amount of money as people type it; its value is in minor units."""

    unit = "€"

    def __init__(self, **options: Any) -> None:
        bounds: dict[str, Any] = {"min_value": Decimal("0.01"), "max_value": LARGEST, "decimal_places": 2}
        words = {
            "invalid": _("Write an amount, such as 800 or 1 250,50."),
            "min_value": _("Write an amount above zero."),
            "max_value": _("This is more than can be paid here."),
            "max_decimal_places": _("Write at most two digits for the cents."),
        }
        super().__init__(**(bounds | {"error_messages": words} | options))

    def clean(self, value: Any) -> Any:
        amount = super().clean(value)
        return None if amount is None else int(amount * CENTS)


class DaysField(TypedDecimalField):
    """A period in days; halves are allowed. Its value is a timedelta."""

    def __init__(self, **options: Any) -> None:
        sentence = _("Write a number of days between a half and 180, such as 5 or 2,5.")
        words = dict.fromkeys(("invalid", "min_value", "max_value", "max_decimal_places"), sentence)
        super().__init__(
            min_value=Decimal("0.5"), max_value=Decimal(180), decimal_places=1, error_messages=words, **options
        )

    def clean(self, value: Any) -> Any:
        days = super().clean(value)
        return None if days is None else timedelta(days=float(days))


class LinesField(forms.CharField):
    """One item a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> Any:
        return tuple(line.strip() for line in str(super().clean(value)).splitlines() if line.strip())


class FiguresForm(forms.Form):
    """What decides the most that a contest can owe: enough for the live panel while the words are still missing."""

    category = forms.SlugField()
    prize_1 = MoneyField()
    prize_2 = MoneyField(required=False)
    prize_3 = MoneyField(required=False)
    community_minor = MoneyField(required=False)
    shortlist_max = forms.IntegerField(min_value=1, max_value=100)
    unpaid_effort_minutes = forms.IntegerField(min_value=0, max_value=1440)

    @property
    def prizes(self) -> tuple[int, ...]:
        """The prizes that were given, from the first rank down."""
        return tuple(self.cleaned_data[name] for name in PRIZES if self.cleaned_data.get(name))


class BriefForm(forms.Form):
    """A whole brief. Its rules are the services'; here only form and words."""

    kind = forms.ChoiceField(
        label=_("How does it work?"),
        choices=[(kind, shown.choice) for kind, shown in KINDS.items()],
        widget=forms.RadioSelect,
        initial=Kind.STANDARD.value,
        required=False,
    )
    category = forms.ChoiceField(label=_("What do you need?"))
    title = forms.CharField(
        label=_("Title"), max_length=120, help_text=_("Say what it is for, in the words of your trade.")
    )
    summary = forms.CharField(
        label=_("In one sentence"),
        max_length=240,
        required=False,
        help_text=_("It stands beside the title wherever the brief is listed."),
    )
    description = forms.CharField(
        label=_("The brief"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("What you do, what you need, what to avoid. Markdown: **bold**, lists with -, links."),
    )
    audience = forms.CharField(
        label=_("Whom it speaks to"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    references = forms.CharField(
        label=_("Examples of style"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Works that you like, and what about them. Pictures can be attached once the draft is saved."),
    )
    kit = forms.TypedChoiceField(label=_("Brand kit"), required=False, coerce=int, empty_value=None)
    language = forms.ChoiceField(
        label=_("Language of the brief"), choices=[("en", _("English")), ("fr", _("French"))], initial="en"
    )
    first_stage = forms.CharField(
        label=_("The first stage asks for"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What everybody sends to enter; it must fit into the minutes that you may ask for."),
    )
    second_stage = forms.CharField(
        label=_("The second stage asks for"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What the shortlist works out, paid at least the floor each."),
    )
    deliverables = LinesField(label=_("What the winner hands over"), help_text=_("One a line: Vector file, PDF A3 …"))
    formats = SeveralField(
        label=_("Files that you can use"),
        choices=[(name, name.upper()) for name in FORMATS],
        required=False,
        help_text=_("Fonts, films and office files (OTF, MP4, MOV, DOCX, PPTX) come inside a ZIP."),
    )
    sizes = forms.CharField(
        label=_("Sizes and supports"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    work_languages = SeveralField(
        label=_("Languages in the work"),
        choices=[(code, LANGUAGE_NAMES[code]) for code in WORK_LANGUAGES],
        required=False,
        help_text=_("In which its words are written, if it has any."),
    )
    ai_policy = forms.ChoiceField(
        label=_("What may be done with AI"),
        choices=[(policy, shown.choice) for policy, shown in AI_POLICIES.items()],
        widget=forms.RadioSelect,
        initial=AiPolicy.DECLARED.value,
        required=False,
    )
    rights_kinds = RightsField()
    rights_scope = forms.CharField(
        label=_("Rights: for what use"),
        max_length=400,
        help_text=_("Only the winner’s rights pass, and only for what stands here."),
    )
    rights_territory = forms.CharField(label=_("Rights: where"), max_length=200, initial=_("Worldwide"))
    rights_years = forms.IntegerField(label=_("Rights: for how many years"), min_value=1, max_value=70, initial=10)
    visibility = forms.ChoiceField(
        label=_("Who sees the entries"), choices=VISIBILITIES, widget=forms.RadioSelect, initial=Visibility.PUBLIC
    )
    prize_1 = MoneyField(label=_("First prize"), initial=Decimal(800))
    prize_2 = MoneyField(label=_("Second prize"), required=False)
    prize_3 = MoneyField(label=_("Third prize"), required=False)
    community_minor = MoneyField(
        label=_("The community’s award"),
        required=False,
        help_text=_(
            "A sum of its own, beside the prizes, for the shortlisted entry that creatives vote for. If nobody votes "
            "the shortlist shares it. It buys no rights."
        ),
    )
    community_name = forms.CharField(
        label=_("Its name"),
        max_length=80,
        required=False,
        help_text=_("As it is shown to everybody: the public’s favourite, the award of the neighbourhood …"),
    )
    shortlist_max = forms.IntegerField(
        label=_("Places on the shortlist"),
        min_value=1,
        max_value=100,
        initial=5,
        help_text=_("Each is paid at least the floor, whatever you decide later."),
    )
    unpaid_effort_minutes = forms.IntegerField(
        label=_("Minutes of work you ask for before the shortlist"),
        min_value=0,
        max_value=1440,
        initial=60,
        help_text=_("At most 60: a sketch, not a finished piece. With 0 you judge existing work alone."),
    )
    tone_playful_serious = ToneField("playful_serious")
    tone_classic_modern = ToneField("classic_modern")
    tone_quiet_loud = ToneField("quiet_loud")
    tone_simple_rich = ToneField("simple_rich")
    tone_everyday_exclusive = ToneField("everyday_exclusive")
    entries_period = DaysField(label=_("Entries are open for"), initial=14)
    shortlisting_period = DaysField(label=_("You shortlist within"), initial=5)
    final_round_period = DaysField(label=_("The final round lasts"), initial=5)
    judging_period = DaysField(label=_("You decide within"), initial=5)

    def __init__(
        self,
        *args: Any,
        categories: list[tuple[str, str]],
        step: str = "",
        kind: str = Kind.STANDARD,
        kits: tuple[tuple[int, str], ...] = (),
        **kwargs: Any,
    ) -> None:
        """With a `step`, only the fields of that one; of those, the ones that this kind of contest has."""
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = categories  # type: ignore[attr-defined]
        self.fields["kit"].choices = [("", _("None")), *kits]  # type: ignore[attr-defined]
        self.fields["visibility"].choices = visibilities_of(kind, VISIBILITIES)  # type: ignore[attr-defined]
        left_out: tuple[str, ...] = () if asks_for_transfer(kind) else RIGHTS_FIELDS
        left_out += () if kind in STAGED else ("first_stage", "second_stage")
        left_out += () if kits else ("kit",)
        wanted = STEPS[step] if step else tuple(self.fields)
        self.fields = {name: self.fields[name] for name in wanted if name not in left_out}

    @property
    def tone_fields(self) -> list[Any]:
        """The sliders of this step, to be shown as such."""
        return [self[name] for name in TONES if name in self.fields]

    def _values(self) -> dict[str, Any]:
        """What was answered, by the names of a draft's fields, prizes apart."""
        data = self.cleaned_data
        values = {name: value for name, value in data.items() if name not in (*PRIZES, *TONES)}
        if values.get("rights_kinds") == ():
            del values["rights_kinds"]
        if not values.get("ai_policy", "-"):
            values["ai_policy"] = AiPolicy.DECLARED.value
        if "community_minor" in values:
            values["community_minor"] = values["community_minor"] or 0
        if not values.get("kind", "-"):
            values["kind"] = Kind.STANDARD.value
        if TONES[0] in self.fields:
            values["tones"] = kept({name: data[f"tone_{name}"] for name in SLIDERS_BY_NAME})
        return values

    def changed_in(self, draft: BriefDraft) -> BriefDraft:
        """The same draft with the answers of this form, which may be those of one step."""
        values = self._values()
        if "prize_1" in self.fields:
            values["prizes"] = self.prizes
        return replace(draft, **values)

    @property
    def prize_at_fault(self) -> str:
        """The field of the first prize that is larger than the one before it; else that of the first prize."""
        given = [(name, self.cleaned_data[name]) for name in PRIZES if self.cleaned_data.get(name)]
        larger = (name for (_before, most), (name, amount) in pairwise(given) if amount > most)
        return next(larger, PRIZES[0])

    @property
    def prizes(self) -> tuple[int, ...]:
        """The prizes that were given, from the first rank down."""
        return tuple(self.cleaned_data[name] for name in PRIZES if self.cleaned_data.get(name))

    def draft(self) -> BriefDraft:
        """What was filled in, for the service."""
        return BriefDraft(**self._values(), prizes=self.prizes)

    @classmethod
    def initial_of(cls, draft: BriefDraft) -> dict[str, Any]:
        """A saved draft, as the form shows it."""
        names = (name for name in cls.base_fields if name not in (*PRIZES, *PERIODS, *TONES))
        values = {name: getattr(draft, name) for name in names}
        values |= {name: ",".join(getattr(draft, name)) for name in LISTS}
        values |= {f"tone_{name}": step for name, step in said(draft.tones).items()}
        values["community_minor"] = typed_money(draft.community_minor) if draft.community_minor else ""
        values["kit"] = "" if draft.kit is None else str(draft.kit)
        values["deliverables"] = "\n".join(draft.deliverables)
        values["rights_kinds"] = ",".join(draft.rights_kinds)
        values |= {name: typed_money(amount) for name, amount in zip(PRIZES, draft.prizes, strict=False)}
        return values | {name: f"{getattr(draft, name) / timedelta(days=1):g}" for name in PERIODS}
