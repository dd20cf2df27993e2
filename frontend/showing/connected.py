"""Being paid through Stripe, in words: what is offered, and where an account that Stripe makes stands."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from payouts.models import ConnectedAccount, ConnectedState
from payouts.services.connected_accounts import is_offered


@dataclass(frozen=True, slots=True)
class ConnectedChoice:
    """What a page says of it. `words` is '' as long as nobody has asked for it."""

    words: str
    tone: str
    button: str


def shown_choice(row: ConnectedAccount | None) -> ConnectedChoice | None:
    """For the page on which an account is chosen; None where Stripe is not configured."""
    if not is_offered():
        return None
    if row is None:
        return ConnectedChoice("", "", _("Be paid through Stripe"))
    ready = row.state == ConnectedState.READY
    button = _("Change it at Stripe") if ready else _("Go on at Stripe")
    return ConnectedChoice(came_back(row), "good" if ready else "note", button)


def came_back(row: ConnectedAccount) -> str:
    """Where it stands, as a sentence."""
    return {
        ConnectedState.OPENING: _("Stripe has not answered yet. Try again in a moment."),
        ConnectedState.UNFINISHED: _("Stripe still needs something from you, or is looking at what you gave it."),
        ConnectedState.READY: _("Stripe is ready: your money can go there."),
        ConnectedState.REFUSED: _("Stripe makes no such account in your country. Give an IBAN instead."),
        ConnectedState.GONE: _("This Stripe account is closed. You can begin anew."),
    }[ConnectedState(row.state)]
