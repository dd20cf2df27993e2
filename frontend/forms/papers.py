"""What documents need of people: a mandate, tax details, billing details, a signature under a transfer of rights."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from payouts.documents.services.details import Address, TaxAnswers

COUNTRY = {"autocomplete": "country", "autocapitalize": "characters"}


class AddressForm(forms.Form):
    """A name and a place, as they stand on an invoice."""

    name = forms.CharField(
        label=_("Name on invoices"), max_length=160, widget=forms.TextInput({"autocomplete": "name"})
    )
    street = forms.CharField(
        label=_("Street and number"),
        max_length=240,
        widget=forms.Textarea({"rows": 2, "autocomplete": "street-address"}),
    )
    postcode = forms.CharField(
        label=_("Postcode"), max_length=16, widget=forms.TextInput({"autocomplete": "postal-code"})
    )
    city = forms.CharField(label=_("City"), max_length=100, widget=forms.TextInput({"autocomplete": "address-level2"}))
    country = forms.CharField(
        label=_("Country"),
        max_length=2,
        initial="FR",
        help_text=_("Its two letters, as in FR."),
        widget=forms.TextInput(COUNTRY),
    )
    company_number = forms.CharField(
        label=_("Company number"), max_length=20, required=False, help_text=_("In France your SIREN or SIRET.")
    )
    vat_number = forms.CharField(
        label=_("VAT number"), max_length=20, required=False, help_text=_("With its country’s letters in front.")
    )

    def address(self) -> Address:
        """What was filled in, for the service."""
        return Address(**self.cleaned_data)


class TaxForm(AddressForm):
    """What a creative tells for their invoices and the tax administration."""

    vat_status = forms.ChoiceField(
        label=_("VAT"),
        choices=[
            ("franchise", _("I am exempt as a small business (in France: art. 293 B)")),
            ("registered", _("I am registered and have a VAT number")),
            ("private", _("I am a private person without a business")),
        ],
        widget=forms.RadioSelect,
    )
    vat_rate_bps = forms.TypedChoiceField(
        label=_("The rate that you charge"),
        choices=[("0", _("None")), ("1000", "10 %"), ("2000", "20 %")],
        coerce=int,
        empty_value=0,  # type: ignore[arg-type]
        required=False,
        initial="0",
        help_text=_(
            "Only if you are registered in France: 10 % for rights of authors, 20 % else. It is inside your pay."
        ),
    )
    is_artist_author = forms.BooleanField(
        label=_("I am an artist-author: show me what the law takes from each amount"), required=False
    )
    tin = forms.CharField(
        label=_("Tax number"),
        max_length=30,
        help_text=_("The one under which you pay income tax. It is never on an invoice."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    birth_date = forms.DateField(
        label=_("Date of birth"),
        required=False,
        help_text=_("Not needed with a company number."),
        widget=forms.DateInput({"type": "date", "autocomplete": "bday"}),
    )

    def answers(self) -> TaxAnswers:
        """What was filled in, for the service."""
        said: dict[str, Any] = dict(self.cleaned_data)
        born = said.pop("birth_date")
        return TaxAnswers(**said, birth_date=born.isoformat() if born else "")


class MandateForm(forms.Form):
    """The word that gives the mandate, to the text on the page."""

    text_sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    agreed = forms.BooleanField(label=_("I have read the mandate and give it"))


class RightsForm(forms.Form):
    """A signature under the transfer of rights on the page."""

    text_sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    signed_name = forms.CharField(
        label=_("Your name, as a signature"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    agreed = forms.BooleanField(label=_("I have read the text and accept it"))


class ObjectionForm(forms.Form):
    """What is wrong with an invoice."""

    reason = forms.CharField(
        label=_("What is wrong"), max_length=2000, widget=forms.Textarea({"rows": 4}), help_text=_("A person reads it.")
    )
