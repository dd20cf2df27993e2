"""What web and workers have loaded is set aside before they serve anybody: no collection looks through it again."""

import subprocess
import sys

import pytest

from local.testing import process_environment
from tests.architecture.reading import ROOT

WEB = "import config.wsgi"
WORKER = "from config.celery import app; from celery.signals import worker_init; worker_init.send(sender=None)"
TELL = "import gc, sys; print(gc.get_freeze_count(), len(gc.get_objects()), *sys.modules)"


def told_after(start: str) -> tuple[int, int, set[str]]:
    """How many objects were set aside and how many were not; and the modules that are loaded."""
    command = [sys.executable, "-c", f"{start}; {TELL}"]
    told = subprocess.run(command, cwd=ROOT, env=process_environment(), capture_output=True, check=True, text=True)
    aside, left, *modules = told.stdout.splitlines()[-1].split()
    return int(aside), int(left), set(modules)


@pytest.mark.parametrize("start", [WEB, WORKER], ids=["web", "worker"])
def test_it_is_set_aside_once_it_is_loaded(start: str) -> None:
    aside, left, _modules = told_after(start)
    assert aside > 100_000 > 100 * left


def test_the_first_reader_waits_for_no_view_to_be_loaded() -> None:
    assert "frontend.views.contest" in told_after(WEB)[2]
