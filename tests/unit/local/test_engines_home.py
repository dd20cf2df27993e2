"""Where engines keep their files: in the data folder, unless root keeps that to itself."""

import os
import shutil
from pathlib import Path

import pytest

from local import privileges
from local.privileges import engine_user, engines_home, is_reachable_by_anyone, readable_copy

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to step aside")


def test_an_ordinary_user_keeps_everything_together(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(os, "getegid", lambda: 1000)
    assert engines_home(tmp_path / "data") == tmp_path / "data/engines"
    assert engine_user().popen_options() == {}
    assert readable_copy(tmp_path, tmp_path / "copy") == tmp_path


@as_root
def test_root_s_engines_run_as_nobody() -> None:
    options = engine_user().popen_options()
    assert options["user"] != 0
    assert options["extra_groups"] == []


@as_root
def test_below_a_private_folder_engines_live_elsewhere(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(privileges, "ROOTS_SHELF", tmp_path / "shelf")
    (tmp_path / "shelf").mkdir()
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    home = engines_home(private / "data")
    assert home.parent == tmp_path / "shelf"
    assert (private / "data/engines").resolve() == home
    assert engines_home(private / "data") == home, "the same place at the next start"


@as_root
def test_programs_that_nobody_can_reach_are_copied_once(tmp_path: Path) -> None:
    package = tmp_path / "private" / "package"
    package.mkdir(parents=True)
    (package / "program").write_text("program")
    package.parent.chmod(0o700)
    assert not is_reachable_by_anyone(package)
    copy = readable_copy(package, tmp_path / "copy")
    assert (copy / "program").read_text() == "program"
    shutil.rmtree(package)
    package.mkdir()
    assert (readable_copy(package, tmp_path / "copy") / "program").exists()
