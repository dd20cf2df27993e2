"""What is hidden is found by no outsider: in no list, search, filter, count, mail or calendar, and by no word of it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import MemberRole, Notice, StaffRole, User
from contests.errors import NotVisible
from contests.models import Brief, Contest, Following, Question
from contests.selectors.browsing import ORDERS, BrowseFilters
from contests.selectors.contests import browse_contests, get_contest
from contests.selectors.entries import entries_of
from contests.selectors.following import followed_by, followers_of_briefs
from contests.selectors.questions import answering_habit
from contests.selectors.roles import may_meet_contest, may_see_contest
from contests.services import questions
from contests.services.briefing.guests import invite_creatives, withdraw_guest
from contests.services.finding import calendars
from contests.services.finding.follows import follow_brand, follow_brief
from contests.services.finding.nudging import work_off_nudges
from contests.services.finding.saved_searches import save_search, work_off_searches
from contests.services.judging import cancel_contest
from contests.services.moderating import hide_entry
from tests.fixtures.contests import submit_examined
from tests.fixtures.kinds import SECRET, bind, draft_of_kind, open_draft, open_of_kind
from tests.fixtures.moderation import make_admin
from tests.fixtures.people import sign_in
from tests.fixtures.worlds import DAY, add_member, make_brand, make_creative, make_user, open_contest, owner_of

pytestmark = pytest.mark.django_db
TITLE = "A zeppelin for Xanadu"


def titled(draft: Contest) -> Contest:
    Brief.objects.filter(contest=draft).update(title=TITLE, summary="Seen from afar")
    return draft


def every_way(contest: Contest) -> Iterator[dict[str, Any]]:
    """Filters that would find this contest."""
    yield from ({}, {"phase": "open"}, {"state": "open"}, {"kind": contest.kind}, {"brand": contest.brand.slug})
    yield from ({"words": "zeppelin"}, {"words": '"afar"'}, {"words": "zeppelin or tea"}, {"words": "-tea"})
    yield from ({"visibility": contest.visibility}, {"language": "en"}, {"currency": "EUR"}, {"uncrowded": True})
    yield from ({"least_prizes": 1}, {"least_floor": 1}, {"least_hourly_pay": 1}, {"closes_within": 300})
    yield {"places_left": 1}


def ways_to_it(person: User | None, contest: Contest, client: Client) -> set[str]:
    """All ways by which this person comes upon it."""
    found = set()
    for order in ORDERS:
        for way in every_way(contest):
            if contest.pk in {
                card.id for card in browse_contests(BrowseFilters(**way), viewer=person, order=order).items
            }:
                found.add("list")
    client.logout()
    if person is not None:
        sign_in(client, person)
    for address in (
        reverse("pages:home"),
        reverse("pages:briefs"),
        reverse("pages:briefs") + "?phase=all&words=zeppelin",
    ):
        if TITLE in client.get(address).content.decode():
            found.add("page")
    for query in ("", "?words=zeppelin&order=best", "?order=pay&least_hourly_pay=1", f"?kind={contest.kind}"):
        if TITLE in client.get(reverse("api:contests") + query).content.decode():
            found.add("api")
    if person is None:
        return found
    if TITLE in client.get(reverse("api:following")).content.decode() or followed_by(person).items:
        found.add("followed")
    calendar = re.sub(r"^https?://[^/]+", "", calendars.renew_calendar(person, now=timezone.now()))
    if str(contest.pk) in client.get(calendar).content.decode():
        found.add("calendar")
    if any(notice.context.get("title") == TITLE or TITLE in str(notice.context) for notice in person.notices.all()):
        found.add("told")
    return found


@pytest.mark.parametrize("kind", ["invited", "nda"])
def test_a_closed_brief_comes_to_no_outsider_by_any_way(kind: str, client: Client) -> None:
    """Everybody here follows its brand from before, has rows that follow the brief itself, and a search that fits."""
    now = timezone.now()
    brand = make_brand()
    open_contest(brand, now=now - DAY)
    people = {
        "inside": make_creative("inside"),
        "gone": make_creative("gone"),
        "maker": make_creative("maker"),
        "plain": make_user("plain"),
        "rival": owner_of(make_brand()),
        "judge": add_member(brand, MemberRole.JUDGE),
        "admin": make_user("admin", staff_role=StaffRole.ADMIN),
    }
    for person in people.values():
        follow_brand(person, brand.slug, now=now)
        save_search(person, "All", BrowseFilters(words="zeppelin"), now=now - DAY)
    draft = titled(draft_of_kind(kind, brand=brand, now=now))
    invited = [people["inside"], people["gone"]] if kind == "invited" else []
    contest = open_with(draft, invited, now)
    if kind == "invited":
        withdraw_guest(owner_of(brand), contest.pk, people["gone"].handle, now=now)
    else:
        bind(people["inside"], contest, now=now)
    meets = {name for name, person in people.items() if may_meet_contest(contest, person)}
    sees = {name for name, person in people.items() if may_see_contest(contest, person)}
    assert sees == {"inside", "judge", "admin"}
    assert meets == sees | ({"gone", "maker"} if kind == "nda" else set())
    Notice.objects.filter(template="contest_invited").delete()
    opened = set(Notice.objects.filter(template="followed_opened", context__title=TITLE).values_list("user", flat=True))
    assert opened == {people[name].pk for name in meets} - {one.pk for one in invited}, (
        "guests have a mail of their own"
    )
    for name, person in people.items():
        if name in meets:
            follow_brief(person, contest.pk, now=now)
        else:
            with pytest.raises(NotVisible):
                follow_brief(person, contest.pk, now=now)
            Following.objects.create(person=person, contest=contest)  # As if an invitation was taken back since.
    assert {one.person_id for one in followers_of_briefs([contest.pk])} == {people[name].pk for name in meets}
    Following.objects.filter(brand=brand).delete()
    asked = questions.ask(people["inside"], contest.pk, "May it be drawn by hand?", now=now)
    questions.answer(owner_of(brand), asked.pk, "It may.", now=now)
    assert told_of("followed_answered") == {people[name].pk for name in sees - {"inside"}}
    assert contest.closes_at is not None
    while work_off_nudges(now=contest.closes_at - 2 * DAY):
        pass
    work_off_searches(now=now + DAY)
    assert told_of("followed_closing") == {people[name].pk for name in meets}
    assert told_of("search_matches") == {people[name].pk for name in meets}
    every = {"list", "page", "api", "followed", "calendar", "told"}
    by_name = dict.fromkeys(meets, every) | {"admin": {"list", "followed", "told"}}  # Pages want their second factor.
    for name, person in people.items():
        assert ways_to_it(person, contest, client) == by_name.get(name, set()), name
    assert ways_to_it(None, contest, client) == set()
    cancel_contest(owner_of(brand), contest.pk, "The shop will not open.", now=now + DAY)
    assert told_of("followed_decided") == {people[name].pk for name in meets}


def open_with(draft: Contest, invited: list[User], now: Any) -> Contest:
    if invited:
        invite_creatives(owner_of(draft.brand), draft.pk, [one.handle for one in invited], now=now)
    return open_draft(draft, now=now)


def told_of(template: str) -> set[int]:
    return set(Notice.objects.filter(template=template).values_list("user", flat=True))


def test_no_word_of_a_confidential_brief_can_be_guessed_at_by_searching() -> None:
    """Neither by what is found, nor by what `-word` leaves out, nor by the order, nor by a saved search."""
    now = timezone.now()
    contest = open_draft(titled(draft_of_kind("nda", now=now)), now=now)
    rival = titled(draft_of_kind("nda", now=now))
    Brief.objects.filter(contest=rival).update(description="Zeppelin, zeppelin, zeppelin and zeppelin.")
    open_draft(rival, now=now)
    inside, outside = make_creative("inside"), make_creative("outside")
    bind(inside, contest)

    def found(person: User, words: str) -> bool:
        cards = browse_contests(BrowseFilters(words=words), viewer=person, order="best").items
        return contest.pk in {card.id for card in cards}

    for words in (SECRET, f'"all about {SECRET}"', f"{SECRET} or nothing", f"zeppelin {SECRET}"):
        assert found(inside, words) and not found(outside, words), words
    for words in (f"zeppelin -{SECRET}", f"-{SECRET}"):
        assert found(outside, words) and not found(inside, words), words
    assert found(outside, "zeppelin") and found(outside, "afar")
    save_search(outside, "Guess", BrowseFilters(words=SECRET), now=now - DAY)
    work_off_searches(now=now + DAY)
    assert not outside.notices.exists()
    ranked = [card.id for card in browse_contests(BrowseFilters(words="zeppelin"), viewer=outside, order="best").items]
    assert ranked == sorted([contest.pk, rival.pk]), "by their cards they are alike, so that the keys decide"


def test_how_a_brand_answers_is_counted_over_what_everybody_sees() -> None:
    guest = make_creative()
    closed = open_of_kind("invited", guest)
    owner = owner_of(closed.brand)
    for _ in range(3):
        asked = questions.ask(guest, closed.pk, f"Which colours are used, {_}?", now=closed.opens_at)
        questions.answer(owner, asked.pk, "Green.", now=closed.opens_at)
    assert answering_habit(closed.brand_id) is None
    shown = open_contest(closed.brand)
    for number in range(4):
        asked = questions.ask(make_creative(), shown.pk, f"Which letters, {number}?", now=shown.opens_at)
        questions.answer(owner, asked.pk, "Small ones.", now=shown.opens_at)
    Question.objects.filter(pk=asked.pk).update(hidden_at=timezone.now())
    habit = answering_habit(closed.brand_id)
    assert habit is not None and (habit.answered, habit.waiting) == (3, 0)


def test_a_hidden_entry_comes_to_no_outsider(client: Client) -> None:
    now = timezone.now()
    contest, author, fan = open_contest(now=now), make_creative("author"), make_creative("fan")
    entry = submit_examined(contest, author, now=now)
    follow_brief(fan, contest.pk, now=now)
    save_search(fan, "All", BrowseFilters(), now=now - DAY)
    assert [card.id for card in entries_of(fan, contest.pk).items] == [entry.pk]
    hide_entry(make_admin(), entry.pk, now=now)
    file = entry.versions.get().files.get()
    for person in (None, fan, owner_of(make_brand())):
        client.logout()
        if person is not None:
            sign_in(client, person)
        assert entries_of(person, contest.pk).items == ()
        assert get_contest(person, contest.pk).card.cover is None
        addresses = [reverse("pages:home"), reverse("pages:briefs"), reverse("pages:contest", args=[contest.pk])]
        addresses += [reverse("api:contests"), reverse("api:contest-entries", args=[contest.pk])]
        for address in addresses:
            page = client.get(address).content.decode()
            assert str(entry.pk) not in page and str(file.ref) not in page and author.handle not in page, address
    work_off_searches(now=now + DAY)
    told = [str(notice.context) for notice in fan.notices.all()]
    assert told and not any(str(entry.pk) in one or entry.code in one or author.handle in one for one in told)
