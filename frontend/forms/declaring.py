"""What a maker declares of a version: a part that the forms for entries and for versions share."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from contests.declaration_rules import (
    MAX_ADDRESS,
    MAX_ITEMS,
    MAX_LICENCE,
    MAX_NAME,
    MAX_PURPOSE,
    MAX_TOOL,
    AiPolicy,
    DeclarationDraft,
    ItemDraft,
)
from contests.errors import Problem
from contests.selectors.declarations import DeclarationCard
from frontend.showing.declarations import AI_POLICIES, AI_USES, ITEM_KINDS

ROWS = 8
"""On a page without a script, unless more are filled; with one, as many as a declaration may have."""

OPEN_ROWS, SPARE_ROWS = 1, 1
PARTS = ("kind", "name", "address", "licence")
CELL = re.compile(r"item_([1-9]\d?)_[a-z]+")


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
        self.rows = range(1, rows_for(self.data or self.initial) + 1)
        self.filled: list[int] = []
        for number in self.rows:
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
    def open_rows(self) -> list["Row"]:
        """The rows that stand there from the beginning: one, and every one that is filled."""
        return [self._row(number) for number in self.rows if number <= OPEN_ROWS or self._is_filled(number)]

    @property
    def more_rows(self) -> list["Row"]:
        """The others, behind a disclosure."""
        return [self._row(number) for number in self.rows if number > OPEN_ROWS and not self._is_filled(number)]

    @property
    def most_rows(self) -> int:
        """As many as a script may add up to."""
        return MAX_ITEMS

    def declaration(self) -> DeclarationDraft:
        """What was filled in, for the service, which names what is wrong with it."""
        said = self.cleaned_data
        rows = {number: {part: said[f"item_{number}_{part}"] for part in PARTS} for number in self.rows}
        self.filled = [number for number, row in rows.items() if any(row.values())]
        items = tuple(ItemDraft(**rows[number]) for number in self.filled)
        return DeclarationDraft(
            ai_use=said["ai_use"], ai_tool=said["ai_tool"], ai_purpose=said["ai_purpose"], items=items
        )

    def name_of(self, problem: Problem) -> str:
        """The field of this form that a refusal speaks of: of the things declared, the cell it was read from."""
        if problem.place is None:
            return problem.field
        number, part = problem.place
        return f"item_{self.filled[number]}_{part}"

    @staticmethod
    def initial_of(card: DeclarationCard | None) -> dict[str, Any]:
        """An earlier version's declaration, to be looked at again."""
        if card is None:
            return {}
        values = {"ai_use": card.ai_use, "ai_tool": card.ai_tool, "ai_purpose": card.ai_purpose}
        rows = (
            {f"item_{number}_{part}": getattr(item, part) for part in PARTS}
            for number, item in enumerate(card.items, start=1)
        )
        return values | {name: value for row in rows for name, value in row.items()}

    def _row(self, number: int) -> "Row":
        return Row(number, [self[f"item_{number}_{part}"] for part in PARTS])

    def _is_filled(self, number: int) -> bool:
        return any(field.value() for field in self._row(number).fields)


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of one thing declared, by the number that their names have."""

    number: int
    fields: list[BoundField]


def rows_for(values: Mapping[str, Any]) -> int:
    """How many rows a form has that shows these values: those filled and a spare one, never fewer than usual.

    >>> rows_for({}), rows_for({"item_11_name": "Inter"}), rows_for({"item_11_name": ""})
    (8, 12, 8)
    >>> rows_for({"item_40_kind": "font"})
    40
    """
    cells = (CELL.fullmatch(name) for name, value in values.items() if value)
    last = max((int(cell[1]) for cell in cells if cell), default=0)
    return min(MAX_ITEMS, max(ROWS, last + SPARE_ROWS))
