"""What is said after the decision: of the items of a handover, and of one another."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _


class ItemDeliveredForm(forms.Form):
    """An item of the checklist is delivered, by these of the handover's files."""

    files = forms.MultipleChoiceField(  # type: ignore[assignment]
        label=_("The files that hold it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(
        label=_("Where to find it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("If it is not plain from the files."),
    )

    def __init__(self, *args: Any, choices: Iterable[tuple[UUID, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["files"].choices = [(str(ref), name) for ref, name in choices]  # type: ignore[attr-defined]


class ItemMissingForm(forms.Form):
    """What the brand misses of an item."""

    words = forms.CharField(
        label=_("What is missing"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Its maker reads this beside the item, and can add it."),
    )
