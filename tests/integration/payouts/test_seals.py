"""Sealing: everything that was written for good, once, in order, chained and signed; and nothing before its time."""

import threading
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from duerows.clock import database_now
from payouts import ledger, tasks
from payouts.ledger import NewEntry, seals, signing, transfer
from payouts.ledger.leaves import Stretch, stream_leaves
from payouts.ledger.merkle import leaf_hash, tree_root
from payouts.ledger.statement import NO_FORMER
from payouts.models import JournalEntry, LedgerSeal, SealBlock
from payouts.services.audit.locating import Finding
from payouts.services.audit.sealed import verify_books
from payouts.services.seals import EVERY, seal_books, seal_due_books
from tests.fixtures.sealing import others_first
from tests.fixtures.tampering import Tamper
from tests.fixtures.worlds import NOON

__all__ = ["others_first"]
pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 30


def book(count: int = 1, *, amount: int = 500) -> list[int]:
    """So many entries, in one transaction."""
    with transaction.atomic():
        bank, fees = ledger.account_id("bank:sandbox", "EUR"), ledger.account_id(ledger.FEE_INCOME, "EUR")
        return ledger.post_entries(
            [NewEntry("test", f"test:{uuid4()}", NOON, transfer(bank, fees, amount + n), None) for n in range(count)]
        )


def findings(**options: object) -> list[Finding]:
    found: list[Finding] = []
    verify_books(found.append, **options)  # type: ignore[arg-type]
    return found


def sealed_ids() -> list[int]:
    """Entries in the order in which they were sealed."""
    found = []
    for seal in LedgerSeal.objects.order_by("number"):
        for block in seal.blocks.order_by("position"):
            found += [int(line.split(b"\t")[1]) for line in seals.read_copy(block)]
    return found


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of four, seals of eight."""
    for module in ("payouts.ledger.seals", "payouts.services.audit.sealed"):
        monkeypatch.setattr(f"{module}.BLOCK", 4)
    monkeypatch.setattr("payouts.ledger.seals.MOST", 8)


def test_everything_is_sealed_once_and_the_seals_are_chained() -> None:
    first = book(3)
    assert seal_books() == 1
    assert seal_books() == 0, "there is nothing new"
    second = book(2)
    assert seal_books() == 1

    one, two = LedgerSeal.objects.order_by("number")
    assert (one.number, one.previous, one.from_xid) == (1, NO_FORMER, 0)
    assert (two.number, two.previous, two.from_xid) == (2, one.digest, one.to_xid)
    assert (one.entry_count, one.posting_count, two.entry_count, two.posting_count) == (3, 6, 2, 4)
    assert sealed_ids() == first + second
    assert signing.is_signed(seals.statement_of(two).text(), two.signature, signing.own_public_key())
    assert findings() == []


def test_a_large_batch_is_cut_into_seals_and_blocks_between_transactions(small: None) -> None:
    written = [key for size in (3, 3, 5, 1, 20, 2) for key in book(size)]
    assert seal_books() == 4
    sizes = [[block.entry_count for block in seal.blocks.order_by("position")] for seal in LedgerSeal.objects.all()]
    assert sizes == [[4, 2], [4, 2], [4, 4, 4, 4, 4], [2]]
    assert sealed_ids() == written
    assert findings() == []
    for seal in LedgerSeal.objects.all():
        with transaction.atomic():
            lines = list(stream_leaves(Stretch(seal.from_xid, seal.to_xid)))
        assert tree_root([leaf_hash(line) for line in lines]).hex() == seal.root


def test_an_entry_of_a_slow_transaction_waits_for_a_later_seal() -> None:
    """It has the lower number, and is written first; but as long as it is not committed, nobody can see it."""
    written, may_end = threading.Event(), threading.Event()
    slow: list[int] = []

    def write_slowly() -> None:
        try:
            with transaction.atomic():
                slow.extend(book(2))
                written.set()
                assert may_end.wait(PATIENCE)
        finally:
            connection.close()

    before = book(1)
    thread = threading.Thread(target=write_slowly)
    thread.start()
    assert written.wait(PATIENCE)
    quick = book(2)
    assert seal_books() == 1
    assert sealed_ids() == before, "what was committed after the slow one began has to wait with it"
    may_end.set()
    thread.join(PATIENCE)
    assert seal_books() == 1
    assert sealed_ids() == before + slow + quick
    assert findings() == []


def test_no_entry_is_missed_while_many_write_and_some_give_up() -> None:
    stopping = threading.Event()
    kept: list[int] = []

    def write(number: int) -> None:
        try:
            for turn in range(12):
                try:
                    with transaction.atomic():
                        keys = book(1 + (turn + number) % 3)
                        if turn % 4 == 3:
                            raise InterruptedError
                except InterruptedError:
                    continue
                kept.extend(keys)
        finally:
            connection.close()

    def seal() -> None:
        try:
            while not stopping.is_set():
                seal_books()
        finally:
            connection.close()

    book()
    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    sealers = [threading.Thread(target=seal) for _ in range(2)]
    for thread in (*writers, *sealers):
        thread.start()
    for thread in writers:
        thread.join(PATIENCE)
    stopping.set()
    for thread in sealers:
        thread.join(PATIENCE)
    seal_books()

    assert set(kept) < set(sealed_ids())
    assert sorted(sealed_ids()) == list(JournalEntry.objects.order_by("pk").values_list("pk", flat=True))
    assert findings() == []


def test_what_this_very_transaction_has_written_is_not_sealed() -> None:
    earlier = book()
    with transaction.atomic():
        book()
        assert seal_books() == 1
        assert sealed_ids() == earlier


def test_somebody_who_comes_second_does_not_wait() -> None:
    book()
    with transaction.atomic():
        assert seals.seal_next() is not None
        second: list[int] = []

        def seal() -> None:
            second.append(seal_books())
            connection.close()

        thread = threading.Thread(target=seal)
        thread.start()
        thread.join(PATIENCE)
        assert second == [0]
    assert LedgerSeal.objects.count() == 1


def test_seals_are_made_twice_a_minute_at_most() -> None:
    book()
    assert tasks.seal_books() == 1
    book()
    assert tasks.seal_books() == 0
    assert seal_due_books(database_now() + EVERY + timedelta(seconds=1)) == 1


def test_texts_with_every_kind_of_character_are_sealed_and_read_back() -> None:
    memo = 'tab\there, line\nbreak, back\\slash, \\N, quote" and é 漢'
    with transaction.atomic():
        bank, fees = ledger.account_id("bank:sandbox", "EUR"), ledger.account_id(ledger.FEE_INCOME, "EUR")
        ledger.post_entry(NewEntry("test", "test:odd", NOON, transfer(bank, fees, 5), None, memo))
    seal_books()
    from payouts.ledger.leaves import fields_of, postings_of

    (line,) = seals.read_copy(SealBlock.objects.get())
    assert fields_of(line)["memo"] == memo
    assert fields_of(line)["contest_id"] is None
    assert sorted(postings_of(line).values()) == [
        'C 5 ["income:fees:EUR", "income", "EUR"]',
        'D 5 ["bank:sandbox:EUR", "asset", "EUR"]',
    ]
    assert findings() == []


def test_a_new_key_takes_over_and_the_old_one_stays_trusted(settings: object) -> None:
    book()
    seal_books()
    old, new = signing.own_public_key(), Ed25519PrivateKey.generate()
    settings.LEDGER_SIGNING_KEY = new.private_bytes(  # type: ignore[attr-defined]
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    book()
    seal_books()
    assert [finding.what for finding in findings()] == ["key_unknown"]
    settings.LEDGER_PUBLIC_KEYS = [old]  # type: ignore[attr-defined]
    assert findings() == []
    assert signing.trusted_keys() == (signing.own_public_key(), old)


@pytest.mark.parametrize("key", ["", "no key at all"])
def test_without_a_key_nothing_is_sealed(settings: object, key: str) -> None:
    book()
    settings.LEDGER_SIGNING_KEY = key  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="LEDGER_SIGNING_KEY"):
        call_command("seal_books")
    assert LedgerSeal.objects.count() == 0


def test_a_server_that_counts_transactions_anew_seals_nothing(tamper: Tamper) -> None:
    """As after a restore from a dump: what is written from now on would look older than what is sealed."""
    (entry,) = book()
    tamper("UPDATE payouts_journalentry SET own_xid = own_xid + 1000000000000 WHERE id = %s", entry)
    with pytest.raises(CommandError, match="has only come to"):
        call_command("seal_books")
    assert LedgerSeal.objects.count() == 0


def test_the_commands_say_what_they_did() -> None:
    book(2)
    out = StringIO()
    call_command("seal_books", stdout=out)
    book()
    call_command("verify_books", stdout=out)
    assert "1 seals." in out.getvalue()
    assert "1 seals, 2 entries, 4 postings" in out.getvalue()
    assert "1 entries wait for their seal" in out.getvalue()
    assert "The books are what was sealed." in out.getvalue()
