"""From where somebody acts: the way in, the program, the network address, the request. The same in the whole request.

It is kept in a context variable that middleware sets, and not handed down from view to service: dozens of services act,
at every depth, and one that forgot to pass it on would record nothing. Who acts is another matter: services are told
their actor, decide by them, and hand them to `record_act` themselves.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True, slots=True)
class Origin:
    """`channel`: api, site or desk; process for workers and commands. `client`: the program's id, if one acts."""

    channel: str = "process"
    client: str = ""
    address: str = ""
    request_id: str = ""


ELSEWHERE: Final = Origin()
"""Workers and commands."""

_present: ContextVar[Origin] = ContextVar("origin", default=ELSEWHERE)


def present_origin() -> Origin:
    """Where the act under way comes from.

    >>> present_origin().channel
    'process'
    """
    return _present.get()


@contextmanager
def acting_from(origin: Origin) -> Iterator[None]:
    """Whatever is done inside comes from there.

    >>> with acting_from(Origin("api", address="192.0.2.7")):
    ...     name_client("auditor-tool")
    ...     present_origin()
    Origin(channel='api', client='auditor-tool', address='192.0.2.7', request_id='')
    """
    token = _present.set(origin)
    try:
        yield
    finally:
        _present.reset(token)


def name_client(client: str) -> None:
    """Say which program acts, once that is known: for the rest of the request."""
    _present.set(replace(_present.get(), client=client))
