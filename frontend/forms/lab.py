"""Which run of the policy lab to show. What makes no sense is left out rather than refused: an address may be old."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.formatting import format_number

SIZES = (500, 1_000, 2_000)
"""Contests of a run on the page: a larger one would keep a reader waiting, and is the command's business."""
SEEDS = 9_999


class LabForm(forms.Form):
    """Sent by GET, so that a run can be shared by its address. `policies`: pairs of an address' value and a title."""

    policy = forms.ChoiceField(label=_("Policy"), required=False)
    size = forms.TypedChoiceField(label=_("Contests"), coerce=int, required=False)
    seed = forms.IntegerField(label=_("Seed"), min_value=0, max_value=SEEDS, required=False)

    def __init__(self, data: Any, policies: Sequence[tuple[str, str]]) -> None:
        defaults = {"policy": policies[0][0], "size": str(SIZES[-1]), "seed": "1"}
        super().__init__({name: data.get(name) or default for name, default in defaults.items()})
        self.fields["policy"].choices = policies  # type: ignore[attr-defined]
        self.fields["size"].choices = [(size, format_number(size)) for size in SIZES]  # type: ignore[attr-defined]
        self.full_clean()
        if self.errors:
            self.data = {**self.data, **{name: defaults[name] for name in self.errors}}  # type: ignore[assignment]
            self.full_clean()
