"""Hands files of payments to their rails, outside any transaction, and records what came of it, fenced.

A file is rendered from its stored rows; unless the bytes are those that were promised when it was made, nothing leaves.
Whoever is not the very first asks about the file before sending it, and sends it under the same name.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import transaction

from duerows.claims import Claim, claim, put_back
from duerows.models import DueState
from payouts.models import FileState, PaymentFile, PaymentFileLine
from payouts.rails.base import RailAnswer, RailStatus
from payouts.rails.batch import FileOrder, FileRefused, FileRequest, Originator
from payouts.rails.batch_registry import get_batch_rail
from payouts.services.bank_secrets import digest, open_payer
from payouts.services.filed import doubt_all, is_open, lock_filed, park_file, tell_all, write_file
from payouts.services.outgoing import Outgoing, load_outgoing
from payouts.services.sending import RAIL_STOPPED
from payouts.services.switches import is_stopped
from payouts.services.verdicts import doubt_delay
from payouts.services.visits import rounds

log = structlog.get_logger(__name__)

LEASE: Final = timedelta(seconds=150)
"""Longer than asking and sending take together when both run into their time-outs."""

MAY_LEAVE: Final = """
    state <> 'pending' OR attempts > 0
    OR rail NOT IN (SELECT c.rail FROM payouts_railcontrol c WHERE c.stopped_at IS NOT NULL)
"""
"""On a stopped rail only what may have left already is asked about."""

SWEEP: Final = 10
REPORTED_WITHIN: Final = timedelta(days=5)
"""Once the bank has a file, so long at most until it has reported on every payment; then a person asks the bank."""


def submit_files(now: datetime) -> int:
    """Hand over what is due, ask about what is in doubt, and leave to a person what the bank keeps silent about."""
    done = 0
    for _ in rounds(SWEEP):
        claims = claim(PaymentFile, now=now, limit=1, lease=LEASE, where=MAY_LEAVE)
        if not claims:
            break
        _work_on(claims[0], now)
        done += 1
    return done


def _work_on(one: Claim, now: datetime) -> None:
    try:
        file = PaymentFile.objects.get(pk=one.pk, fence=one.fence)
        if file.state == FileState.ACCEPTED:
            _leave_to_a_person(one)
        else:
            record_file(one, _ask_or_send(file), now)
    except PaymentFile.DoesNotExist:
        return  # A report has overtaken the claim.
    except FileRefused as refusal:
        _park(one, str(refusal))
    except Exception as error:
        log.exception("payment_file_failed", file=one.pk)
        put_back(PaymentFile, one, now=now, error=repr(error))


def _ask_or_send(file: PaymentFile) -> RailAnswer:
    rail = get_batch_rail(file.rail)
    document = rail.render_file(file_request(file))
    if digest(document) != file.document_sha256:
        raise FileRefused("the file would not be the one that was made: nothing was sent")
    if file.state != FileState.PENDING or file.attempts > 1:
        known = rail.fetch_file(file.message_id)
        if known is not None:
            return known
        if is_stopped(file.rail):
            # It never left, and it may not leave now: asked about again until the rail runs.
            return RailAnswer(RailStatus.UNKNOWN, reason=RAIL_STOPPED)
    return rail.send_file(file.message_id, document)


def file_request(file: PaymentFile) -> FileRequest:
    """The file as it was made, from its rows alone; the accounts are those of its payments, opened for this."""
    lines = list(file.lines.select_related("transfer_return__transfer").order_by("position"))
    payees = load_outgoing([line.disbursement_id for line in lines if line.disbursement_id is not None])
    return FileRequest(
        message_id=file.message_id,
        created_at=file.created_at,
        execute_on=file.execute_on,
        currency=file.currency,
        originator=Originator(file.originator_name, file.originator_account, file.originator_bank_id),
        orders=tuple(_order(line, payees) for line in lines),
    )


def _order(line: PaymentFileLine, payees: Mapping[int, Outgoing]) -> FileOrder:
    if line.transfer_return is not None:
        account = open_payer(line.transfer_return.transfer)
    else:
        account = payees[line.disbursement_id or 0].destination
    return FileOrder(line.order_id, line.amount_minor, line.name, account, line.text)


@transaction.atomic
def record_file(one: Claim, answer: RailAnswer, now: datetime) -> None:
    """Write what the rail said of a claimed file, and what that means for its payments."""
    file = PaymentFile.objects.select_for_update().get(pk=one.pk, fence=one.fence)
    if answer.status == RailStatus.UNKNOWN:
        wait = doubt_delay(file.attempts)
        write_file(file, state=FileState.UNKNOWN, due_at=now + wait, last_error=answer.reason)
        doubt_all(lock_filed(files=[file.pk]), answer, now)
        return
    hear_of_file(file, answer, now)
    tell_all(lock_filed(files=[file.pk]), {}, word_on_payments(file, answer), now)


def hear_of_file(file: PaymentFile, answer: RailAnswer, now: datetime) -> None:
    """Write what is now known of a locked file as a whole. Its payments are the caller's.

    A refusal is believed of a file that was handed over at most once: otherwise the first time may have been accepted,
    and a person has to find out.
    """
    if not is_open(file):
        return
    if answer.status == RailStatus.ACCEPTED and file.state != FileState.ACCEPTED:
        write_file(
            file,
            state=FileState.ACCEPTED,
            sent_at=now,
            due_state=DueState.WAITING,
            due_at=now + REPORTED_WITHIN,
            last_error="",
            provider_reference=answer.provider_reference[:120],
        )
    elif answer.status == RailStatus.REJECTED and file.attempts > 1:
        park_file(file, f"refused ({answer.reason or '?'}) after it may have been handed over more than once")
    elif answer.status == RailStatus.REJECTED:
        log.error("payment_file_rejected", file=file.message_id, reason=answer.reason)
        write_file(
            file,
            state=FileState.REJECTED,
            due_state=DueState.DONE,
            finished_at=now,
            reason=answer.reason[:300],
            last_error="",
        )


def word_on_payments(file: PaymentFile, answer: RailAnswer | None) -> RailAnswer | None:
    """What the word on a file says of its payments: a refusal that is not believed says nothing."""
    if answer is None or (answer.status == RailStatus.REJECTED and file.state != FileState.REJECTED):
        return None
    return RailAnswer(answer.status, reason=answer.reason)


def _leave_to_a_person(one: Claim) -> None:
    _park(one, "the bank has not reported on all its payments: ask the bank")


@transaction.atomic
def _park(one: Claim, words: str) -> None:
    file = PaymentFile.objects.select_for_update().filter(pk=one.pk, fence=one.fence).first()
    if file is not None:
        log.error("payment_file_parked", file=file.message_id, error=words)
        park_file(file, words)
