"""What was written around a reported message: shown to whoever may decide, as long as they may, and written down."""

from typing import Any

import pytest

from accounts.models import AuditEvent, MemberRole, StaffRole
from contests.comment_rules import CommentDraft
from contests.errors import NotVisible
from contests.models import Message
from contests.selectors.messages import conversations_of, get_message, messages_of
from contests.services.commenting.writing import write_comment
from contests.services.messaging.writing import send_message
from moderation.errors import CaseClosed
from moderation.models import Case
from moderation.rules import READ_AROUND, Target
from moderation.selectors.cases import case_page
from moderation.services.appealing import appeal, decide_appeal
from moderation.services.reading import read_around
from moderation.services.reporting import report
from tests.fixtures.moderation import NOTICE, decided, make_admin, report_entry
from tests.fixtures.people import hire
from tests.fixtures.worlds import NOON, enter, make_brand, make_creative, open_contest, owner_of

pytestmark = pytest.mark.django_db
SAID = 20


@pytest.fixture
def entry():
    """With a conversation of which the odd messages are the brand's and the even ones the maker's."""
    made = enter(open_contest(make_brand(), visibility="blind"), make_creative())
    people = (made.author, owner_of(made.contest.brand))
    for number in range(1, SAID + 1):
        send_message(people[number % 2], made.pk, f"Point {number}.", now=NOON)
    return made


def reported(entry: Any, number: int) -> Case:
    """A message of the maker's, by the brand."""
    row = Message.objects.get(conversation=entry.pk, number=number)
    return report(owner_of(entry.contest.brand), Target.MESSAGE, str(row.pk), NOTICE, now=NOON).case


def numbers(admin: Any, case: Case) -> list[int]:
    return [one.number for one in read_around(admin, case.ref)]


def readings() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(act="messages.read").order_by("pk"))


def test_whoever_decides_reads_a_few_on_either_side_and_nothing_further(entry):
    admin, owner = make_admin(), owner_of(entry.contest.brand)
    found = read_around(admin, reported(entry, 10).ref)
    assert [one.number for one in found] == list(range(10 - READ_AROUND, 10 + READ_AROUND + 1))
    assert [one.body for one in found if one.is_asked] == ["Point 10."]
    assert {(one.side, one.author.handle) for one in found} == {
        ("brand", owner.handle),
        ("maker", entry.author.handle),
    }
    assert numbers(admin, reported(entry, 2)) == list(range(1, 2 + READ_AROUND + 1))
    assert numbers(admin, reported(entry, SAID)) == list(range(SAID - READ_AROUND, SAID + 1))
    for look in (lambda: messages_of(admin, entry.pk), lambda: get_message(admin, Message.objects.get(number=10).pk)):
        with pytest.raises(NotVisible):
            look()
    assert not conversations_of(admin).items


def test_of_another_conversation_nothing_is_read_even_between_the_same_two(entry):
    other = enter(entry.contest, entry.author)
    send_message(other.author, other.pk, "About the other one.", now=NOON)
    assert all("other" not in one.body for one in read_around(make_admin(), reported(entry, 2).ref))


def test_each_reading_is_an_act_with_numbers_and_no_words(entry):
    admin, case = make_admin(), reported(entry, 10)
    assert case_page(admin, case.ref, now=NOON).may_read_around and readings() == []
    for _ in range(2):
        read_around(admin, case.ref)
    assert [(act.actor, act.subject, act.contest_id) for act in readings()] == [
        (admin, f"case:{case.ref}", entry.contest_id)
    ] * 2
    act = readings()[0]
    assert (act.before, act.after) == ({}, {"first": 5, "last": 15})


def test_who_may_not_decide_reads_nothing_and_leaves_no_act(entry):
    case = reported(entry, 10)
    inside = make_admin()
    entry.contest.brand.memberships.create(user=inside, role=MemberRole.JUDGE)
    gone = make_admin()
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    people = (inside, gone, hire(StaffRole.AUDITOR), owner_of(entry.contest.brand), entry.author, make_creative())
    for person in people:
        with pytest.raises(NotVisible):
            read_around(person, case.ref)
    assert readings() == []


def test_a_case_about_something_else_opens_no_conversation(entry):
    admin = make_admin()
    words = write_comment(entry.author, entry.pk, CommentDraft(body="See what I wrote you."), now=NOON)
    comment = report(owner_of(entry.contest.brand), Target.COMMENT, str(words.pk), NOTICE, now=NOON).case
    for case in (comment, report_entry(entry, owner_of(entry.contest.brand))):
        assert not case_page(admin, case.ref, now=NOON).may_read_around
        with pytest.raises(NotVisible):
            read_around(admin, case.ref)


def test_once_decided_it_is_closed_until_an_appeal_and_then_open_to_other_eyes(entry):
    first, second, case = make_admin(), make_admin(), reported(entry, 10)
    decision = decided(case, "hide", first)
    for admin in (first, second):
        assert not case_page(admin, case.ref, now=NOON).may_read_around
        with pytest.raises(CaseClosed):
            read_around(admin, case.ref)
    made = appeal(entry.author, decision.ref, "It answers what they asked.", now=NOON)
    (hidden,) = (one for one in read_around(second, case.ref) if one.is_asked)
    assert (hidden.body, hidden.is_hidden) == ("Point 10.", True)
    with pytest.raises(CaseClosed):
        read_around(first, case.ref)
    decide_appeal(second, made.ref, "upheld", "It does not.", now=NOON)
    with pytest.raises(CaseClosed):
        read_around(second, case.ref)
    assert [act.actor for act in readings()] == [second]
