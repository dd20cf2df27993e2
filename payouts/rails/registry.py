"""Which rails this installation has, by name. The only module of the rails that reads Django's settings.

To add a rail: write its folder, then add one line to BUILDERS; docs/rails.md says what it owes.
"""

import os
import threading
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings

from payouts.rails.base import Rail
from payouts.rails.sandbox.client import SandboxRail

Options = Mapping[str, Any]


def _stripe(options: Options) -> Rail:
    """Stripe's library takes half a second to load: only installations that use it wait for that."""
    from payouts.rails.stripe.client import StripeRail

    return StripeRail.from_options(options)


BUILDERS: dict[str, Callable[[Options], Rail]] = {
    "sandbox": SandboxRail.from_options,
    "stripe": _stripe,
}

_built: dict[tuple[str, str], Rail] = {}
_lock = threading.Lock()


class UnknownRail(LookupError):
    """No rail of that name is configured, or the project has no code for it."""


def get_rail(name: str) -> Rail:
    """The rail of that name, built once per process and set of options, so that connections are reused."""
    options: Options | None = getattr(settings, "RAILS", {}).get(name)
    build = BUILDERS.get(name)
    if options is None or build is None:
        raise UnknownRail(f"No rail {name!r}: settings.RAILS has {sorted(getattr(settings, 'RAILS', {}))}.")
    identity = (name, repr(sorted(options.items())))
    with _lock:
        if identity not in _built:
            _built[identity] = build(options)
        return _built[identity]


def _forget_connections() -> None:
    """A forked worker must not share its parent's sockets, nor a lock held by a thread it doesn't have."""
    global _lock
    _lock = threading.Lock()
    _built.clear()


os.register_at_fork(after_in_child=_forget_connections)
