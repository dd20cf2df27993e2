"""P4: a contest's gallery as a visitor gets it, 24 cards out of a thousand entries, through all middleware.

Against the same page in the plain way: objects of the ORM with what they need fetched beforehand, and a template that
loops over them inside the same layout; and against the same rows formatted with nothing around them.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template import engines
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from bench.pages import get_page
from bench.tables import Result, Stopwatch
from bench.worlds import NOW, World, give_images
from contests.lifecycle import Role
from contests.models import Contest, Entry
from contests.selectors.gallery import gallery_page
from contests.visibility import ANYBODY
from frontend.showing.gallery_cards import public_cards

ROUNDS = 5
CARDS = 24
MOST_QUERIES = 8
MOST_BYTES = 100_000
PLAIN = """{% extends "layouts/page.html" %}{% block title %}{{ contest.brief.title }}{% endblock %}
{% block page_header %}<h1>{{ contest.brief.title }}</h1><p>{{ contest.brand.name }}</p>{% endblock %}
{% block content %}<div class="gallery">{% for entry in entries %}<article class="entry-card">
{% with version=entry.versions.all|dictsort:"number"|last %}{% with file=version.files.all|first %}
<div class="artwork-mat artwork-landscape"><img class="artwork-blur" src="{{ file.placeholder }}" alt="">
<img src="{% url 'pages:image' file.ref 960 %}"
srcset="{% for one in file.derivatives.all %}{% url 'pages:image' file.ref one.width %} {{ one.width }}w, {% endfor %}"
alt="" width="{{ file.width }}" height="{{ file.height }}" loading="lazy"></div>{% endwith %}{% endwith %}
<h2 class="entry-card-title">
<a class="entry-card-link" href="{% url 'pages:entry' entry.pk %}">{{ entry.title }}</a></h2>
{% if entry.place %}<span class="pill">Shortlisted</span>{% endif %}
<span class="meta">{{ entry.author.public_name }}</span>
</article>{% endfor %}</div>{% endblock %}"""


def plain(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """The page as one writes it first."""
    contest = get_object_or_404(Contest.objects.select_related("brief", "brand"), pk=contest_id)
    entries = (
        Entry.objects.filter(contest=contest, state="submitted")
        .select_related("author", "place")
        .prefetch_related("versions__files__derivatives")
        .order_by("-created_at", "-id")[:CARDS]
    )
    return render(request, "bench-plain", {"contest": contest, "entries": entries})


class _Addresses:
    """The site's own, and the plain page."""

    urlpatterns = (path("plain/<uuid:contest_id>/", plain), path("", include(settings.ROOT_URLCONF)))


def run(*, entries: int, requests: int) -> list[Result]:
    """`requests` to each, in turns."""
    contest = _make(entries)
    _plain_template()
    with override_settings(ROOT_URLCONF=_Addresses, ALLOWED_HOSTS=["localhost"]):
        site = get_wsgi_application()
        works: dict[str, Callable[[], bytes]] = {
            "ours": lambda: get_page(site, f"/contests/{contest}/entries/"),
            "plain": lambda: get_page(site, f"/plain/{contest}/"),
            "bare": lambda: _bare(contest),
        }
        pages = {name: work() for name, work in works.items()}
        if any(page.count(b"entry-card-link") != CARDS for page in pages.values()):
            raise AssertionError("The pages show different works.")
        with CaptureQueriesContext(connection) as asked:
            works["ours"]()
        queries = len(asked)  # Now: the next request empties the log that they are counted in.
        watches = {name: Stopwatch() for name in works}
        for _ in range(ROUNDS):
            for name, work in works.items():
                watches[name].time(requests, lambda work=work: [work() for _ in range(requests)])
    rate = {name: watch.rate for name, watch in watches.items()}
    return [
        Result("P4", "gallery of 24 cards", rate["ours"], rate["plain"], "pages/s", "plain Django page", 3),
        Result("P4", "gallery of 24 cards", rate["ours"], rate["bare"], "pages/s", "rows and cards alone"),
        Result("P4", "its queries", queries, MOST_QUERIES, "queries", "at most", 1, is_cost=True),
        Result("P4", "its bytes before images", len(pages["ours"]), MOST_BYTES, "bytes", "at most", 1, is_cost=True),
    ]


def _make(entries: int) -> UUID:
    (contest,) = World().contests(
        1, entries=entries, shortlisted=3, state="judging", lapses_at=NOW + timedelta(days=3650)
    )
    give_images([contest])
    return contest


def _plain_template() -> None:
    """Compiled once and kept, as the site's own templates are."""
    engine: Any = engines["django"]
    compiled = engine.from_string(PLAIN)
    found = engine.get_template
    engine.get_template = lambda name: compiled if name == "bench-plain" else found(name)


def _bare(contest: UUID) -> bytes:
    found = gallery_page(ANYBODY, contest, role=Role.STRANGER, is_blind=False, order="newest", limit=CARDS)
    return public_cards(found.items).encode()
