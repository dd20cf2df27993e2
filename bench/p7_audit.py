"""P7: verifying every seal and all books, against reading both tables out with COPY and hashing blocks of a thousand
rows, which is the least that hashing them could cost; and against walking through them with Django's iterator.
"""

from collections.abc import Iterator
from hashlib import sha256
from uuid import uuid4

from django.db import connection, transaction

from bench.tables import Result, Stopwatch
from bench.worlds import NOW, World, analyze
from contests.models import Contest
from payouts import ledger
from payouts.ledger import Leg, NewEntry, transfer
from payouts.models import LedgerAccount, LedgerSeal, Posting
from payouts.services.audit.locating import Finding
from payouts.services.audit.sealed import Verified, verify_books
from payouts.services.seals import seal_books

ROUNDS = 5
BLOCK = 1000
CONTESTS_AT_ONCE = 10
ENTRIES_OF_A_CONTEST = 430
"""With a fee for every sixth payout, as settlements have: about a thousand postings."""

TABLES = (
    "COPY (SELECT * FROM payouts_journalentry ORDER BY id) TO STDOUT",
    "COPY (SELECT * FROM payouts_posting ORDER BY id) TO STDOUT",
)


def run(*, postings: int) -> list[Result]:
    """So many postings, sealed; then verified, read out and walked through in turn."""
    _write_books(postings)
    count = Posting.objects.count()
    sealing = Stopwatch()
    sealing.time(count, _seal_all)
    analyze()
    ours, both, bare, walked = Stopwatch(), Stopwatch(), Stopwatch(), Stopwatch()
    for _ in range(ROUNDS):
        done = ours.time(count, _verify)
        both.time(count, _hash_both)
        bare.time(count, lambda: _hash_blocks(TABLES[1]))
        if done.postings != count:
            raise AssertionError("Not all postings were verified.")
    walked.time(count, _walk)
    unit = "postings/s"
    return [
        Result("P7", "verify seals and books", ours.rate, both.rate, unit, "COPY + sha256, both tables", 0.7),
        Result("P7", "verify seals and books", ours.rate, walked.rate, unit, "Django's iterator, hashing", 6),
        Result("P7", "verify seals and books", ours.rate, bare.rate, unit, "COPY + sha256, postings alone"),
        Result("P7", "seal the books", sealing.rate, both.rate, unit, "COPY + sha256, both tables"),
    ]


def _write_books(postings: int) -> None:
    """Escrows that pay out and are charged fees, ten contests a transaction."""
    world = World(5)
    bank, fees = ledger.account_id("bank:sandbox", "EUR"), ledger.account_id(ledger.FEE_INCOME, "EUR")
    owed, tax = ledger.account_id(ledger.PAYABLE_CREATIVES, "EUR"), ledger.account_id(ledger.PAYABLE_VAT, "EUR")
    written = 0
    while written < postings:
        with transaction.atomic():
            batch = [entry for escrow in _escrows(world) for entry in _life(escrow, bank, owed, fees, tax)]
            ledger.post_entries(batch)
        written += sum(len(entry.legs) for entry in batch)
    analyze()


def _escrows(world: World) -> list[LedgerAccount]:
    contests = Contest.objects.bulk_create(
        Contest(brand=world.brand, created_by=world.owner, created_at=NOW) for _ in range(CONTESTS_AT_ONCE)
    )
    return LedgerAccount.objects.bulk_create(
        LedgerAccount(code=f"escrow:{one.pk}:EUR", kind="liability", currency="EUR", contest_id=one.pk)
        for one in contests
    )


def _life(escrow: LedgerAccount, bank: int, owed: int, fees: int, tax: int) -> Iterator[NewEntry]:
    yield NewEntry("deposit", f"deposit:{uuid4()}", NOW, transfer(bank, escrow.pk, 10**9), escrow.contest_id)
    for number in range(ENTRIES_OF_A_CONTEST):
        if number % 6:
            legs: tuple[Leg, ...] = transfer(escrow.pk, owed, 16_828 + number)
            yield NewEntry("obligation", f"obligation:{uuid4()}", NOW, legs, escrow.contest_id)
        else:
            legs = (Leg(escrow.pk, "debit", 1800), Leg(fees, "credit", 1500), Leg(tax, "credit", 300))
            yield NewEntry("fee", f"fee:{escrow.contest_id}:{number}", NOW, legs, escrow.contest_id)


def _seal_all() -> None:
    while seal_books():
        pass
    if not LedgerSeal.objects.exists():
        raise AssertionError("Nothing was sealed.")


def _verify() -> Verified:
    found: list[Finding] = []
    done = verify_books(found.append)
    if found or done.unsealed:
        raise AssertionError(f"Honest books were found wanting: {found[:3]}, {done}")
    return done


def _hash_both() -> None:
    for table in TABLES:
        _hash_blocks(table)


def _hash_blocks(statement: str) -> None:
    """Every row as it comes, hashed by the thousand: no meaning, no order to keep, nothing to compare with."""
    rows: list[bytes] = []
    with connection.connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in copy:
            rows.append(bytes(row))
            if len(rows) == BLOCK:
                sha256(b"".join(rows)).digest()
                rows = []
    sha256(b"".join(rows)).digest()


def _walk() -> None:
    """What one would write first: each posting with its entry and account as objects, one hash each."""
    rows = Posting.objects.select_related("entry", "account").order_by("pk")
    for row in rows.iterator(chunk_size=2000):
        entry = row.entry
        text = (
            f"{entry.pk}|{entry.kind}|{entry.idempotency_key}|{entry.effective_at}|{entry.posted_at}|{entry.contest_id}|"
            f"{entry.reverses_id}|{entry.memo}|{row.pk}|{row.account.code}|{row.side}|{row.amount_minor}"
        )
        sha256(text.encode()).digest()
