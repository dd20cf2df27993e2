"""Keyset pages: the cursor names the last row, so that page 10 000 costs what page 1 does. No OFFSET anywhere."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Any

import orjson
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.problems import ApiProblem

DEFAULT_LIMIT = 25
MAX_LIMIT = 100


def read_limit(request: Request) -> int:
    """`?limit=`, from 1 to 100."""
    text = request.query_params.get("limit", str(DEFAULT_LIMIT))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MAX_LIMIT:
        bound = _("limit is a number from 1 to %(most)d.") % {"most": MAX_LIMIT}
        raise ApiProblem(400, "invalid", bound, errors=[{"field": "limit", "message": bound}])
    return int(text)


def encode_cursor(values: Sequence[Any]) -> str:
    """A cursor from the ordering values of the last row."""
    return urlsafe_b64encode(orjson.dumps(list(values), default=str)).decode().rstrip("=")


def decode_cursor(text: str, length: int) -> list[Any]:
    """The values in a cursor; raises a problem for anything that is not one of ours."""
    try:
        values = orjson.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(values, list) or len(values) != length:
            raise ValueError
    except (ValueError, UnicodeError) as error:
        sentence = _("This cursor is not one of ours; start from the first page.")
        raise ApiProblem(400, "invalid", sentence, errors=[{"field": "cursor", "message": sentence}]) from error
    return values


def page_of(request: Request, rows: QuerySet[Any, Any], order: Sequence[str], shape: Callable[[Any], Any]) -> Response:
    """One page of a query, in a strict order (all rising or all falling) that ends in a key."""
    limit = read_limit(request)
    falling = order[0].startswith("-")
    names = [name.removeprefix("-") for name in order]
    if text := request.query_params.get("cursor"):
        values = decode_cursor(text, len(names))
        try:
            rows = rows.filter(_beyond(names, values, falling))
        except (ValueError, TypeError) as error:
            raise ApiProblem(400, "invalid", _("This cursor is not one of this list's.")) from error
    found = list(rows.order_by(*order)[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    following = None
    if more:
        last = found[-1]
        cursor = encode_cursor([last[name] if isinstance(last, dict) else getattr(last, name) for name in names])
        query = request.query_params.copy()
        query["cursor"] = cursor
        following = f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"
    return Response({"results": [shape(row) for row in found], "next": following})


def _beyond(names: Sequence[str], values: Sequence[Any], falling: bool) -> Q:
    """Rows after the given one: later in the first name, or equal there and later in the next, and so on."""
    word = "lt" if falling else "gt"
    condition = Q()
    for depth, name in enumerate(names):
        same = {names[i]: values[i] for i in range(depth)}
        condition |= Q(**same, **{f"{name}__{word}": values[depth]})
    return condition
