"""What the database refuses of comments by itself, asked in plain SQL; and threads numbered by many at once."""

import threading
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import MemberRole, User
from contests.comment_rules import CommentDraft
from contests.models import Comment
from contests.services.commenting.marking import release_comments, withdraw_comment
from contests.services.commenting.writing import reply, write_comment
from contests.services.entries import add_version, withdraw_entry
from tests.fixtures.contests import submit_examined, upload, version_draft
from tests.fixtures.worlds import (
    DAY,
    NOON,
    add_member,
    award,
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


def trigger_of(table: str, guard: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE %s", [table, f"%{guard}%"]
        )
        ((name,),) = cursor.fetchall()
    return name


def insert(entry: Any, **changes: Any) -> None:
    version = entry.versions.get(number=1)
    row = {
        "id": uuid.uuid4(),
        "entry_id": entry.pk,
        "version_id": version.pk,
        "file_id": version.files.first().pk,
        "x": 100,
        "y": 100,
        "width": 0,
        "height": 0,
        "parent_id": None,
        "thread": 1,
        "place": 0,
        "side": "brand",
        "author_id": owner_of(entry.contest.brand).pk,
        "body": "Too thin.",
        "created_at": NOON,
        "resolved_at": None,
        "resolved_by_id": None,
        "withdrawn_at": None,
    } | changes
    names = ", ".join(row)
    run(f"INSERT INTO contests_comment ({names}) VALUES ({', '.join(['%s'] * len(row))})", list(row.values()))


@pytest.fixture
def entry():
    return submit_examined(open_contest(make_brand()), make_creative())


@pytest.mark.django_db
def test_a_good_row_is_taken(entry):
    insert(entry)
    insert(entry, thread=2, x=1000, y=0)
    insert(entry, thread=3, x=0, width=1000, height=1)
    insert(entry, thread=4, side="maker", author_id=entry.author_id, **dict.fromkeys(("x", "y", "width", "height")))
    assert Comment.objects.count() == 4


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"x": 1001},
        {"x": -1},
        {"x": 901, "width": 100, "height": 5},
        {"y": 996, "width": 100, "height": 5},
        {"width": 5},
        {"height": None},
        {"width": None, "height": None},
        {"x": None},
        {"file_id": None},
        {"body": ""},
        {"place": 1},
        {"thread": -1},
        {"side": "jury"},
        {"side": "maker"},
        {"resolved_at": NOON},
        {"withdrawn_at": NOON},
    ],
    ids=str,
)
def test_a_row_that_makes_no_sense_is_refused(entry, wrong):
    with pytest.raises(DatabaseError):
        insert(entry, **wrong)


@pytest.mark.django_db
def test_nobody_speaks_for_a_side_that_they_are_not_of(entry):
    brand = entry.contest.brand
    strangers = [make_creative(), entry.author, add_member(brand, MemberRole.FINANCE), owner_of(make_brand())]
    for person in strangers:
        with pytest.raises(DatabaseError, match="does not belong"):
            insert(entry, author_id=person.pk)
    with pytest.raises(DatabaseError, match="does not belong"):
        insert(entry, side="maker", author_id=make_creative().pk)


@pytest.mark.django_db
def test_whoever_is_blocked_says_nothing_new_unless_the_guard_is_off(entry, as_owner):
    owner = owner_of(entry.contest.brand)
    insert(entry)
    User.objects.filter(pk__in=[owner.pk, entry.author_id]).update(blocked_at=NOON)
    bare = dict.fromkeys(("file_id", "x", "y", "width", "height"))
    with pytest.raises(DatabaseError, match="is blocked"):
        insert(entry, thread=2)
    with pytest.raises(DatabaseError, match="is blocked"):
        insert(entry, thread=2, side="maker", author_id=entry.author_id, **bare)
    with as_owner:
        guard = trigger_of("contests_comment", "comment_not_by_blocked")
        run("SET CONSTRAINTS ALL IMMEDIATE")
        run(f'ALTER TABLE contests_comment DISABLE TRIGGER "{guard}"')
        insert(entry, thread=2)
    assert Comment.objects.count() == 2


@pytest.mark.django_db
def test_places_are_of_the_same_entry_and_version(entry):
    other = submit_examined(entry.contest)
    version = add_version(entry.author, entry.pk, version_draft(), now=NOON)
    owner = owner_of(entry.contest.brand)
    strange = write_comment(owner, other.pk, CommentDraft(body="Lovely."), now=NOON)
    own = write_comment(owner, entry.pk, CommentDraft(body="Lovely.", version=1), now=NOON)
    answer = reply(entry.author, own.pk, "Thank you.", now=NOON)
    bare = dict.fromkeys(("file_id", "x", "y", "width", "height"))
    pdf = submit_examined(entry.contest, files=[upload(), upload("a.pdf", b"%PDF-1.7\n%%EOF\n")])
    attachment = pdf.versions.get().files.get(kind="attachment")
    for wrong in (
        {"version_id": other.versions.get().pk},
        {"version_id": version.pk},
        {"file_id": other.versions.get().files.get().pk},
        {"parent_id": strange.pk, "place": 1, **bare},
        {"parent_id": answer.pk, "thread": 1, "place": 2, **bare},
        {"parent_id": own.pk, "thread": 2, "place": 1, **bare},
        {"parent_id": own.pk, "thread": 1, "place": 2, "version_id": version.pk, **bare},
        {"parent_id": own.pk, "thread": 1, "place": 2},
    ):
        with pytest.raises(DatabaseError):
            insert(entry, **({"thread": 5} | wrong))
    with pytest.raises(DatabaseError, match="does not belong"):
        insert(pdf, file_id=attachment.pk)
    insert(entry, parent_id=own.pk, thread=1, place=2, **bare)


@pytest.mark.django_db
def test_words_stand_and_what_was_taken_back_stays_so(entry):
    owner = owner_of(entry.contest.brand)
    said = write_comment(owner, entry.pk, CommentDraft(body="Too thin."), now=NOON)
    for change in (
        "body = 'Fine.'",
        "author_id = entry_id::text::int",
        "thread = 9",
        "created_at = created_at - interval '1 day'",
        "side = 'maker'",
        "resolved_at = now()",
    ):
        with pytest.raises(DatabaseError):
            run(f"UPDATE contests_comment SET {change} WHERE id = %s", [said.pk])
    with pytest.raises(DatabaseError, match="stands as it was written"):
        run("DELETE FROM contests_comment WHERE id = %s", [said.pk])
    withdraw_comment(owner, said.pk, now=NOON)
    with pytest.raises(DatabaseError, match="taken back for good"):
        run("UPDATE contests_comment SET withdrawn_at = NULL WHERE id = %s", [said.pk])


@pytest.mark.django_db
def test_nothing_is_said_when_it_is_over(entry):
    left = submit_examined(entry.contest)
    withdraw_entry(left.author, left.pk, now=NOON)
    with pytest.raises(DatabaseError, match="does not belong"):
        insert(left)
    award(shortlist(entry.contest, [entry]), entry)
    pass_time(entry.contest, entry.contest.closes_at + 90 * DAY)
    with pytest.raises(DatabaseError, match="does not belong"):
        insert(entry)


@pytest.mark.django_db
def test_a_release_is_a_deciders_after_the_decision_and_for_good(entry):
    brand = entry.contest.brand
    owner, judge = owner_of(brand), add_member(brand, MemberRole.JUDGE)
    sql = "INSERT INTO contests_commentrelease (contest_id, released_by_id, released_at) VALUES (%s, %s, now())"
    with pytest.raises(DatabaseError, match="not to be released"):
        run(sql, [entry.contest_id, owner.pk])
    award(shortlist(entry.contest, [entry]), entry)
    with pytest.raises(DatabaseError, match="not to be released"):
        run(sql, [entry.contest_id, judge.pk])
    release_comments(owner, entry.contest_id, now=NOON)
    for change in ("DELETE FROM contests_commentrelease", "UPDATE contests_commentrelease SET released_at = now()"):
        with pytest.raises(DatabaseError):
            run(change)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_numbered_in_a_row_and_the_same_form_counts_once():
    entry = submit_examined(open_contest(make_brand()), make_creative())
    owner = owner_of(entry.contest.brand)
    begin = threading.Barrier(8)
    refused: list[Exception] = []

    def speak(words: str) -> None:
        begin.wait(30)
        try:
            write_comment(owner, entry.pk, CommentDraft(body=words), now=NOON)
        except Exception as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=speak, args=(f"Point {n % 5}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert list(Comment.objects.values_list("thread", flat=True)) == [1, 2, 3, 4, 5]
    assert {str(error) for error in refused} == {"You have written this already."}
    assert len(refused) == 3
