"""What a maker declares of a version: a part that the forms for entries and for versions share."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from contests.declaration_rules import (
    MAX_ADDRESS,
    MAX_LICENCE,
    MAX_NAME,
    MAX_PURPOSE,
    MAX_TOOL,
    AiPolicy,
    DeclarationDraft,
    ItemDraft,
)
from contests.selectors.declarations import DeclarationCard
from frontend.showing.declarations import AI_POLICIES, AI_USES, ITEM_KINDS

ROWS = 8
"""On a page; over the API as many as a declaration has."""

OPEN_ROWS = 2
PARTS = ("kind", "name", "address", "licence")


class DeclaringForm(forms.Form):
    """Asks how AI was used, and for what is not the maker's own, in a few rows that may stay empty."""

    ai_use = forms.ChoiceField(label=_("Did you use AI?"), choices=list(AI_USES.items()), widget=forms.RadioSelect)
    ai_tool = forms.CharField(label=_("With which tool"), max_length=MAX_TOOL, required=False)
    ai_purpose = forms.CharField(
        label=_("What for"), max_length=MAX_PURPOSE, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, policy: str = AiPolicy.DECLARED, **kwargs: Any) -> None:
        """With the rows; `policy` is what the brief allows, and is said beside the question."""
        super().__init__(*args, **kwargs)
        self.fields["ai_use"].help_text = str(AI_POLICIES[policy].for_makers)
        for number in range(1, ROWS + 1):
            self.fields[f"item_{number}_kind"] = forms.ChoiceField(
                label=_("What"), choices=[("", "–"), *ITEM_KINDS.items()], required=False
            )
            self.fields[f"item_{number}_name"] = forms.CharField(label=_("Name"), max_length=MAX_NAME, required=False)
            self.fields[f"item_{number}_address"] = forms.CharField(
                label=_("Address"),
                max_length=MAX_ADDRESS,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "url"}),
            )
            self.fields[f"item_{number}_licence"] = forms.CharField(
                label=_("Licence"), max_length=MAX_LICENCE, required=False
            )

    @property
    def open_rows(self) -> list[list[BoundField]]:
        """The rows that stand there from the beginning: two, and every one that is filled."""
        return [self._row(number) for number in range(1, ROWS + 1) if number <= OPEN_ROWS or self._is_filled(number)]

    @property
    def more_rows(self) -> list[list[BoundField]]:
        """The others, behind a disclosure."""
        return [self._row(number) for number in range(OPEN_ROWS + 1, ROWS + 1) if not self._is_filled(number)]

    def declaration(self) -> DeclarationDraft:
        """What was filled in, for the service, which names what is wrong with it."""
        said = self.cleaned_data
        items = tuple(
            ItemDraft(**row)
            for row in ({part: said[f"item_{n}_{part}"] for part in PARTS} for n in range(1, ROWS + 1))
            if any(row.values())
        )
        return DeclarationDraft(
            ai_use=said["ai_use"], ai_tool=said["ai_tool"], ai_purpose=said["ai_purpose"], items=items
        )

    @staticmethod
    def initial_of(card: DeclarationCard | None) -> dict[str, Any]:
        """An earlier version's declaration, to be looked at again."""
        if card is None:
            return {}
        values = {"ai_use": card.ai_use, "ai_tool": card.ai_tool, "ai_purpose": card.ai_purpose}
        rows = (
            {f"item_{number}_{part}": getattr(item, part) for part in PARTS}
            for number, item in enumerate(card.items[:ROWS], start=1)
        )
        return values | {name: value for row in rows for name, value in row.items()}

    def _row(self, number: int) -> list[BoundField]:
        return [self[f"item_{number}_{part}"] for part in PARTS]

    def _is_filled(self, number: int) -> bool:
        return any(field.value() for field in self._row(number))
