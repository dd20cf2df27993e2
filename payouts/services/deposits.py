"""Money in: a brand's payments into a contest's escrow, in the same three steps as money out.

1. `start_deposit` commits a pending deposit with its permanent key.
2. `carry_out_deposit` asks the rail to collect it, outside any transaction; what stays unclear is asked again later.
3. The outcome is recorded with its journal entry, under the escrow's lock; then the contest opens if that was the rest.

Money that arrives after its contest went back to draft is booked all the same and stays in that contest's escrow.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

import structlog
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.errors import NotAnAccountNumber
from accounts.models import Act, User
from accounts.services.audit_trail import record_act, values_of
from accounts.services.payout_accounts import clean_destination
from contests.lifecycle import Move, NotAllowed, Role, State
from contests.selectors.roles import role_on
from duerows.claims import Claim, claim, put_back
from duerows.doorbell import ring
from duerows.models import DueState
from payouts import ledger
from payouts.errors import DepositRefused, KeyReused
from payouts.models import Deposit, DepositState, Escrow
from payouts.policy import format_money
from payouts.rails.base import ChargeRequest, HostedRail, Rail, RailAnswer, RailStatus
from payouts.rails.registry import get_rail
from payouts.services.funding import open_if_funded
from payouts.services.hints import make_due
from payouts.services.links import card_return_url
from payouts.services.receiving import known_of, record_deposit
from payouts.services.verdicts import judge

log = structlog.get_logger(__name__)

PAYERS: Final = frozenset({Role.OWNER, Role.MANAGER, Role.FINANCE})
DEFAULT_RAIL: Final = "sandbox"
UNDER_WAY: Final = (DepositState.PENDING, DepositState.UNKNOWN)
LEASE: Final = timedelta(seconds=45)
SWEEP: Final = 20
HEAD_START: Final = timedelta(seconds=15)
"""How long the payer alone opens the page to pay on, before the sweep does it too: under one key both may."""


@transaction.atomic
def start_deposit(
    actor: User,
    contest_id: UUID,
    amount_minor: int,
    source: str,
    idempotency_key: str,
    now: datetime,
    rail: str = DEFAULT_RAIL,
) -> Deposit:
    """Commit the intention to collect money for a contest that awaits funds. The same key again gives the same deposit.

    The caller's key counts within the contest; the rail's is derived from both. Raises NotAllowed, KeyReused, and
    DepositRefused when the contest does not wait for funds, less than this is missing, or the account is none.
    """
    escrow = _lock_escrow(contest_id)
    role = role_on(escrow.contest, actor)
    if role not in PAYERS:
        raise NotAllowed(role, Move.REQUEST_FUNDING)
    deposit = Deposit(
        escrow=escrow,
        idempotency_key=f"deposit:{uuid5(contest_id, idempotency_key)}",
        rail=rail,
        source=_typed(source, rail),
        amount_minor=amount_minor,
        currency=escrow.currency,
        created_by=actor,
        created_at=now,
        due_at=now,
    )
    if deposit.is_paid_on_page:
        deposit.due_at += HEAD_START
    earlier = Deposit.objects.filter(idempotency_key=deposit.idempotency_key).first()
    if earlier is not None:
        if (earlier.amount_minor, earlier.source, earlier.rail) != (amount_minor, deposit.source, rail):
            raise KeyReused(_("This request was made before with another amount or account."))
        return earlier
    _check(escrow, deposit)
    deposit.save()
    record_act(
        Act.DEPOSIT_START,
        actor,
        deposit,
        contest_id=contest_id,
        after=values_of(deposit, "amount_minor", "currency", "rail"),
    )
    ring("payouts.tasks.settle_deposits")
    return deposit


def _typed(source: str, rail: str) -> str:
    """The account that somebody typed, without spaces: a mistake is told now, not by a bank days later."""
    if rail != DEFAULT_RAIL:
        return source.strip()
    try:
        return clean_destination(rail, source)
    except NotAnAccountNumber as refusal:
        raise DepositRefused(refusal.message, field="source") from refusal


def missing_minor(escrow: Escrow) -> int:
    """What may still be paid in: the liability less what is held and what is on its way."""
    on_its_way = escrow.deposits.filter(state__in=UNDER_WAY).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    return max(0, escrow.liability_minor - ledger.balance(escrow.account_id) - on_its_way)


def _check(escrow: Escrow, deposit: Deposit) -> None:
    if escrow.contest.state != State.AWAITING_FUNDS:
        raise DepositRefused(_("This contest does not await funds."))
    if deposit.amount_minor <= 0:
        raise DepositRefused(_("The amount must be positive."), field="amount_minor")
    missing = missing_minor(escrow)
    if deposit.amount_minor > missing:
        raise DepositRefused(
            _("Only %(missing)s is missing, payments on their way included.")
            % {"missing": format_money(missing, escrow.currency, get_language() or "en")},
            field="amount_minor",
        )
    try:
        _request(deposit)
    except ValueError as error:
        raise DepositRefused(_("This account cannot be charged."), field="source") from error


def carry_out_deposit(deposit_id: int, now: datetime) -> Deposit:
    """Have the rail collect one deposit now, unless somebody else is at it. Returns the deposit as it then stands."""
    for one in claim(Deposit, now=now, limit=1, lease=LEASE, where="id = %s", params=[deposit_id]):
        _carry_out(one, now)
    return Deposit.objects.select_related("escrow").get(pk=deposit_id)


def carry_out_due_deposits(now: datetime) -> int:
    """The sweep: deposits not carried out, or unclear, or whose contest was not told. Returns how many."""
    for done in range(SWEEP):
        claims = claim(Deposit, now=now, limit=1, lease=LEASE)
        if not claims:
            return done
        _carry_out(claims[0], now)
    return SWEEP


def ask_now(deposit: Deposit, now: datetime, *, close_page: bool = False) -> RailAnswer | None:
    """Ask the rail about one deposit at once, or have it collect it, and record what it says. Returns what it said.

    None: it said nothing, or somebody else was asking at that moment. `close_page`: let nobody pay it any more.
    """
    make_due(Deposit, [deposit.idempotency_key], now=now)
    for one in claim(Deposit, now=now, limit=1, lease=LEASE, where="id = %s", params=[deposit.pk]):
        return _carry_out(one, now, close_page=close_page)
    return None


def _carry_out(one: Claim, now: datetime, *, close_page: bool = False) -> RailAnswer | None:
    try:
        deposit = Deposit.objects.select_related("escrow").get(pk=one.pk, fence=one.fence)
        answer = _close_page(deposit) if close_page else _ask_or_charge(deposit)
        fence = _record(one, answer, now)
        _tell_contest(deposit, fence, now)
        return answer
    except Deposit.DoesNotExist:
        return None  # A notice has overtaken the claim: the deposit is due again already.
    except Exception as error:
        log.exception("deposit_failed", deposit=one.pk)
        put_back(Deposit, one, now=now, error=repr(error))
        return None


def _ask_or_charge(deposit: Deposit) -> RailAnswer | None:
    """Ask first, unless this is the very first claim; charge (under the same key) only if the rail never saw it."""
    rail = get_rail(deposit.rail)
    if deposit.state != DepositState.PENDING or deposit.attempts > 1 or deposit.provider_reference:
        answer = _fetch(rail, deposit)
        if answer is not None or deposit.state not in UNDER_WAY or deposit.provider_reference:
            return answer
    return _charge(rail, deposit)


def _fetch(rail: Rail, deposit: Deposit) -> RailAnswer | None:
    if deposit.is_paid_on_page and isinstance(rail, HostedRail):
        return rail.fetch_page(deposit.idempotency_key, deposit.provider_reference)
    return rail.fetch_charge(deposit.idempotency_key)


def _charge(rail: Rail, deposit: Deposit) -> RailAnswer:
    if deposit.is_paid_on_page and isinstance(rail, HostedRail):
        address = card_return_url(deposit.escrow_id, deposit.public_id)
        return rail.open_page(_request(deposit), return_url=address)
    return rail.create_charge(_request(deposit))


def _close_page(deposit: Deposit) -> RailAnswer | None:
    """A page that was perhaps never made is made first: closed, nobody can make it any more."""
    rail, answer = get_rail(deposit.rail), _ask_or_charge(deposit)
    if answer is None or answer.status != RailStatus.ACCEPTED or not isinstance(rail, HostedRail):
        return answer
    return rail.close_page(deposit.idempotency_key, answer.provider_reference)


def _request(deposit: Deposit) -> ChargeRequest:
    return ChargeRequest(
        idempotency_key=deposit.idempotency_key,
        amount_minor=deposit.amount_minor,
        currency=deposit.currency,
        source=deposit.source,
        reference=f"Fairbrief escrow {deposit.escrow_id}",
    )


@transaction.atomic
def _record(one: Claim, answer: RailAnswer | None, now: datetime) -> int:
    contest_id = Deposit.objects.values_list("escrow_id", flat=True).get(pk=one.pk)
    escrow = _lock_escrow(contest_id)
    deposit = Deposit.objects.select_for_update().get(pk=one.pk, fence=one.fence)
    record_deposit(escrow, deposit, judge(known_of(deposit, now), answer), answer, now=now)
    return deposit.fence


def _tell_contest(deposit: Deposit, fence: int, now: datetime) -> None:
    """Open the contest if its funds are complete. Until this is done a received deposit stays due, whatever crashes."""
    received = Deposit.objects.filter(
        pk=deposit.pk, fence=fence, state=DepositState.RECEIVED, due_state=DueState.WAITING
    )
    if received.exists():
        open_if_funded(deposit.escrow_id, now=now)
        # One that the rail gave no clear answer about stays due, to be asked about once more.
        received.filter(attempts=0).update(due_state=DueState.DONE, finished_at=now)


def _lock_escrow(contest_id: UUID) -> Escrow:
    escrow = Escrow.objects.select_for_update(of=("self",)).select_related("contest").filter(contest=contest_id).first()
    if escrow is None:
        raise DepositRefused(_("Ask for funding first: it fixes what must be paid in."))
    return escrow
