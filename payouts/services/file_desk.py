"""What an operator may do about payments that went out in files: the way out of everything that waits for a person.

A bank that takes files cannot be asked about one payment over the wire. A person asks it, and says here what it
answered. Each act is kept in the audit trail, and in the operations desk's own record of who did what.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import Act, User
from accounts.services.audit_trail import record_act, values_of
from duerows.doorbell import ring
from duerows.models import DueState
from payouts import ledger
from payouts.errors import FileActRefused, OperatorOnly
from payouts.models import (
    BankEntry,
    BankReport,
    Disbursement,
    DisbursementState,
    EntryMeaning,
    FileState,
    PaymentFile,
    PaymentFileLine,
    TransferReturn,
)
from payouts.rails.base import RailAnswer, RailStatus
from payouts.services.filed import FINISHED, Filed, is_open, lock_filed, record_filed, settle_files, write_file
from payouts.services.filing import REPORTED_WITHIN
from payouts.services.paymaster import PREPARE
from payouts.services.verdicts import Verdict

SEEN: Final = ("state", "reason", "due_state", "due_at", "last_error")
"""What the audit trail keeps of files, payments and reports, of each those fields that it has."""


@transaction.atomic
def go_on_with_file(actor: User, file_id: int, *, now: datetime) -> PaymentFile:
    """Have a parked file looked at again: asked about and sent under its own name, or, if the bank has it, waited for.

    Raises OperatorOnly, FileActRefused, DoesNotExist.
    """
    _check_operator(actor)
    file = PaymentFile.objects.select_for_update().get(pk=file_id)
    if not is_open(file) or not file.document_sha256:
        raise FileActRefused(_("Nothing more is expected of this file."))
    before, waits = _seen(file), file.state == FileState.ACCEPTED
    # Never back to no attempt: that would look like a file that nobody can have sent yet.
    write_file(
        file,
        due_state=DueState.WAITING,
        due_at=now + REPORTED_WITHIN if waits else now,
        attempts=max(1, file.attempts),
        last_error="",
    )
    _record(Act.FILE_GO_ON, actor, file, before)
    _note(actor, [file], "gone on with")
    return file


@transaction.atomic
def refuse_file(actor: User, file_id: int, *, reason: str, now: datetime) -> PaymentFile:
    """The bank says that it has not carried out the file, and will not: its unfinished payments are rejected.

    Raises OperatorOnly, FileActRefused, DoesNotExist.
    """
    _check_operator(actor)
    words = _said(reason)
    file = PaymentFile.objects.select_for_update().get(pk=file_id)
    if not is_open(file):
        raise FileActRefused(_("Nothing more is expected of this file."))
    before = _seen(file)
    write_file(
        file,
        state=FileState.REJECTED,
        due_state=DueState.DONE,
        finished_at=now,
        reason=words,
        last_error="",
    )
    _reject(list(lock_filed(files=[file.pk]).values()), words, now)
    _record(Act.FILE_REFUSE, actor, file, before, words)
    _note(actor, [file], f"not carried out: {words}")
    return file


@transaction.atomic
def refuse_payment(actor: User, row: Disbursement | TransferReturn, *, reason: str, now: datetime) -> None:
    """The bank says that it has not carried out this payment of a file, and will not: what is owed stands.

    Raises OperatorOnly, FileActRefused.
    """
    _check_operator(actor)
    words = _said(reason)
    line = PaymentFileLine.objects.filter(
        **{"disbursement" if isinstance(row, Disbursement) else "transfer_return": row.pk}
    ).first()
    if line is None:
        raise FileActRefused(_("This payment is in no file."))
    file = PaymentFile.objects.select_for_update().get(pk=line.file_id)
    filed = lock_filed(files=[file.pk], order_ids=[line.order_id])
    row.refresh_from_db()
    before = _seen(row)
    if not _reject(list(filed.values()), words, now):
        raise FileActRefused(_("The bank has said its last word on this payment."))
    settle_files([file.pk], now)
    row.refresh_from_db()
    _record(Act.PAYMENT_REFUSE, actor, row, before, words)
    _note(actor, [row], f"not carried out: {words}")


@transaction.atomic
def try_again(actor: User, disbursement_ids: Sequence[int], *, now: datetime) -> int:
    """Let rejected payments be tried again with the same account, each under a new key. Returns how many.

    For rejections that were not the payee's business. Raises OperatorOnly.
    """
    _check_operator(actor)
    rows = list(
        Disbursement.objects.select_for_update()
        .filter(pk__in=disbursement_ids, state=DisbursementState.REJECTED, retry_at=None)
        .order_by("pk")
    )
    Disbursement.objects.filter(pk__in=[row.pk for row in rows]).update(
        retry_at=now, due_state=DueState.DONE, fence=models.F("fence") + 1
    )
    for row in rows:
        record_act(Act.PAYMENT_TRY_AGAIN, actor, row, before={"retry_at": None}, after={"retry_at": now})
    _note(actor, rows, "may be tried again with the same account")
    ring(PREPARE)
    return len(rows)


def try_file_again(actor: User, file_id: int, *, now: datetime) -> int:
    """As `try_again`, for every payment of a file that waits for a person. Returns how many."""
    parked = Disbursement.objects.filter(file_line__file=file_id, due_state=DueState.PARKED)
    return try_again(actor, list(parked.values_list("pk", flat=True)), now=now)


@transaction.atomic
def set_aside(actor: User, row: BankReport | Disbursement | TransferReturn, *, reason: str, now: datetime) -> None:
    """A person has looked at what a parked report or finished payment was parked for, and nothing is left to do.

    Raises OperatorOnly, FileActRefused.
    """
    _check_operator(actor)
    words = _said(reason)
    finished = models.Q() if isinstance(row, BankReport) else models.Q(state__in=FINISHED)
    row.refresh_from_db()
    before = _seen(row)
    parked = type(row)._default_manager.filter(finished, pk=row.pk, due_state=DueState.PARKED)
    if not parked.update(due_state=DueState.DONE, finished_at=now, fence=models.F("fence") + 1):
        raise FileActRefused(_("This does not wait for a person, or something is still expected of it."))
    row.refresh_from_db()
    _record(Act.ROW_SET_ASIDE, actor, row, before, words)
    _note(actor, [row], f"set aside: {words}")


@transaction.atomic
def explain_debit(actor: User, entry_id: int, *, reason: str, now: datetime) -> BankEntry:
    """Money that left the account without us was the bank's due: its charges, from now on an expense.

    Raises OperatorOnly, FileActRefused, DoesNotExist.
    """
    _check_operator(actor)
    words = _said(reason)
    entry = BankEntry.objects.select_for_update().get(pk=entry_id)
    if entry.meaning != EntryMeaning.UNEXPLAINED or entry.explanation:
        raise FileActRefused(_("This entry is explained."))
    expense = ledger.account_id(ledger.EXPENSE_BANK, entry.currency)
    suspense = ledger.account_id(ledger.RECEIVABLE_UNEXPLAINED, entry.currency)
    ledger.post_entry(
        ledger.NewEntry(
            kind="bank_charge",
            idempotency_key=f"bank_entry:{entry.pk}:explained",
            effective_at=now,
            legs=ledger.transfer(expense, suspense, entry.amount_minor),
            memo=words[:200],
        )
    )
    entry.explanation = words
    entry.save(update_fields=["explanation"])
    after = values_of(entry, "explanation", "amount_minor", "currency")
    record_act(Act.DEBIT_EXPLAIN, actor, entry, reason=words, before={"explanation": ""}, after=after)
    _note(actor, [entry], f"explained: {words}")
    return entry


def _reject(filed: Sequence[Filed], words: str, now: datetime) -> int:
    """Reject what the bank has not finished; each waits for a person to let it be tried again. Returns how many."""
    unfinished = [one for one in filed if one.row.state not in FINISHED]
    verdict = Verdict(RailStatus.REJECTED, trouble=f"not carried out: {words}")
    record_filed([(one, verdict, RailAnswer(RailStatus.REJECTED, reason=words)) for one in unfinished], now)
    return len(unfinished)


def _check_operator(actor: User) -> None:
    if not actor.is_admin:
        raise OperatorOnly(_("Only the platform's operators may do this."))


def _said(reason: str) -> str:
    if not reason.strip():
        raise FileActRefused(_("Say what the bank has answered."), field="reason")
    return reason.strip()[:300]


def _seen(row: models.Model) -> dict[str, Any]:
    return values_of(row, *(name for name in SEEN if hasattr(row, name)))


def _record(act: Act, actor: User, row: models.Model, before: dict[str, Any], reason: str = "") -> None:
    record_act(act, actor, row, reason=reason, before=before, after=_seen(row))


def _note(actor: User, rows: Sequence[models.Model], message: str) -> None:
    if rows:
        LogEntry.objects.log_actions(actor.pk, rows, CHANGE, change_message=message)
