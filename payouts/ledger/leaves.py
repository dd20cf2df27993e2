"""One line of text per journal entry and its postings: what a seal's leaves are made of.

A line, its line break included, is what PostgreSQL's COPY writes of the entry: columns with tabs between them, `\\N`
for nothing, a backslash before what would be taken for something else. No two different entries have the
same line. The last column holds the postings, a line each: id, D or C, amount, and the account's code, kind and
currency as JSON.

The books' own order is by transaction, then by id. That a posting bears another moment than its entry is no part of
the line: it is told beside it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db import connection

COLUMNS: Final = (
    "own_xid",
    "id",
    "kind",
    "idempotency_key",
    "effective_at",
    "posted_at",
    "contest_id",
    "reverses_id",
    "memo",
)
_MISDATED: Final = b"\x02\n"
"""How a line ends that is no entry's alone: COPY and JSON write no such byte for anything else."""
NO_MORE_THAN: Final = 2**63 - 1

# The account's words are put together once for each account, not for each posting: OFFSET 0 keeps them in the part that
# the planner memoizes. They are JSON, in which no code whatever can look like the end of its posting.
_LINES: Final = f"""
        SELECT {", ".join(f"e.{name}" for name in COLUMNS)},
               legs.text || CASE WHEN legs.earliest = e.posted_at AND legs.latest = e.posted_at
                                 THEN '' ELSE E'\\x02' END
        FROM payouts_journalentry e
        LEFT JOIN (
            SELECT p.entry_id, min(p.posted_at) AS earliest, max(p.posted_at) AS latest, string_agg(
                p.id::text || CASE p.side WHEN 'debit' THEN ' D ' WHEN 'credit' THEN ' C ' ELSE '' END
                    || p.amount_minor::text || COALESCE(a.words, ''), E'\\n' ORDER BY p.id
            ) AS text
            FROM payouts_posting p
            LEFT JOIN LATERAL (
                SELECT ' ' || json_build_array(code, kind, currency)::text AS words
                FROM payouts_ledgeraccount WHERE id = p.account_id OFFSET 0
            ) a ON TRUE
            WHERE p.entry_id BETWEEN %(least)s AND %(most)s
            GROUP BY p.entry_id
        ) legs ON legs.entry_id = e.id
        WHERE e.own_xid >= %(from_xid)s AND e.own_xid < %(to_xid)s AND e.id BETWEEN %(least)s AND %(most)s
"""
_BETWEEN: Final = """
          AND (e.own_xid, e.id) > (%(after_xid)s, %(after_id)s) AND (e.own_xid, e.id) <= (%(until_xid)s, %(until_id)s)
"""
_IN_ORDER: Final = f"COPY ({_LINES} {_BETWEEN} ORDER BY e.own_xid, e.id) TO STDOUT"
# Both tables have an index in this order: the first line comes at once, and nothing is sorted.
_AS_THEY_LIE: Final = f"COPY ({_LINES} ORDER BY e.id) TO STDOUT"
# `id + 0` keeps the planner from walking along the primary key until it meets such an entry.
_IDS: Final = "SELECT min(id + 0), max(id + 0) FROM payouts_journalentry WHERE own_xid >= %s AND own_xid < %s"
# What the text of a moment looks like, and room to sort a hundred thousand lines without touching a disk.
_SESSION: Final = "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL work_mem = '64MB'"

Place = tuple[int, int]
"""Where an entry stands in the books' own order: its transaction and its id."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the books: the entries of these transactions, if asked for only those behind and up to a place."""

    from_xid: int
    to_xid: int
    after: Place = (-1, -1)
    until: Place = (NO_MORE_THAN, NO_MORE_THAN)


def stream_leaves(stretch: Stretch, misdated: list[int] | None = None) -> Iterator[bytes]:
    """The lines in the books' own order as they are read, in constant memory. Inside a transaction only; nothing else
    can be asked of the connection until the last line has come.

    `misdated` is given the entries of which a posting bears another moment: it lies in the wrong month, or will not be
    there when the books of a moment are asked for.
    """
    (after_xid, after_id), (until_xid, until_id) = stretch.after, stretch.until
    bounds = {"after_xid": after_xid, "after_id": after_id, "until_xid": until_xid, "until_id": until_id}
    return _stream(_IN_ORDER, stretch.from_xid, stretch.to_xid, bounds, misdated)


def stream_as_they_lie(from_xid: int, to_xid: int, misdated: list[int]) -> Iterator[bytes]:
    """The lines of these transactions by their ids alone: they come while the database still reads the others. For the
    rest like `stream_leaves`.
    """
    return _stream(_AS_THEY_LIE, from_xid, to_xid, {}, misdated)


def _stream(
    statement: str, from_xid: int, to_xid: int, bounds: dict[str, int], misdated: list[int] | None
) -> Iterator[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(_IDS, [from_xid, to_xid])
        least, most = cursor.fetchone()
        for setting in _SESSION.split(";"):
            cursor.execute(setting)
    if least is None:
        return
    params = bounds | {"from_xid": from_xid, "to_xid": to_xid, "least": least, "most": most}
    with connection.connection.cursor() as raw, raw.copy(statement, params) as copy:
        for raw_line in copy:
            line = bytes(raw_line)
            if line.endswith(_MISDATED):
                line = line[: -len(_MISDATED)] + b"\n"
                if misdated is not None:
                    misdated.append(place_of(line)[1])
            yield line


def place_of(line: bytes) -> Place:
    r"""Where a line's entry stands.

    >>> place_of(b"731\t5\tdeposit\t...")
    (731, 5)
    """
    xid, entry_id, _rest = line.split(b"\t", 2)
    return int(xid), int(entry_id)


def count_postings(line: bytes) -> int:
    r"""How many postings a line tells of. Their text has no line break but those between them.

    >>> count_postings(b"731\t5\t" + rb'1 D 5 ["a"]\n2 C 5 ["b"]' + b"\n")
    2
    """
    legs = line[:-1].rpartition(b"\t")[2]
    return 0 if legs == rb"\N" else unescape(legs).count("\n") + 1


def fields_of(line: bytes) -> dict[str, str | None]:
    """The columns of a line by name, and under `postings` what its last one says.

    >>> fields_of(b"731\\t5\\tfee\\tfee:1\\tnow\\tnow\\t\\\\N\\t\\\\N\\tsaid \\\\ttwice\\t1 D 5 x\\n")["memo"]
    'said \\ttwice'
    """
    values = (None if value == rb"\N" else unescape(value) for value in line[:-1].split(b"\t"))
    return dict(zip((*COLUMNS, "postings"), values, strict=True))


def postings_of(line: bytes) -> dict[int, str]:
    """The postings of a line by their ids, each with what it says."""
    said = fields_of(line)["postings"] or ""
    parts = (leg.partition(" ") for leg in said.split("\n") if leg)
    return {int(key): words for key, _space, words in parts}


_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_MEANT: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def unescape(value: bytes) -> str:
    r"""A column's text without COPY's backslashes.

    >>> unescape(rb"a\tb\\nc")
    'a\tb\\nc'
    """
    return _ESCAPE.sub(lambda found: _MEANT.get(found[1], found[1]), value.decode())
