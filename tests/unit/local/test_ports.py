"""Ports: busy ones are passed over, reserved ones are given to nobody else but can be listened on."""

import socket
import subprocess
import sys

from local.ports import LOOPBACK, any_free_port, free_port_from, is_free, reserve_port
from local.surroundings import ROOT

QUIET = 21_300
"""Below the ports that the system hands out to whoever connects somewhere."""


def test_a_busy_port_is_passed_over() -> None:
    with socket.create_server((LOOPBACK, 0)) as server:
        port = server.getsockname()[1]
        assert not is_free(port)
        assert free_port_from(port) > port


def asked_elsewhere(port: int) -> int:
    """What another process is given."""
    asked = [sys.executable, "-c", f"from local.ports import free_port_from; print(free_port_from({port}))"]
    return int(subprocess.run(asked, cwd=ROOT, capture_output=True, check=True).stdout)


def test_a_port_is_given_once() -> None:
    """Also to another process: a site of another checkout, begun in the same second."""
    port = free_port_from(any_free_port())
    assert free_port_from(port) > port
    assert asked_elsewhere(port) > port + 1


def test_a_port_is_given_again_after_its_process() -> None:
    assert asked_elsewhere(QUIET) == asked_elsewhere(QUIET)


def test_an_engine_may_listen_where_a_port_is_reserved_for_it() -> None:
    with reserve_port() as holder, socket.create_server(holder.getsockname()) as engine:
        assert engine.getsockname() == holder.getsockname()
