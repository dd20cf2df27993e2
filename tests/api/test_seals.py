"""Seals and proofs over HTTP, and the example that checks a proof knowing nothing but the public key."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from accounts.models import StaffRole
from payouts.models import JournalEntry, LedgerSeal, SealBlock
from payouts.services.funding import request_funding
from payouts.services.seals import seal_books
from tests.architecture.reading import ROOT
from tests.fixtures.calls import Caller, token_of
from tests.fixtures.people import hire
from tests.fixtures.sealing import others_first
from tests.fixtures.tampering import Tamper
from tests.fixtures.worlds import award, draft_contest, enter, open_contest, owner_of, pay_in, shortlist

__all__ = ["others_first"]
pytestmark = pytest.mark.django_db(transaction=True)

EXAMPLE = ROOT / "docs/examples/check_proof.py"


@pytest.fixture
def auditor() -> Caller:
    return Caller(token=token_of(hire(StaffRole.AUDITOR), "audit:read"))


@pytest.fixture
def books(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A decided contest, sealed in blocks of four, and one entry that is not sealed yet. Keys of the sealed entries."""
    monkeypatch.setattr("payouts.ledger.seals.BLOCK", 4)
    contest = open_contest()
    entries = [enter(contest) for _ in range(4)]
    award(shortlist(contest, entries[:3]), entries[0], entries[1])
    seal_books()
    sealed = list(JournalEntry.objects.order_by("pk").values_list("pk", flat=True))
    draft = draft_contest()
    request_funding(owner_of(draft.brand), draft.pk, now=draft.created_at)
    pay_in(draft, 100)
    return sealed


def check(proof: Any, key: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = folder / "proof.json"
    path.write_text(json.dumps(proof))
    return subprocess.run([sys.executable, EXAMPLE, path, key], capture_output=True, text=True)


def test_every_sealed_entry_can_be_proved_to_a_stranger(auditor: Caller, books: list[int], tmp_path: Path) -> None:
    assert len(books) > 5, "more than a block"
    (key,) = Caller().get("signing-keys")["keys"]
    assert key["signs_now"]
    for entry in books:
        proof = auditor.get(f"audit/journal-entries/{entry}/proof")
        assert proof["unchanged"] and proof["text"].split("\t")[1] == str(entry)
        done = check(proof, key["public_key"], tmp_path)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("Proved: sealed as number 1 at ")


def test_a_forged_proof_proves_nothing(auditor: Caller, books: list[int], tmp_path: Path) -> None:
    (key,) = Caller().get("signing-keys")["keys"]
    proof = auditor.get(f"audit/journal-entries/{books[2]}/proof")
    forged: list[Any] = [
        proof | {"text": proof["text"].replace("\tD ", "\tC ", 1) + " "},
        proof | {"index": proof["index"] + 1},
        proof | {"size": proof["size"] + 1},
        proof | {"path": proof["path"][:-1]},
        proof | {"path": [*proof["path"], proof["path"][0]]},
        proof | {"path": [proof["leaf"], *proof["path"][1:]]},
        proof | {"seal": proof["seal"] | {"signature": proof["seal"]["signature"][::-1]}},
        proof | {"seal": proof["seal"] | {"statement": proof["seal"]["statement"].replace("number: 1", "number: 2")}},
    ]
    for one in forged:
        assert check(one, key["public_key"], tmp_path).returncode != 0, one
    assert check(proof, "0" * 64, tmp_path).returncode != 0
    assert check(proof, key["public_key"].upper(), tmp_path).returncode == 0


def test_what_is_not_sealed_yet_cannot_be_proved(auditor: Caller, books: list[int]) -> None:
    newest = JournalEntry.objects.latest("pk").pk
    problem = auditor.get(f"audit/journal-entries/{newest}/proof", status=409)
    assert problem["code"] == "not-sealed-yet"
    auditor.get("audit/journal-entries/987654/proof", status=404)


def test_a_proof_says_when_the_books_say_otherwise_by_now(auditor: Caller, books: list[int], tamper: Tamper) -> None:
    tamper("UPDATE payouts_posting SET amount_minor = amount_minor + 1 WHERE entry_id = %s", books[0])
    proof = auditor.get(f"audit/journal-entries/{books[0]}/proof")
    assert not proof["unchanged"]
    assert auditor.get(f"audit/journal-entries/{books[1]}/proof")["unchanged"]

    tamper("UPDATE payouts_sealblock SET copy = 'x'")
    assert auditor.get(f"audit/journal-entries/{books[0]}/proof", status=409)["code"] == "seal-damaged"


def test_seals_are_listed_and_shown_with_their_blocks(auditor: Caller, books: list[int]) -> None:
    seal_books()
    listed = auditor.get("audit/seals")["results"]
    assert [row["number"] for row in listed] == [2, 1]
    assert listed[0]["previous"] == listed[1]["digest"]
    assert listed[0]["first_transaction"] == listed[1]["last_transaction"] + 1
    first = auditor.get("audit/seals?limit=1")
    assert auditor.client.get(first["next"], headers=auditor.headers).json()["results"] == [listed[1]]

    shown = auditor.get("audit/seals/1")
    assert shown["entries"] == len(books) == sum(block["entries"] for block in shown["blocks"])
    assert len(shown["blocks"]) == SealBlock.objects.filter(seal=1).count() > 1
    assert f"root: {shown['root']}\n" in shown["statement"]
    auditor.get("audit/seals/99", status=404)


def test_the_checks_say_whether_the_books_are_what_was_sealed(
    auditor: Caller, books: list[int], tamper: Tamper
) -> None:
    def sealed() -> Any:
        return next(one for one in auditor.get("audit/checks")["results"] if one["name"] == "books_sealed")

    assert sealed()["ok"] and sealed()["figures"]["examined"] == JournalEntry.objects.count()
    tamper("UPDATE payouts_journalentry SET memo = 'nothing to see' WHERE id = %s", books[3])
    assert sealed()["figures"]["examples"] == [f"journal entry {books[3]}, seal 1: memo was '', is 'nothing to see'"]
    assert LedgerSeal.objects.count() == 1
