"""Which briefs to show. A filter that makes no sense is left out rather than refused: an address may be old."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.selectors.categories import list_categories
from contests.selectors.contests import BrowseFilters

PHASES = [
    ("open", _("Open for entries")),
    ("deciding", _("Being decided")),
    ("awarded", _("Awarded")),
    ("ended", _("Ended")),
    ("all", _("All briefs")),
]
ORDERS = [
    ("pay", _("Expected pay per hour")),
    ("closing", _("Closing soonest")),
    ("prizes", _("Highest prizes")),
    ("newest", _("Newest")),
]


class BrowseForm(forms.Form):
    """Sent by GET, so that a list can be kept and shared by its address."""

    phase = forms.ChoiceField(label=_("State"), choices=PHASES, required=False)
    category = forms.ChoiceField(label=_("Kind of work"), required=False)
    order = forms.ChoiceField(label=_("Order"), choices=ORDERS, required=False)
    words = forms.CharField(label=_("Words"), max_length=80, required=False)

    def __init__(self, data: Any) -> None:
        kept = {name: data.get(name, default) for name, default in (("phase", "open"), ("order", "pay"))}
        kept |= {name: data.get(name, "") for name in ("category", "words")}
        super().__init__(kept)
        categories = [(card.slug, card.name) for card in list_categories()]
        self.fields["category"].choices = [("", _("All kinds")), *categories]  # type: ignore[attr-defined]
        self.fields["words"].widget.attrs["placeholder"] = ""
        self.full_clean()

    @property
    def filters(self) -> BrowseFilters:
        """What to keep of the list."""
        data = self.cleaned_data
        phase = data.get("phase") or "open"
        return BrowseFilters(
            phase="" if phase == "all" else phase,
            category=data.get("category", ""),
            words=data.get("words", ""),
        )

    @property
    def chosen_order(self) -> str:
        """By expected pay only where entries are still taken; elsewhere nobody can expect any."""
        chosen = self.cleaned_data.get("order") or "pay"
        return "closing" if chosen == "pay" and self.filters.phase != "open" else chosen

    @property
    def is_narrowed(self) -> bool:
        return bool(self.filters.category or self.filters.words)
