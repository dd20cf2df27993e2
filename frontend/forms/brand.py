"""What a brand says beside its brief: payments, reasons, answers, itself, and whom it invites."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.brief import MoneyField


class DepositForm(forms.Form):
    """A payment into escrow."""

    token = forms.CharField(max_length=64, widget=forms.HiddenInput)
    amount_minor = MoneyField(label=_("Amount"))
    source = forms.CharField(
        label=_("Pay from"),
        max_length=64,
        help_text=_("An IBAN. This site runs on a sandbox bank: no real money moves."),
    )


class CardForm(forms.Form):
    """A payment into escrow by card: how much. The card is given to its provider alone."""

    card_token = forms.CharField(max_length=64, widget=forms.HiddenInput)
    card_amount_minor = MoneyField(label=_("Amount"))


class ReasonForm(forms.Form):
    """A reason that people are told."""

    reason = forms.CharField(label=_("Your reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class ExtensionForm(forms.Form):
    """More days for entries."""

    days = forms.IntegerField(label=_("Days more"), min_value=1, max_value=90)
    reason = forms.CharField(label=_("Your reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class RevisionForm(forms.Form):
    """One change to a shortlisted entry."""

    note = forms.CharField(label=_("What should change"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class AnswerForm(forms.Form):
    """The brand's answer to a public question."""

    answer = forms.CharField(label=_("Your answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class BrandForm(forms.Form):
    """What a brand says of itself."""

    name = forms.CharField(label=_("Name of the brand"), max_length=120)
    country = forms.CharField(
        label=_("Country"),
        max_length=2,
        initial="FR",
        help_text=_("Its two letters, as in FR. VAT on the fee goes by it."),
        widget=forms.TextInput(attrs={"autocomplete": "country", "autocapitalize": "characters"}),
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    about = forms.CharField(label=_("About"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class InvitationForm(forms.Form):
    """An invitation to a colleague."""

    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[
            ("manager", _("Manager – writes briefs and decides")),
            ("judge", _("Judge – looks and rates")),
            ("finance", _("Finance – sees and pays")),
            ("owner", _("Owner – all of it, and the team")),
        ],
    )
