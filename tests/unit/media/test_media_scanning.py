"""The virus scanner's hook fails closed."""

import sys

import pytest

from contests.media.errors import MediaCrashed, MediaRefused
from contests.media.scanning import ScanOutcome, scan


@pytest.fixture
def upload(tmp_path):
    path = tmp_path / "up load.png"
    path.write_bytes(b"EICAR")
    return path


def scanner(code: str) -> list[str]:
    return [sys.executable, "-c", f"import sys; {code}"]


def test_without_a_command_nothing_is_claimed(upload):
    assert scan(upload, []) is ScanOutcome.SKIPPED


def test_a_clean_file_passes(upload):
    assert scan(upload, scanner("sys.exit(0)")) is ScanOutcome.CLEAN


def test_an_infected_file_is_refused(upload):
    with pytest.raises(MediaRefused) as refusal:
        scan(upload, scanner("sys.exit(b'EICAR' in open(sys.argv[1], 'rb').read())"))
    assert refusal.value.code == "infected"
    assert not isinstance(refusal.value, MediaCrashed)


def test_the_path_goes_where_the_command_wants_it(upload):
    code = "sys.exit(0 if sys.argv[1].endswith('=' + sys.argv[2]) and len(sys.argv) == 3 else 2)"
    assert scan(upload, [*scanner(code), "--file={path}", "{path}"]) is ScanOutcome.CLEAN


@pytest.mark.parametrize(
    "command",
    [
        scanner("sys.exit(2)"),
        scanner("import os; os.kill(os.getpid(), 9)"),
        scanner("import time; time.sleep(600)"),
        ["/no/such/scanner"],
    ],
)
def test_a_scanner_that_does_not_answer_refuses_the_file(upload, command):
    with pytest.raises(MediaCrashed) as crash:
        scan(upload, command, timeout_seconds=1)
    assert crash.value.code == "scanner_failed"
    assert crash.value.detail
