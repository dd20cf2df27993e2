"""Takes in what the bank has booked: each movement once, moved into the books whether or not anybody can explain it.

A payment of ours becomes paid, one that came back returned. Other people's money and money that left without us stand
on accounts of their own until they are matched or a person explains them. Works within the caller's transaction.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog

from payouts import ledger
from payouts.models import BankEntry, BankReport, BankStatement, EntryMeaning, PaymentFile
from payouts.rails.base import RailAnswer, RailStatus
from payouts.rails.batch import AccountStatement, BookedEntry, Direction, ReportKind
from payouts.rails.batch_registry import get_batch_rail
from payouts.services.filed import Filed, lock_filed, lock_files, record_filed, settle_files, verdict_of
from payouts.services.transfers import take_in
from payouts.services.verdicts import Verdict

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Reading:
    """What is learnt from one statement: which of our payments it names, and what it says of them.

    `linked` holds (line, direction) of entries that are known already: a payment leaves once and comes back once.
    """

    filed: dict[str, Filed]
    files: dict[int, PaymentFile]
    linked: set[tuple[int, str]]
    answers: dict[str, tuple[Verdict | None, RailAnswer]] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Meant:
    """An entry and what it is."""

    entry: BookedEntry
    meaning: EntryMeaning
    line_id: int | None = None
    file_id: int | None = None


def take_statement(report: BankReport, statement: AccountStatement, now: datetime) -> list[str]:
    """Take in a statement or a notification. Returns what contradicts what is known, in words for a person.

    Other accounts' statements are left alone: a bank may send those too.
    """
    if _plain(statement.account) not in _own_accounts(report.rail):
        return []
    kept, words = _keep_statement(report, statement)
    fresh, more = _fresh(report, statement, kept)
    reading = _reading(report.rail, fresh)
    meant = [_mean(entry, reading, now) for entry in fresh]
    rows = _write_entries(report, statement, kept, meant, now)
    _book(rows, now)
    credits = [(row, _plain(one.entry.party_account)) for row, one in zip(rows, meant, strict=True) if _is_credit(row)]
    take_in(credits, now)
    _record(reading, now)
    return words + more


def _plain(account: str) -> str:
    return account.replace(" ", "").upper()


def _own_accounts(rail: str) -> set[str]:
    """The account that pays now, and those that files were paid from."""
    earlier = PaymentFile.objects.filter(rail=rail).values_list("originator_account", flat=True).distinct()
    return {_plain(account) for account in (*earlier, get_batch_rail(rail).originator.account)}


def _keep_statement(report: BankReport, statement: AccountStatement) -> tuple[BankStatement | None, list[str]]:
    """The statement's row; none for a notification, nor for what carries no balances."""
    if report.kind != ReportKind.STATEMENT or statement.opening_minor is None or statement.closing_minor is None:
        return None, []
    facts = {
        "currency": statement.currency,
        "sequence": statement.sequence,
        "from_on": statement.from_on,
        "to_on": statement.to_on,
        "opening_minor": statement.opening_minor,
        "closing_minor": statement.closing_minor,
        "moved_minor": statement.moved_minor,
    }
    row, is_new = BankStatement.objects.get_or_create(
        rail=report.rail,
        account=_plain(statement.account),
        statement_id=statement.statement_id,
        defaults={"report": report, **facts},
    )
    if is_new or all(getattr(row, name) == fact for name, fact in facts.items()):
        return row, []
    return row, [f"statement {statement.statement_id} came again and says something else"]


def _fresh(
    report: BankReport, statement: AccountStatement, kept: BankStatement | None
) -> tuple[list[BookedEntry], list[str]]:
    """The entries that are not known yet, each under its lasting reference; and those that contradict what is known."""
    named = list(_named(report, statement))
    known = {
        row.reference: row
        for row in BankEntry.objects.filter(
            rail=report.rail,
            account=_plain(statement.account),
            reference__in=[entry.reference for entry in named],
        )
    }
    words = []
    for entry in named:
        row = known.get(entry.reference)
        if row is not None and (row.direction, row.amount_minor, row.currency) != _figure(entry):
            words.append(f"entry {entry.reference} came again with another amount")
    if kept is not None:
        now_stated = [row.pk for row in known.values() if row.statement_id is None]
        BankEntry.objects.filter(pk__in=now_stated).update(statement=kept)
    return [entry for entry in named if entry.reference not in known], words


def _figure(entry: BookedEntry) -> tuple[str, int, str]:
    return entry.direction.value, entry.amount_minor, entry.currency


def _named(report: BankReport, statement: AccountStatement) -> Iterable[BookedEntry]:
    """Each entry under a reference that no other has.

    Without a reference of the bank's, only the statement counts: there an entry is known by its place.
    """
    counted: Counter[str] = Counter()
    for place, entry in enumerate(statement.entries, start=1):
        if entry.reference:
            counted[entry.reference] += 1
            again = counted[entry.reference]
            yield entry if again == 1 else replace(entry, reference=f"{entry.reference}#{again}")
        elif report.kind == ReportKind.STATEMENT:
            yield replace(entry, reference=f"{statement.statement_id}#{place}")


def _reading(rail: str, entries: Sequence[BookedEntry]) -> Reading:
    """Lock what the entries may be about: files first, then their payments."""
    orders = {entry.order_id.lower() for entry in entries if entry.order_id}
    sums = {entry.message_id for entry in entries if _is_sum(entry)}
    files = lock_files(rail, sums, orders)
    whole = [key for key, file in files.items() if file.message_id in sums]
    filed = lock_filed(files=files, order_ids=orders) | lock_filed(files=whole)
    lines = {one.line_id for one in filed.values()}
    linked = set(BankEntry.objects.filter(line__in=lines).values_list("line_id", "direction"))
    summed = set(BankEntry.objects.filter(file__in=files).values_list("file_id", flat=True))
    linked |= {(one.line_id, Direction.OUT.value) for one in filed.values() if one.file_id in summed}
    return Reading(filed, files, linked)


def _is_sum(entry: BookedEntry) -> bool:
    """Whether the entry may stand for a whole file, which the bank booked as one."""
    return entry.direction == Direction.OUT and not entry.order_id and bool(entry.message_id)


def _mean(entry: BookedEntry, reading: Reading, now: datetime) -> Meant:
    if _is_sum(entry):
        file_id = _whole_file(entry, reading, now)
        if file_id is not None:
            return Meant(entry, EntryMeaning.PAYMENT, file_id=file_id)
    one = reading.filed.get(entry.order_id.lower()) if entry.order_id else None
    if one is not None and (entry.direction == Direction.OUT or entry.is_return):
        answer = _answer(entry)
        if _is_news_of(one, entry, answer, reading, now):
            meaning = EntryMeaning.PAYMENT if entry.direction == Direction.OUT else EntryMeaning.RETURN
            return Meant(entry, meaning, line_id=one.line_id)
    return Meant(entry, EntryMeaning.CREDIT if entry.direction == Direction.IN else EntryMeaning.UNEXPLAINED)


def _answer(entry: BookedEntry) -> RailAnswer:
    went_out = entry.direction == Direction.OUT
    return RailAnswer(
        RailStatus.PAID if went_out else RailStatus.RETURNED,
        provider_reference=entry.reference[:120],
        reason="" if went_out else entry.return_reason or "returned",
        amount_minor=entry.amount_minor,
        currency=entry.currency,
    )


def _is_news_of(one: Filed, entry: BookedEntry, answer: RailAnswer, reading: Reading, now: datetime) -> bool:
    """Whether the entry is this payment leaving or coming back. Anything odd is noted for a person instead."""
    if (one.line_id, entry.direction.value) in reading.linked:
        reading.troubles[one.order_id] = f"the bank has booked it a second time: {entry.reference}"
        return False
    verdict = verdict_of(one, answer, now)
    if verdict is not None and verdict.trouble:
        reading.troubles[one.order_id] = verdict.trouble
        return False
    reading.linked.add((one.line_id, entry.direction.value))
    earlier = reading.answers.get(one.order_id)
    if earlier is None or answer.status.supersedes(earlier[1].status):
        reading.answers[one.order_id] = (verdict, answer)
    return True


def _whole_file(entry: BookedEntry, reading: Reading, now: datetime) -> int | None:
    """The file that this sum pays, if it is exactly what was still to be paid of it."""
    file = next((one for one in reading.files.values() if one.message_id == entry.message_id), None)
    if file is None:
        return None
    due = [
        one
        for one in reading.filed.values()
        if one.file_id == file.pk
        and (one.line_id, Direction.OUT.value) not in reading.linked
        and not one.known(now).status.is_final
    ]
    fits = sum(one.row.amount_minor for one in due) == entry.amount_minor and entry.counted in (1, len(due))
    if not due or not fits or due[0].row.currency != entry.currency:
        log.error("bank_sum_unexplained", file=file.message_id, entry=entry.reference)
        return None
    for one in due:
        part = replace(entry, amount_minor=one.row.amount_minor)
        _is_news_of(one, part, _answer(part), reading, now)
    return file.pk


def _write_entries(
    report: BankReport,
    statement: AccountStatement,
    kept: BankStatement | None,
    meant: Sequence[Meant],
    now: datetime,
) -> list[BankEntry]:
    return BankEntry.objects.bulk_create(
        [
            BankEntry(
                report=report,
                statement=kept,
                rail=report.rail,
                account=_plain(statement.account),
                reference=entry.reference,
                direction=entry.direction.value,
                amount_minor=entry.amount_minor,
                currency=entry.currency,
                booked_on=entry.booked_on,
                value_on=entry.value_on,
                meaning=one.meaning,
                line_id=one.line_id,
                file_id=one.file_id,
                order_id=entry.order_id[:35],
                party_name=entry.party_name[:140],
                party_ending=_plain(entry.party_account)[-4:],
                text="\n".join((*entry.references, *entry.text)),
                bank_code=entry.bank_code[:60],
                created_at=now,
            )
            for one, entry in ((one, one.entry) for one in meant)
        ],
        batch_size=1000,
    )


def _is_credit(row: BankEntry) -> bool:
    """Whether it is other people's money."""
    return row.meaning == EntryMeaning.CREDIT


def _book(rows: Sequence[BankEntry], now: datetime) -> None:
    """What is not a payment of ours goes into the books at once; payments are booked where they are recorded."""
    entries = []
    for row in rows:
        bank = ledger.account_id(f"{ledger.BANK_PREFIX}{row.rail}", row.currency)
        if _is_credit(row):
            kind, legs = "bank_credit", (bank, ledger.account_id(ledger.PAYABLE_INCOMING, row.currency))
        elif row.meaning == EntryMeaning.UNEXPLAINED:
            kind, legs = "bank_debit", (ledger.account_id(ledger.RECEIVABLE_UNEXPLAINED, row.currency), bank)
            log.error("bank_debit_unexplained", entry=row.reference, amount_minor=row.amount_minor)
        else:
            continue
        entries.append(
            ledger.NewEntry(
                kind=kind,
                idempotency_key=f"bank_entry:{row.pk}",
                effective_at=now,
                legs=ledger.transfer(*legs, row.amount_minor),
                memo=row.reference,
            )
        )
    ledger.post_entries(entries)


def _record(reading: Reading, now: datetime) -> None:
    record_filed(
        [
            (reading.filed[name], verdict, answer)
            for name, (verdict, answer) in reading.answers.items()
            if verdict is not None
        ],
        now,
    )
    # Locked and read once more: the same statement may have moved them a moment ago.
    troubled = lock_filed(files=reading.files, order_ids=reading.troubles) if reading.troubles else {}
    record_filed(
        [
            (one, Verdict(one.known(now).status, trouble=reading.troubles[name]), RailAnswer(RailStatus.UNKNOWN))
            for name, one in troubled.items()
        ],
        now,
    )
    settle_files(reading.files, now)
