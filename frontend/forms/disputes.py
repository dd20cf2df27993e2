"""What people say in a dispute: by how much an amount is wrong and why, and what is decided on it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.brief import MoneyField

LONGEST = 2000


class DisputeForm(forms.Form):
    """Something is wrong with an amount."""

    claim_minor = MoneyField(label=_("By how much"))
    reason = forms.CharField(
        label=_("What is wrong with it"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The other side and whoever decides read it."),
    )


class DecisionForm(forms.Form):
    """A decision on a dispute; both sides read its reason."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("upheld", _("Upheld: the amount is wrong")), ("dismissed", _("Dismissed: the amount is right"))],
        widget=forms.RadioSelect,
    )
    decided_minor = MoneyField(label=_("Upheld by how much"), required=False)
    reason = forms.CharField(label=_("Your reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("decision") == "upheld" and not said.get("decided_minor") and "decided_minor" not in self.errors:
            self.add_error("decided_minor", _("Say how much of it you uphold."))
        return said
