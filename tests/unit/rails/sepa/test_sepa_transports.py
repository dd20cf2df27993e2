"""How files travel: what an answer of the bank's means, and two folders that lose and double nothing."""

import os
from pathlib import Path

import orjson
import pytest

from payouts.rails.base import RailAnswer, RailStatus, RailUnavailable
from payouts.rails.sepa.client import HttpTransport, read_submitted
from payouts.rails.sepa.folder import FolderTransport
from payouts.rails.sepa.rail import SepaRail

NAME = "FB7d0f6a528a0c4b5e9a370c1f4b6f2a11"


def said(status_code: int, **body: object) -> tuple[str, str]:
    answer = read_submitted(status_code, orjson.dumps(body), NAME)
    return answer.status.value, answer.reason


@pytest.mark.parametrize("status", ["ACCP", "PART", "RJCT"])
def test_a_file_that_was_taken_is_accepted_whatever_became_of_its_payments(status: str) -> None:
    assert said(202, msg_id=NAME, status=status) == ("accepted", "")


def test_a_duplicate_is_there_already() -> None:
    assert said(422, msg_id=NAME, status="RJCT", reason="DUPL") == ("accepted", "")


def test_a_refusal_in_the_bank_s_own_words_is_one() -> None:
    assert said(422, msg_id=NAME, status="RJCT", reason="FF01") == ("rejected", "FF01")


@pytest.mark.parametrize(
    ("status_code", "body"),
    [
        (202, {"msg_id": "another", "status": "ACCP"}),
        (202, {}),
        (422, {"msg_id": NAME, "status": "RJCT"}),
        (422, {"msg_id": None, "status": "RJCT", "reason": "FF01"}),
        (401, {"error": "credentials"}),
        (404, {"error": "not found"}),
        (500, {"msg_id": NAME, "status": "RJCT", "reason": "FF01"}),
    ],
)
def test_anything_else_is_in_doubt(status_code: int, body: dict[str, object]) -> None:
    assert said(status_code, **body) == ("unknown", f"http_{status_code}")


def test_an_answer_that_is_no_json_is_in_doubt() -> None:
    assert read_submitted(202, b"<html>", NAME).status == RailStatus.UNKNOWN
    assert read_submitted(202, b"[]", NAME).status == RailStatus.UNKNOWN


def test_a_bank_that_is_away_leaves_doubt_or_says_so() -> None:
    away = HttpTransport("http://127.0.0.1:9")
    assert away.submit(NAME, b"<x/>").status == RailStatus.UNKNOWN
    found = away.find(NAME)
    assert found is not None
    assert found.status == RailStatus.UNKNOWN
    with pytest.raises(RailUnavailable):
        away.list_documents("", 10)


@pytest.fixture
def folders(tmp_path: Path) -> FolderTransport:
    (tmp_path / "out").mkdir()
    (tmp_path / "in").mkdir()
    return FolderTransport(str(tmp_path / "out"), str(tmp_path / "in"), settled_seconds=0)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def test_a_file_is_put_once(folders: FolderTransport, tmp_path: Path) -> None:
    accepted = RailAnswer(RailStatus.ACCEPTED, provider_reference=f"{NAME}.xml")
    assert folders.find(NAME) is None
    assert folders.submit(NAME, b"<x/>") == accepted
    assert folders.submit(NAME, b"<x/>") == accepted == folders.find(NAME)
    assert names(tmp_path / "out") == [f"{NAME}.xml"] == names(tmp_path / "out" / "sent")
    assert (tmp_path / "out" / f"{NAME}.xml").read_bytes() == b"<x/>"


def test_a_file_that_the_bank_has_taken_away_is_not_put_again(folders: FolderTransport, tmp_path: Path) -> None:
    folders.submit(NAME, b"<x/>")
    (tmp_path / "out" / f"{NAME}.xml").unlink()

    assert folders.submit(NAME, b"<x/>").status == RailStatus.ACCEPTED
    assert names(tmp_path / "out") == []


def test_a_file_that_another_host_has_just_put_stays_as_it_is(folders: FolderTransport, tmp_path: Path) -> None:
    (tmp_path / "out" / f"{NAME}.xml").write_bytes(b"<theirs/>")
    folders._put(f"{NAME}.xml", b"<ours/>")
    assert (tmp_path / "out" / f"{NAME}.xml").read_bytes() == b"<theirs/>"
    assert names(tmp_path / "out" / "sent") == []


def test_a_folder_that_is_not_there_is_doubt(tmp_path: Path) -> None:
    missing = FolderTransport(str(tmp_path / "no" / "out"), str(tmp_path / "no" / "in"))
    assert missing.submit(NAME, b"<x/>").status == RailStatus.UNKNOWN
    with pytest.raises(RailUnavailable):
        missing.list_documents("", 10)


def test_reports_come_page_by_page_and_stay_until_they_are_kept(folders: FolderTransport, tmp_path: Path) -> None:
    for name in ("b.xml", "a.xml", "c.xml"):
        (tmp_path / "in" / name).write_bytes(name.encode())
    (tmp_path / "in" / ".growing").write_bytes(b"")

    first = folders.list_documents("", 2)
    assert ([one.document_id for one in first.documents], first.cursor, first.has_more) == (
        ["a.xml", "b.xml"],
        "b.xml",
        True,
    )
    second = folders.list_documents(first.cursor, 2)
    assert ([one.body for one in second.documents], second.cursor, second.has_more) == ([b"c.xml"], "", False)

    folders.acknowledge(("a.xml", "c.xml", "gone.xml"))
    assert [one.document_id for one in folders.list_documents("", 10).documents] == ["b.xml"]
    assert names(tmp_path / "in" / "read") == ["a.xml", "c.xml"]


def test_a_report_that_may_still_be_growing_waits(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    patient = FolderTransport(str(tmp_path), str(tmp_path / "in"), settled_seconds=3600)
    (tmp_path / "in" / "a.xml").write_bytes(b"half")
    assert patient.list_documents("", 10).documents == ()
    os.utime(tmp_path / "in" / "a.xml", (1, 1))
    assert len(patient.list_documents("", 10).documents) == 1


def test_settings_with_something_wrong_are_refused_at_once(tmp_path: Path) -> None:
    fine = {"holder": "Fairbrief SAS", "iban": "NL57MOCK0000000001", "url": "http://127.0.0.1:9"}
    SepaRail.from_options(fine)
    SepaRail.from_options(
        {"holder": "F", "iban": "NL57MOCK0000000001", "outbox": str(tmp_path), "inbox": str(tmp_path)}
    )
    for wrong in ({"iban": "NL57 MOCK"}, {"holder": "…"}, {"bic": "MOCK"}):
        with pytest.raises(ValueError, match="debtor"):
            SepaRail.from_options(fine | wrong)
    with pytest.raises(TypeError):
        SepaRail.from_options(fine | {"outbox": str(tmp_path)})
