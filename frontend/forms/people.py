"""What people say of themselves, and where their money goes."""

from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class ProfileForm(forms.Form):
    """What others see of somebody."""

    display_name = forms.CharField(
        label=_("Name shown to others"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    handle = forms.CharField(
        label=_("Handle"),
        max_length=40,
        help_text=_("3 to 40 lower-case letters, digits or hyphens."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )


class CreativeForm(ProfileForm):
    """The same, with what a creative adds."""

    headline = forms.CharField(label=_("In one line"), max_length=120, required=False)
    about = forms.CharField(
        label=_("About you"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    country = forms.CharField(
        label=_("Country"),
        max_length=2,
        help_text=_("Its two letters, as in FR."),
        widget=forms.TextInput(attrs={"autocomplete": "country", "autocapitalize": "characters"}),
    )


class ReaderForm(forms.Form):
    """In which language and time zone the site speaks to somebody."""

    locale = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
        self.fields["time_zone"].choices = [(zone, zone.replace("_", " ")) for zone in [*zones, "UTC"]]  # type: ignore[attr-defined]


class PayoutAccountForm(forms.Form):
    """Where somebody is paid."""

    holder_name = forms.CharField(
        label=_("Account holder"),
        max_length=120,
        help_text=_("As your bank writes it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    destination = forms.CharField(
        label=_("IBAN"),
        max_length=64,
        help_text=_("Spaces do not matter. It is shown shortened from then on."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
