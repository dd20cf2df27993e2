"""The brief, as a brand writes it. Amounts are typed in whole currency units or with cents; periods in days."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.brief_rules import PERIODS, BriefDraft
from contests.models import Visibility
from contests.rights import RIGHTS, USUAL
from frontend.showing.states import VISIBILITY

PRIZES = ("prize_1", "prize_2", "prize_3")
STEPS: dict[str, tuple[str, ...]] = {
    "need": ("category", "title", "summary", "description", "audience", "language"),
    "get": ("deliverables", "rights_kinds", "rights_scope", "rights_territory", "rights_years"),
    "pay": (*PRIZES, "shortlist_max", "unpaid_effort_minutes"),
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
LARGEST = Decimal(10_000_000)


def typed_money(minor: int) -> str:
    """An amount as the form's fields take it: without cents where there are none.

    >>> typed_money(80_000), typed_money(302_722)
    ('800', '3027.22')
    """
    whole, cents = divmod(minor, CENTS)
    return f"{whole}.{cents:02d}" if cents else str(whole)


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


class MoneyField(forms.DecimalField):
    """An amount of money as people type it; its value is in minor units."""

    def __init__(self, **options: Any) -> None:
        widget = forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01", "min": "0"})
        bounds: dict[str, Any] = {"min_value": Decimal("0.01"), "max_value": LARGEST, "decimal_places": 2}
        super().__init__(**(bounds | options))
        self.widget = widget

    def clean(self, value: Any) -> Any:
        amount = super().clean(value)
        return None if amount is None else int(amount * CENTS)


class DaysField(forms.DecimalField):
    """A period in days; halves are allowed. Its value is a timedelta."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=Decimal("0.5"), max_value=Decimal(180), decimal_places=1, **options)
        self.widget = forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.5", "min": "0.5", "max": "180"})

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
    shortlist_max = forms.IntegerField(min_value=1, max_value=100)
    unpaid_effort_minutes = forms.IntegerField(min_value=0, max_value=1440)

    @property
    def prizes(self) -> tuple[int, ...]:
        """The prizes that were given, from the first rank down."""
        return tuple(self.cleaned_data[name] for name in PRIZES if self.cleaned_data.get(name))


class BriefForm(forms.Form):
    """A whole brief. Its rules are the services'; here only form and words."""

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
    language = forms.ChoiceField(
        label=_("Language of the brief"), choices=[("en", _("English")), ("fr", _("French"))], initial="en"
    )
    deliverables = LinesField(label=_("What the winner hands over"), help_text=_("One a line: Vector file, PDF A3 …"))
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
    entries_period = DaysField(label=_("Entries are open for"), initial=14)
    shortlisting_period = DaysField(label=_("You shortlist within"), initial=5)
    final_round_period = DaysField(label=_("The final round lasts"), initial=5)
    judging_period = DaysField(label=_("You decide within"), initial=5)

    def __init__(self, *args: Any, categories: list[tuple[str, str]], step: str = "", **kwargs: Any) -> None:
        """With a `step`, only the fields of that one."""
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = categories  # type: ignore[attr-defined]
        if step:
            self.fields = {name: self.fields[name] for name in STEPS[step]}

    def changed_in(self, draft: BriefDraft) -> BriefDraft:
        """The same draft with the answers of this form, which may be those of one step."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in PRIZES and value != ()}
        if "prize_1" in self.fields:
            values["prizes"] = self._prizes()
        return replace(draft, **values)

    def _prizes(self) -> tuple[int, ...]:
        return tuple(self.cleaned_data[name] for name in PRIZES if self.cleaned_data.get(name))

    def draft(self) -> BriefDraft:
        """What was filled in, for the service."""
        data = self.cleaned_data
        values = {name: value for name, value in data.items() if name not in PRIZES and value != ()}
        return BriefDraft(**values, prizes=self._prizes())

    @classmethod
    def initial_of(cls, draft: BriefDraft) -> dict[str, Any]:
        """A saved draft, as the form shows it."""
        names = (name for name in cls.base_fields if name not in PRIZES and name not in PERIODS)
        values = {name: getattr(draft, name) for name in names}
        values["deliverables"] = "\n".join(draft.deliverables)
        values["rights_kinds"] = ",".join(draft.rights_kinds)
        values |= {name: typed_money(amount) for name, amount in zip(PRIZES, draft.prizes, strict=False)}
        return values | {name: f"{getattr(draft, name) / timedelta(days=1):g}" for name in PERIODS}
