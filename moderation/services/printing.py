"""Prints of images and the likenesses between them: taken when an image is ready, compared by a worker.

Nothing follows from a likeness but that a person is shown it. Works of the same makers are never compared, and of a
commonplace (an image that many others are like) only the nearest pairs are kept.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from contests.media.fingerprint import as_signed
from contests.models import StoredFile
from contests.selectors.paging import fetch_all
from duerows.bulk import Column, insert_columns
from duerows.claims import work_off
from duerows.doorbell import ring
from duerows.models import DueState
from moderation.models import ImagePrint
from moderation.nearness import RADIUS, probes, says_something

LOOK = "moderation.tasks.look_for_likenesses"
BATCH = 50
MOST_OF_ONE = 20
"""More images of others than that are like it: a commonplace."""

NEAR = f"""
    SELECT p.file_id, p.hash, bit_count((p.hash # %(hash)s::bigint)::bit(64)) AS distance
    FROM moderation_imageprint p
    WHERE (p.band_0 = ANY(%(probes_0)s) OR p.band_1 = ANY(%(probes_1)s) OR p.band_2 = ANY(%(probes_2)s))
      AND bit_count((p.hash # %(hash)s::bigint)::bit(64)) <= {RADIUS}
"""
# Of each pair of entries the nearest images; who came first is said by when their files came.
PAIRS = f"""
    WITH near AS MATERIALIZED ({NEAR}), own AS (
        SELECT f.id, f.created_at, p.entry_id, e.author_id FROM moderation_imageprint p
        JOIN contests_storedfile f ON f.id = p.file_id JOIN contests_entry e ON e.id = p.entry_id
        WHERE p.id = %(print)s
    )
    SELECT DISTINCT ON (near.distance, p.entry_id)
           (o.created_at, o.id) < (f.created_at, f.id), p.entry_id, f.id, own.entry_id, own.id, near.distance
    FROM near JOIN moderation_imageprint p ON p.file_id = near.file_id
    JOIN contests_storedfile f ON f.id = p.file_id
    JOIN contests_entry e ON e.id = p.entry_id
    CROSS JOIN own JOIN contests_storedfile o ON o.id = own.id
    WHERE p.entry_id <> own.entry_id AND e.author_id <> own.author_id AND NOT EXISTS (
        SELECT FROM contests_entryshare theirs JOIN contests_entryshare ours ON ours.user_id = theirs.user_id
        WHERE theirs.entry_id = p.entry_id AND ours.entry_id = own.entry_id)
    ORDER BY near.distance, p.entry_id, f.id LIMIT {MOST_OF_ONE + 1}
"""
KEEP_NEAREST = """
    INSERT INTO moderation_likeness
        (earlier_id, later_id, earlier_file_id, later_file_id, distance, found_at, verdict)
    VALUES (%s, %s, %s, %s, %s, %s, '')
    ON CONFLICT (earlier_id, later_id) DO UPDATE
    SET distance = excluded.distance, earlier_file_id = excluded.earlier_file_id, later_file_id = excluded.later_file_id
    WHERE excluded.distance < moderation_likeness.distance AND moderation_likeness.verdict = ''
"""


class Printer:
    """Watches for new images (`contests.watchers`)."""

    def image_ready(self, file: StoredFile, *, now: datetime) -> None:
        """Note the print of an entry's image, to be compared soon. Of a handover, which is private, none is taken."""
        version = file.version
        value = int(file.perceptual_hash, 16)
        if version is None or not says_something(value):
            return
        columns: dict[str, Column] = {
            "file_id": ("bigint", [file.pk]),
            "entry_id": ("uuid", [version.entry_id]),
            "hash": ("bigint", [as_signed(value)]),
            "is_common": ("boolean", [False]),
            "due_state": ("varchar", [DueState.WAITING.value]),
            "due_at": ("timestamptz", [now]),
            "fence": ("int", [0]),
            "attempts": ("smallint", [0]),
            "last_error": ("text", [""]),
        }
        insert_columns(ImagePrint, columns, on_conflict="ON CONFLICT (file_id) DO NOTHING")
        ring(LOOK)


def look_for_likenesses(now: datetime, *, limit: int = BATCH) -> int:
    """Compare up to `limit` new prints with all the others. Returns how many were taken up."""
    return work_off(ImagePrint, _compare, now=now, limit=limit)


def probes_of(signed: int) -> dict[str, Any]:
    """The parameters of NEAR for a hash as its column holds it."""
    asked = probes(signed & 0xFFFF_FFFF_FFFF_FFFF)
    return {"hash": signed, **{f"probes_{number}": values for number, values in enumerate(asked)}}


def _compare(keys: Sequence[int], now: datetime) -> None:
    """Whichever of two new prints is compared last sees the other: no pair is missed, and a pair is kept once."""
    for key, signed in ImagePrint.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "hash"):
        found = fetch_all(PAIRS, {**probes_of(signed), "print": key})
        if len(found) > MOST_OF_ONE:
            ImagePrint.objects.filter(pk=key).update(is_common=True)
        for pair in found[:MOST_OF_ONE]:
            _keep(*pair, now=now)


def _keep(
    own_came_first: bool, other: Any, other_file: int, own: Any, own_file: int, distance: int, *, now: datetime
) -> None:
    earlier, later = ((own, own_file), (other, other_file))[:: 1 if own_came_first else -1]
    with connection.cursor() as cursor:
        cursor.execute(KEEP_NEAREST, [earlier[0], later[0], earlier[1], later[1], distance, now])
