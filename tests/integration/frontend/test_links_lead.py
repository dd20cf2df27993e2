"""No page offers its reader a way that is closed to them: what a page links to, on this site, opens."""

import re
from html import unescape

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.fixtures.worlds import award, draft_contest, enter, open_contest, shortlist
from tests.integration.frontend.brand_world import EVERYBODY, PLATFORM, TEAM, make_world

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<a\b[^>]*?\bhref="(/[^"#]*)')


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_what_a_page_links_to_opens_for_its_reader(who: str) -> None:
    world = make_world()
    draft_contest(world.brand)
    running, decided = open_contest(world.brand), open_contest(world.brand)
    entry = enter(decided)
    award(shortlist(decided, [entry]), entry)
    starts = [reverse("pages:home"), reverse("pages:briefs"), reverse("pages:contest", args=[running.pk])]
    if who in TEAM | PLATFORM:
        starts.append(reverse("pages:brand", args=[world.brand.pk]))
    client = world.client(who)
    found = set(starts)
    for start in starts:
        page = client.get(start)
        assert page.status_code == 200, start
        found |= {unescape(link) for link in LINK.findall(page.content.decode())}
    assert len(found) > 12
    closed = {}
    for link in sorted(found):
        cache.clear()
        if (status := client.get(link).status_code) >= 400:
            closed[link] = status
    assert closed == {}
