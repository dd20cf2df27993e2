"""Funding by card, on a page of the rail's: the deposit is written first, then the page is made under its key.

No card ever touches this site. Where the payer comes back to only makes us ask; what counts is the rail's answer, and
it counts whenever it comes. A page that nobody pays on expires within a day, or is given up: the deposit is refused.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from contests.lifecycle import Move, NotAllowed
from contests.selectors.roles import role_on
from payouts.errors import NoSuchDeposit, NoSuchRail
from payouts.models import CARD_PAGE, Deposit
from payouts.rails.base import RailStatus
from payouts.services.deposits import PAYERS, UNDER_WAY, ask_now, start_deposit

RAIL: Final = "stripe"


@dataclass(frozen=True, slots=True)
class CardPayment:
    """A deposit as it stands now; `continue_url` leads to the page on which it is paid, '' if there is none."""

    deposit: Deposit
    continue_url: str


def is_offered() -> bool:
    """Whether a brand can pay by card."""
    return RAIL in settings.RAILS


def start_card_payment(
    actor: User, contest_id: UUID, amount_minor: int, idempotency_key: str, now: datetime
) -> Deposit:
    """Commit the intention to pay by card. As `start_deposit`; raises NoSuchRail besides."""
    if not is_offered():
        raise NoSuchRail(_("This is not offered here."))
    return start_deposit(actor, contest_id, amount_minor, CARD_PAGE, idempotency_key, now, rail=RAIL)


def look_at_card_payment(actor: User, contest_id: UUID, ref: UUID, now: datetime) -> CardPayment:
    """Ask the rail about a card payment and record what it says, making the page if there is none yet.

    Calls the rail: never inside a transaction. Raises NoSuchDeposit, NotAllowed.
    """
    return _look(_find(actor, contest_id, ref), now)


def give_up_card_payment(actor: User, contest_id: UUID, ref: UUID, now: datetime) -> CardPayment:
    """Let nobody pay on the page any more. If somebody just has, the money is received all the same.

    Calls the rail: never inside a transaction. Raises NoSuchDeposit, NotAllowed.
    """
    deposit = _find(actor, contest_id, ref)
    if deposit.state in UNDER_WAY:
        ask_now(deposit, now, close_page=True)
    return CardPayment(Deposit.objects.get(pk=deposit.pk), "")


def _find(actor: User, contest_id: UUID, ref: UUID) -> Deposit:
    """The deposit, for those who may pay for its contest."""
    found = Deposit.objects.select_related("escrow__contest").filter(escrow=contest_id, public_id=ref).first()
    if found is None or not found.is_paid_on_page:
        raise NoSuchDeposit(_("There is no such payment."))
    role = role_on(found.escrow.contest, actor)
    if role not in PAYERS:
        raise NotAllowed(role, Move.REQUEST_FUNDING)
    return found


def _look(deposit: Deposit, now: datetime) -> CardPayment:
    if deposit.state not in UNDER_WAY:
        return CardPayment(deposit, "")
    answer = ask_now(deposit, now)
    fresh = Deposit.objects.get(pk=deposit.pk)
    waits = fresh.state in UNDER_WAY and answer is not None and answer.status == RailStatus.ACCEPTED
    return CardPayment(fresh, answer.continue_url if waits and answer is not None else "")
