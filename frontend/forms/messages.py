"""Something to say to the other side."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.message_rules import LONGEST


class MessageForm(forms.Form):
    """Plain text; where it leads nowhere it comes back as it was typed."""

    body = forms.CharField(
        label=_("Your message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5, "maxlength": LONGEST})
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="message_%s")
