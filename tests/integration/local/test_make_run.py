"""`make run`: Ctrl-C leaves nothing, a killed supervisor leaves nothing that the next start cannot clear."""

import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from local.ports import LOOPBACK, any_free_port
from local.processes import wait_until
from tests.fixtures.sites import PATIENCE, SiteRun

pytestmark = pytest.mark.slow
Start = Callable[..., SiteRun]


def test_it_answers_stops_on_ctrl_c_and_leaves_no_process(start_site: Start, data: Path) -> None:
    site = start_site().await_ready()
    assert site.get("/healthz") == 200
    assert site.survivors() != []
    assert site.manage("audit") == 0
    assert site.signal(signal.SIGINT) == 0
    assert site.survivors() == []
    assert not (data / "engines/postgres/postmaster.pid").exists()


def test_a_killed_supervisor_is_cleared_up_after(start_site: Start) -> None:
    port = any_free_port()
    first = start_site(port).await_ready()
    first.signal(signal.SIGKILL)
    orphans = first.survivors()
    assert orphans != []

    second = start_site(port).await_ready()
    assert "An earlier run was killed" in second.said
    assert not set(orphans) & set(second.survivors())
    assert second.site == first.site, "the orphans' ports are free again"
    assert second.get("/healthz") == 200
    assert second.signal(signal.SIGTERM) == 0
    assert second.survivors() == []


def test_a_service_that_dies_is_started_again(start_site: Start) -> None:
    site = start_site().await_ready()
    serving = (pid for pid in site.survivors() if b"granian" in Path(f"/proc/{pid}/cmdline").read_bytes())
    web = next(pid for pid in serving if os.getsid(pid) == pid)  # It leads the session of those that it starts.
    os.kill(web, signal.SIGKILL)
    site.await_words("web is running again")
    assert "web died (SIGKILL)" in site.said
    assert wait_until(lambda: answers(site), PATIENCE)


def test_a_busy_port_is_said_and_the_next_one_taken(start_site: Start) -> None:
    with socket.create_server((LOOPBACK, 0)) as stranger:
        port = stranger.getsockname()[1]
        site = start_site(port).await_ready()
        assert f"Port {port} is busy" in site.said
        assert site.site != f"http://{LOOPBACK}:{port}"
        assert site.get("/healthz") == 200


def test_only_one_site_runs_from_a_data_folder(start_site: Start) -> None:
    first = start_site()
    first.await_words("PostgreSQL on port")
    second = start_site()
    assert second.process.wait(PATIENCE) == 1
    assert f"already running from here: http://{LOOPBACK}" in second.said
    assert f"(process {first.process.pid})" in second.said


def test_it_can_be_stopped_while_it_starts(start_site: Start) -> None:
    site = start_site()
    site.await_words("PostgreSQL on port")
    assert site.signal(signal.SIGINT) == 0
    assert site.survivors() == []


def answers(site: SiteRun) -> bool:
    try:
        return site.get("/healthz") == 200
    except OSError:
        return False
