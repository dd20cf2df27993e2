"""Webhooks: an address, what it hears of, and a span of time to hear of once more."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from webhooks.addresses import LONGEST
from webhooks.events import ALL, GROUPS
from webhooks.models import Reach

MINE = "me"
GROUP_WORDS = {
    "contest": _("Contests"),
    "entry": _("Entries"),
    "vote": _("Votes of the community"),
    "policy": _("Pay policies"),
    "settlement": _("Settlements"),
    "deposit": _("Payments in"),
    "disbursement": _("Payments out"),
    "journal": _("The books"),
}


def event_choices(*, auditor: bool) -> list[tuple[Any, list[tuple[str, Any]]]]:
    """The types of events, by what they are about; those of the books for auditors alone."""
    offered = [one for one in ALL if auditor or not one.auditors_only]
    grouped = ((group, [(one.name, one.says) for one in offered if one.group == group]) for group in GROUPS)
    return [(GROUP_WORDS[group], rows) for group, rows in grouped if rows]


class WebhookForm(forms.Form):
    """A new webhook."""

    url = forms.CharField(
        label=_("Address"),
        max_length=LONGEST,
        help_text=_("It begins with https:// and answers POST requests."),
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false", "placeholder": "https://"}),
    )
    description = forms.CharField(label=_("What it is for"), max_length=120, required=False)
    owner = forms.ChoiceField(label=_("Whose events"))
    reach = forms.ChoiceField(
        label=_("Of which contests"),
        choices=Reach.choices,
        initial=Reach.OWN.value,
        help_text=_("A brand hears of its own contests only."),
    )
    events = forms.MultipleChoiceField(
        label=_("Events"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one event.")},
    )

    def __init__(self, *args: Any, user: User, brands: "list[Brand]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = [(MINE, _("Mine")), *((str(brand.pk), brand.name) for brand in brands)]
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]
        self.fields["events"].choices = event_choices(auditor=user.is_auditor)  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        """For the service."""
        given = self.cleaned_data
        owner = given.pop("owner")
        return {**given, "brand_id": None if owner == MINE else owner}


class SpanForm(forms.Form):
    """From when to when, in the reader's time."""

    since = forms.DateTimeField(
        label=_("From"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    until = forms.DateTimeField(
        label=_("Until"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )

    def span(self) -> tuple[datetime, datetime]:
        """Both moments; what was typed without a zone is in the reader's."""
        zone = timezone.get_current_timezone()
        since, until = (self.cleaned_data[name] for name in ("since", "until"))
        return tuple(  # type: ignore[return-value]
            moment if moment.tzinfo else moment.replace(tzinfo=zone) for moment in (since, until)
        )
