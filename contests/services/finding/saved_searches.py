"""Saved searches: kept by their person, looked through once a day, mailed when briefs have opened that match.

A search finds what the list would show its person, and so nothing that is hidden from them. A day without matches
brings no mail.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.mail import MailRequest, ask_for_mails
from accounts.services.stop_links import STOPS
from contests.errors import InvalidSearch, NotVisible, Problem
from contests.models import SavedSearch
from contests.selectors.browsing import BrowseFilters
from contests.selectors.following import briefs_opened
from duerows.claims import work_off
from duerows.models import DueState

MOST_SEARCHES = 20
LONGEST_NAME = 80
EVERY = timedelta(days=1)
TITLES_TOLD = 5
BATCH = 100
SEARCH = "search"


@transaction.atomic
def save_search(person: User, name: str, filters: BrowseFilters, *, now: datetime) -> SavedSearch:
    """Keep these filters under a name of the person's own; new matches are mailed from tomorrow on. Raises
    InvalidSearch."""
    User.objects.select_for_update().get(pk=person.pk)
    own = SavedSearch.objects.filter(person=person)
    named = " ".join(name.replace("\0", "").split())
    if not named or len(named) > LONGEST_NAME:
        sentence = _("Give the search a name of one to %(most)d characters.")
        raise InvalidSearch([Problem("name", sentence % {"most": LONGEST_NAME})])
    if own.filter(name=named).exists():
        raise InvalidSearch([Problem("name", _("You have a search of this name. Choose another, or remove that one."))])
    if own.count() >= MOST_SEARCHES:
        sentence = _("You have %(most)d saved searches, which is the most. Remove one first.")
        raise InvalidSearch([Problem("name", sentence % {"most": MOST_SEARCHES})])
    return SavedSearch.objects.create(
        person=person, name=named, filters=kept(filters), told_until=now, created_at=now, due_at=now + EVERY
    )


def remove_search(person: User, ref: UUID) -> None:
    """Forget it. Raises NotVisible for what is not the person's own."""
    if not SavedSearch.objects.filter(person=person, ref=ref).delete()[0]:
        raise NotVisible


def kept(filters: BrowseFilters) -> dict[str, Any]:
    """The filters as they are stored: what is empty is left out."""
    return {name: value for name, value in asdict(filters).items() if value not in ("", None, False)}


def read_filters(stored: Mapping[str, Any]) -> BrowseFilters:
    """The other way; what a later version does not know any more is passed over."""
    known = {field.name for field in fields(BrowseFilters)}
    return BrowseFilters(**{name: value for name, value in stored.items() if name in known})


def search_query(stored: Mapping[str, Any]) -> str:
    """The same filters as the page of briefs takes them: amounts there are in whole units, as people write them."""
    amounts = {name: f"{stored[name] / 100:.2f}" for name in ("least_floor", "least_hourly_pay") if name in stored}
    return urlencode({"phase": "all", **stored, **amounts})


def work_off_searches(*, now: datetime, limit: int = BATCH) -> int:
    """Look through the searches that are due. Returns how many there were."""
    return work_off(SavedSearch, _look_through, now=now, limit=limit)


def _look_through(keys: Sequence[int], now: datetime) -> None:
    asked = []
    searches = SavedSearch.objects.filter(pk__in=keys, person__is_active=True).select_related("person")
    for search in searches.order_by("pk"):
        filters = read_filters(search.filters)
        count, titles = briefs_opened(search.person, filters, after=search.told_until, until=now, most=TITLES_TOLD)
        if count:
            asked.append(_mail(search, count, titles, now))
    SavedSearch.objects.filter(pk__in=keys).update(
        due_state=DueState.WAITING, due_at=now + EVERY, finished_at=None, attempts=0, told_until=now
    )
    ask_for_mails(asked, now=now)


def _mail(search: SavedSearch, count: int, titles: Sequence[str], now: datetime) -> MailRequest:
    return MailRequest(
        user_id=search.person_id,
        template="search_matches",
        dedupe_key=f"search_matches:{search.pk}:{now.isoformat()}",
        context={
            "search": search.name,
            "count": count,
            "titles": [" ".join(title.split()) for title in titles],
            "more": count - len(titles),
            "url": f"{settings.SITE_URL}/briefs/?{search_query(search.filters)}",
            STOPS: f"{SEARCH}.{search.ref.hex}",
        },
    )
