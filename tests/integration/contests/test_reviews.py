"""Reviews of one another: unseen until both are written or the time is over, by those who took part, and then fixed."""

from datetime import datetime

import pytest
from django.db import Error, IntegrityError, transaction

from accounts.models import Brand, MemberRole, Notice, OutgoingMail, User
from contests.errors import InvalidReview, NotPermitted, NotVisible, WrongMoment
from contests.lifecycle import FINAL
from contests.models import Contest, Nudge, Review
from contests.review_rules import ASPECTS, REMIND_BEFORE, WINDOW, ReviewKind
from contests.selectors.reviews import places_of, reviews_of_brand, reviews_of_contest, reviews_of_maker
from contests.services.after.reviews import reply, show_due_reviews, write_review
from contests.services.finding.nudging import work_off_nudges
from contests.services.handover import accept_handovers, deliver
from contests.services.mails import contest_url
from tests.fixtures.worlds import (
    DAY,
    NOON,
    add_member,
    award,
    enter,
    make_brand,
    make_creative,
    make_user,
    open_contest,
    owner_of,
    pass_time,
    shortlist,
)

pytestmark = pytest.mark.django_db
END = NOON + 40 * DAY
MARKS = dict.fromkeys(ASPECTS, 4)
WORDS = "A clear brief, and answers within the day."


def _settled(winner: User, *others: User, visibility: str = "public", brand: Brand | None = None, now=END) -> Contest:
    """A contest with one prize, won by the first, over since `now`."""
    contest = open_contest(brand, prizes=[50_000], visibility=visibility)
    entries = [enter(contest, one) for one in (winner, *others)]
    while len(entries) < 3:
        entries.append(enter(contest))
    award(shortlist(contest, entries), entries[0])
    won = contest.awards.get()
    won.handover.files.create(
        kind="attachment", original_name="a.zip", media_type="application/zip", size_bytes=1, sha256="0", due_at=NOON
    )
    deliver(winner, contest.pk, won.pk, "", now=now - DAY)
    accept_handovers(owner_of(contest.brand), contest.pk, now=now)
    contest.refresh_from_db()
    return contest


def _words(viewer: User | None, contest: Contest) -> list[str]:
    return [card.words for card in reviews_of_contest(viewer, contest.pk)]


def _asked(contest: Contest, template: str, *, now: datetime) -> set[User]:
    """Who has been told of this by then; a worker looks twice, and everybody has it once."""
    for _ in range(2):
        work_off_nudges(now=now)
    assert not Nudge.objects.exclude(last_error="").exists(), list(Nudge.objects.values_list("last_error", flat=True))
    told = Notice.objects.filter(template=template, context__url=f"{contest_url(contest.pk)}reviews/")
    people = [notice.user for notice in told.select_related("user")]
    assert len(people) == len(set(people))
    return set(people)


def test_those_who_can_write_are_asked_when_the_time_begins_and_those_who_have_not_once_more() -> None:
    winner, second = make_creative(), make_creative()
    contest = _settled(winner, second)
    owner, manager = owner_of(contest.brand), add_member(contest.brand, MemberRole.MANAGER)
    third = contest.shortlist.exclude(entry__author__in=[winner, second]).get().entry.author
    add_member(contest.brand, MemberRole.JUDGE)
    enter(open_contest(contest.brand), make_creative())
    assert _asked(contest, "reviews_open", now=END - DAY) == set()
    assert _asked(contest, "reviews_open", now=END) == {winner, second, third, owner, manager}
    mail = OutgoingMail.objects.get(template="reviews_open", to=owner)
    assert not any(name in str(mail.context) for name in (winner.handle, winner.display_name))
    assert mail.context["date"] == (END + WINDOW).date().isoformat()
    write_review(second, contest.pk, WORDS, MARKS, now=END + DAY)
    write_review(owner, contest.pk, "We liked your line.", {}, now=END + DAY, maker=third.handle)
    soon = END + WINDOW - REMIND_BEFORE
    assert _asked(contest, "reviews_close", now=soon - DAY) == set()
    assert _asked(contest, "reviews_close", now=soon) == {winner, third, owner, manager}
    with pytest.raises(IntegrityError), transaction.atomic():
        Nudge.objects.create(contest=contest, kind="reviews_open", due_at=END)


def test_a_brand_that_wrote_of_its_winner_is_not_asked_for_thanks_again() -> None:
    winner = make_creative()
    contest = _settled(winner)
    write_review(owner_of(contest.brand), contest.pk, "Fast.", {"stars": 5}, now=END, maker=winner.handle)
    asked = _asked(contest, "reviews_open", now=END)
    assert winner in asked and owner_of(contest.brand) not in asked


def test_nobody_is_asked_too_late_nor_where_nobody_was_shortlisted() -> None:
    contest, empty = _settled(make_creative()), open_contest()
    pass_time(empty, "closes_at")
    assert empty.state in FINAL
    assert _asked(empty, "reviews_open", now=empty.closes_at) == set()
    assert not Nudge.objects.filter(contest=empty, kind__startswith="reviews").exists()
    assert _asked(contest, "reviews_open", now=END + WINDOW + DAY) == set()
    assert not Nudge.objects.filter(due_state="waiting", kind__startswith="reviews").exists()


def test_both_sides_are_shown_together_and_then_stand() -> None:
    winner = make_creative("ana")
    contest = _settled(winner)
    owner = owner_of(contest.brand)
    write_review(winner, contest.pk, WORDS, MARKS, now=END)
    assert (_words(winner, contest), _words(owner, contest), _words(None, contest)) == ([WORDS], [], [])
    assert OutgoingMail.objects.get(template="review_waits").to == owner
    write_review(winner, contest.pk, "Better said.", MARKS | {"feedback": 5}, now=END + DAY)
    shown = write_review(owner, contest.pk, "Fast and kind.", {"stars": 5}, now=END + DAY, maker=winner.handle)
    assert shown.shown_at == END + DAY
    assert sorted(_words(None, contest)) == ["Better said.", "Fast and kind."]
    assert OutgoingMail.objects.filter(template="reviews_shown").count() == 2
    (about_brand,) = reviews_of_brand(contest.brand.slug).items
    assert (about_brand.hundredths, about_brand.maker.handle) == (425, winner.handle)
    (about_maker,) = reviews_of_maker(winner.handle).items
    assert (about_maker.kind, about_maker.hundredths, about_maker.brand.id) == ("about_maker", 500, contest.brand_id)
    with pytest.raises(WrongMoment):
        write_review(winner, contest.pk, "No, bad.", dict.fromkeys(ASPECTS, 1), now=END + DAY)


def test_silence_of_one_side_shows_the_other_when_the_time_is_over() -> None:
    winner, second = make_creative(), make_creative()
    contest = _settled(winner, second)
    owner = owner_of(contest.brand)
    write_review(owner, contest.pk, "We liked your line.", {}, now=END, maker=second.handle)
    assert show_due_reviews(END + WINDOW - DAY) == 0
    assert reviews_of_maker(second.handle).items == ()
    assert show_due_reviews(END + WINDOW) == 1
    (card,) = reviews_of_maker(second.handle).items
    assert (card.kind, card.hundredths, card.shown_at) == ("thanks", None, END + WINDOW)
    with pytest.raises(WrongMoment):
        write_review(second, contest.pk, "In kind.", MARKS, now=END + WINDOW)


def test_a_reply_is_given_once_by_whom_it_is_about() -> None:
    winner = make_creative()
    contest = _settled(winner)
    owner = owner_of(contest.brand)
    about_brand = write_review(winner, contest.pk, WORDS, MARKS, now=END)
    with pytest.raises(NotVisible):
        reply(owner, about_brand.pk, "We are sorry.", now=END)
    write_review(owner, contest.pk, "", {"stars": 3}, now=END, maker=winner.handle)
    for stranger in (winner, make_creative(), add_member(contest.brand, MemberRole.JUDGE)):
        with pytest.raises(NotPermitted):
            reply(stranger, about_brand.pk, "We are sorry.", now=END)
    reply(add_member(contest.brand, MemberRole.MANAGER), about_brand.pk, "We are sorry.", now=END)
    assert reviews_of_brand(contest.brand.slug).items[0].reply == "We are sorry."
    with pytest.raises(WrongMoment):
        reply(owner, about_brand.pk, "Not at all.", now=END)


def test_only_those_who_took_part_write() -> None:
    winner, second, entrant = make_creative(), make_creative(), make_creative()
    contest = _settled(winner, second)
    running = open_contest(contest.brand)
    enter(running, winner)
    for stranger in (entrant, make_user(), owner_of(make_brand())):
        with pytest.raises(NotPermitted):
            write_review(stranger, contest.pk, WORDS, MARKS, now=END)
    with pytest.raises(NotPermitted):
        write_review(add_member(contest.brand, MemberRole.FINANCE), contest.pk, WORDS, {"stars": 4}, now=END)
    with pytest.raises(NotPermitted):
        write_review(winner, running.pk, WORDS, MARKS, now=NOON)
    for handle in (entrant.handle, "", "nobody"):
        with pytest.raises(InvalidReview) as refused:
            write_review(owner_of(contest.brand), contest.pk, WORDS, {"stars": 4}, now=END, maker=handle)
        assert refused.value.field == "maker"
    assert [place.kind for place in places_of(winner, contest.pk, now=END)] == [ReviewKind.ABOUT_BRAND]
    kinds = {place.maker.handle: place.kind for place in places_of(owner_of(contest.brand), contest.pk, now=END)}
    assert (kinds[winner.handle], kinds[second.handle]) == ("about_maker", "thanks")
    for stranger in (None, entrant, add_member(contest.brand, MemberRole.JUDGE)):
        assert places_of(stranger, contest.pk, now=END) == ()


def test_before_a_blind_contest_is_over_no_handle_can_be_guessed() -> None:
    author, absent = make_creative("hidden"), make_creative("absent")
    contest = open_contest(visibility="blind")
    shortlist(contest, [enter(contest, author), enter(contest), enter(contest)])
    answers = set()
    for handle in (author.handle, absent.handle):
        with pytest.raises(InvalidReview) as refused:
            write_review(owner_of(contest.brand), contest.pk, WORDS, {"stars": 4}, now=NOON, maker=handle)
        answers.add(str(refused.value))
    assert len(answers) == 1
    assert places_of(owner_of(contest.brand), contest.pk, now=NOON) == ()


@pytest.mark.parametrize(("visibility", "named"), [("public", True), ("blind", False), ("private", False)])
def test_nothing_tells_who_took_part_where_that_is_not_public(visibility: str, named: bool) -> None:
    winner, second = make_creative("ana"), make_creative("zacharias")
    contest = _settled(winner, second, visibility=visibility)
    write_review(second, contest.pk, WORDS, MARKS, now=END)
    write_review(owner_of(contest.brand), contest.pk, "Thank you for it.", {}, now=END, maker=second.handle)
    (about_brand,) = reviews_of_brand(contest.brand.slug).items
    (about_maker,) = reviews_of_maker(second.handle).items
    assert ("zacharias" in repr(about_brand)) == named
    assert (about_maker.brand is not None, about_maker.contest_id is not None) == (named, named)
    assert all(("zacharias" in repr(card)) == named for card in reviews_of_contest(None, contest.pk))
    assert all("zacharias" in repr(card) for card in reviews_of_contest(owner_of(contest.brand), contest.pk))


@pytest.mark.parametrize(
    ("words", "marks", "field"),
    [
        (WORDS, {}, "clear_brief"),
        (WORDS, MARKS | {"in_time": 6}, "in_time"),
        ("x" * 2001, MARKS, "words"),
        ("No\0", MARKS, "words"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(words: str, marks: dict[str, int], field: str) -> None:
    winner = make_creative()
    contest = _settled(winner)
    with pytest.raises(InvalidReview) as refused:
        write_review(winner, contest.pk, words, marks, now=END)
    assert refused.value.field == field


def test_the_database_refuses_what_is_out_of_turn() -> None:
    winner, second, stranger = make_creative(), make_creative(), make_creative()
    contest = _settled(winner, second)
    owner = owner_of(contest.brand)
    row = {"contest": contest, "maker": winner, "writer": winner, "kind": "about_brand", "written_at": END, **MARKS}
    refused = [
        row | {"maker": stranger, "writer": stranger},
        row | {"writer": owner},
        row | {"writer": second},
        row | {"written_at": END + WINDOW + DAY},
        row | {"written_at": END - DAY},
        row | {"shown_at": END},
        row | {"feedback": None},
        row | {"kind": "thanks"},
        {"contest": contest, "maker": second, "writer": owner, "kind": "about_maker", "written_at": END, "stars": 5},
        {"contest": contest, "maker": winner, "writer": winner, "kind": "about_maker", "written_at": END, "stars": 5},
    ]
    for values in refused:
        with pytest.raises(Error), transaction.atomic():
            Review.objects.create(**values)
    review = Review.objects.create(**row)
    changes = [
        {"shown_at": END},  # The other side has not written, and the time is not over.
        {"reply": "So?", "replied_at": END, "replied_by": owner},
        {"maker": second},
        {"writer": owner},
        {"writer": stranger},
    ]
    for change in changes:
        with pytest.raises(Error), transaction.atomic():
            Review.objects.filter(pk=review.pk).update(**change)
    write_review(owner, contest.pk, "", {"stars": 4}, now=END, maker=winner.handle)
    for change in ({"words": "Another"}, {"feedback": 1}, {"shown_at": None}):
        with pytest.raises(Error), transaction.atomic():
            Review.objects.filter(pk=review.pk).update(**change)
    with pytest.raises(Error), transaction.atomic():
        review.delete()
