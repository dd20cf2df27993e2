"""What the API gives of payments and accounts that a card processor has a page for."""

from datetime import datetime
from typing import TypedDict

from api.shapes import DepositDoc, deposit_shape
from payouts.models import ConnectedAccount
from payouts.selectors.funding import DepositRow


class CardPaymentDoc(DepositDoc):
    """A deposit that is paid by card. `continue_url` leads to the page on which it is; '' when there is none."""

    continue_url: str


class ConnectedAccountDoc(TypedDict):
    """An account that Stripe makes for the caller, who goes on with it on the site."""

    state: str
    reason: str
    chosen_at: datetime


def card_payment_shape(row: DepositRow, continue_url: str) -> CardPaymentDoc:
    """A payment by card as its brand sees it."""
    return {**deposit_shape(row), "continue_url": continue_url}


def connected_account_shape(row: ConnectedAccount) -> ConnectedAccountDoc:
    """Where somebody's account stands; its id is nobody's business but the rail's and ours."""
    return {"state": row.state, "reason": row.reason, "chosen_at": row.chosen_at}
