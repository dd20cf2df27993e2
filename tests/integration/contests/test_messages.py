"""Messages about an entry: who writes, who reads along, by which name, until when; and who is told, how often."""

from typing import Any

import pytest

from accounts.mailing import write_mail
from accounts.models import MemberRole, Membership, Notice, OutgoingMail
from contests.errors import ContestRefusal, InvalidMessage, NotPermitted, NotVisible, WrongMoment
from contests.message_rules import LONGEST, MOST_IN_AN_HOUR, OPEN_AFTER_END, SAME_WITHIN
from contests.models import Conversation, ConversationRead, Message
from contests.selectors.messages import conversations_of, get_message, messages_of, room_of, unread_conversations
from contests.services.entries import withdraw_entry
from contests.services.messaging.reading import mark_read
from contests.services.messaging.writing import send_message
from contests.services.reviewing import disqualify_entry
from tests.fixtures.contests import submit_examined
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


@pytest.fixture
def contest():
    return open_contest(make_brand(), visibility="blind")


@pytest.fixture
def entry(contest):
    return submit_examined(contest, make_creative("zarkovia"))


def say(person: Any, entry: Any, body: str = "Is the paper coated?", *, now: Any = NOON) -> Message:
    return send_message(person, entry.pk, body, now=now)


def people_around(brand: Any, entry: Any, member: Any) -> dict[str, Any]:
    return {
        "owner": owner_of(brand),
        "manager": add_member(brand, MemberRole.MANAGER),
        "judge": add_member(brand, MemberRole.JUDGE),
        "finance": add_member(brand, MemberRole.FINANCE),
        "author": entry.author,
        "member": member,
        "other": enter(entry.contest).author,
        "rival": owner_of(make_brand()),
        "auditor": make_user(staff_role="auditor"),
        "admin": make_user(staff_role="admin"),
        "nobody": None,
    }


def test_the_author_and_the_deciders_write_who_judges_reads_along_and_nobody_else(contest):
    member = make_creative("member")
    public = open_contest(contest.brand)
    author = make_creative("author")
    entry = enter(public, author, team=[author, member])
    people = people_around(contest.brand, entry, member)
    wrote, read, listed = set(), set(), set()
    for who, person in people.items():
        try:
            if person is not None:
                say(person, entry, f"From {who}")
                wrote.add(who)
        except NotPermitted:
            pass
    assert wrote == {"owner", "manager", "author"}
    for who, person in people.items():
        if conversations_of(person).items:
            listed.add(who)
        try:
            bodies = {card.body for card in messages_of(person, entry.pk).items}
            assert bodies == {"From owner", "From manager", "From author"}
            assert room_of(person, entry.pk, now=NOON).may_write == (who in wrote)
            read.add(who)
        except NotVisible:
            with pytest.raises(NotVisible):
                room_of(person, entry.pk, now=NOON)
            with pytest.raises(NotVisible):
                get_message(person, Message.objects.first().pk)
            if person is not None:
                with pytest.raises(NotVisible):
                    mark_read(person, entry.pk, now=NOON)
    assert read == listed == {"owner", "manager", "judge", "author"}


def test_of_an_entry_that_is_not_shown_to_them_nobody_learns_a_conversation(entry):
    for person in (make_creative(), owner_of(make_brand())):
        with pytest.raises(NotVisible):
            say(person, entry)


def test_two_works_by_one_hand_are_two_conversations(contest, entry):
    second = submit_examined(contest, entry.author)
    owner = owner_of(contest.brand)
    for one in (entry, second):
        say(one.author, one, f"About {one.code}")
    cards = conversations_of(owner).items
    assert {card.about.code for card in cards} == {entry.code, second.code}
    assert [card.about.maker for card in cards] == [None, None]
    assert [card.last_at for card in cards] == [None, None]
    (message,) = messages_of(owner, entry.pk).items
    assert (message.author, message.created_at, message.body) == (None, None, f"About {entry.code}")
    own = messages_of(entry.author, entry.pk).items[0]
    assert own.author is not None and own.created_at == NOON


def test_a_name_that_tells_who_it_is_is_not_sent_while_the_brief_is_blind(contest, entry):
    author = entry.author
    for words in (f"Yours, {author.display_name.upper()}", f"I am @{author.handle}.", f"Write to {author.email}"):
        with pytest.raises(InvalidMessage) as refused:
            say(author, entry, words)
        assert refused.value.problems[0].field == "body"
    assert not Conversation.objects.exists()
    say(owner_of(contest.brand), entry, f"Hello {author.display_name}")
    say(author, entry, "The zarkovias of old are not meant.")
    open_entry = enter(open_contest(contest.brand), author)
    say(author, open_entry, f"Yours, {author.display_name}")
    award(shortlist(contest, [entry]), entry)
    contest.refresh_from_db()
    say(author, entry, f"Thank you! {author.display_name}", now=contest.decided_at + DAY)
    latest = messages_of(owner_of(contest.brand), entry.pk).items[0]
    assert latest.author is not None and latest.author.handle == author.handle and latest.created_at is not None


@pytest.mark.parametrize("words", ["", "  \n ", "x" * (LONGEST + 1), "a\0b"], ids=["empty", "blank", "long", "nul"])
def test_words_that_cannot_be_kept_are_refused(entry, words):
    with pytest.raises(InvalidMessage):
        say(entry.author, entry, words)
    assert not Conversation.objects.exists()


def test_the_same_words_twice_are_one_message_and_said_again_later_are_two(entry):
    owner = owner_of(entry.contest.brand)
    first = say(owner, entry, "Yes.")
    assert say(owner, entry, " Yes. ").pk == first.pk
    assert OutgoingMail.objects.filter(template="message_from_brand").count() == 1
    say(entry.author, entry, "Sure?")
    assert say(owner, entry, "Yes.").number == 3
    assert say(owner, entry, "Yes.", now=NOON + SAME_WITHIN).number == 4


def test_too_many_within_an_hour_wait(entry):
    for number in range(MOST_IN_AN_HOUR):
        say(entry.author, entry, f"Point {number}")
    with pytest.raises(WrongMoment, match="within an hour"):
        say(entry.author, entry, "One more")
    say(owner_of(entry.contest.brand), entry, "Slowly.")
    say(entry.author, entry, "One more", now=NOON + DAY)


def test_one_mail_as_long_as_nobody_has_read_and_the_notice_goes_with_reading(contest, entry):
    owner = owner_of(contest.brand)
    manager, judge = add_member(contest.brand, MemberRole.MANAGER), add_member(contest.brand, MemberRole.JUDGE)
    for number in range(3):
        say(entry.author, entry, f"Point {number}")
    mails = OutgoingMail.objects.filter(template="message_from_maker")
    assert sorted(mails.values_list("to__email", flat=True)) == sorted([owner.email, manager.email])
    assert unread_conversations(owner) == unread_conversations(judge) == 1 and unread_conversations(entry.author) == 0
    assert [card.unread for card in conversations_of(owner, unread=True).items] == [3]
    assert mark_read(owner, entry.pk, now=NOON) == 3
    assert unread_conversations(owner) == 0 and unread_conversations(manager) == 1
    assert not conversations_of(owner, unread=True).items and conversations_of(owner).items
    unread = Notice.objects.filter(template="message_from_maker", read_at=None)
    assert [notice.user for notice in unread] == [manager]
    say(owner, entry, "Answered.")
    say(entry.author, entry, "Thanks.")
    # Who took part is told from now on, and may be told again since they have read.
    assert sorted(mails.values_list("to__email", flat=True)) == sorted([owner.email, owner.email, manager.email])
    Membership.objects.filter(user=owner).update(role=MemberRole.FINANCE)
    say(entry.author, entry, "Anybody?")
    assert not conversations_of(owner).items


def test_a_mark_moves_forward_and_not_beyond_what_was_said(entry):
    owner = owner_of(entry.contest.brand)
    for number in range(3):
        say(entry.author, entry, f"Point {number}")
    assert mark_read(owner, entry.pk, up_to=2, now=NOON) == 2
    assert mark_read(owner, entry.pk, up_to=1, now=NOON) == 2
    assert [card.is_new for card in messages_of(owner, entry.pk).items] == [True, False, False]
    assert mark_read(owner, entry.pk, up_to=9, now=NOON) == 3
    assert ConversationRead.objects.get().up_to == 3
    with pytest.raises(NotVisible):
        mark_read(owner, enter(entry.contest).pk, now=NOON)


def test_the_mails_say_the_code_and_no_name_and_no_word_of_what_was_written(entry):
    say(entry.author, entry, "A quixotic thought")
    say(owner_of(entry.contest.brand), entry, "A quixotic answer")
    for mail in OutgoingMail.objects.filter(template__startswith="message_from"):
        for language in ("en", "fr"):
            text = write_mail(mail.template, language, mail.context)
            whole = f"{text.subject} {text.body}"
            assert entry.code in whole and "zarkovia" not in whole.lower() and "quixotic" not in whole
            assert f"/entries/{entry.pk}/messages/" in whole


def test_it_goes_on_after_the_award_and_ends_90_days_after_the_contest(contest, entry):
    owner = owner_of(contest.brand)
    say(owner, entry, "Hello")
    award(shortlist(contest, [entry]), entry)
    contest.refresh_from_db()
    say(entry.author, entry, "About the handover", now=contest.decided_at)
    contest = pass_time(contest, contest.closes_at + 90 * DAY)
    assert contest.state == "settled"
    last = contest.state_since + OPEN_AFTER_END
    say(owner, entry, "One last thing", now=last - DAY)
    for person in (owner, entry.author):
        with pytest.raises(WrongMoment, match="90 days"):
            say(person, entry, "Too late", now=last)
        assert len(messages_of(person, entry.pk).items) == 3
        assert not room_of(person, entry.pk, now=last).may_write


def test_a_withdrawn_entry_is_read_and_no_more_and_tells_no_name(contest, entry):
    owner, other = owner_of(contest.brand), enter(contest)
    say(entry.author, entry, "Hello")
    for one in (entry, other):
        withdraw_entry(one.author, one.pk, now=NOON)
    for person in (owner, entry.author):
        with pytest.raises(WrongMoment, match="withdrawn"):
            say(person, entry)
    winner = submit_examined(contest)
    award(shortlist(contest, [winner]), winner)
    card = messages_of(owner, entry.pk).items[0]
    assert (card.body, card.author, card.created_at) == ("Hello", None, None)
    # Where nothing was begun there is nothing for the brand to come to.
    for call in (lambda: say(owner, other), lambda: room_of(owner, other.pk, now=NOON)):
        with pytest.raises(NotVisible):
            call()


def test_of_a_disqualified_entry_the_brand_may_begin_and_its_maker_goes_on(contest, entry):
    owner, begun = owner_of(contest.brand), enter(contest)
    say(begun.author, begun, "Hello")
    for _ in range(contest.shortlist_min or 3):
        enter(contest)
    for one in (entry, begun):
        disqualify_entry(owner, one.pk, "The mark of another house.", now=NOON)
    with pytest.raises(WrongMoment, match="ruled out"):
        say(entry.author, entry)
    assert not room_of(entry.author, entry.pk, now=NOON).may_write
    say(begun.author, begun, "Why?")
    say(owner, entry, "See the third page of the brief.")
    say(entry.author, entry, "I see.")


def test_a_blocked_person_reads_and_does_not_write(entry):
    say(owner_of(entry.contest.brand), entry)
    author = entry.author
    author.blocked_at = NOON
    author.save(update_fields=["blocked_at"])
    with pytest.raises(NotPermitted):
        say(author, entry, "But")
    assert messages_of(author, entry.pk).items


def test_lists_and_conversations_go_on_behind_their_marks(contest):
    owner, author = owner_of(contest.brand), make_creative()
    entries = [enter(contest, author, now=NOON) for _ in range(5)]
    for number, one in enumerate(entries):
        say(author, one, f"About {one.code}", now=NOON + number * DAY)
    for number in range(6):
        say(owner, entries[0], f"Point {number}", now=NOON + 9 * DAY)
    seen, mark = [], None
    while True:
        page = conversations_of(owner, after=mark, limit=2)
        seen += [card.about.entry_id for card in page.items]
        mark = page.next
        if mark is None:
            break
    assert seen == [entries[0].pk, *(one.pk for one in reversed(entries[1:]))]
    first = messages_of(author, entries[0].pk, limit=4)
    rest = messages_of(author, entries[0].pk, limit=4, after=first.next)
    assert [card.number for card in (*first.items, *rest.items)] == [7, 6, 5, 4, 3, 2, 1]
    assert [card.number for card in messages_of(author, entries[0].pk, since=5).items] == [7, 6]
    assert rest.next is None


def test_a_conversation_takes_few_queries_however_long(entry, django_assert_num_queries):
    owner = owner_of(entry.contest.brand)
    for number in range(8):
        say((owner, entry.author)[number % 2], entry, f"Point {number}")
    with django_assert_num_queries(2):
        conversations_of(owner)
    with django_assert_num_queries(3):
        messages_of(owner, entry.pk)
    with django_assert_num_queries(2):
        room_of(owner, entry.pk, now=NOON)


def test_refusals_leave_nothing_behind(entry):
    with pytest.raises(ContestRefusal):
        say(add_member(entry.contest.brand, MemberRole.JUDGE), entry)
    assert (
        not Conversation.objects.exists() and not OutgoingMail.objects.filter(template__startswith="message").exists()
    )
