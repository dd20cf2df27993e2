"""Keyset pages of query sets: the cursor names the last row, so that page 10 000 costs what page 1 does. No OFFSET."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import orjson
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from rest_framework.response import Response

from contests.errors import BadCursor

if TYPE_CHECKING:
    from api.base import Resource


def encode_cursor(values: Sequence[Any]) -> str:
    """A cursor from the ordering values of the last row.

    >>> decode_cursor(encode_cursor([7, "x"]), 2)
    [7, 'x']
    """
    return urlsafe_b64encode(orjson.dumps(list(values), default=str)).decode().rstrip("=")


def decode_cursor(text: str, length: int) -> list[Any]:
    """The values in a cursor. Raises BadCursor for anything that is not one of ours."""
    try:
        values = orjson.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError:
        raise BadCursor from None
    if not isinstance(values, list) or len(values) != length or not all(type(one) in (str, int) for one in values):
        raise BadCursor
    return values


def page_of(
    resource: "Resource", rows: QuerySet[Any, Any], order: Sequence[str], shape: Callable[[Any], Any]
) -> Response:
    """One page of a query, in a strict order (all rising or all falling) that ends in a key."""
    names = [name.removeprefix("-") for name in order]
    if resource.after:
        values = decode_cursor(resource.after, len(names))
        try:
            rows = rows.filter(_beyond(names, values, falling=order[0].startswith("-")))
        except (ValueError, TypeError, ValidationError):
            raise BadCursor from None
    found = list(rows.order_by(*order)[: resource.limit + 1])
    more, found = len(found) > resource.limit, found[: resource.limit]
    following = None
    if more:
        following = resource.address_behind(encode_cursor([getattr(found[-1], name) for name in names]))
    return Response({"results": [shape(row) for row in found], "next": following})


def _beyond(names: Sequence[str], values: Sequence[Any], *, falling: bool) -> Q:
    """Rows after the given one: later in the first name, or equal there and later in the next, and so on."""
    word = "lt" if falling else "gt"
    condition = Q()
    for depth, name in enumerate(names):
        same = {names[i]: values[i] for i in range(depth)}
        condition |= Q(**same, **{f"{name}__{word}": values[depth]})
    return condition
