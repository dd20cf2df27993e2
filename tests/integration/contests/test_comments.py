"""Comments on entries: who says and reads what, by which name, and until when."""

from typing import Any

import pytest

from accounts.models import MemberRole, Membership, OutgoingMail
from contests.comment_rules import MOST_IN_AN_HOUR, Anchor, CommentDraft
from contests.errors import ContestRefusal, InvalidComment, NotPermitted, NotVisible, WrongMoment
from contests.models import Comment
from contests.selectors.comments import comments_of, get_comment, talk_of
from contests.selectors.entries import entries_of
from contests.services.commenting.marking import (
    release_comments,
    reopen_comment,
    resolve_comment,
    withdraw_comment,
)
from contests.services.commenting.writing import reply, write_comment
from contests.services.entries import add_version, withdraw_entry
from tests.fixtures.contests import submit_examined, version_draft
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


def say(person: Any, entry: Any, body: str = "The line is too thin.", **more: Any) -> Comment:
    now = more.pop("now", NOON)
    return write_comment(person, entry.pk, CommentDraft(body=body, **more), now=now)


def readers_of(entry: Any, people: dict[str, Any]) -> set[str]:
    found = set()
    for who, person in people.items():
        try:
            comments_of(person, entry.pk)
        except NotVisible:
            assert talk_of(person, entry.pk) is None
        else:
            assert talk_of(person, entry.pk) is not None
            found.add(who)
    return found


def test_the_brand_and_the_makers_talk_and_nobody_else_ever(contest):
    member = make_creative("member")
    author = make_creative("author")
    public = open_contest(contest.brand)
    entry = enter(public, author, team=[author, member])
    people = {
        "owner": owner_of(contest.brand),
        "manager": add_member(contest.brand, MemberRole.MANAGER),
        "judge": add_member(contest.brand, MemberRole.JUDGE),
        "author": author,
        "member": member,
        "finance": add_member(contest.brand, MemberRole.FINANCE),
        "other": make_creative(),
        "rival": owner_of(make_brand()),
        "auditor": make_user(staff_role="auditor"),
        "admin": make_user(staff_role="admin"),
        "nobody": None,
    }
    wrote = set()
    for who, person in people.items():
        try:
            if person is not None:
                say(person, entry, f"From {who}")
                wrote.add(who)
        except NotPermitted:
            pass
    assert wrote == {"owner", "manager", "judge", "author", "member"}
    assert readers_of(entry, people) == {*wrote, "admin"}
    sides = {card.body: card.side for card in comments_of(author, entry.pk).items}
    assert {body for body, side in sides.items() if side == "maker"} == {"From author", "From member"}
    counts = {who: entries_of(person, public.pk).items[0].comments for who, person in people.items()}
    assert {who for who, count in counts.items() if count == 5} == {*wrote, "admin"}
    assert {who for who, count in counts.items() if count is None} == set(people) - wrote - {"admin"}


def test_whom_an_entry_is_not_shown_learns_nothing_of_it(entry):
    comment = say(owner_of(entry.contest.brand), entry)
    for person in (make_creative(), owner_of(make_brand())):
        acts = [
            lambda p: say(p, entry),
            lambda p: reply(p, comment.pk, "And I?", now=NOON),
            lambda p: resolve_comment(p, comment.pk, now=NOON),
            lambda p: reopen_comment(p, comment.pk),
            lambda p: withdraw_comment(p, comment.pk, now=NOON),
            lambda p: get_comment(p, comment.pk),
        ]
        for act in acts:
            with pytest.raises(NotVisible):
                act(person)


def test_a_pin_is_kept_where_it_was_set(entry):
    file = entry.versions.get().files.get()
    owner = owner_of(entry.contest.brand)
    say(owner, entry, file=file.ref, anchor=Anchor(250, 500))
    say(owner, entry, "Too dark.", file=file.ref, anchor=Anchor(0, 0, 1000, 400))
    point, area = comments_of(entry.author, entry.pk).items
    assert (point.thread, point.file, point.anchor, point.version) == (1, file.ref, Anchor(250, 500), 1)
    assert (area.thread, area.anchor) == (2, Anchor(0, 0, 1000, 400))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"body": "  "}, "body"),
        ({"body": "x" * 2001}, "body"),
        ({"body": "a\0b"}, "body"),
        ({"version": 9}, "version"),
        ({"file": "strange"}, "file"),
        ({"anchor": Anchor(1, 1)}, "file"),
        ({"file": "own", "anchor": Anchor(990, 0, 11, 5)}, "anchor"),
        ({"file": "own", "anchor": Anchor(-1, 0)}, "anchor"),
        ({"file": "own", "anchor": Anchor(1, 1, 5, 0)}, "anchor"),
        ({"file": "own", "version": 2}, "file"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_field(entry, wrong, field):
    add_version(entry.author, entry.pk, version_draft(), now=NOON)
    stranger = submit_examined(entry.contest)
    refs = {
        "own": entry.versions.get(number=1).files.get().ref,
        "strange": stranger.versions.get().files.get().ref,
    }
    more = {"version": 1} | wrong
    if "file" in more:
        more["file"] = refs[more["file"]]
    with pytest.raises(InvalidComment) as refused:
        say(owner_of(entry.contest.brand), entry, **more)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert not Comment.objects.exists()


def test_answers_stand_in_the_thread_that_they_answer(entry):
    owner, judge = owner_of(entry.contest.brand), add_member(entry.contest.brand, MemberRole.JUDGE)
    first = say(owner, entry)
    second = say(judge, entry, "And the colour?")
    answer = reply(entry.author, first.pk, "It prints well.", now=NOON)
    reply(judge, answer.pk, "Good to know.", now=NOON)
    reply(entry.author, second.pk, "Two of them.", now=NOON)
    found = [(card.thread, card.place, card.body) for card in comments_of(owner, entry.pk).items]
    assert found == [
        (1, 0, "The line is too thin."),
        (1, 1, "It prints well."),
        (1, 2, "Good to know."),
        (2, 0, "And the colour?"),
        (2, 1, "Two of them."),
    ]
    pages, mark = [], None
    while True:
        page = comments_of(owner, entry.pk, after=mark, limit=2)
        pages += page.items
        mark = page.next
        if mark is None:
            break
    assert [(card.thread, card.place) for card in pages] == [(1, 0), (1, 1), (1, 2), (2, 0), (2, 1)]


def test_while_it_is_blind_the_maker_has_no_name_and_no_hour(entry):
    brand = entry.contest.brand
    owner = owner_of(brand)
    first = say(owner, entry)
    reply(entry.author, first.pk, "It prints well.", now=NOON)
    ours, theirs = comments_of(owner, entry.pk).items
    assert (ours.author.name, ours.created_at) == (owner.public_name, NOON)
    assert (theirs.author, theirs.created_at, theirs.side) == (None, None, "maker")
    assert "zarkovia" not in repr(talk_of(owner, entry.pk)).lower()
    for insider in (entry.author, make_user(staff_role="admin")):
        assert "zarkovia" in repr(talk_of(insider, entry.pk)).lower()
    award(shortlist(entry.contest, [entry]), entry)
    theirs = comments_of(owner, entry.pk).items[1]
    assert (theirs.author.name, theirs.created_at) == (entry.author.public_name, NOON)


def test_which_of_several_makers_wrote_is_their_own_affair():
    author, member = make_creative("author"), make_creative("zarkovia")
    contest = open_contest()
    entry = enter(contest, author, team=[author, member])
    say(member, entry, "We tried both.")
    (card,) = comments_of(owner_of(contest.brand), entry.pk).items
    assert card.author.handle == author.handle
    (card,) = comments_of(author, entry.pk).items
    assert card.author.handle == member.handle
    assert not card.is_own
    assert comments_of(member, entry.pk).items[0].is_own


def test_the_brand_says_what_is_dealt_with(entry):
    owner = owner_of(entry.contest.brand)
    first = say(owner, entry)
    answer = reply(entry.author, first.pk, "Done.", now=NOON)
    with pytest.raises(NotPermitted):
        resolve_comment(entry.author, first.pk, now=NOON)
    resolve_comment(add_member(entry.contest.brand, MemberRole.JUDGE), answer.pk, now=NOON)
    resolve_comment(owner, first.pk, now=NOON + DAY)
    assert comments_of(owner, entry.pk).items[0].resolved_at == NOON
    reopen_comment(owner, first.pk)
    reopen_comment(owner, first.pk)
    assert comments_of(owner, entry.pk).items[0].resolved_at is None


def test_what_is_taken_back_is_read_by_nobody_and_keeps_its_place(entry):
    owner = owner_of(entry.contest.brand)
    first = say(owner, entry)
    reply(entry.author, first.pk, "It prints well.", now=NOON)
    with pytest.raises(NotPermitted):
        withdraw_comment(add_member(entry.contest.brand, MemberRole.MANAGER), first.pk, now=NOON)
    withdraw_comment(owner, first.pk, now=NOON)
    for reader in (owner, entry.author, make_user(staff_role="admin")):
        gone, answer = comments_of(reader, entry.pk).items
        assert (gone.body, gone.is_withdrawn, gone.thread, answer.place) == ("", True, 1, 1)
    assert entries_of(owner, entry.contest_id).items[0].comments == 1


def test_one_writes_until_the_contest_is_final(entry):
    owner = owner_of(entry.contest.brand)
    first = say(owner, entry)
    award(shortlist(entry.contest, [entry]), entry)
    entry.refresh_from_db()
    say(owner, entry, "Please send the vector file.")
    pass_time(entry.contest, entry.contest.closes_at + 90 * DAY)
    entry.contest.refresh_from_db()
    assert entry.contest.state == "settled"
    acts = [
        lambda: say(owner, entry, "One more thing."),
        lambda: reply(entry.author, first.pk, "Done.", now=NOON),
        lambda: resolve_comment(owner, first.pk, now=NOON),
        lambda: reopen_comment(owner, first.pk),
        lambda: withdraw_comment(owner, first.pk, now=NOON),
    ]
    for act in acts:
        with pytest.raises(WrongMoment):
            act()
    assert len(comments_of(entry.author, entry.pk).items) == 2
    assert not talk_of(owner, entry.pk).room.may_write


def test_of_a_withdrawn_entry_its_makers_and_admins_keep_the_talk(entry):
    owner = owner_of(entry.contest.brand)
    say(owner, entry)
    withdraw_entry(entry.author, entry.pk, now=NOON)
    people = {"owner": owner, "author": entry.author, "admin": make_user(staff_role="admin")}
    assert readers_of(entry, people) == {"author", "admin"}
    with pytest.raises(WrongMoment):
        say(entry.author, entry, "Why I left.")
    with pytest.raises(NotVisible):
        say(owner, entry, "Why did you leave?")


def test_whoever_left_the_brand_reads_and_writes_no_more(entry):
    judge = add_member(entry.contest.brand, MemberRole.JUDGE)
    first = say(judge, entry)
    Membership.objects.filter(user=judge).delete()
    with pytest.raises(NotVisible):
        comments_of(judge, entry.pk)
    with pytest.raises(NotVisible):
        withdraw_comment(judge, first.pk, now=NOON)
    OutgoingMail.objects.all().delete()
    reply(entry.author, first.pk, "It prints well.", now=NOON)
    assert {mail.to for mail in OutgoingMail.objects.all()} == {owner_of(entry.contest.brand)}


def test_the_same_is_not_said_twice_nor_too_much_in_an_hour(entry):
    owner = owner_of(entry.contest.brand)
    file = entry.versions.get().files.get().ref
    say(owner, entry)
    with pytest.raises(InvalidComment, match="written this already"):
        say(owner, entry)
    say(owner, entry, file=file, anchor=Anchor(1, 1))
    with pytest.raises(InvalidComment, match="written this already"):
        say(owner, entry, file=file, anchor=Anchor(1, 1))
    for number in range(MOST_IN_AN_HOUR - 2):
        say(owner, entry, f"Number {number}")
    with pytest.raises(WrongMoment, match="within an hour"):
        say(owner, entry, "One too many")
    say(owner, entry, "An hour later", now=NOON + DAY / 24)


class TestMails:
    def test_the_whole_team_is_told_once_in_a_quarter_of_an_hour(self):
        author, member = make_creative("author"), make_creative("member")
        contest = open_contest()
        entry = enter(contest, author, team=[author, member])
        owner = owner_of(contest.brand)
        for minute in range(3):
            say(owner, entry, f"Point {minute}", now=NOON + minute * DAY / 1440)
        mails = OutgoingMail.objects.filter(template="comment_from_brand")
        assert sorted(mail.to_id for mail in mails) == [author.pk, member.pk]
        say(owner, entry, "And later", now=NOON + DAY / 96)
        assert mails.all().count() == 4

    def test_an_answer_is_told_to_those_who_wrote_in_the_thread(self, entry):
        OutgoingMail.objects.all().delete()
        brand = entry.contest.brand
        judge, _manager = add_member(brand, MemberRole.JUDGE), add_member(brand, MemberRole.MANAGER)
        first = say(judge, entry)
        reply(entry.author, first.pk, "It prints well.", now=NOON)
        mail = OutgoingMail.objects.get(template="comment_from_maker")
        assert mail.to == judge
        assert mail.context["entry_code"] == entry.code
        assert "zarkovia" not in str(mail.context).lower()

    def test_what_the_makers_begin_is_told_to_those_who_decide(self, entry):
        brand = entry.contest.brand
        manager, _judge = add_member(brand, MemberRole.MANAGER), add_member(brand, MemberRole.JUDGE)
        say(entry.author, entry, "Which paper do you print on?")
        told = {mail.to for mail in OutgoingMail.objects.filter(template="comment_from_maker")}
        assert told == {owner_of(brand), manager}


class TestRelease:
    def test_it_is_the_deciders_word_after_the_decision_and_for_good(self, entry):
        brand = entry.contest.brand
        owner = owner_of(brand)
        with pytest.raises(WrongMoment):
            release_comments(owner, entry.contest_id, now=NOON)
        contest = award(shortlist(entry.contest, [entry]), entry)
        for person in (add_member(brand, MemberRole.JUDGE), entry.author, make_user(staff_role="admin")):
            with pytest.raises(NotPermitted):
                release_comments(person, contest.pk, now=NOON)
        assert talk_of(owner, entry.pk).room.may_release
        release = release_comments(owner, contest.pk, now=NOON)
        assert release_comments(owner, contest.pk, now=NOON + DAY).released_at == release.released_at
        assert not talk_of(owner, entry.pk).room.may_release

    def test_then_whoever_sees_the_entry_reads_what_the_brand_said(self, entry):
        brand = entry.contest.brand
        judge = add_member(brand, MemberRole.JUDGE)
        lost = submit_examined(entry.contest)
        first = say(judge, entry)
        say(judge, lost)
        reply(entry.author, first.pk, "It prints well.", now=NOON)
        people = {
            "nobody": None,
            "other": make_creative(),
            "auditor": make_user(staff_role="auditor"),
            "finance": add_member(brand, MemberRole.FINANCE),
        }
        contest = award(shortlist(entry.contest, [entry, lost]), entry)
        assert readers_of(entry, people) == set()
        release_comments(owner_of(brand), contest.pk, now=NOON)
        assert readers_of(entry, people) == set(people)
        assert readers_of(lost, people) == {"auditor", "finance"}
        for person in people.values():
            ours, theirs = comments_of(person, entry.pk).items
            assert (ours.author, ours.body) == (None, "The line is too thin.")
            assert theirs.author.handle == entry.author.handle
            assert judge.handle not in repr(talk_of(person, entry.pk))
            assert not talk_of(person, entry.pk).room.may_write
        with pytest.raises(NotPermitted):
            reply(people["other"], first.pk, "I like it.", now=NOON)


def test_a_blocked_account_says_nothing_new(entry):
    owner = owner_of(entry.contest.brand)
    first = say(owner, entry)
    owner.blocked_at = NOON
    with pytest.raises(NotPermitted, match="blocked"):
        say(owner, entry, "And another thing.")
    with pytest.raises(NotPermitted, match="blocked"):
        reply(owner, first.pk, "And another thing.", now=NOON)


def test_every_refusal_has_words(entry):
    with pytest.raises(ContestRefusal) as refused:
        say(make_user(staff_role="admin"), entry)
    assert refused.value.message
