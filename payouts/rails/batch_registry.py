"""Which batch rails this installation has, by name: as `registry`, for rails that take files.

A rail's code is always known by its name; it is offered only where it is configured.
"""

import os
import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.conf import settings

from payouts.rails.batch import BatchRail
from payouts.rails.registry import UnknownRail

Options = Mapping[str, Any]


def _sepa(options: Options) -> BatchRail:
    """The schema library takes a while to load: only installations with a bank wait for it."""
    from payouts.rails.sepa.rail import SepaRail

    return SepaRail.from_options(options)


BATCH_BUILDERS: Final[dict[str, Callable[[Options], BatchRail]]] = {"sepa": _sepa}
BATCH_RAILS: Final = tuple(BATCH_BUILDERS)
"""Every batch rail there is code for, configured or not: what pays through it is never sent one by one."""

_built: dict[tuple[str, str], BatchRail] = {}
_lock = threading.Lock()


def batch_rails() -> list[str]:
    """The batch rails that are configured."""
    return [name for name in BATCH_RAILS if name in getattr(settings, "RAILS", {})]


def get_batch_rail(name: str) -> BatchRail:
    """The rail of that name, built once per process and set of options. Raises UnknownRail."""
    if name not in batch_rails():
        raise UnknownRail(f"No batch rail {name!r}: settings.RAILS has {sorted(getattr(settings, 'RAILS', {}))}.")
    options: Options = settings.RAILS[name]
    identity = (name, repr(sorted(options.items())))
    with _lock:
        if identity not in _built:
            _built[identity] = BATCH_BUILDERS[name](options)
        return _built[identity]


def _forget_connections() -> None:
    """A forked worker must not share its parent's sockets, nor a lock held by a thread it doesn't have."""
    global _lock
    _lock = threading.Lock()
    _built.clear()


os.register_at_fork(after_in_child=_forget_connections)
