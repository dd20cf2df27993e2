"""Whether the owners of waiting messages may still see what these tell, all of it. Asked right before each try.

Whatever only some may see stands under a key of its own in a message's data. Whoever would be told of fewer now than
the message holds has lost a right since it was written, and is not sent it.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import orjson

from webhooks.events import TEST
from webhooks.models import Delivery
from webhooks.selectors.listeners import Listener, as_json, listeners
from webhooks.services.collecting import run_told
from webhooks.sources import SOURCES

TOLD: Final = ""
NONE: Final[frozenset[str]] = frozenset()
SEEN_NOW: Final = f"SELECT endpoint, id, ARRAY(SELECT jsonb_object_keys(data)) || '{TOLD}'::text FROM told"


def still_seen(deliveries: Sequence[Delivery]) -> set[int]:
    """The keys of those that may be sent, by the rights of this moment."""
    found = {one.endpoint: one for one in listeners({delivery.endpoint_id for delivery in deliveries})}
    seen = {one.pk for one in deliveries if one.event_type == TEST and one.endpoint_id in found}
    for name, source in SOURCES.items():
        of_source = [one for one in deliveries if one.source == name and one.source_id is not None]
        if of_source and found:
            parts = _told(source.name, of_source, found.values())
            seen |= {one.pk for one in of_source if _parts_of(one) <= parts.get((one.endpoint_id, one.source_id), NONE)}
    return seen


def _parts_of(delivery: Delivery) -> frozenset[str]:
    """The parts of what a message tells, and one more for its being told at all."""
    return frozenset(orjson.loads(delivery.body)["data"]) | {TOLD}


def _told(
    name: str, deliveries: Sequence[Delivery], found: Iterable[Listener]
) -> dict[tuple[int, int | None], frozenset[str]]:
    """Which endpoints would be told of which rows now, and which parts. What they have asked for meanwhile makes no
    difference.
    """
    types = sorted({one.event_type for one in deliveries})
    asking = as_json(_asking_for(one, types) for one in found)
    ids = sorted({int(one.source_id or 0) for one in deliveries})
    cursor = run_told(SOURCES[name], ids, asking, SEEN_NOW)
    return {(endpoint, key): frozenset(parts) for endpoint, key, parts in cursor.fetchall()}


def _asking_for(one: Listener, types: list[str]) -> Listener:
    return Listener(**{name: getattr(one, name) for name in Listener.__slots__} | {"types": types, "everything": True})
