"""What an admin says when acting on a payment or a contest: a reason, and until when."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

HOLD_DAYS = (1, 3, 7, 14)


class HoldForm(forms.Form):
    """Hold a payment. Each hold has a reason and an end."""

    reason = forms.CharField(label=_("Your reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    days = forms.TypedChoiceField(
        label=_("For"),
        coerce=int,
        choices=[(days, ngettext_lazy("%(n)d day", "%(n)d days", "n") % {"n": days}) for days in HOLD_DAYS],
        initial=3,
        help_text=_("It goes on by itself after that, unless it is released before."),
    )

    def until(self, now: datetime) -> datetime:
        """When the hold ends."""
        return now + timedelta(days=self.cleaned_data["days"])


class AssignForm(forms.Form):
    """Put a transfer into a contest's escrow."""

    contest = forms.UUIDField(label=_("Contest"), help_text=_("Its number, as in the address of its page."))


class KeepForm(forms.Form):
    """Say that a transfer is the platform's own money."""

    reason = forms.CharField(label=_("Your reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class SuspendForm(forms.Form):
    """Stop a contest's clock."""

    reason = forms.CharField(label=_("Your reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
