"""Public questions and answers."""

import pytest

from accounts.models import MemberRole, OutgoingMail
from contests.errors import (
    BadCursor,
    EntriesClosed,
    InvalidQuestion,
    NotEligible,
    NotPermitted,
    NotVisible,
    WrongMoment,
)
from contests.models import Question
from contests.selectors.questions import questions_of
from contests.services.questions import MAX_PER_PERSON, MAX_UNANSWERED, answer, ask
from tests.fixtures.worlds import (
    NOON,
    add_member,
    award,
    draft_contest,
    enter,
    make_brand,
    make_creative,
    make_user,
    open_contest,
    owner_of,
    shortlist,
)

pytestmark = pytest.mark.django_db
BODY = "May the mark be in two colours?"


@pytest.fixture
def contest():
    return open_contest()


def test_a_question_is_read_by_all_and_its_asker_known_to_none(contest):
    asker = make_creative("zacharias")
    question = ask(asker, contest.pk, f" {BODY} ", now=NOON)
    for viewer in (None, make_creative(), owner_of(contest.brand), make_user(staff_role="auditor")):
        (card,) = questions_of(viewer, contest.pk).items
        assert (card.id, card.body, card.answer, card.is_own) == (question.pk, BODY, "", False)
        assert "zacharias" not in repr(card).lower()
    assert questions_of(asker, contest.pk).items[0].is_own


def test_the_brand_is_told_and_answers_and_the_asker_is_told(contest):
    asker, manager = make_creative(), add_member(contest.brand, MemberRole.MANAGER)
    question = ask(asker, contest.pk, BODY, now=NOON)
    asked = OutgoingMail.objects.filter(template="question_asked")
    assert {mail.to for mail in asked} == {owner_of(contest.brand), manager}
    assert not any(asker.handle in str(mail.context) for mail in asked)
    answer(manager, question.pk, "Yes, two at the most.", now=NOON)
    assert OutgoingMail.objects.get(template="question_answered").to == asker
    assert questions_of(None, contest.pk).items[0].answer == "Yes, two at the most."


def test_an_answer_stands(contest):
    question = ask(make_creative(), contest.pk, BODY, now=NOON)
    owner = owner_of(contest.brand)
    answer(owner, question.pk, "Yes.", now=NOON)
    with pytest.raises(WrongMoment):
        answer(owner, question.pk, "No.", now=NOON)


def test_the_brands_and_the_platforms_people_ask_nothing(contest):
    for person in (owner_of(contest.brand), make_user(staff_role="admin"), make_user()):
        with pytest.raises(NotEligible):
            ask(person, contest.pk, BODY, now=NOON)


def test_only_deciders_answer(contest):
    question = ask(make_creative(), contest.pk, BODY, now=NOON)
    for person in (
        add_member(contest.brand, MemberRole.JUDGE),
        add_member(contest.brand, MemberRole.FINANCE),
        make_creative(),
        owner_of(make_brand()),
        make_user(staff_role="admin"),
    ):
        with pytest.raises(NotPermitted):
            answer(person, question.pk, "Yes.", now=NOON)


def test_questions_are_asked_while_entries_are_taken(contest):
    with pytest.raises(EntriesClosed):
        ask(make_creative(), contest.pk, BODY, now=contest.closes_at)
    question = ask(make_creative(), contest.pk, BODY, now=NOON)
    entries = [enter(contest) for _ in range(3)]
    shortlist(contest, entries)
    with pytest.raises(EntriesClosed):
        ask(make_creative(), contest.pk, BODY, now=NOON)
    award(contest, entries[0])
    with pytest.raises(WrongMoment):
        answer(owner_of(contest.brand), question.pk, "Yes.", now=NOON)


def test_a_draft_has_no_questions_for_strangers():
    contest = draft_contest()
    for service in (
        lambda: ask(make_creative(), contest.pk, BODY, now=NOON),
        lambda: questions_of(make_creative(), contest.pk),
        lambda: questions_of(None, contest.pk),
    ):
        with pytest.raises(NotVisible):
            service()


@pytest.mark.parametrize("body", ["", "Why?", "x" * 1001, "May it be\0 blue?"])
def test_a_question_has_a_length(contest, body):
    with pytest.raises(InvalidQuestion):
        ask(make_creative(), contest.pk, body, now=NOON)


def test_nobody_floods_a_brief(contest):
    asker, owner = make_creative(), owner_of(contest.brand)
    with pytest.raises(InvalidQuestion, match="asked this already"):
        for _ in range(2):
            ask(asker, contest.pk, BODY, now=NOON)
    asked = [*contest.questions.all()]
    for number in range(MAX_PER_PERSON - 1):
        asked.append(ask(asker, contest.pk, f"{BODY} ({number})", now=NOON))
        if len(asked) == MAX_UNANSWERED:
            with pytest.raises(InvalidQuestion, match="wait for an answer"):
                ask(asker, contest.pk, f"{BODY} (more)", now=NOON)
            for question in asked:
                answer(owner, question.pk, "Yes.", now=NOON)
            asked = []
    for question in asked:
        answer(owner, question.pk, "Yes.", now=NOON)
    with pytest.raises(InvalidQuestion, match="which is the most"):
        ask(asker, contest.pk, f"{BODY} (last)", now=NOON)


def test_questions_come_in_pages(contest):
    for number in range(5):
        Question.objects.create(contest=contest, asker=contest.created_by, body=f"{BODY} {number}", created_at=NOON)
    first = questions_of(None, contest.pk, limit=3)
    rest = questions_of(None, contest.pk, after=first.next, limit=3)
    assert len({card.id for card in (*first.items, *rest.items)}) == 5
    assert rest.next is None


@pytest.mark.parametrize("mark", ["x", "WyJhIiwiYiJd"])
def test_a_made_up_page_mark_is_refused_and_spoils_nothing(contest, mark):
    with pytest.raises(BadCursor):
        questions_of(None, contest.pk, after=mark)
    assert questions_of(None, contest.pk).items == ()
