"""What an admin writes of a policy, and what a creative thinks of it."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from payouts.models import Vote

LARGEST = 40_000


class DocumentForm(forms.Form):
    """A policy as the engine reads it."""

    document = forms.CharField(
        label=_("The document"),
        help_text=_("JSON. Change the figures; the version is the next one."),
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "code"}),
    )

    def clean_document(self) -> dict[str, Any]:
        """The document as a dictionary."""
        try:
            read = json.loads(self.cleaned_data["document"])
        except ValueError as error:
            raise ValidationError(gettext("This is not JSON: %(why)s") % {"why": error}) from error
        if not isinstance(read, dict):
            raise ValidationError(gettext("This is not JSON: %(why)s") % {"why": "{…}"})
        return read


class OpinionForm(forms.Form):
    """A vote, and why."""

    vote = forms.ChoiceField(label=_("Your vote"), choices=Vote.choices, widget=forms.RadioSelect, initial=Vote.FOR)
    comment = forms.CharField(
        label=_("Why"),
        help_text=_("Everybody reads it, with your name."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
