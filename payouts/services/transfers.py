"""Transfers that brands send by themselves: matched to a contest by its reference, and counted as a received deposit.

What the contest does not need is kept apart and goes back to its payer after some days, unless somebody assigns it.
What names no contest waits for a person. Every cent that came in is on one account of the books until it is used.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_noop

from accounts.models import User
from contests.lifecycle import BEFORE_FUNDS
from contests.models import Contest
from contests.services.transitions import lock_contest
from duerows.claims import Claim, claim, put_back
from duerows.doorbell import ring
from duerows.models import DueState
from payouts import ledger
from payouts.models import (
    BankEntry,
    Deposit,
    DepositState,
    Escrow,
    IncomingTransfer,
    ReturnState,
    TransferState,
)
from payouts.rails.sepa.references import find_references, ids_of
from payouts.services.bank_secrets import seal_payer
from payouts.services.funding import missing_minor, open_if_funded
from payouts.services.sending_back import start_return
from payouts.services.visits import rounds

log = structlog.get_logger(__name__)

LEASE: Final = timedelta(seconds=60)
SWEEP: Final = 200
MATCH: Final = "payouts.tasks.match_transfers"
GRACE: Final = timedelta(days=3)
"""How long a surplus may be assigned to another contest before it goes back to whoever sent it."""

# Why a transfer waits for a person; pages show these in the reader's language.
NAMES_NONE: Final = gettext_noop("it names no contest")
UNKNOWN_CONTEST: Final = gettext_noop("its contest is unknown")
NOT_ASKED_FOR: Final = gettext_noop("its contest has not asked for funds yet")
OTHER_CURRENCY: Final = gettext_noop("its contest takes no money in this currency")
UNKNOWN_ACCOUNT: Final = gettext_noop("the bank has not said from which account it came")

FAILED_RETURNS: Final = (ReturnState.REJECTED, ReturnState.RETURNED)


def take_in(credits: Sequence[tuple[BankEntry, str]], now: datetime) -> None:
    """Write a transfer for each credit of other people's, given with the account that it came from ('' if the bank has
    not said), in the transaction of the bank's entries."""
    rows = []
    for entry, account in credits:
        row = IncomingTransfer(
            entry=entry,
            rail=entry.rail,
            amount_minor=entry.amount_minor,
            currency=entry.currency,
            reference=_reference_in(entry),
            payer_name=entry.party_name,
            payer_ending=account[-4:],
            created_at=now,
            due_at=now,
        )
        row.payer_sealed = seal_payer(account, transfer_id=row.public_id)
        rows.append(row)
    IncomingTransfer.objects.bulk_create(rows, batch_size=1000)
    if rows:
        ring(MATCH)


def _reference_in(entry: BankEntry) -> str:
    """The one contest's reference that the payer has quoted anywhere; '' if there is none, or more than one."""
    found = find_references((entry.order_id, *entry.text.split("\n")))
    return found[0] if len(found) == 1 else ""


def match_transfers(now: datetime) -> int:
    """Match what has come in, and send back the surpluses whose time has come. Returns how many were looked at."""
    done = 0
    for _ in rounds(SWEEP):
        claims = claim(IncomingTransfer, now=now, limit=1, lease=LEASE)
        if not claims:
            break
        _work_on(claims[0], now)
        done += 1
    return done


def _work_on(one: Claim, now: datetime) -> None:
    try:
        row = IncomingTransfer.objects.get(pk=one.pk, fence=one.fence)
        if row.state == TransferState.SURPLUS:
            send_back_rest(row.pk, one.fence, now=now, actor=None)
        else:
            _match(row, now)
    except IncomingTransfer.DoesNotExist:
        return  # An operator has overtaken the claim.
    except Exception as error:
        log.exception("transfer_failed", transfer=one.pk)
        put_back(IncomingTransfer, one, now=now, error=repr(error))


def _match(row: IncomingTransfer, now: datetime) -> None:
    contest_id = _contest_of(row.reference)
    if contest_id is None:
        leave_to_a_person(row.pk, row.fence, UNKNOWN_CONTEST if row.reference else NAMES_NONE)
    else:
        apply_to_contest(row.pk, row.fence, contest_id, now=now, actor=None)


def _contest_of(reference: str) -> UUID | None:
    if not reference:
        return None
    first, last = ids_of(reference)
    found = list(Contest.objects.filter(pk__gte=first, pk__lte=last).values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


@transaction.atomic
def apply_to_contest(
    transfer_id: int, fence: int, contest_id: UUID, *, now: datetime, actor: User | None
) -> IncomingTransfer:
    """Put what a contest still needs of a transfer into its escrow, and open the contest if that was the rest.

    What is left is a surplus. A contest without an escrow, or with one in another currency, leaves it to a person.
    Raises DoesNotExist when somebody else has been at the transfer since.
    """
    contest = lock_contest(contest_id)
    escrow = Escrow.objects.select_for_update().filter(contest=contest).first()
    row = IncomingTransfer.objects.select_for_update().get(pk=transfer_id, fence=fence)
    if escrow is None:
        return _park(row, NOT_ASKED_FOR, contest)
    if escrow.currency != row.currency:
        return _park(row, OTHER_CURRENCY, contest)
    rest = unused_minor(row)
    fits = min(rest, missing_minor(escrow)) if contest.state in BEFORE_FUNDS else 0
    if fits:
        _deposit(escrow, row, fits, now, actor)
    row.contest = row.contest or contest
    if fits == rest:
        _write(row, TransferState.APPLIED, now, due_state=DueState.DONE)
    else:
        _write(row, TransferState.SURPLUS, now, due_state=DueState.WAITING, due_at=now + GRACE)
    if fits:
        open_if_funded(contest_id, now=now)
    return row


def unused_minor(row: IncomingTransfer) -> int:
    """What of a locked transfer is neither in an escrow, nor back or on its way back, nor the platform's own."""
    used = row.deposits.aggregate(sum=Sum("amount_minor"))["sum"] or 0
    back = row.returns.exclude(state__in=FAILED_RETURNS).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    return row.amount_minor - row.kept_minor - used - back


def _deposit(escrow: Escrow, row: IncomingTransfer, amount_minor: int, now: datetime, actor: User | None) -> None:
    """What the contest uses of the transfer: received already, so that nothing is left to ask any rail."""
    deposit = Deposit.objects.create(
        escrow=escrow,
        idempotency_key=f"transfer:{row.public_id}:{row.deposits.count() + 1}",
        state=DepositState.RECEIVED,
        rail=row.rail,
        source=row.payer_ending,
        amount_minor=amount_minor,
        currency=row.currency,
        provider_reference=row.entry.reference[:120],
        transfer=row,
        created_by=actor,
        created_at=now,
        received_at=now,
        due_state=DueState.DONE,
        due_at=now,
        finished_at=now,
    )
    ledger.post_entry(
        ledger.NewEntry(
            kind="deposit",
            idempotency_key=f"deposit:{deposit.pk}",
            effective_at=now,
            legs=ledger.transfer(
                ledger.account_id(ledger.PAYABLE_INCOMING, row.currency), escrow.account_id, amount_minor
            ),
            contest_id=escrow.contest_id,
            memo=deposit.idempotency_key,
        )
    )


@transaction.atomic
def send_back_rest(transfer_id: int, fence: int, *, now: datetime, actor: User | None) -> IncomingTransfer:
    """Start the payment of all that is left back to the account that it came from.

    Where the bank has not named that account, a person has to find out. Raises DoesNotExist when overtaken.
    """
    row = IncomingTransfer.objects.select_for_update().get(pk=transfer_id, fence=fence)
    if row.payer_sealed is None:
        return _park(row, UNKNOWN_ACCOUNT)
    start_return(row, unused_minor(row), now=now, actor=actor)
    _write(row, TransferState.RETURNING, now, due_state=DueState.DONE)
    return row


@transaction.atomic
def leave_to_a_person(transfer_id: int, fence: int, words: str) -> None:
    """Park a transfer of which nobody can say by rule whose it is."""
    row = IncomingTransfer.objects.select_for_update().filter(pk=transfer_id, fence=fence).first()
    if row is not None:
        _park(row, words)


def _park(row: IncomingTransfer, words: str, contest: Contest | None = None) -> IncomingTransfer:
    log.error("transfer_unmatched", transfer=row.pk, words=words)
    row.contest = row.contest or contest
    row.state, row.due_state, row.last_error = TransferState.UNMATCHED, DueState.PARKED, words
    row.fence, row.lease_until = row.fence + 1, None
    row.save()
    return row


def _write(row: IncomingTransfer, state: TransferState, now: datetime, **changes: object) -> None:
    row.state, row.last_error = state, ""
    row.finished_at = now if changes["due_state"] == DueState.DONE else None
    for name, value in changes.items():
        setattr(row, name, value)
    row.attempts, row.fence, row.lease_until = 0, row.fence + 1, None
    row.save()
