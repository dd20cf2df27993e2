"""Reading objects: lists, which begin with the newest and know everything, searches, which lag, and expansion."""

import re
from collections.abc import Mapping
from typing import Any

from tests.fakes.stripe.book import Book, Object
from tests.fakes.stripe.errors import invalid, missing

MOST_AT_ONCE = 100
WINDOW = {"limit", "starting_after", "ending_before", "expand", "created"}
QUERY = re.compile(r"metadata\['([^']+)'\]:'([^']+)'")
KIND_OF = {"pi": "payment_intent", "ch": "charge", "cs": "checkout.session", "acct": "account", "re": "refund"}


def retrieve(book: Book, kind: str, reference: str, given: Mapping[str, Any]) -> Object:
    thing = book.find(kind, reference)
    if thing is None:
        raise missing(kind, reference)
    return expand(book, thing, _paths(given))


def list_objects(book: Book, kind: str, filters: str, given: Mapping[str, Any]) -> Object:
    """A page of a list. Unknown filters are refused; `created` is taken and not looked at by nobody: refused too."""
    known = set(filters.split())
    strange = set(given) - known - WINDOW
    if strange or "created" in given:
        raise invalid(f"Received unknown parameter: {min(strange or {'created'})}", code="parameter_unknown")
    limit = int(given.get("limit", 10))
    if not 1 <= limit <= MOST_AT_ONCE:
        raise invalid("Invalid limit", param="limit")
    values = [given[name] for name in sorted(known) if name in given]
    where = " AND ".join(f"body ->> '{name}' = ?" for name in sorted(known) if name in given) or "TRUE"
    after, before = given.get("starting_after"), given.get("ending_before")
    for cursor in (after, before):
        if cursor and not book.place(cursor):
            raise missing(kind, cursor, param="starting_after" if cursor == after else "ending_before", status=400)
    if before:
        found = book.all(kind, f"{where} AND seq > {book.place(before)}", *values)
        page, has_more = found[:limit][::-1], len(found) > limit
    else:
        place = f" AND seq < {book.place(after)}" if after else ""
        found = book.all(kind, where + place, *values)[::-1]
        page, has_more = found[:limit], len(found) > limit
    paths = [path.removeprefix("data.") for path in _paths(given)]
    return {"object": "list", "data": [expand(book, one, paths) for one in page], "has_more": has_more, "url": "/v1"}


def search(book: Book, kind: str, given: Mapping[str, Any]) -> Object:
    """What a search finds by one metadata clause. While the index lags, nothing newer than when it began to."""
    clause = QUERY.fullmatch(str(given.get("query", "")))
    if clause is None:
        raise invalid("We were unable to parse your search query.", param="query")
    frozen = book.setting("search_stops_at")
    until = int(frozen) if frozen else book.newest()
    name, value = clause.groups()
    found = [one for one in book.all(kind, "seq <= ?", until) if (one.get("metadata") or {}).get(name) == value]
    return {"object": "search_result", "data": found[::-1], "has_more": False, "url": "/v1", "next_page": None}


def expand(book: Book, thing: Object, paths: list[str]) -> Object:
    """Replace ids by their objects, along dotted paths of at most four steps."""
    for path in paths:
        if path.count(".") > 3:
            raise invalid("You cannot expand more than 4 levels of a property", param="expand")
        name, _, rest = path.partition(".")
        inner = thing.get(name)
        if isinstance(inner, str):
            inner = book.find(KIND_OF.get(inner.partition("_")[0], ""), inner)
        if isinstance(inner, dict):
            thing = thing | {name: expand(book, inner, [rest] if rest else [])}
    return thing


def _paths(given: Mapping[str, Any]) -> list[str]:
    asked = given.get("expand") or []
    return list(asked) if isinstance(asked, list) else [asked]


def balances(book: Book) -> dict[str, int]:
    """What the platform's account holds: everything in, less everything out."""
    held: dict[str, int] = {}

    def add(currency: str, amount: int) -> None:
        held[currency] = held.get(currency, 0) + amount

    for one in book.all("topup"):
        add(one["currency"], one["amount"])
    for one in book.all("charge"):
        add(one["currency"], one["amount"] if one["status"] == "succeeded" else 0)
    for one in book.all("refund"):
        add(one["currency"], -one["amount"] if one["status"] in ("succeeded", "pending") else 0)
    for one in book.all("dispute"):
        add(one["currency"], sum(moved["amount"] for moved in one["balance_transactions"]))
    for one in book.all("transfer"):
        add(one["currency"], one["amount_reversed"] - one["amount"])
    return held
