"""Verifying: silent on honest books; whatever is changed, removed or added, by whomever, is named exactly.

The books are written and sealed once, for good. Each test then tampers with them in a transaction that is taken back.
"""

import json
import random
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from pytest_django.plugin import DjangoDbBlocker

from local import testing
from payouts import ledger
from payouts.ledger import NewEntry, seals, signing, transfer
from payouts.ledger.statement import seal_digest
from payouts.models import JournalEntry, LedgerSeal, Posting, SealBlock
from payouts.services.audit.locating import Finding
from payouts.services.audit.sealed import examine_seals, verify_books
from payouts.services.seals import seal_books
from tests.fixtures.sealing import other_databases_are_done, others_first
from tests.fixtures.worlds import NOON, draft_contest

__all__ = ["others_first"]
pytestmark = pytest.mark.django_db

SIZES = (3, 7, 9, 2)
"""Entries of each transaction. With blocks of four and seals of eight: seals of 3, 7, 9 and 2 entries."""


def _write_books() -> None:
    contest = draft_contest()
    escrow = ledger.escrow_account_id(contest.pk, "EUR")
    bank = ledger.account_id("bank:sandbox", "EUR")
    for size in SIZES:
        with transaction.atomic():
            ledger.post_entries(
                [
                    NewEntry(
                        "deposit", f"deposit:{uuid4()}", NOON, transfer(bank, escrow, 500 + n), contest.pk, "paid in"
                    )
                    for n in range(size)
                ]
            )
    with transaction.atomic():
        last = JournalEntry.objects.latest("pk")
        ledger.reverse_entry(last.pk, key="reversal", effective_at=NOON, memo="taken back")
    other_databases_are_done()
    seal_books()


@pytest.fixture(scope="module", autouse=True)
def _books(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Committed, since only what is committed can be sealed."""
    patch = pytest.MonkeyPatch()
    for module in ("payouts.ledger.seals", "payouts.services.audit.sealed"):
        patch.setattr(f"{module}.BLOCK", 4)
    patch.setattr("payouts.ledger.seals.MOST", 8)
    patch.setattr("payouts.services.audit.sealed.GROUP", 10)
    with django_db_blocker.unblock():
        _write_books()
    yield
    patch.undo()
    with django_db_blocker.unblock():
        connections.close_all()
        testing.testbed().recreate(testing.database_name())


TABLES = ("journalentry", "posting", "ledgeraccount", "ledgerseal", "sealblock")


@pytest.fixture
def forge() -> Iterator[Any]:
    """`forge(sql, *params)`: as the owner, with all guards of the books off, foreign keys and checks gone."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE fairbrief_owner")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE payouts_{table} DISABLE TRIGGER USER")
        cursor.execute(
            "SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname) FROM pg_constraint "
            "WHERE contype IN ('f', 'c') AND conrelid::regclass::text = ANY(%s)",
            [[f"payouts_{table}" for table in TABLES]],
        )
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
        cursor.execute("RESET ROLE")

    def run(sql: str, *params: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE fairbrief_owner")
            cursor.execute(sql, params)
            assert cursor.rowcount > 0
            cursor.execute("RESET ROLE")

    yield run


def findings(**options: Any) -> list[Finding]:
    found: list[Finding] = []
    verify_books(found.append, **options)
    return found


def told(**options: Any) -> list[tuple[str, int | None, int | None, int | None]]:
    """Kind, seal, entry, posting of each finding."""
    return [(one.what, one.seal, one.entry, one.posting) for one in findings(**options)]


def entry_of(seal: int, place: int = 0) -> JournalEntry:
    """The `place`-th entry of a seal."""
    row = LedgerSeal.objects.get(number=seal)
    return JournalEntry.objects.filter(own_xid__gte=row.from_xid, own_xid__lt=row.to_xid).order_by("own_xid", "pk")[
        place
    ]


def test_honest_books_are_what_was_sealed() -> None:
    assert findings() == []
    assert [seal.entry_count for seal in LedgerSeal.objects.order_by("number")] == [3, 7, 9, 3]
    assert examine_seals(None) == (22, [])


ENTRY_EDITS = {
    "kind": "'deposix'",
    "idempotency_key": "idempotency_key || '.'",
    "effective_at": "effective_at + interval '1 microsecond'",
    "posted_at": "posted_at - interval '1 microsecond'",
    "contest_id": "NULL",
    "reverses_id": "id",
    "memo": "'paid In'",
}


@pytest.mark.parametrize("column", ENTRY_EDITS)
def test_a_changed_column_of_an_entry_is_named(forge: Any, column: str) -> None:
    entry = entry_of(3, 5)
    forge(f"UPDATE payouts_journalentry SET {column} = {ENTRY_EDITS[column]} WHERE id = %s", entry.pk)
    (finding,) = findings()
    assert (finding.what, finding.seal, finding.entry) == ("entry_changed", 3, entry.pk)
    assert finding.detail.startswith(f"{column} was ")


POSTING_EDITS = {
    "amount": ("amount_minor = amount_minor + 1", "it was D 505 "),
    "amount by a thousand": ("amount_minor = amount_minor + 1000", ", is D 1505 "),
    "side": ("side = 'credit'", ", is C 505 "),
    "account": ("account_id = (SELECT max(id) FROM payouts_ledgeraccount)", '["bank:sandbox:EUR", "asset", "EUR"]'),
}


@pytest.mark.parametrize("edit", POSTING_EDITS)
def test_a_changed_posting_is_named_with_what_it_was(forge: Any, edit: str) -> None:
    change, words = POSTING_EDITS[edit]
    entry = entry_of(3, 5)
    posting = entry.postings.get(side="debit")
    if edit == "account":
        change = f"account_id = {entry.postings.get(side='credit').account_id}"
    forge(f"UPDATE payouts_posting SET {change} WHERE id = %s", posting.pk)
    (finding,) = findings()
    assert (finding.what, finding.seal, finding.entry, finding.posting) == ("posting_changed", 3, entry.pk, posting.pk)
    assert words in finding.detail


def test_both_sides_raised_together_balance_and_are_found(forge: Any) -> None:
    entry = entry_of(2, 4)
    forge("UPDATE payouts_posting SET amount_minor = amount_minor + 1 WHERE entry_id = %s", entry.pk)
    keys = sorted(entry.postings.values_list("pk", flat=True))
    assert told() == [("posting_changed", 2, entry.pk, key) for key in keys]


def test_a_deleted_posting_is_named(forge: Any) -> None:
    entry = entry_of(2, 6)
    posting = entry.postings.earliest("pk")
    forge("DELETE FROM payouts_posting WHERE id = %s", posting.pk)
    assert told() == [("posting_removed", 2, entry.pk, posting.pk)]


def test_added_postings_are_named(forge: Any) -> None:
    entry = entry_of(1)
    forge(
        "INSERT INTO payouts_posting (id, entry_id, account_id, side, amount_minor) "
        "SELECT 900000000 + id, entry_id, account_id, side, 7 FROM payouts_posting WHERE entry_id = %s",
        entry.pk,
    )
    added = sorted(900000000 + key for key in entry.postings.filter(pk__lt=900000000).values_list("pk", flat=True))
    assert told() == [("posting_added", 1, entry.pk, key) for key in added]


def test_a_posting_that_moves_to_another_entry_is_missed_here_and_found_there(forge: Any) -> None:
    here, there = entry_of(2, 1), entry_of(3, 1)
    posting = here.postings.earliest("pk")
    forge("UPDATE payouts_posting SET entry_id = %s WHERE id = %s", there.pk, posting.pk)
    assert told() == [
        ("posting_removed", 2, here.pk, posting.pk),
        ("posting_added", 3, there.pk, posting.pk),
    ]


def test_a_posting_of_no_entry_at_all_is_found(forge: Any) -> None:
    forge(
        "INSERT INTO payouts_posting (id, entry_id, account_id, side, amount_minor) "
        "SELECT 9001, 987654, account_id, side, 7 FROM payouts_posting LIMIT 1"
    )
    assert told() == [("posting_added", None, 987654, 9001)]


@pytest.mark.parametrize("place", [0, 3, 4, 8])
def test_a_deleted_entry_is_named_and_no_other(forge: Any, place: int) -> None:
    """At the beginning and the end of a block and of a seal; those behind it move up, and are still the same."""
    entry = entry_of(3, place)
    forge("DELETE FROM payouts_posting WHERE entry_id = %s", entry.pk)
    forge("DELETE FROM payouts_journalentry WHERE id = %s", entry.pk)
    (finding,) = findings()
    assert (finding.what, finding.seal, finding.entry) == ("entry_removed", 3, entry.pk)
    assert entry.idempotency_key in finding.detail


def test_a_whole_seal_of_deleted_entries_is_named(forge: Any) -> None:
    keys = [entry_of(1, place).pk for place in range(3)]
    forge("DELETE FROM payouts_posting WHERE entry_id = ANY(%s)", keys)
    forge("DELETE FROM payouts_journalentry WHERE id = ANY(%s)", keys)
    assert told() == [("entry_removed", 1, key, None) for key in keys]


@pytest.mark.parametrize("key", [0, 987_654])
def test_an_entry_slipped_in_below_a_seal_is_named(forge: Any, key: int) -> None:
    """Its number may be lower or higher than any other: it names a transaction that was sealed."""
    like = entry_of(2, 2)
    forge(
        "INSERT INTO payouts_journalentry "
        "(id, kind, idempotency_key, effective_at, posted_at, contest_id, memo, own_xid) "
        "SELECT %s, kind, 'slipped in', effective_at, posted_at, contest_id, memo, own_xid "
        "FROM payouts_journalentry WHERE id = %s",
        key,
        like.pk,
    )
    forge(
        "INSERT INTO payouts_posting (id, entry_id, account_id, side, amount_minor) "
        "SELECT 900000000 + id, %s, account_id, side, 7 FROM payouts_posting WHERE entry_id = %s",
        key,
        like.pk,
    )
    (finding,) = findings()
    assert (finding.what, finding.seal, finding.entry) == ("entry_added", 2, key)
    assert "slipped in" in finding.detail


def test_two_entries_that_change_places_are_named(forge: Any) -> None:
    one, two = entry_of(3, 2), entry_of(3, 6)
    forge(
        "UPDATE payouts_posting SET entry_id = CASE entry_id WHEN %s THEN %s ELSE %s END WHERE entry_id IN (%s, %s)",
        *(one.pk, two.pk, one.pk, one.pk, two.pk),
    )
    found = findings()
    assert {(finding.what, finding.entry) for finding in found} == {
        (what, entry.pk) for what in ("posting_removed", "posting_added") for entry in (one, two)
    }
    assert len(found) == 8


def test_two_entries_that_change_keys_are_named(forge: Any) -> None:
    one, two = entry_of(3, 2), entry_of(3, 6)
    keys = (one.idempotency_key, two.idempotency_key)
    forge("UPDATE payouts_journalentry SET idempotency_key = 'x' WHERE id = %s", one.pk)
    forge("UPDATE payouts_journalentry SET idempotency_key = %s WHERE id = %s", keys[0], two.pk)
    forge("UPDATE payouts_journalentry SET idempotency_key = %s WHERE id = %s", keys[1], one.pk)
    assert told() == [("entry_changed", 3, one.pk, None), ("entry_changed", 3, two.pk, None)]


def test_an_entry_that_claims_another_transaction_is_missed_and_found(forge: Any) -> None:
    entry, other = entry_of(2, 3), entry_of(3)
    forge("UPDATE payouts_journalentry SET own_xid = %s WHERE id = %s", other.own_xid, entry.pk)
    assert told() == [("entry_removed", 2, entry.pk, None), ("entry_added", 3, entry.pk, None)]


@pytest.mark.parametrize(("column", "value"), [("code", "'income:mine'"), ("kind", "'income'"), ("currency", "'USD'")])
def test_an_account_that_becomes_another_shows_in_each_of_its_postings(forge: Any, column: str, value: str) -> None:
    account = Posting.objects.filter(side="credit").earliest("pk").account_id
    forge(f"UPDATE payouts_ledgeraccount SET {column} = {value} WHERE id = %s", account)
    found = findings()
    assert {finding.what for finding in found} == {"posting_changed"}
    assert len(found) == Posting.objects.filter(account=account).count()


def test_any_single_character_of_an_entry_is_located(forge: Any) -> None:
    """At random places of random entries, one after the other, each set right again."""
    dice = random.Random(20260302)
    entries = list(JournalEntry.objects.order_by("pk"))
    for _ in range(25):
        entry, column = dice.choice(entries), dice.choice(["idempotency_key", "memo", "kind"])
        text = getattr(entry, column)
        place = dice.randrange(len(text))
        bent = text[:place] + chr(ord(text[place]) ^ 1) + text[place + 1 :]
        forge(f"UPDATE payouts_journalentry SET {column} = %s WHERE id = %s", bent, entry.pk)
        (finding,) = findings()
        assert (finding.what, finding.entry) == ("entry_changed", entry.pk)
        assert finding.detail == f"{column} was {text!r}, is {bent!r}"
        forge(f"UPDATE payouts_journalentry SET {column} = %s WHERE id = %s", text, entry.pk)


SEAL_EDITS = {
    "entry_count": "entry_count + 1",
    "posting_count": "posting_count + 1",
    "root": "copies",
    "copies": "root",
    "sealed_at": "sealed_at + interval '1 microsecond'",
    "signature": "reverse(signature)",
    "public_key": "root",
    "digest": "root",
    "previous": "root",
    "from_xid": "from_xid + 1",
    "to_xid": "to_xid - 1",
}


@pytest.mark.parametrize("column", SEAL_EDITS)
def test_an_edited_seal_is_named(forge: Any, column: str) -> None:
    forge(f"UPDATE payouts_ledgerseal SET {column} = {SEAL_EDITS[column]} WHERE number = 2")
    assert ("seal_changed", 2, None, None) in told()


def test_a_seal_signed_again_with_another_key_is_named(forge: Any, settings: Any) -> None:
    """Whoever owns the database can make a perfect seal over forged entries, but not sign it as we do."""
    ours = signing.own_public_key()
    settings.LEDGER_SIGNING_KEY = _another_key()
    forge(
        "UPDATE payouts_journalentry SET memo = 'nothing to see' WHERE id = %s", entry_of(4).pk
    )  # In the last seal, so that the chain can be kept whole.
    forge("DELETE FROM payouts_sealblock WHERE seal_id = 4")
    end = LedgerSeal.objects.get(number=4).to_xid
    forge("DELETE FROM payouts_ledgerseal WHERE number = 4")
    seals.write_seal(LedgerSeal.objects.get(number=3), end)
    settings.LEDGER_SIGNING_KEY, settings.LEDGER_PUBLIC_KEYS = "", [ours]
    assert told() == [("key_unknown", 4, None, None)]


def test_a_seal_signed_again_in_the_middle_breaks_the_chain_too(forge: Any, settings: Any) -> None:
    ours = signing.own_public_key()
    settings.LEDGER_SIGNING_KEY = _another_key()
    two = LedgerSeal.objects.get(number=2)
    two.public_key = signing.own_public_key()
    text = seals.statement_of(two).text()
    signature = signing.sign(text)
    forge(
        "UPDATE payouts_ledgerseal SET public_key = %s, signature = %s, digest = %s WHERE number = 2",
        *(two.public_key, signature, seal_digest(text, signature)),
    )
    settings.LEDGER_SIGNING_KEY, settings.LEDGER_PUBLIC_KEYS = "", [ours]
    assert told() == [("key_unknown", 2, None, None), ("chain_broken", 3, None, None)]


def _another_key() -> str:
    return (
        Ed25519PrivateKey.generate()
        .private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        .decode()
    )


def test_a_removed_seal_is_missed(forge: Any) -> None:
    forge("DELETE FROM payouts_sealblock WHERE seal_id = 2")
    forge("DELETE FROM payouts_ledgerseal WHERE number = 2")
    assert ("seal_removed", 3, None, None) in told()


def test_seals_removed_from_the_end_leave_entries_that_wait_too_long(
    forge: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = entry_of(3).pk
    forge("DELETE FROM payouts_sealblock WHERE seal_id >= 3")
    forge("DELETE FROM payouts_ledgerseal WHERE number >= 3")
    assert told() == [], "they could be new"
    monkeypatch.setattr("payouts.services.audit.sealed.LATE", timedelta(0))
    assert told() == [("unsealed", None, first, None)]


def test_a_truncated_tail_is_missed_by_whoever_holds_a_receipt(forge: Any) -> None:
    """The last seals, with all that they covered: nothing in the database tells of them any more."""
    kept = {seal.number: seal.digest for seal in LedgerSeal.objects.all()}
    start = LedgerSeal.objects.get(number=3).from_xid
    forge(
        "DELETE FROM payouts_posting WHERE entry_id IN (SELECT id FROM payouts_journalentry WHERE own_xid >= %s)", start
    )
    forge("DELETE FROM payouts_journalentry WHERE own_xid >= %s", start)
    assert {what for what, *_ in told()} == {"entry_removed"}
    forge("DELETE FROM payouts_sealblock WHERE seal_id >= 3")
    forge("DELETE FROM payouts_ledgerseal WHERE number >= 3")
    assert told() == []
    assert told(receipts=kept) == [("seal_removed", 3, None, None), ("seal_removed", 4, None, None)]


def test_a_receipt_for_another_seal_is_found() -> None:
    assert told(receipts={2: "0" * 64}) == [("seal_changed", 2, None, None)]
    assert told(receipts={2: LedgerSeal.objects.get(number=2).digest}) == []


def test_an_edited_copy_is_named_and_hides_nothing(forge: Any) -> None:
    copy = bytearray(SealBlock.objects.get(seal=3, position=1).copy)
    copy[len(copy) // 2] ^= 1
    forge("UPDATE payouts_sealblock SET copy = %s WHERE seal_id = 3 AND position = 1", bytes(copy))
    assert told() == [("copy_changed", 3, None, None), ("blocks_changed", 3, None, None)]
    entry = entry_of(3, 5)
    forge("UPDATE payouts_journalentry SET memo = 'x' WHERE id = %s", entry.pk)
    found = findings()
    assert [finding.what for finding in found] == ["block_changed", "copy_changed", "blocks_changed"]
    assert f"entries {entry_of(3, 4).pk} to {entry_of(3, 7).pk}" in found[0].detail


@pytest.mark.parametrize("position", [0, 1, 2])
def test_a_removed_block_is_named(forge: Any, position: int) -> None:
    forge("DELETE FROM payouts_sealblock WHERE seal_id = 3 AND position = %s", position)
    assert ("blocks_changed", 3, None, None) in told()
    assert [what for what, *_ in told() if what.startswith("entry")] == []


def test_the_newest_alone_can_be_verified(forge: Any) -> None:
    """What the API looks at on each call: the last seals that hold so many entries."""
    forge("UPDATE payouts_journalentry SET memo = 'x' WHERE id = %s", entry_of(1).pk)
    assert told(newest=10) == []
    assert told(newest=20) == [("entry_changed", 1, entry_of(1).pk, None)]
    forge("UPDATE payouts_journalentry SET memo = 'x' WHERE id = %s", entry_of(4).pk)
    assert told(newest=2) == [("entry_changed", 4, entry_of(4).pk, None)]


def test_what_is_not_sealed_yet_must_balance(forge: Any) -> None:
    forge(
        "INSERT INTO payouts_journalentry (kind, idempotency_key, effective_at, memo) "
        "VALUES ('x', 'legless', now(), '')"
    )
    assert told() == [("entry_unbalanced", None, JournalEntry.objects.latest("pk").pk, None)]


def test_the_command_names_what_is_wrong_and_takes_receipts(forge: Any, tmp_path: Path) -> None:
    receipt = tmp_path / "seal.json"
    receipt.write_text(json.dumps({"seal": {"number": 9, "digest": "0" * 64}}))
    posting = entry_of(2).postings.earliest("pk")
    forge("UPDATE payouts_posting SET amount_minor = 1 WHERE id = %s", posting.pk)
    out = StringIO()
    with pytest.raises(CommandError, match=r"2 findings\."):
        call_command("verify_books", receipt=[receipt], stdout=out, no_color=True)
    assert (
        f"posting_changed: posting {posting.pk}, journal entry {posting.entry_id}, seal 2: it was D 500"
        in out.getvalue()
    )
    assert "seal_removed: seal 9: there is a receipt for it" in out.getvalue()

    receipt.write_text("[]")
    with pytest.raises(CommandError, match="is no seal"):
        call_command("verify_books", receipt=[receipt], stdout=out)
