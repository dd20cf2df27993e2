"""Finds free TCP ports on the loopback address."""

import socket

LOOPBACK = "127.0.0.1"
HIGHEST = 65_535


def is_free(port: int) -> bool:
    """Whether nobody listens there. A port in TIME_WAIT counts as free."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port_from(preferred: int, avoid: frozenset[int] = frozenset()) -> int:
    """The preferred port, or the next free one above it."""
    for port in range(preferred, HIGHEST):
        if port not in avoid and is_free(port):
            return port
    raise RuntimeError(f"No port from {preferred} on is free.")


def any_free_port() -> int:
    """A port that the operating system picks."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def reserve_port() -> socket.socket:
    """A socket bound to a port of the system's choosing, not listening: nobody else is given that port.

    An engine may still listen there, because both sockets allow the address to be reused.
    """
    holder = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    holder.bind((LOOPBACK, 0))
    return holder
