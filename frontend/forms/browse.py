"""Which briefs to show. A filter that makes no sense is left out rather than refused: an address may be old."""

from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.models import Visibility
from contests.selectors.browsing import BEST, PAY, BrowseFilters
from contests.selectors.categories import list_categories

PHASES = [
    ("open", _("Open for entries")),
    ("deciding", _("Being decided")),
    ("awarded", _("Awarded")),
    ("ended", _("Ended")),
    ("all", _("All briefs")),
]
ORDERS = [
    ("", _("As fits best")),
    (PAY, _("Expected pay per hour")),
    ("closing", _("Closing soonest")),
    ("prizes", _("Highest prizes")),
    ("newest", _("Newest")),
    (BEST, _("Closest to the words")),
]
CLOSING = [("", _("At any time")), ("1", _("Within a day")), ("3", _("Within three days")), ("7", _("Within a week"))]
LANGUAGES = [("", _("Any language")), ("fr", "Français"), ("en", "English")]
MOST_AMOUNT = 100_000
CENTS = Decimal(100)
FEW = ("phase", "category", "order", "words")


class BrowseForm(forms.Form):
    """Sent by GET, so that a list can be kept and shared by its address."""

    words = forms.CharField(label=_("Words"), max_length=200, required=False)
    phase = forms.ChoiceField(label=_("State"), choices=PHASES, required=False)
    category = forms.ChoiceField(label=_("Kind of work"), required=False)
    order = forms.ChoiceField(label=_("Order"), choices=ORDERS, required=False)
    least_floor = forms.DecimalField(
        label=_("Paid if shortlisted, at least"),
        min_value=0,
        max_value=MOST_AMOUNT,
        decimal_places=2,
        required=False,
        localize=True,
    )
    least_hourly_pay = forms.DecimalField(
        label=_("Expected for an hour, at least"),
        min_value=0,
        max_value=MOST_AMOUNT,
        decimal_places=2,
        required=False,
        localize=True,
    )
    closes_within = forms.ChoiceField(label=_("Closes"), choices=CLOSING, required=False)
    places_left = forms.IntegerField(
        label=_("Entries still taken, at least"), min_value=1, max_value=1000, required=False
    )
    visibility = forms.ChoiceField(label=_("Who sees the entries"), required=False)
    language = forms.ChoiceField(label=_("Language of the brief"), choices=LANGUAGES, required=False)
    uncrowded = forms.BooleanField(label=_("Fewer entries than places on the shortlist"), required=False)
    brand = forms.SlugField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any) -> None:
        kept = {name: data.get(name, "") for name in self.base_fields}
        kept["phase"] = data.get("phase", "open")
        super().__init__(kept)
        categories = [(card.slug, card.name) for card in list_categories()]
        self._choices("category", [("", _("All kinds")), *categories])
        self._choices("visibility", [("", _("Either")), *Visibility.choices])
        self.full_clean()

    def _choices(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def drawn_of(self) -> "FilterFacts":
        return FilterFacts(tuple(self.data.items()), tuple(self.fields["category"].choices), self)  # type: ignore[attr-defined]

    @property
    def filters(self) -> BrowseFilters:
        """What to keep of the list."""
        data = self.cleaned_data
        phase = data.get("phase") or "open"
        closes = data.get("closes_within")
        return BrowseFilters(
            phase="" if phase == "all" else phase,
            category=data.get("category", ""),
            brand=data.get("brand", ""),
            visibility=data.get("visibility", ""),
            language=data.get("language", ""),
            least_floor=_minor(data.get("least_floor")),
            least_hourly_pay=_minor(data.get("least_hourly_pay")),
            closes_within=int(closes) if closes else None,
            places_left=data.get("places_left"),
            uncrowded=data.get("uncrowded", False),
            words=data.get("words", ""),
        )

    @property
    def chosen_order(self) -> str:
        """The closest to the words where there are any, else by pay; pay only where entries are still taken."""
        chosen = self.cleaned_data.get("order") or (BEST if self.filters.words else PAY)
        return "closing" if chosen == PAY and self.filters.phase != "open" else chosen

    @property
    def is_narrowed(self) -> bool:
        """Whether anything beside the state narrows the list."""
        return any(value for name, value in asdict(self.filters).items() if name != "phase")

    @property
    def is_refined(self) -> bool:
        """Whether one of the filters that are folded away at first narrows it, or was not understood."""
        used = (name for name, value in asdict(self.filters).items() if value)
        return any(name not in FEW for name in (*used, *self.errors))

    @property
    def not_understood(self) -> str:
        """The names of the filters that narrow nothing, because what stands in them cannot be read."""
        return ", ".join(str(self[name].label) for name in self.errors if name in self.fields)


@dataclass(frozen=True, slots=True)
class FilterFacts:
    """All that the filters are drawn of: what was asked for, and the kinds of work that there are."""

    asked: tuple[tuple[str, str], ...]
    categories: tuple[tuple[str, str], ...]
    form: BrowseForm = field(compare=False)


def _minor(amount: Decimal | None) -> int | None:
    return int(amount * CENTS) if amount else None


class SearchNameForm(forms.Form):
    """What the reader calls a search that they save."""

    name = forms.CharField(label=_("Name of this search"), max_length=80)
