"""Offering a split to others."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.entry_rules import MAX_WEIGHT
from contests.split_rules import PartDraft, SplitDraft
from frontend.forms.brief import LinesField


class SplitForm(forms.Form):
    """The author's part, and those of the others, one a line."""

    own_weight = forms.IntegerField(
        label=_("Your part"),
        min_value=1,
        max_value=MAX_WEIGHT,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("In whole parts: with 3 for you and 2 for another, you get three fifths."),
    )
    others = LinesField(
        label=_("The others and their parts"),
        help_text=_("One a line, their handle and their part: wren-adeyo 2"),
        widget=forms.Textarea(attrs={"rows": 3, "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_others(self) -> tuple[PartDraft, ...]:
        """Each line as somebody and their part; what is wrong with them is the service's to name."""
        return tuple(_part(line) for line in self.cleaned_data["others"])

    def draft(self) -> SplitDraft:
        """What was filled in, for the service."""
        data: dict[str, Any] = self.cleaned_data
        return SplitDraft(data["own_weight"], data["others"])


def _part(line: str) -> PartDraft:
    handle, _space, weight = line.rpartition(" ")
    if not handle or not (weight.isascii() and weight.isdigit() and len(weight) <= 7):
        sentence = _("Write their handle, a space and their part as a whole number: “%(line)s” is neither.")
        raise forms.ValidationError(sentence % {"line": line})
    return PartDraft(handle.strip(), int(weight))
