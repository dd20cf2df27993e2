"""Money out: connected accounts, their sign-up, transfers to them, and reversals."""

import secrets
import time
from collections.abc import Mapping
from typing import Any

from tests.fakes.stripe.book import Book, Object
from tests.fakes.stripe.errors import invalid, missing, refused
from tests.fakes.stripe.forms import Params
from tests.fakes.stripe.reading import balances

COUNTRIES = frozenset({"AT", "BE", "CH", "DE", "ES", "FR", "GB", "IE", "IT", "LU", "NL", "PT"})
LINK_LIVES = 300


def create_account(book: Book, given: Mapping[str, Any]) -> Object:
    """An Express account, empty and not yet payable."""
    params = Params(given, "controller country capabilities metadata")
    params.inner("controller", "stripe_dashboard fees losses requirement_collection")
    country = params.text("country", None)
    if country not in COUNTRIES:
        raise invalid(f"Country '{country}' is unknown.", param="country", code="country_unsupported")
    wanted = params.inner("capabilities", "transfers").inner("transfers", "requested")
    if not wanted.flag("requested"):
        raise invalid("This fake makes accounts that receive transfers.", param="capabilities")
    return book.make(
        "account",
        "acct",
        type="express",
        country=country,
        metadata=params.metadata(),
        capabilities={"transfers": "inactive"},
        details_submitted=False,
        payouts_enabled=False,
        charges_enabled=False,
        requirements={"currently_due": ["individual.first_name", "external_account"], "disabled_reason": None},
    )


def create_link(book: Book, given: Mapping[str, Any], base_url: str) -> Object:
    """A link that leads one visitor to the page on which an account's holder signs up."""
    params = Params(given, "account type return_url refresh_url")
    reference = params.text("account", None)
    if book.find("account", reference) is None:
        raise missing("account", reference, param="account", status=400)
    if params.text("type", None) != "account_onboarding":
        raise invalid("Invalid type", param="type")
    token = secrets.token_urlsafe(18)
    book.make(
        "account_link",
        "link",
        account=reference,
        token=token,
        used=False,
        return_url=params.address("return_url"),
        refresh_url=params.address("refresh_url"),
        expires_at=int(time.time()) + LINK_LIVES,
    )
    now = int(time.time())
    return {
        "object": "account_link",
        "created": now,
        "expires_at": now + LINK_LIVES,
        "url": f"{base_url}/onboarding/{token}",
    }


def find_link(book: Book, token: str) -> Object | None:
    found = book.all("account_link", "body ->> 'token' = ?", token)
    return found[0] if found else None


def update_account(book: Book, reference: str, *, enabled: bool, submitted: bool = True) -> Object:
    """What Stripe makes of a holder's particulars. Announced to the endpoint for connected accounts."""
    account = book.find("account", reference)
    if account is None:
        raise missing("account", reference)
    account = book.keep(
        account
        | {
            "details_submitted": submitted,
            "payouts_enabled": enabled,
            "capabilities": {"transfers": "active" if enabled else "inactive"},
            "requirements": {"currently_due": [] if enabled else ["individual.verification.document"]},
        }
    )
    book.emit("account.updated", account, account=reference)
    return account


def create_transfer(book: Book, given: Mapping[str, Any]) -> Object:
    params = Params(given, "amount currency destination description transfer_group metadata")
    amount, currency, reference = params.amount(), params.currency(), params.text("destination", None)
    account = book.find("account", reference)
    if account is None:
        raise missing("destination", reference, param="destination", status=400)
    if account["capabilities"].get("transfers") != "active":
        raise refused(
            "Your destination account needs to have at least one of the following capabilities enabled: transfers",
            "insufficient_capabilities_for_transfer",
        )
    if balances(book).get(currency, 0) < amount:
        raise refused("You have insufficient available funds in your Stripe account.", "balance_insufficient")
    transfer = book.make(
        "transfer",
        "tr",
        amount=amount,
        amount_reversed=0,
        reversed=False,
        currency=currency,
        destination=reference,
        description=params.text("description"),
        transfer_group=params.text("transfer_group") or None,
        metadata=params.metadata(),
    )
    book.emit("transfer.created", transfer)
    return transfer


def create_reversal(book: Book, reference: str, given: Mapping[str, Any]) -> Object:
    """Take a transfer back, or a part of it."""
    params = Params(given, "amount description metadata")
    transfer = book.find("transfer", reference)
    if transfer is None:
        raise missing("transfer", reference)
    left = transfer["amount"] - transfer["amount_reversed"]
    amount = params.amount() if params.text("amount") else left
    if not 0 < amount <= left:
        raise refused("Transfer is already fully reversed, or by less than this.", "transfer_already_reversed")
    taken = transfer["amount_reversed"] + amount
    transfer = book.keep(transfer | {"amount_reversed": taken, "reversed": taken == transfer["amount"]})
    reversal = book.make(
        "transfer_reversal", "trr", amount=amount, currency=transfer["currency"], transfer=reference, metadata={}
    )
    book.emit("transfer.reversed", transfer)
    return reversal
