"""Steps of a start are left out only while nothing changed, and a lost or torn note costs a repetition, no more."""

from pathlib import Path

from local import fingerprints
from local.fingerprints import Stamps


def test_a_step_is_current_only_with_the_same_inputs(tmp_path: Path) -> None:
    stamps = Stamps(tmp_path / "stamps.json")
    assert not stamps.is_current("static", "a")
    stamps.set("static", "a")
    again = Stamps(tmp_path / "stamps.json")
    assert again.is_current("static", "a")
    assert not again.is_current("static", "b")
    assert not again.is_current("database", "a")


def test_a_torn_note_is_no_note(tmp_path: Path) -> None:
    (tmp_path / "stamps.json").write_text('{"static": "a')
    assert not Stamps(tmp_path / "stamps.json").is_current("static", "a")


def test_a_new_migration_changes_the_database_s_fingerprint(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(fingerprints, "ROOT", tmp_path)
    folder = tmp_path / "contests/migrations"
    folder.mkdir(parents=True)
    (folder / "0001_initial.py").write_text("one")
    first = fingerprints.of_database()
    assert fingerprints.of_database() == first
    (folder / "0002_more.py").write_text("two")
    second = fingerprints.of_database()
    (folder / "0002_more.py").write_text("changed")
    assert len({first, second, fingerprints.of_database()}) == 3


def test_what_was_collected_does_not_count_as_a_source(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(fingerprints, "ROOT", tmp_path)
    before = fingerprints.of_static_files()
    for place, counts in ((".data/static/app.css", False), ("frontend/static/app.css", True)):
        (tmp_path / place).parent.mkdir(parents=True)
        (tmp_path / place).write_text("p {}")
        assert (fingerprints.of_static_files() != before) is counts
