"""Whoever follows hears of it once and of nothing else; one click stops it; calendars tell deadlines, no secrets."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import MemberRole, Notice, OutgoingMail, User
from accounts.services.mail_sending import send_due
from accounts.services.notices.choosing import set_arrivals
from accounts.topics import Arrival, Topic
from contests.errors import InvalidSearch, NotVisible
from contests.models import Contest, Following, Nudge, SavedSearch
from contests.selectors.browsing import BrowseFilters
from contests.selectors.following import followed_by, follows, searches_of
from contests.selectors.questions import answering_habit
from contests.services import questions
from contests.services.extending import extend_contest
from contests.services.finding import calendars, saved_searches
from contests.services.finding.follows import follow_brand, follow_brief, unfollow, unfollow_brand
from contests.services.finding.nudging import work_off_nudges
from contests.services.finding.saved_searches import remove_search, save_search, work_off_searches
from contests.services.judging import cancel_contest
from tests.fixtures.disputes import fair_2
from tests.fixtures.people import sign_in
from tests.fixtures.worlds import (
    DAY,
    NOON,
    add_member,
    draft_contest,
    enter,
    make_brand,
    make_creative,
    make_user,
    open_contest,
    owner_of,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def told(person: User) -> list[str]:
    """The templates of what they were told, in its order; by mail it comes as they chose."""
    return list(Notice.objects.filter(user=person).order_by("pk").values_list("template", flat=True))


def test_a_follower_hears_of_an_answer_of_the_closing_and_of_the_end_each_once() -> None:
    contest, fan, asker = open_contest(), make_user("fan"), make_creative()
    follow_brief(fan, contest.pk, now=NOON)
    follow_brief(fan, contest.pk, now=NOON)
    follow_brief(asker, contest.pk, now=NOON)
    asked = questions.ask(asker, contest.pk, "May it be drawn by hand?", now=NOON)
    questions.answer(owner_of(contest.brand), asked.pk, "It may.", now=NOON + HOUR)
    assert told(fan) == ["followed_answered"]
    assert told(asker) == ["question_answered"], "whoever asked is told once, in words of their own"
    assert contest.closes_at is not None
    work_off_nudges(now=contest.closes_at - 48 * HOUR - HOUR)
    assert told(fan) == ["followed_answered"]
    for _ in range(2):
        work_off_nudges(now=contest.closes_at - 48 * HOUR)
    enter(contest, asker)
    cancel_contest(owner_of(contest.brand), contest.pk, "The shop will not open.", now=NOON + DAY)
    assert told(fan) == ["followed_answered", "followed_closing", "followed_decided"]
    assert "followed_decided" not in told(asker), "whoever entered is told what it means for them"


def test_a_brief_with_more_time_is_told_of_when_it_really_closes() -> None:
    contest, fan = open_contest(policy=fair_2()), make_user("fan")
    follow_brief(fan, contest.pk, now=NOON)
    was = contest.closes_at
    assert was is not None
    extend_contest(owner_of(contest.brand), contest.pk, 3, "The tasting was moved.", now=NOON)
    work_off_nudges(now=was - 48 * HOUR)
    assert "followed_closing" not in told(fan)
    work_off_nudges(now=was + 3 * DAY - 48 * HOUR)
    assert told(fan).count("followed_closing") == 1


def test_a_brand_s_followers_hear_of_its_next_brief_and_of_no_draft() -> None:
    brand, fan, former = make_brand(), make_user("fan"), make_user("former")
    with pytest.raises(NotVisible):
        follow_brand(fan, brand.slug, now=NOON)  # Nobody has seen anything of it.
    first = open_contest(brand)
    for one in (fan, former):
        follow_brand(one, brand.slug, now=NOON)
    unfollow_brand(former, brand.slug)
    hidden = draft_contest(brand)
    with pytest.raises(NotVisible):
        follow_brief(fan, hidden.pk, now=NOON)
    assert told(fan) == []
    open_contest(brand)
    assert (told(fan), told(former)) == (["followed_opened"], [])
    assert follows(fan.pk, first.pk, brand.pk).brand and not follows(former.pk, first.pk, brand.pk).brand


def test_only_one_s_own_can_be_stopped_and_the_database_keeps_one_of_each() -> None:
    contest, fan = open_contest(), make_user("fan")
    row = follow_brief(fan, contest.pk, now=NOON)
    with pytest.raises(NotVisible):
        unfollow(make_user(), row.ref)
    for wrong in ({"contest": contest}, {}, {"contest": contest, "brand": contest.brand}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Following.objects.create(person=fan, **wrong)
    assert [one.contest.id for one in followed_by(fan).items if one.contest] == [contest.pk]
    unfollow(fan, row.ref)
    assert followed_by(fan).items == ()


def test_a_mail_s_link_stops_this_one_and_its_button_the_topic(client: Client, mailoutbox: list[object]) -> None:
    contest, fan = open_contest(now=timezone.now()), make_user("fan")
    set_arrivals(fan.pk, {Topic.FOLLOWED: Arrival.AT_ONCE}, now=timezone.now())
    follow_brand(fan, contest.brand.slug, now=timezone.now())
    open_contest(contest.brand, now=timezone.now())
    assert "stop/" not in str(OutgoingMail.objects.get(to=fan).context), "no row holds the link"
    send_due(now=timezone.now() + HOUR)
    (mail,) = [one for one in mailoutbox if one.to == [fan.email]]  # type: ignore[attr-defined]
    button = mail.extra_headers["List-Unsubscribe"].strip("<>")
    assert "/unsubscribe/" in button and button in mail.body
    assert mail.message().get_all("List-Unsubscribe") == [f"<{button}>"]
    assert mail.message().get_all("List-Unsubscribe-Post") == ["List-Unsubscribe=One-Click"]
    (link,) = re.findall(r"https?://\S+/stop/\S+", mail.body)
    path = re.sub(r"^https?://[^/]+", "", link)
    assert client.get(path).status_code == 200 and Following.objects.exists(), "a link that is followed stops nothing"
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path).status_code == 200
    assert not Following.objects.exists()
    assert client.get(path).status_code == 200
    assert client.post(path.replace("follows", "search")).status_code == 404


def test_a_question_that_waits_is_brought_back_to_the_deciders_after_a_day_and_after_three() -> None:
    contest = open_contest()
    manager, judge = add_member(contest.brand, MemberRole.MANAGER), add_member(contest.brand, MemberRole.JUDGE)
    slow, quick = (questions.ask(make_creative(), contest.pk, f"What is colour {n}?", now=NOON) for n in range(2))
    questions.answer(manager, quick.pk, "Green.", now=NOON + HOUR)
    for moment, times in [(NOON + 23 * HOUR, 0), (NOON + 24 * HOUR, 1), (NOON + 71 * HOUR, 1), (NOON + 72 * HOUR, 2)]:
        while work_off_nudges(now=moment):
            pass
        assert told(manager).count("question_waits") == told(owner_of(contest.brand)).count("question_waits") == times
    assert "question_waits" not in told(judge)
    questions.answer(manager, slow.pk, "Blue.", now=NOON + 80 * HOUR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Nudge.objects.create(contest=contest, question=slow, kind="question_waits", due_at=NOON)


def test_the_middle_of_a_brand_s_answers_is_told_once_there_are_a_few() -> None:
    contest = open_contest()
    owner = owner_of(contest.brand)
    for hours in (1, 2, 30):
        assert answering_habit(contest.brand_id) is None
        asked = questions.ask(make_creative(), contest.pk, "Which colours are used?", now=NOON)
        questions.answer(owner, asked.pk, "Green.", now=NOON + hours * HOUR)
    questions.ask(make_creative(), contest.pk, "Which letters are used?", now=NOON)
    habit = answering_habit(contest.brand_id)
    assert habit is not None and (habit.median, habit.answered, habit.waiting) == (2 * HOUR, 3, 1)


def test_a_saved_search_is_mailed_once_a_day_and_only_of_what_has_opened_and_matches() -> None:
    person, brand = make_user("seeker"), make_brand()
    open_contest(brand, category="logo", now=NOON - DAY)
    search = save_search(person, " Logos ", BrowseFilters(category="logo", phase="open"), now=NOON)
    work_off_searches(now=NOON + DAY)
    assert told(person) == [], "what was open before is known, and an empty day is silent"
    open_contest(brand, category="logo", now=NOON + DAY + HOUR)
    open_contest(brand, category="poster", now=NOON + DAY + HOUR)
    draft_contest(brand, category="logo")
    assert work_off_searches(now=NOON + DAY + 2 * HOUR) == 0, "not before the next day"
    for _ in range(2):
        work_off_searches(now=NOON + 2 * DAY)
    mail = Notice.objects.get(user=person)
    assert mail.awaits_digest, "it comes with the morning's mail, unless its reader wants it at once"
    assert (mail.template, mail.context["count"], mail.context["search"]) == ("search_matches", 1, "Logos")
    assert "category=logo" in mail.context["url"]
    work_off_searches(now=NOON + 3 * DAY)
    assert Notice.objects.filter(user=person).count() == 1
    with pytest.raises(NotVisible):
        remove_search(make_user(), search.ref)
    remove_search(person, search.ref)
    assert searches_of(person) == []


def test_searches_have_names_of_their_own_and_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    person = make_user()
    save_search(person, "Logos", BrowseFilters(), now=NOON)
    monkeypatch.setattr(saved_searches, "MOST_SEARCHES", 2)
    for name in ("", "  ", "x" * 81, "Logos", "\0Logos"):
        with pytest.raises(InvalidSearch):
            save_search(person, name, BrowseFilters(), now=NOON)
    save_search(person, "Posters", BrowseFilters(words="poster"), now=NOON)
    with pytest.raises(InvalidSearch, match="most"):
        save_search(person, "More", BrowseFilters(), now=NOON)
    assert SavedSearch.objects.filter(person=person).count() == 2


def unfolded(content: bytes) -> list[str]:
    """The lines of a calendar, held to the standard on the way: CRLF, at most 75 octets, no sign split."""
    assert content.endswith(b"\r\n") and b"\n" not in content.replace(b"\r\n", b"")
    lines: list[str] = []
    for raw in content[:-2].split(b"\r\n"):
        assert 0 < len(raw) <= 75
        text = raw.decode()
        if text.startswith(" "):
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return lines


def events(client: Client, address: str) -> list[dict[str, str]]:
    """The events of a calendar; each has what the standard wants, and its moments in UTC."""
    response = client.get(re.sub(r"^https?://[^/]+", "", address))
    assert response.status_code == 200 and response["Content-Type"] == "text/calendar; charset=utf-8"
    lines = unfolded(response.content)
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"] and lines[-1] == "END:VCALENDAR"
    found: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and name not in ("END",):
            found[-1][name] = value
    for event in found:
        assert {"UID", "DTSTAMP", "DTSTART", "SEQUENCE", "SUMMARY"} <= set(event)
        assert all(re.fullmatch(r"\d{8}T\d{6}Z", event[name]) for name in ("DTSTAMP", "DTSTART", "LAST-MODIFIED"))
    assert len({event["UID"] for event in found}) == len(found)
    return found


def kinds(found: list[dict[str, str]], contest: Contest) -> set[str]:
    uids = (event["UID"].partition("@")[0] for event in found)
    return {uid.removeprefix(f"{contest.pk}-") for uid in uids if uid.startswith(str(contest.pk))}


def test_a_calendar_holds_the_deadlines_of_those_who_follow_who_entered_and_who_decide(client: Client) -> None:
    contest, other = open_contest(policy=fair_2()), open_contest()
    fan, maker = make_user("fan"), make_creative()
    follow_brief(fan, contest.pk, now=NOON)
    enter(contest, maker)
    addresses = {one: calendars.renew_calendar(one, now=NOON) for one in (fan, maker, owner_of(contest.brand))}
    seen = {one: events(client, address) for one, address in addresses.items()}
    assert kinds(seen[fan], contest) == {"closes"}
    assert kinds(seen[maker], contest) == {"closes", "decision"}
    assert kinds(seen[owner_of(contest.brand)], contest) == {"closes", "shortlist", "final", "decision"}
    assert not any(kinds(found, other) for found in seen.values())
    assert contest.closes_at is not None
    (closing,) = seen[fan]
    assert closing["DTSTART"] == contest.closes_at.strftime("%Y%m%dT%H%M%SZ") and closing["SEQUENCE"] == "0"
    extend_contest(owner_of(contest.brand), contest.pk, 2, "The tasting was moved.", now=NOON)
    (moved,) = events(client, addresses[fan])
    assert moved["UID"] == closing["UID"] and moved["DTSTART"] > closing["DTSTART"] and moved["SEQUENCE"] == "1"


def test_a_renewed_or_made_up_address_shows_nothing(client: Client) -> None:
    person = make_user()
    old = calendars.renew_calendar(person, now=NOON)
    assert calendars.calendar_of(person) == old
    new = calendars.renew_calendar(person, now=NOON)
    path = [re.sub(r"^https?://[^/]+", "", one) for one in (old, new)]
    assert [client.get(one).status_code for one in path] == [404, 200]
    assert client.get(f"/calendar/{uuid4().hex}.2:{path[1].partition(':')[2]}").status_code == 404


def test_the_pages_work_without_a_script(client: Client) -> None:
    contest, person = open_contest(now=timezone.now()), make_creative()
    sign_in(client, person)
    brief = reverse("pages:contest", args=[contest.pk])
    assert "Follow this brief" in client.get(brief).content.decode()
    client.post(reverse("pages:follow_brief", args=[contest.pk]))
    client.post(reverse("pages:follow_brand", args=[contest.brand.slug]), {"brief": str(contest.pk)})
    assert "You follow this brief: stop" in client.get(brief).content.decode()
    narrowed = client.get(reverse("pages:briefs"), {"category": "logo", "least_floor": "10.50"}).content.decode()
    assert "Save, and mail me what is new" in narrowed and 'value="10.50"' in narrowed
    refused = client.post(reverse("pages:search_save"), {"name": "", "category": "logo"})
    assert refused.status_code == 422 and 'name="category" value="logo"' in refused.content.decode()
    client.post(reverse("pages:search_save"), {"name": "Logos", "category": "logo", "least_floor": "10.50"})
    assert SavedSearch.objects.get().filters == {"phase": "open", "category": "logo", "least_floor": 1050}
    client.post(reverse("pages:calendar_renew"))
    page = client.get(reverse("pages:following")).content.decode()
    assert all(words in page for words in ("A mark for a tea house", "Logos", ".ics"))
    client.post(reverse("pages:follow_brief", args=[contest.pk]), {"stop": "1"})
    assert not Following.objects.filter(contest=contest).exists()
