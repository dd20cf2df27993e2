"""Who may open the audit's pages, and how their lists are filtered and paged. For others these pages do not exist."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from frontend.views.common import View, actor_of, members_page

PAGE = 25
LONGEST = 120


def auditors_page(view: View) -> View:
    """For auditors and admins; the middleware has seen to their second factor."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not actor_of(request).is_auditor:
            raise Http404
        return view(request, *args, **kwargs)

    return members_page(checked)


def admins_page(view: View) -> View:
    """For admins alone."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not actor_of(request).is_admin:
            raise Http404
        return view(request, *args, **kwargs)

    return members_page(checked)


@dataclass(frozen=True, slots=True)
class Listed:
    """Some rows, the address of the next ones (empty after the last), and what the filters were given."""

    rows: list[Any]
    older: str
    newest: str
    given: dict[str, str]


Reader = Callable[[str], Any]


def listed(request: HttpRequest, rows: QuerySet[Any], filters: Mapping[str, tuple[str, Reader]]) -> Listed:
    """A page of rows by descending key. What makes no sense as a filter finds nothing rather than everything."""
    given = {name: text for name in filters if (text := request.GET.get(name, "").strip()[:LONGEST])}
    for name, text in given.items():
        lookup, read = filters[name]
        try:
            rows = rows.filter(**{lookup: read(text)})
        except ValueError:
            rows = rows.none()
    before = request.GET.get("before", "")
    if is_number(before):
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: PAGE + 1])
    more = len(found) > PAGE
    found = found[:PAGE]
    older = "?" + urlencode({**given, "before": found[-1].pk}) if more else ""
    return Listed(found, older, "?" + urlencode(given) if before else "", given)


def a_word(text: str) -> str:
    return text.replace("\0", "")


def an_id(text: str) -> UUID:
    return UUID(text)


def a_number(text: str) -> int:
    if not is_number(text):
        raise ValueError(text)
    return int(text)


def is_number(text: str) -> bool:
    """Whether this is a key that the database could hold."""
    return text.isascii() and text.isdigit() and len(text) <= 18
