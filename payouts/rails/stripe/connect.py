"""Accounts at Stripe into which we pay: made, looked at, and led to Stripe's page for particulars.

Express accounts: Stripe asks their holders who they are and where their bank is, and answers for it. We keep the
account's id and nothing else of it.
"""

from typing import TYPE_CHECKING

import stripe

from payouts.rails.base import AccountRefused, RailAccount, RailUnavailable
from payouts.rails.stripe import answers, orders

if TYPE_CHECKING:
    from stripe import V1Services

REFUSED = (400, 403)


def open_account(client: "V1Services", key: str, country: str) -> RailAccount:
    """An account under a key. Should Stripe have forgotten the key and make a second one, it stays empty and unknown
    to us: money only ever goes to the one that was stored."""
    try:
        return answers.of_account(
            client.accounts.create(orders.account(key, country), {"idempotency_key": key}).to_dict()
        )
    except stripe.InvalidRequestError as error:
        raise AccountRefused(error.code or "invalid_request") from error
    except (stripe.StripeError, AttributeError, KeyError, TypeError) as error:
        raise RailUnavailable(type(error).__name__) from error


def fetch_account(client: "V1Services", reference: str) -> RailAccount | None:
    """The account as it is now. One that was deleted, or that has cut us off, is gone."""
    try:
        account = client.accounts.retrieve(reference).to_dict()
        return None if account.get("deleted") else answers.of_account(account)
    except stripe.PermissionError as error:
        if error.code == "account_invalid":
            return None
        raise RailUnavailable(error.code or "permission") from error
    except stripe.InvalidRequestError as error:
        if error.code == answers.NO_SUCH:
            return None
        raise RailUnavailable(error.code or "invalid_request") from error
    except (stripe.StripeError, AttributeError, KeyError, TypeError) as error:
        raise RailUnavailable(type(error).__name__) from error


def account_page(client: "V1Services", reference: str, *, return_url: str, refresh_url: str) -> str:
    """A fresh link, which leads one visitor to Stripe's page within a few minutes. Never stored."""
    try:
        link = client.account_links.create(
            {
                "account": reference,
                "type": "account_onboarding",
                "return_url": return_url,
                "refresh_url": refresh_url,
            }
        )
        return str(link.url)
    except (stripe.StripeError, AttributeError, KeyError, TypeError) as error:
        raise RailUnavailable(type(error).__name__) from error
