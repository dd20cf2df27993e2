"""Finds free TCP ports on the loopback address, so that two sites begun in the same second do not meet on one."""

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


def free_port_from(preferred: int) -> int:
    """The preferred port, or the next free one above it; nobody else who asks here gets it while this process lives.

    Who is given a port listens on it only some seconds later.
    """
    for port in range(preferred, HIGHEST):
        if is_free(port) and _claim(port):
            return port
    raise RuntimeError(f"No port from {preferred} on is free.")


_claims: list[socket.socket] = []


def _claim(port: int) -> bool:
    """Take the port's name: Linux gives an abstract address to one socket at a time, and frees it with its process."""
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        claim.bind(f"\0fairbrief-port-{port}")
    except OSError:
        claim.close()
        return False
    _claims.append(claim)
    return True


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
