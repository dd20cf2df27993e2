"""The client against servers that misbehave on the wire itself, below what a well-behaved service can do."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from payouts.rails.base import ChargeRequest, RailStatus, RailUnavailable, TransferRequest
from payouts.rails.sandbox.client import SandboxRail

TRANSFER = TransferRequest("k-1", 100, "EUR", "FR76", "earned")
CHARGE = ChargeRequest("k-1", 100, "EUR", "FR76", "escrow")


@contextmanager
def server(behave: Callable[[socket.socket], object]) -> Iterator[str]:
    """A server that does one thing to every connection; its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    behave(connection)

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)


def hang_up(connection: socket.socket) -> None:
    connection.recv(65536)


def answer(raw: bytes) -> Callable[[socket.socket], object]:
    def behave(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(raw)

    return behave


ACCIDENTS = [
    hang_up,
    answer(b"SSH-2.0-OpenSSH\r\n"),
    answer(b"HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{"),
    answer(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"),
    answer(b"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"),
    answer(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"),
    answer(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
    answer(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}"),
]


@pytest.mark.parametrize("accident", ACCIDENTS)
def test_every_accident_on_the_wire_is_unknown(accident: Callable[[socket.socket], object]) -> None:
    with server(accident) as url:
        rail = SandboxRail(url, "s")
        for answered in (
            rail.send_transfer(TRANSFER),
            rail.create_charge(CHARGE),
            rail.fetch_transfer("k-1"),
            rail.fetch_charge("k-1"),
        ):
            assert answered is not None
            assert answered.status is RailStatus.UNKNOWN
        with pytest.raises(RailUnavailable):
            rail.list_transfers()
        rail.close()


def test_nobody_listening_is_unknown_too() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    assert SandboxRail(url, "s").send_transfer(TRANSFER).status is RailStatus.UNKNOWN


def test_a_send_is_never_repeated_by_the_client() -> None:
    connections: list[bytes] = []
    with server(lambda connection: connections.append(connection.recv(65536))) as url:
        SandboxRail(url, "s").send_transfer(TRANSFER)
    assert len(connections) == 1


def test_a_redirect_is_not_followed_with_an_order_and_a_secret_in_hand() -> None:
    strangers: list[bytes] = []
    with server(lambda connection: strangers.append(connection.recv(65536))) as elsewhere:
        moved = f"HTTP/1.1 307 Moved\r\nLocation: {elsewhere}/\r\nContent-Length: 0\r\n\r\n"
        with server(answer(moved.encode())) as url:
            assert SandboxRail(url, "s").send_transfer(TRANSFER).status is RailStatus.UNKNOWN
    assert strangers == []


def test_a_blank_secret_is_refused() -> None:
    with pytest.raises(ValueError):
        SandboxRail("http://127.0.0.1:1", "")


def test_an_unknown_option_is_refused() -> None:
    with pytest.raises(TypeError):
        SandboxRail.from_options({"url": "http://127.0.0.1:1", "secret": "s", "timeout": 1})
