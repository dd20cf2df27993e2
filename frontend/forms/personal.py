"""Leaving."""

from django import forms
from django.utils.translation import gettext_lazy as _

WAIT, GO_ON = "wait", "go_on"


class LeaveForm(forms.Form):
    """The wish to leave. `with_money`: whether something is still owed to them, so that they choose."""

    money = forms.ChoiceField(
        label=_("The money that is still to come"),
        choices=[
            (WAIT, _("Close my account only when all of it has been paid")),
            (GO_ON, _("Close it after the week; what is owed is still paid to my payout account")),
        ],
        widget=forms.RadioSelect(),
        initial=WAIT,
    )
    understood = forms.BooleanField(
        label=_("I have read what is removed and what is kept, and want my account closed"),
        error_messages={"required": _("Tick this if you want your account closed.")},
    )

    def __init__(self, *args: object, with_money: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not with_money:
            del self.fields["money"]

    @property
    def awaits_money(self) -> bool:
        """Whether they leave only once they have been paid."""
        return self.cleaned_data.get("money") == WAIT
