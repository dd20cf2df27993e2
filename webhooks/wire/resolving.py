"""Asks which machines a name stands for, and refuses the name if any of them must not be spoken to.

All of them are judged and not only the first: whoever answers for a name may mix them, and would try again until we
took the wrong one.
"""

import socket
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from ipaddress import ip_address
from typing import Final

from webhooks.addresses import BadAddress, IPAddress, IPNetwork, Target, check_number

Resolver = Callable[[str, int], Sequence[str]]

ASKING_AT_ONCE: Final = 32
# Asking a name server cannot be cut short; whoever waits for the answer can go away.
_askers = ThreadPoolExecutor(ASKING_AT_ONCE, thread_name_prefix="webhook-names")


class NotResolved(Exception):
    """The name stands for nothing at this moment, or nobody said so in time."""


def ask_system(host: str, port: int) -> list[str]:
    """The numbers of a name, as this machine finds them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return [str(address[0]) for *_, address in found]


def resolve(
    target: Target,
    *,
    seconds: float,
    allowed: Sequence[IPNetwork],
    plain_http: bool,
    resolver: Resolver = ask_system,
) -> list[IPAddress]:
    """The machines that may be spoken to for this target, in the system's order. Raises BadAddress or NotResolved."""
    try:
        texts = _askers.submit(resolver, target.host, target.port).result(timeout=seconds)
        # A scope of IPv6 (fe80::1%2) belongs to the number only on this machine.
        numbers = [ip_address(text.partition("%")[0]) for text in texts]
    except (OSError, TooLate, UnicodeError) as error:
        raise NotResolved from error
    except ValueError as error:
        raise BadAddress("malformed") from error
    if not numbers:
        raise NotResolved
    for number in numbers:
        check_number(number, target, allowed=allowed, plain_http=plain_http)
    return list(dict.fromkeys(numbers))
