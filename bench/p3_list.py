"""P3: the API's list of 25 entries out of a million, for a program with its token, permissions, throttle and filter.

Against psycopg and orjson answering with the same rows by one prepared statement; against a REST framework view with a
ModelSerializer of the same fields; and page 10 000 against page 1, which keyset pages make alike.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import orjson
import psycopg
from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.db.models import QuerySet
from django.test import RequestFactory
from django.utils import timezone
from rest_framework.generics import ListAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import ModelSerializer, SerializerMethodField

from accounts.models import User
from accounts.services.api_clients import NewClient, create_client
from api.permissions import HasScope
from api.throttling import PerCaller
from api.views.entries import EntryList
from bench.tables import Result, Stopwatch
from bench.worlds import NOW, World, analyze
from contests.models import Entry
from contests.selectors.cards import EntryCard
from contests.selectors.paging import write_mark

ROUNDS = 7
ROWS = 25
ENTRIES_EACH = 500
ADDRESS = "/api/v1/entries"
FACTORY = RequestFactory(SERVER_NAME="localhost")
VERSIONS = """
    INSERT INTO contests_entryversion (id, entry_id, number, note, created_at)
    SELECT gen_random_uuid(), id, 1, '', created_at FROM contests_entry
    ON CONFLICT (entry_id, number) DO NOTHING
"""
# Entries come one after the other, as they do in life.
SPREAD = """
    WITH numbered AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM contests_entry)
    UPDATE contests_entry e SET created_at = %s::timestamptz + n * interval '1 second'
    FROM numbered WHERE numbered.id = e.id
"""
BARE = """
    SELECT e.id, e.contest_id, e.code, e.title, e.state,
           (SELECT max(v.number) FROM contests_entryversion v WHERE v.entry_id = e.id),
           p.slot, a.rank, false, NULL, u.handle, u.display_name, e.created_at
    FROM contests_entry e
    JOIN contests_contest c ON c.id = e.contest_id
    JOIN accounts_user u ON u.id = e.author_id
    LEFT JOIN contests_shortlistplace p ON p.entry_id = e.id
    LEFT JOIN contests_award a ON a.entry_id = e.id AND a.passed_over_at IS NULL
    WHERE e.state = 'submitted' AND (e.created_at, e.id) < (%s, %s)
    ORDER BY e.created_at DESC, e.id DESC LIMIT 26
"""
NAMES = tuple(EntryCard.__dataclass_fields__)


class PeerSerializer(ModelSerializer[Entry]):
    """The same fields as the API's, in the usual way."""

    version = SerializerMethodField()
    author = SerializerMethodField()

    class Meta:
        model = Entry
        fields = ("id", "contest_id", "code", "title", "state", "version", "author", "rating", "created_at")

    def get_version(self, entry: Entry) -> int:
        return max(version.number for version in entry.versions.all())

    def get_author(self, entry: Entry) -> dict[str, str]:
        return {"handle": entry.author.handle, "name": entry.author.public_name}


class PeerPages(CursorPagination):
    page_size = ROWS
    ordering = ("-created_at", "-id")


class Peer(ListAPIView[Entry]):
    """The same credentials, permissions, throttle and filter; then query set, serializer and JSON as they come."""

    permission_classes = (AllowAny, HasScope)
    read_scope = "contests:read"
    renderer_classes = (JSONRenderer,)
    serializer_class = PeerSerializer
    pagination_class = PeerPages
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Entry]:
        state = self.request.query_params["state"]
        return Entry.objects.filter(state=state).select_related("author").prefetch_related("versions")


def run(*, entries: int, requests: int) -> list[Result]:
    """`requests` to each, in turns, over a table of so many entries."""
    # Counted as always, but never turned away.
    PerCaller.THROTTLE_RATES = dict.fromkeys(PerCaller.THROTTLE_RATES, "1000000/min")
    token = _make(entries)
    ours, peer = EntryList.as_view(), Peer.as_view()
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
    World().contests(
        max(1, entries // ENTRIES_EACH), entries=ENTRIES_EACH, shortlisted=3, state="judging", lapses_at=far
    )
    with connection.cursor() as cursor:
        cursor.execute(SPREAD, [NOW])
        cursor.execute(VERSIONS)
    analyze()
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
    return orjson.dumps({"results": list(_shaped(rows[:ROWS])), "next": str(rows[ROWS - 1][0])})


def _shaped(rows: list[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    for *plain, handle, name, submitted_at in rows:
        values = (*plain, {"handle": handle, "name": name or handle}, submitted_at, None, None)
        yield dict(zip(NAMES, values, strict=True))


def _check_alike(works: dict[str, Callable[[], Any]]) -> None:
    """Nobody wins by answering something else."""
    replies = [_content(work()) for name, work in works.items() if name != "deep"]
    keys = [[row["id"] for row in orjson.loads(reply)["results"]] for reply in replies]
    if any(found != keys[0] or len(found) != ROWS for found in keys):
        raise AssertionError("The answers hold different rows.")


def _content(reply: Any) -> bytes:
    return reply if isinstance(reply, bytes) else bytes(reply.content)
