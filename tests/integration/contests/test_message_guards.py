"""What the database refuses of messages by itself, asked in plain SQL; and many who write at once."""

import threading
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import MemberRole
from contests.message_rules import LONGEST, OPEN_AFTER_END
from contests.models import Conversation, ConversationRead, Message
from contests.services.entries import withdraw_entry
from contests.services.messaging.reading import mark_read
from contests.services.messaging.writing import send_message
from tests.fixtures.contests import submit_examined
from tests.fixtures.worlds import (
    DAY,
    NOON,
    add_member,
    award,
    enter,
    make_brand,
    make_creative,
    open_contest,
    owner_of,
    pass_time,
    shortlist,
)


def run(sql: str, params: Any = None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def put(table: str, row: dict[str, Any]) -> None:
    names = ", ".join(row)
    run(f"INSERT INTO contests_{table} ({names}) VALUES ({', '.join(['%s'] * len(row))})", list(row.values()))


def open_row(entry: Any, **changes: Any) -> None:
    by = owner_of(entry.contest.brand).pk
    row = {"entry_id": entry.pk, "opened_by_id": by, "opened_at": NOON, "last_number": 0, "last_at": NOON}
    put("conversation", row | changes)


def say_row(entry: Any, **changes: Any) -> None:
    row = {
        "id": uuid.uuid4(),
        "conversation_id": entry.pk,
        "number": 2,
        "side": "brand",
        "author_id": owner_of(entry.contest.brand).pk,
        "body": "Hello.",
        "created_at": NOON,
        "hidden_at": None,
    }
    put("message", row | changes)


@pytest.fixture
def entry():
    """With a conversation that its author has begun."""
    made = submit_examined(open_contest(make_brand()), make_creative())
    send_message(made.author, made.pk, "Hello.", now=NOON)
    return made


@pytest.mark.django_db
def test_good_rows_are_taken(entry):
    other = enter(entry.contest)
    open_row(other)
    open_row(enter(entry.contest, other.author), opened_by_id=other.author_id)
    say_row(entry)
    put("conversationread", {"conversation_id": entry.pk, "reader_id": entry.author_id, "up_to": 1, "read_at": NOON})
    assert (Conversation.objects.count(), Message.objects.count()) == (3, 2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 1},
        {"number": 3},
        {"body": ""},
        {"body": "x" * (LONGEST + 1)},
        {"side": "jury"},
        {"side": "maker"},
        {"hidden_at": NOON},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_message_that_makes_no_sense_is_refused(entry, wrong):
    with pytest.raises(DatabaseError):
        say_row(entry, **wrong)


@pytest.mark.django_db
def test_nobody_speaks_for_a_side_that_they_are_not_of(entry):
    brand, fresh = entry.contest.brand, enter(entry.contest)
    judge, finance = (add_member(brand, role) for role in (MemberRole.JUDGE, MemberRole.FINANCE))
    strangers = [make_creative(), judge, finance, owner_of(make_brand())]
    for person in [*strangers, entry.author]:
        with pytest.raises(DatabaseError, match="does not belong"):
            say_row(entry, author_id=person.pk)
    for person in [*strangers, owner_of(brand)]:
        with pytest.raises(DatabaseError, match="does not belong"):
            say_row(entry, side="maker", author_id=person.pk)
    for person in [*strangers, entry.author]:
        with pytest.raises(DatabaseError, match="opens no conversation"):
            open_row(fresh, opened_by_id=person.pk)
    with pytest.raises(DatabaseError, match="opens no conversation"):
        open_row(fresh, last_number=1)


@pytest.mark.django_db
def test_the_blocked_write_nothing(entry):
    author = entry.author
    author.blocked_at = NOON
    author.save(update_fields=["blocked_at"])
    with pytest.raises(DatabaseError, match="is blocked"):
        say_row(entry, side="maker", author_id=author.pk)
    fresh = enter(entry.contest)
    owner = owner_of(entry.contest.brand)
    owner.blocked_at = NOON
    owner.save(update_fields=["blocked_at"])
    with pytest.raises(DatabaseError, match="is blocked"):
        open_row(fresh)


@pytest.mark.django_db
def test_words_stand_and_a_conversation_counts_what_is_there(entry):
    for table, change in (
        ("message", "body = 'Fine.'"),
        ("message", "side = 'brand'"),
        ("message", "number = 9"),
        ("message", "created_at = created_at - interval '1 day'"),
        ("conversation", "last_number = 2"),
        ("conversation", "last_at = last_at - interval '1 day'"),
        ("conversation", "last_number = 0"),
        ("conversation", "opened_at = opened_at - interval '1 day'"),
    ):
        with pytest.raises(DatabaseError):
            run(f"UPDATE contests_{table} SET {change}")
    for table in ("message", "conversation"):
        with pytest.raises(DatabaseError):
            run(f"DELETE FROM contests_{table}")
    run("UPDATE contests_message SET hidden_at = %s", [NOON])


@pytest.mark.django_db
def test_marks_are_of_readers_and_go_forward(entry):
    owner = owner_of(entry.contest.brand)
    send_message(owner, entry.pk, "Hello to you.", now=NOON)
    mark = {"conversation_id": entry.pk, "reader_id": owner.pk, "up_to": 1, "read_at": NOON}
    for wrong in ({"reader_id": make_creative().pk}, {"up_to": 3}, {"up_to": -1}):
        with pytest.raises(DatabaseError):
            put("conversationread", mark | wrong)
    mark_read(owner, entry.pk, now=NOON)
    for change in ("up_to = 1", "up_to = 3", "reader_id = (SELECT min(id) FROM accounts_user WHERE id <> reader_id)"):
        with pytest.raises(DatabaseError):
            run(f"UPDATE contests_conversationread SET {change}")
    with pytest.raises(DatabaseError):
        put("conversationread", mark)


@pytest.mark.django_db
def test_nothing_is_said_of_what_is_withdrawn_or_long_over(entry):
    begun, fresh = enter(entry.contest), enter(entry.contest)
    send_message(begun.author, begun.pk, "Hello.", now=NOON)
    for one in (begun, fresh):
        withdraw_entry(one.author, one.pk, now=NOON)
    with pytest.raises(DatabaseError, match="does not belong"):
        say_row(begun)
    with pytest.raises(DatabaseError, match="opens no conversation"):
        open_row(fresh)
    award(shortlist(entry.contest, [entry]), entry)
    contest = pass_time(entry.contest, entry.contest.closes_at + 90 * DAY)
    late, other = contest.state_since + OPEN_AFTER_END, enter(contest)
    with pytest.raises(DatabaseError, match="does not belong"):
        say_row(entry, created_at=late)
    with pytest.raises(DatabaseError, match="opens no conversation"):
        open_row(other, opened_at=late, last_at=late)
    say_row(entry, created_at=late - DAY)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_open_one_conversation_and_are_numbered_in_a_row():
    entry = submit_examined(open_contest(make_brand()), make_creative())
    owner = owner_of(entry.contest.brand)
    begin = threading.Barrier(8)
    failed: list[Exception] = []

    def work(number: int) -> None:
        begin.wait(30)
        try:
            if number < 6:
                send_message((owner, entry.author)[number % 2], entry.pk, f"Point {number}", now=NOON)
            else:
                send_message(owner, entry.pk, "Twice", now=NOON)
            mark_read(owner, entry.pk, now=NOON)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    numbers = list(Message.objects.values_list("number", flat=True))
    # The same words twice are one message, unless something else came in between.
    assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) in (7, 8)
    assert Conversation.objects.get().last_number == len(numbers)
    assert ConversationRead.objects.get().up_to == len(numbers)
