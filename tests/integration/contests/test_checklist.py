"""The checklist of a handover: frozen items, marks in turn, and no effect on money or time."""

import pytest
from django.db import Error, transaction

from accounts.models import MemberRole, OutgoingMail
from contests.errors import HandoverRefused, InvalidMark, NotPermitted, NotVisible, WrongMoment
from contests.lifecycle import State
from contests.models import Award, Handover, HandoverItem, HandoverMark, HandoverMarkFile
from contests.selectors.deliveries import deliveries_of
from contests.services.after.checklist import mark_delivered, say_missing, tick
from contests.services.delivery_files import add_delivery_files
from contests.services.handover import accept_handovers
from tests.fixtures.contests import upload
from tests.fixtures.rights import hand_over, won_by
from tests.fixtures.worlds import DAY, NOON, add_member, make_brand, make_creative, owner_of, pass_time

pytestmark = pytest.mark.django_db
LATER = NOON + 31 * DAY


def _item(won: Award) -> HandoverItem:
    return won.handover.items.get()


def _states(viewer, won: Award) -> list[str]:
    return [item.state for one in deliveries_of(viewer, won.contest_id) for item in one.items]


def test_a_handover_is_checked_item_by_item_from_delivery_to_the_last_tick() -> None:
    author = make_creative()
    won = won_by(author)
    owner, item = owner_of(won.contest.brand), _item(won)
    assert (item.position, item.words) == (1, "Vector file")
    file = won.handover.files.get()
    mark_delivered(author, item.pk, [file.ref], "In the folder “final”.", now=NOON + 29 * DAY)
    assert (_states(author, won), _states(owner, won)) == (["delivered"], ["open"])
    hand_over(won)
    (seen,) = deliveries_of(owner, won.contest_id)
    assert [(mark.kind, mark.words, mark.files) for mark in seen.items[0].marks] == [
        ("delivered", "In the folder “final”.", (file.ref,))
    ]
    say_missing(owner, item.pk, "The one-colour version.", now=LATER)
    assert OutgoingMail.objects.get(template="handover_item_missing").to == author
    assert deliveries_of(author, won.contest_id)[0].items[0].latest.words == "The one-colour version."
    (added,) = add_delivery_files(author, won.pk, [upload()], now=LATER)
    mark_delivered(author, item.pk, [added.ref], now=LATER)
    assert OutgoingMail.objects.get(template="handover_item_supplied").to == owner
    tick(owner, item.pk, now=LATER)
    assert _states(owner, won) == ["ticked"]
    with pytest.raises(HandoverRefused):
        add_delivery_files(author, won.pk, [upload()], now=LATER)
    won.contest.refresh_from_db()
    assert won.contest.state == State.HANDOVER  # Ticking off accepts nothing by itself.


def test_silence_accepts_a_handover_whose_item_is_called_missing() -> None:
    author = make_creative()
    won = won_by(author)
    contest = hand_over(won)
    contest.refresh_from_db()
    due = contest.deadlines.get(due_state="waiting")
    say_missing(owner_of(contest.brand), _item(won).pk, "Everything.", now=LATER)
    unmoved = contest.deadlines.get(due_state="waiting")
    assert (unmoved.pk, unmoved.due_at) == (due.pk, due.due_at)
    pass_time(contest, due.due_at)
    handover = Handover.objects.get(award=won)
    assert (contest.state, handover.accepted_by_clock) == (State.SETTLED, True)
    for act in (
        lambda: mark_delivered(author, _item(won).pk, [], now=LATER),
        lambda: tick(owner_of(contest.brand), _item(won).pk, now=LATER),
        lambda: say_missing(owner_of(contest.brand), _item(won).pk, "Still.", now=LATER),
    ):
        with pytest.raises(WrongMoment):
            act()


def test_the_brand_accepts_with_open_items_as_ever() -> None:
    won = won_by(make_creative())
    hand_over(won)
    accept_handovers(owner_of(won.contest.brand), won.contest_id, now=LATER)
    assert Handover.objects.get(award=won).accepted_at == LATER


def test_others_say_nothing_of_an_item() -> None:
    author = make_creative()
    won = won_by(author)
    brand, item = won.contest.brand, _item(won)
    with pytest.raises(WrongMoment):
        tick(owner_of(brand), item.pk, now=NOON)
    hand_over(won)
    for stranger in (make_creative(), owner_of(make_brand())):
        with pytest.raises(NotVisible):
            mark_delivered(stranger, item.pk, [], now=LATER)
    for role in (MemberRole.JUDGE, MemberRole.FINANCE):
        with pytest.raises(NotPermitted):
            tick(add_member(brand, role), item.pk, now=LATER)
    for stranger in (make_creative(), author):
        with pytest.raises(NotVisible):
            say_missing(stranger, item.pk, "All of it.", now=LATER)


@pytest.mark.parametrize("words", ["", "   ", "x" * 1001, "No\0"])
def test_what_is_missing_is_said(words: str) -> None:
    won = won_by(make_creative())
    hand_over(won)
    with pytest.raises(InvalidMark) as refused:
        say_missing(owner_of(won.contest.brand), _item(won).pk, words, now=LATER)
    assert refused.value.field == "words"


def test_an_item_is_delivered_by_files_of_its_own_handover() -> None:
    author = make_creative()
    won, other = won_by(author), won_by(author)
    with pytest.raises(InvalidMark):
        mark_delivered(author, _item(won).pk, [other.handover.files.get().ref], now=NOON)


def test_the_database_refuses_marks_out_of_turn_and_lets_none_be_changed() -> None:
    author = make_creative()
    won, other = won_by(author), won_by(author)
    item, owner = _item(won), owner_of(won.contest.brand)
    stranger = make_creative()
    mark = mark_delivered(author, item.pk, [], now=NOON)
    refused = [
        lambda: HandoverItem.objects.create(handover=won.handover, position=2, words="A film"),
        lambda: HandoverMark.objects.create(item=item, kind="ticked", by=owner),  # Nothing is handed over yet.
        lambda: HandoverMark.objects.create(item=item, kind="delivered", by=stranger),
        lambda: HandoverMarkFile.objects.create(mark=mark, file=other.handover.files.get()),
        lambda: HandoverMark.objects.filter(pk=mark.pk).update(words="Another"),
        lambda: HandoverItem.objects.filter(pk=item.pk).update(words="Another"),
        lambda: HandoverMark.objects.filter(pk=mark.pk).delete(),
    ]
    for write in refused:
        with pytest.raises(Error), transaction.atomic():
            write()
    hand_over(won)
    with pytest.raises(Error), transaction.atomic():
        HandoverMark.objects.create(item=item, kind="missing", words="It", by=stranger)
    with pytest.raises(Error), transaction.atomic():
        HandoverMark.objects.create(item=item, kind="missing", words="", by=owner)
    accept_handovers(owner, won.contest_id, now=LATER)
    with pytest.raises(Error), transaction.atomic():
        HandoverMark.objects.create(item=item, kind="ticked", by=owner)
