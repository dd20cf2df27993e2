"""The part of the sign-up form that is this site's: as what somebody comes, and the name of their brand."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from accounts.services.people import SignupKind, complete_signup

KINDS = [
    (SignupKind.CREATIVE.value, _("I am a creative")),
    (SignupKind.BRAND.value, _("I am a brand")),
    (SignupKind.COLLEAGUE.value, _("A brand has invited me")),
]


class ConditionalField(forms.CharField):
    """Wanted or not by what another field says: a page does not call it optional."""

    is_conditional = True


class SignupDetailsForm(forms.Form):
    """allauth's own sign-up form is built on top of this one (settings.ACCOUNT_SIGNUP_FORM_CLASS)."""

    kind = forms.ChoiceField(
        label=_("How will you use Fairbrief?"),
        choices=KINDS,
        initial=SignupKind.CREATIVE.value,
        widget=forms.RadioSelect,
        help_text=_("You can become the other later as well."),
    )
    brand_name = ConditionalField(
        label=_("Name of the brand"),
        max_length=Brand._meta.get_field("name").max_length,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text=_("Only for a brand."),
    )
    field_order = ("kind", "brand_name", "email", "password1")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == SignupKind.BRAND and not cleaned.get("brand_name", "").strip():
            self.add_error("brand_name", _("Give the brand a name."))
        return cleaned

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth inside the transaction that makes the person; see `accounts.signup`."""
        now: datetime = timezone.now()
        data = self.cleaned_data
        complete_signup(user, kind=SignupKind(data["kind"]), brand_name=data["brand_name"], now=now)
