"""P3: the API's list of 25 entries out of a million, for a program with its token, permissions, throttle and filter.

Against psycopg and orjson answering the same by one prepared statement; against a REST framework view with a
ModelSerializer; and page 10 000 against page 1, which keyset pages make alike.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import orjson
import psycopg
from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from accounts.models import User
from accounts.services.api_clients import NewClient, create_client
from api.throttling import PerCaller
from api.views.entries import EntryList
from bench.p3_plain import PlainList
from bench.tables import Result, Stopwatch
from bench.worlds import NOW, World, give_images
from contests.selectors.cards import EntryCard
from contests.selectors.paging import write_mark

ROUNDS = 7
ROWS = 25
ENTRIES_EACH = 500
ADDRESS = "/api/v1/entries"
FACTORY = RequestFactory(SERVER_NAME="localhost")
# Entries come one after the other, as they do in life.
SPREAD = """
    WITH numbered AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM contests_entry)
    UPDATE contests_entry e SET created_at = %s::timestamptz + n * interval '1 second'
    FROM numbered WHERE numbered.id = e.id
"""
IMAGE = """
    SELECT json_build_object('ref', f.ref, 'width', f.width, 'height', f.height, 'placeholder', f.placeholder, 'widths',
               ARRAY(SELECT d.width FROM contests_derivative d WHERE d.file_id = f.id ORDER BY d.width))::text AS shown
    FROM contests_storedfile f WHERE f.version_id = v.id AND f.state = 'ready' AND f.kind = 'image'
    ORDER BY f.position, f.id LIMIT 1
"""
BARE = f"""
    SELECT e.id, e.contest_id, e.code, e.title, e.state, v.number, p.slot, a.rank, false, NULL,
           u.handle, u.display_name, e.created_at, f.shown,
           CASE WHEN r.contest_id IS NOT NULL THEN (
               SELECT count(*) FROM contests_comment k WHERE k.entry_id = e.id AND k.withdrawn_at IS NULL) END
    FROM contests_entry e
    JOIN contests_contest c ON c.id = e.contest_id
    JOIN accounts_user u ON u.id = e.author_id
    LEFT JOIN contests_shortlistplace p ON p.entry_id = e.id
    LEFT JOIN contests_award a ON a.entry_id = e.id AND a.passed_over_at IS NULL
    LEFT JOIN contests_commentrelease r ON r.contest_id = c.id
    LEFT JOIN LATERAL (
        SELECT w.id, w.number FROM contests_entryversion w WHERE w.entry_id = e.id ORDER BY w.number DESC LIMIT 1
    ) v ON true
    LEFT JOIN LATERAL ({IMAGE}) f ON true
    WHERE e.state = 'submitted' AND (e.created_at, e.id) < (%s, %s)
    ORDER BY e.created_at DESC, e.id DESC LIMIT 26
"""
NAMES = tuple(EntryCard.__dataclass_fields__)


def run(*, entries: int, requests: int) -> list[Result]:
    """`requests` to each, in turns, over a table of so many entries."""
    # Counted as always, but never turned away.
    PerCaller.THROTTLE_RATES = dict.fromkeys(PerCaller.THROTTLE_RATES, "1000000/min")
    token = _make(entries)
    ours, peer = EntryList.as_view(), PlainList.as_view()
    site = get_wsgi_application()
    first, deep = {"state": "submitted"}, {"state": "submitted", "cursor": _mark_at(min(10_000 * ROWS, entries // 2))}
    works: dict[str, Callable[[], Any]] = {
        "ours": lambda: ours(_request(token, first)).render(),
        "site": lambda: b"".join(site(_request(token, first).environ, _ignore)),
        "deep": lambda: ours(_request(token, deep)).render(),
        "peer": lambda: peer(_request(token, first)).render(),
    }
    watches = {name: Stopwatch() for name in (*works, "bare")}
    with psycopg.connect(**_parameters()) as link:
        works["bare"] = lambda: _bare(link)
        _check_alike(works)
        for _ in range(ROUNDS):
            for name, work in works.items():
                watches[name].time(requests, lambda work=work: [work() for _ in range(requests)])
    rate = {name: watch.rate for name, watch in watches.items()}
    return [
        Result("P3", "list 25 entries, view", rate["ours"], rate["bare"], "requests/s", "psycopg + orjson", 0.65),
        Result("P3", "list 25 entries, view", rate["ours"], rate["peer"], "requests/s", "ModelSerializer", 4.5),
        Result("P3", "list 25 entries, all middleware", rate["site"], rate["bare"], "requests/s", "psycopg + orjson"),
        Result("P3", "page 10 000, by keyset", rate["deep"], rate["ours"], "requests/s", "page 1", 1 / 3),
    ]


def _make(entries: int) -> str:
    """So many entries, and a token to read them with."""
    # Never due: contests so large break their policy's cap, and nobody is to settle them.
    far = NOW + timedelta(days=3650)
    ids = World().contests(
        max(1, entries // ENTRIES_EACH), entries=ENTRIES_EACH, shortlisted=3, state="judging", lapses_at=far
    )
    with connection.cursor() as cursor:
        cursor.execute(SPREAD, [NOW])
    give_images(ids)
    reader = User.objects.create(email="reader@bench.example", handle="bench-reader")
    return _token(create_client(reader, name="bench", scopes=["contests:read"], now=timezone.now()))


def _token(program: NewClient) -> str:
    """Asked for at the token endpoint, as a program would."""
    form = {"grant_type": "client_credentials", "client_id": program.client_id, "client_secret": program.secret}
    answer = b"".join(get_wsgi_application()(FACTORY.post("/oauth/token", form).environ, _ignore))
    return str(orjson.loads(answer)["access_token"])


def _request(token: str, query: dict[str, str]) -> WSGIRequest:
    return FACTORY.get(ADDRESS, query, headers={"Authorization": f"Bearer {token}"})


def _ignore(*_: Any) -> Any:
    """Takes the status and headers of an answer."""


def _mark_at(row: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT created_at::text, id::text FROM contests_entry ORDER BY created_at DESC, id DESC OFFSET %s LIMIT 1",
            [row],
        )
        return write_mark(cursor.fetchone())


def _parameters() -> dict[str, Any]:
    given = connection.get_connection_params()
    return {name: given[name] for name in ("host", "port", "user", "password", "dbname") if name in given} | {
        "autocommit": True
    }


def _bare(link: psycopg.Connection[Any]) -> bytes:
    """The same rows with nothing around them."""
    beyond = (datetime(9999, 1, 1, tzinfo=NOW.tzinfo), "ffffffff-ffff-ffff-ffff-ffffffffffff")
    rows = link.execute(BARE, beyond, prepare=True).fetchall()
    return orjson.dumps(
        {"results": list(_shaped(rows[:ROWS])), "next": str(rows[ROWS - 1][0])}, option=orjson.OPT_UTC_Z
    )


def _shaped(rows: list[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    for *plain, handle, name, submitted_at, image, comments in rows:
        shown = None if image is None else orjson.Fragment(image)
        values = (*plain, {"handle": handle, "name": name or handle}, submitted_at, shown, comments)
        yield dict(zip(NAMES, values, strict=True))


def _check_alike(works: dict[str, Callable[[], Any]]) -> None:
    """Nobody wins by answering something else: the same rows, each with the same fields."""
    answers = [orjson.loads(_content(work()))["results"] for name, work in works.items() if name != "deep"]
    if any(found != answers[0] or len(found) != ROWS for found in answers):
        raise AssertionError("The answers differ.")
    if not all(row["image"]["widths"] for row in answers[0]):
        raise AssertionError("The answers show no images.")


def _content(reply: Any) -> bytes:
    return reply if isinstance(reply, bytes) else bytes(reply.content)
