"""Ports: busy ones are passed over, reserved ones are given to nobody else but can be listened on."""

import socket

from local.ports import LOOPBACK, any_free_port, free_port_from, is_free, reserve_port


def test_a_busy_port_is_passed_over() -> None:
    with socket.create_server((LOOPBACK, 0)) as server:
        port = server.getsockname()[1]
        assert not is_free(port)
        assert free_port_from(port) > port


def test_ports_that_are_spoken_for_are_avoided() -> None:
    port = free_port_from(any_free_port())
    assert free_port_from(port, avoid=frozenset({port})) > port


def test_an_engine_may_listen_where_a_port_is_reserved_for_it() -> None:
    with reserve_port() as holder, socket.create_server(holder.getsockname()) as engine:
        assert engine.getsockname() == holder.getsockname()
