"""What admins say about runs and rails: which payments, which limits, why."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.formatting import MINOR_DIGITS
from payouts.selectors.payout_runs import Choice

LARGEST = Decimal(10**10)
CURRENCY = r"^[A-Z]{3}$"


class AmountField(forms.DecimalField):
    """An amount as people type it; the form turns it into minor units once it knows the currency."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=Decimal(0), max_value=LARGEST, **options)
        self.widget = forms.NumberInput(attrs={"inputmode": "decimal", "step": "any", "min": "0"})


def to_minor(amount: Decimal, currency: str) -> int:
    """Minor units of a currency. Raises ValueError for more digits than it has.

    >>> to_minor(Decimal("12.50"), "EUR"), to_minor(Decimal("12"), "JPY")
    (1250, 12)
    """
    minor = amount.scaleb(MINOR_DIGITS.get(currency, 2))
    if minor != minor.to_integral_value():
        raise ValueError(amount)
    return int(minor)


def from_minor(minor: int, currency: str) -> Decimal:
    """What `AmountField` shows.

    >>> from_minor(500_000, "EUR"), from_minor(12, "JPY")
    (Decimal('5000'), Decimal('12'))
    """
    amount = Decimal(minor).scaleb(-MINOR_DIGITS.get(currency, 2))
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount


class ChoiceForm(forms.Form):
    """Which of the payments that need approval: nothing given means all of them."""

    rail = forms.CharField(label=_("Rail"), max_length=20, required=False)
    currency = forms.RegexField(CURRENCY, label=_("Currency"), required=False)
    up_to = AmountField(label=_("Up to"), required=False)

    def choice(self) -> Choice:
        """The choice; what makes no sense in it is left out."""
        if not self.is_valid():
            return Choice()
        data = self.cleaned_data
        up_to, currency = data["up_to"], data["currency"]
        try:
            minor = None if up_to is None else to_minor(up_to, currency or "EUR")
        except ValueError:
            minor = None
        return Choice(data["rail"], currency, minor)


class DigestForm(ChoiceForm):
    """What shows that the person has seen the list, beside what it was chosen by."""

    digest = forms.RegexField(r"^[0-9a-f]{64}$")


class ReasonForm(forms.Form):
    """Why. Kept for good."""

    reason = forms.CharField(label=_("Your reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class LimitsForm(ReasonForm):
    """What may be ordered without anybody's approval."""

    currency = forms.RegexField(CURRENCY, label=_("Currency"))
    approval_above = AmountField(label=_("A payment above this needs approval"))
    daily_limit = AmountField(label=_("By itself in one day, at most"))
    field_order = ("currency", "approval_above", "daily_limit", "reason")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        currency = data.get("currency")
        for name in ("approval_above", "daily_limit"):
            amount = data.get(name)
            if currency is None or amount is None:
                continue
            try:
                data[name] = to_minor(amount, currency)
            except ValueError:
                self.add_error(name, _("This currency has no smaller unit than that."))
        return data
