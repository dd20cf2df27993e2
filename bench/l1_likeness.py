"""L1: everything within 8 bits of a perceptual hash, among a million, by the bands' indexes.

Against a sequential scan that counts the differing bits of every hash. Both must find the same; each question is asked
about an image that has near-duplicates planted at all distances up to the radius.
"""

import random

from django.db import connection

from bench.tables import Result, Stopwatch
from contests.media.fingerprint import as_signed
from contests.selectors.paging import fetch_all
from moderation.nearness import RADIUS
from moderation.services.printing import NEAR, probes_of

GOAL = 20
# Temporary, and of the same name, columns and indexes: the product's own statement reads it.
TABLE = "CREATE TEMPORARY TABLE moderation_imageprint (LIKE public.moderation_imageprint INCLUDING ALL)"
FILL = """
    INSERT INTO moderation_imageprint
        (file_id, entry_id, hash, is_common, due_state, due_at, fence, attempts, last_error)
    SELECT n, gen_random_uuid(), random(-9223372036854775808, 9223372036854775807), false, 'done', now(), 0, 0, ''
    FROM generate_series(1, %s) n
"""
PLANT = """
    INSERT INTO moderation_imageprint
        (file_id, entry_id, hash, is_common, due_state, due_at, fence, attempts, last_error)
    VALUES (%s, gen_random_uuid(), %s, false, 'done', now(), 0, 0, '')
"""
SCAN = f"""
    SELECT p.file_id, p.hash, bit_count((p.hash # %(hash)s::bigint)::bit(64)) AS distance
    FROM moderation_imageprint p WHERE bit_count((p.hash # %(hash)s::bigint)::bit(64)) <= {RADIUS}
"""


def run(*, hashes: int, rounds: int) -> list[Result]:
    """Questions in turns to the indexes and to the scan."""
    asked = _make(hashes, rounds)
    ours, scan = Stopwatch(), Stopwatch()
    for value in asked:
        found = ours.time(1, lambda value=value: fetch_all(NEAR, probes_of(as_signed(value))))
        every = scan.time(1, lambda value=value: fetch_all(SCAN, {"hash": as_signed(value)}))
        if sorted(found) != sorted(every) or len(found) <= RADIUS:
            raise AssertionError(f"{len(found)} of {len(every)} were found.")
    name = f"within {RADIUS} bits of a hash, of {hashes:,}"
    return [Result("L1", name, ours.rate, scan.rate, "questions/s", "a sequential scan", GOAL)]


def _make(hashes: int, rounds: int) -> list[int]:
    chance, asked = random.Random(9), []
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        cursor.execute(FILL, [hashes])
        for number in range(rounds):
            asked.append(chance.getrandbits(64))
            for bits in range(RADIUS + 1):
                near = asked[-1]
                for place in chance.sample(range(64), bits):
                    near ^= 1 << place
                cursor.execute(PLANT, [hashes + 1 + number * (RADIUS + 1) + bits, as_signed(near)])
        cursor.execute("ANALYZE moderation_imageprint")
    return asked
