"""Polls by link: blind, one vote to a voter, changed until they close, dead afterwards; results are the brand's."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import MemberRole
from contests.errors import InvalidPoll, InvalidVote, NotPermitted, NotVisible, PollClosed
from contests.gallery_rules import POLL_OPTIONS
from contests.models import Ballot, BallotMark, Contest, Entry, Poll, PollOption
from contests.selectors.polls import get_poll, poll_picture, poll_sheet
from contests.services.entries import withdraw_entry
from contests.services.gallery.polling import OpenedPoll, PollDraft, close_poll, open_poll, renew_link
from contests.services.gallery.voting import cast_vote
from tests.fixtures.contests import submit_examined, upload
from tests.fixtures.people import hire, sign_in
from tests.fixtures.worlds import add_member, make_creative, open_contest, owner_of

pytestmark = pytest.mark.django_db
CANARY = "zarkovia"


def a_world(count: int = 3, visibility: str = "blind") -> tuple[Contest, list[Entry]]:
    now = timezone.now()
    contest = open_contest(visibility=visibility, now=now)
    makers = [make_creative(CANARY) for _ in range(count)]
    files = [upload(f"{CANARY}.png") for _ in makers]
    entries = [
        submit_examined(contest, maker, now=now, title=f"By {CANARY}", files=[file])
        for maker, file in zip(makers, files, strict=True)
    ]
    return contest, entries


def ask(contest: Contest, entries: list[Entry], kind: str = "pick") -> OpenedPoll:
    now = timezone.now()
    draft = PollDraft(
        question="Which one?", entries=[entry.pk for entry in entries], closes_at=now + timedelta(days=2), kind=kind
    )
    return open_poll(owner_of(contest.brand), contest.pk, draft, now=now)


def test_from_the_question_to_the_result() -> None:
    contest, entries = a_world()
    asked, now = ask(contest, entries), timezone.now()
    sheet = poll_sheet(asked.token, "ann", now=now)
    assert {choice.code for choice in sheet.choices} == {entry.code for entry in entries}
    first, second = sheet.choices[0].ref, sheet.choices[1].ref
    cast_vote(asked.token, "ann", {first: None}, now=now)
    cast_vote(asked.token, "ann", {second: None}, now=now)
    cast_vote(asked.token, "ben", {second: None}, now=now)
    assert [choice.is_marked for choice in poll_sheet(asked.token, "ann", now=now).choices] == [False, True, False]
    card = get_poll(owner_of(contest.brand), asked.poll.pk, now=now)
    assert (card.voters, card.results[0].marks, card.results[0].code) == (2, 2, sheet.choices[1].code)
    assert {tuple(one.ref for one in poll_sheet(asked.token, str(n), now=now).choices) for n in range(30)} != {
        tuple(one.ref for one in sheet.choices)
    }
    for stranger in (make_creative(), entries[0].author, owner_of(open_contest().brand), None):
        with pytest.raises(NotVisible):
            get_poll(stranger, asked.poll.pk, now=now)


def test_stars_are_averaged_and_nonsense_is_refused() -> None:
    contest, entries = a_world()
    asked, now = ask(contest, entries, "rate"), timezone.now()
    refs = [choice.ref for choice in poll_sheet(asked.token, "ann", now=now).choices]
    for marks in ({}, {refs[0]: None}, {refs[0]: 6}, {entries[0].pk: 3}):
        with pytest.raises(InvalidVote):
            cast_vote(asked.token, "ann", marks, now=now)
    cast_vote(asked.token, "ann", {refs[0]: 5, refs[1]: 2}, now=now)
    cast_vote(asked.token, "ben", {refs[0]: 4}, now=now)
    best = get_poll(owner_of(contest.brand), asked.poll.pk, now=now).results[0]
    assert (best.marks, best.stars) == (2, 9)


def test_it_dies_with_its_link_and_shows_only_what_is_still_entered() -> None:
    contest, entries = a_world()
    asked, now, owner = ask(contest, entries), timezone.now(), owner_of(contest.brand)
    ref = PollOption.objects.get(entry=entries[0]).ref
    assert poll_picture(asked.token, ref, 320, now=now).media_type == "image/webp"
    withdraw_entry(entries[0].author, entries[0].pk, now=now)
    with pytest.raises(NotVisible):
        poll_picture(asked.token, ref, 320, now=now)
    assert len(poll_sheet(asked.token, "ann", now=now).choices) == 2
    renewed = renew_link(owner, asked.poll.pk, now=now)
    with pytest.raises(NotVisible):
        poll_sheet(asked.token, "ann", now=now)
    ref = PollOption.objects.get(entry=entries[1]).ref
    late = asked.poll.closes_at
    for moment in (now, late):
        if moment == now:
            close_poll(owner, asked.poll.pk, now=now)
        with pytest.raises(NotVisible):
            poll_picture(renewed.token, ref, 320, now=moment)
        with pytest.raises(PollClosed):
            cast_vote(renewed.token, "ann", {ref: None}, now=moment)
        assert poll_sheet(renewed.token, "ann", now=moment).choices == ()


def test_what_the_platform_hides_is_in_no_poll_any_more() -> None:
    contest, entries = a_world()
    asked, now = ask(contest, entries), timezone.now()
    option = PollOption.objects.get(entry=entries[0])
    Entry.objects.filter(pk=entries[0].pk).update(hidden_at=now)
    assert entries[0].code not in {choice.code for choice in poll_sheet(asked.token, "ann", now=now).choices}
    with pytest.raises(NotVisible):
        poll_picture(asked.token, option.ref, 320, now=now)
    with pytest.raises(InvalidVote):
        cast_vote(asked.token, "ann", {option.ref: None}, now=now)


def test_by_time_alone_it_closes_as_well() -> None:
    contest, entries = a_world()
    asked = ask(contest, entries)
    ref = PollOption.objects.get(entry=entries[0]).ref
    with pytest.raises(PollClosed):
        cast_vote(asked.token, "ann", {ref: None}, now=asked.poll.closes_at)
    with pytest.raises(PollClosed):
        close_poll(owner_of(contest.brand), asked.poll.pk, now=asked.poll.closes_at)


def test_who_may_ask_and_what() -> None:
    contest, entries = a_world(2)
    now = timezone.now()
    good = {"question": "Which one?", "entries": [one.pk for one in entries], "closes_at": now + timedelta(days=2)}
    with pytest.raises(NotPermitted):
        open_poll(add_member(contest.brand, MemberRole.JUDGE), contest.pk, PollDraft(**good), now=now)
    for stranger in (entries[0].author, hire()):
        with pytest.raises(NotVisible):
            open_poll(stranger, contest.pk, PollDraft(**good), now=now)
    _other, foreign = a_world(1, "public")
    wrong = (
        ("question", " "),
        ("kind", "shout"),
        ("entries", [entries[0].pk]),
        ("entries", [entries[0].pk, foreign[0].pk]),
        ("closes_at", now),
        ("closes_at", now + timedelta(days=31)),
    )
    for name, value in wrong:
        with pytest.raises(InvalidPoll) as refusal:
            open_poll(owner_of(contest.brand), contest.pk, PollDraft(**(good | {name: value})), now=now)
        assert refusal.value.problems[0].field == name
    assert not Poll.objects.exists()


def test_the_database_refuses_what_the_rules_refuse() -> None:
    contest, entries = a_world()
    asked, now = ask(contest, entries), timezone.now()
    options = list(PollOption.objects.all())
    ballot = cast_vote(asked.token, "ann", {options[0].ref: None}, now=now)
    _other, foreign = a_world(2, "public")
    elsewhere = PollOption.objects.filter(poll=ask(_other, foreign).poll).first()
    makes = (
        lambda: BallotMark.objects.create(ballot=ballot, option=options[1]),
        lambda: BallotMark.objects.create(ballot=ballot, option=options[1], stars=3),
        lambda: BallotMark.objects.create(ballot=ballot, option=elsewhere),
        lambda: Ballot.objects.create(poll=asked.poll, voter_digest=ballot.voter_digest, cast_at=now),
        lambda: Ballot.objects.create(poll=asked.poll, voter_digest="x", cast_at=asked.poll.closes_at),
        lambda: PollOption.objects.create(poll=asked.poll, entry=foreign[0], file=elsewhere.file),
        lambda: Poll.objects.filter(pk=asked.poll.pk).update(question="Something else?"),
    )
    for make in makes:
        with pytest.raises(IntegrityError), transaction.atomic():
            make()
    close_poll(owner_of(contest.brand), asked.poll.pk, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        BallotMark.objects.filter(ballot=ballot).delete()
    assert POLL_OPTIONS == (2, 8)


def test_the_page_votes_once_and_names_nobody() -> None:
    contest, entries = a_world()
    asked = ask(contest, entries)
    address = reverse("pages:poll_sheet", args=[asked.token])
    voter = Client()
    page = voter.get(address)
    assert page["Referrer-Policy"] == "same-origin" and "no-store" in page["Cache-Control"]
    text = page.content.decode().lower()
    assert CANARY not in text and all(str(entry.pk) not in text for entry in entries)
    refs = [str(one.ref) for one in poll_sheet(asked.token, "ann", now=timezone.now()).choices]
    assert voter.post(address, {}).status_code == 422
    for ref in refs[:2]:
        assert voter.post(address, {"pick": ref}).status_code == 302
    assert f'value="{refs[1]}" checked' in voter.get(address).content.decode()
    Client().post(address, {"pick": refs[0]})
    assert Ballot.objects.count() == 2
    picture = voter.get(reverse("pages:poll_picture", args=[asked.token, refs[0], 320]))
    assert picture.status_code == 200 and "no-store" in picture["Cache-Control"]
    assert voter.get(reverse("pages:poll_sheet", args=["guessed"])).status_code == 404


def test_its_link_is_shown_once() -> None:
    contest, entries = a_world()
    client = sign_in(Client(), owner_of(contest.brand))
    address = reverse("pages:polls", args=[contest.pk])
    picked = [str(entry.pk) for entry in entries]
    closes = timezone.localtime(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    sent = {"question": "Which one?", "kind": "rate", "closes_at": closes, "entry": picked}
    refused = client.post(address, sent | {"entry": picked[:1]})
    assert refused.status_code == 422 and "Which one?" in refused.content.decode()
    made = client.post(address, sent).content.decode()
    poll = Poll.objects.get()
    token = made.split("/polls/with/")[1].split("/")[0]
    assert poll_sheet(token, "ann", now=timezone.now()).kind == "rate"
    assert token not in client.get(reverse("pages:poll", args=[poll.pk])).content.decode()
    client.post(reverse("pages:poll_close", args=[poll.pk]))
    poll.refresh_from_db()
    assert poll.closed_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_voter_who_presses_twice_at_once_has_one_vote() -> None:
    contest, entries = a_world()
    asked, now = ask(contest, entries), timezone.now()
    refs = [choice.ref for choice in poll_sheet(asked.token, "ann", now=now).choices]
    start = Barrier(4)
    failed: list[Exception] = []

    def vote(number: int) -> None:
        start.wait()
        try:
            cast_vote(asked.token, "ann", {refs[number % 3]: None}, now=now)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=vote, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (failed, Ballot.objects.count(), BallotMark.objects.count()) == ([], 1, 1)
