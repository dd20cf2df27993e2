"""A brand asks for more time or for changes: within what was set aside, paid to the cent, and refused beyond."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import MemberRole, OutgoingMail, User
from contests.errors import ExtensionRefused, NotPermitted, NotVisible, RevisionRefused, WrongMoment
from contests.lifecycle import NotAllowed, WrongMove
from contests.models import Contest, ContestEvent, Deadline, Entry, RevisionRequest
from contests.services.deadlines import work_off_deadlines
from contests.services.extending import extend_contest
from contests.services.revisions import ask_for_revision
from payouts.models import Escrow, PayoutPolicy, Settlement, SettlementLine
from payouts.policy import FAIR_2
from payouts.services.audit import run_checks
from payouts.services.policies import publish_policy
from payouts.services.reference_data import publish_reference_data
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
    shortlist,
)

pytestmark = pytest.mark.django_db
WHY = "The tasting was moved by a week."
CHANGE = "Please try the mark without the ring."


@pytest.fixture
def policy() -> PayoutPolicy:
    publish_reference_data(now=NOON)
    return publish_policy(FAIR_2.to_dict(), now=NOON)


@pytest.fixture(autouse=True)
def the_books_hold(db: None) -> object:
    """After every test here: deferred constraints hold, and so does every check."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert [check for check in run_checks(now=NOON) if not check.ok] == []


def owner(contest: Contest) -> User:
    return owner_of(contest.brand)


def added_by(contest: Contest, rule: str) -> dict[str, int]:
    lines = SettlementLine.objects.filter(settlement=Settlement.objects.get(contest=contest), rule=rule)
    return {str(entry): amount for entry, amount in lines.values_list("entry", "amount_minor")}


def test_more_time_moves_every_date_and_is_paid(policy: PayoutPolicy) -> None:
    contest = open_contest(policy=policy)
    entries = [enter(contest) for _ in range(3)]
    before = contest.timeline
    extend_contest(owner(contest), contest.pk, 4, WHY, now=NOON + DAY)
    contest.refresh_from_db()

    assert before is not None and contest.timeline is not None
    assert contest.timeline.opens_at == before.opens_at
    assert contest.timeline.closes_at - before.closes_at == timedelta(days=4)
    assert contest.timeline.lapses_at - before.lapses_at == timedelta(days=4)
    waiting = Deadline.objects.get(contest=contest, due_state="waiting")
    assert (waiting.kind, waiting.due_at) == ("entries_close", contest.closes_at)
    event = ContestEvent.objects.get(contest=contest, kind="extend")
    assert event.data == {"days": 4, "paid_days": 4, "reason": WHY}
    assert OutgoingMail.objects.filter(template="contest_extended").count() == 3

    while work_off_deadlines(now=before.closes_at):
        pass
    contest.refresh_from_db()
    assert contest.state == "open"

    award(shortlist(contest, entries), entries[0])
    floor = Settlement.objects.get(contest=contest).floor_minor
    assert added_by(contest, "extension") == {str(entry.pk): -(-floor * 4 * 500 // 10_000) for entry in entries}


def test_nobody_waits_before_the_first_entry(policy: PayoutPolicy) -> None:
    contest = open_contest(policy=policy)
    extend_contest(owner(contest), contest.pk, 3, WHY, now=NOON)
    contest.refresh_from_db()
    assert contest.extension_days == 0
    entries = [enter(contest) for _ in range(3)]
    award(shortlist(contest, entries), entries[0])
    assert added_by(contest, "extension") == {}


def test_days_are_bounded_by_what_was_set_aside(policy: PayoutPolicy) -> None:
    contest = open_contest(policy=policy)
    enter(contest)
    extend_contest(owner(contest), contest.pk, 6, WHY, now=NOON)
    with pytest.raises(ExtensionRefused, match="4 more days"):
        extend_contest(owner(contest), contest.pk, 5, WHY, now=NOON)
    extend_contest(owner(contest), contest.pk, 4, WHY, now=NOON)
    with pytest.raises(ExtensionRefused, match="No money"):
        extend_contest(owner(contest), contest.pk, 1, WHY, now=NOON)
    with pytest.raises(IntegrityError, match="contest_extension_reserved"), transaction.atomic():
        Contest.objects.filter(pk=contest.pk).update(extension_days=11)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Contest.objects.filter(pk=contest.pk).update(extension_days_max=20)


def test_a_policy_without_the_rule_gives_no_time() -> None:
    contest = open_contest()
    with pytest.raises(ExtensionRefused, match="keeps its dates"):
        extend_contest(owner(contest), contest.pk, 1, WHY, now=NOON)


@pytest.mark.parametrize(("days", "reason", "field"), [(0, WHY, "days"), (-1, WHY, "days"), (1, "  ", "reason")])
def test_what_is_missing_is_said(policy: PayoutPolicy, days: int, reason: str, field: str) -> None:
    contest = open_contest(policy=policy)
    with pytest.raises(ExtensionRefused) as refused:
        extend_contest(owner(contest), contest.pk, days, reason, now=NOON)
    assert refused.value.field == field


def test_only_the_brands_deciders_extend_and_only_while_entries_are_taken(policy: PayoutPolicy) -> None:
    contest = open_contest(policy=policy)
    for stranger in (make_creative(), owner_of(make_brand()), add_member(contest.brand, MemberRole.JUDGE)):
        with pytest.raises(NotAllowed):
            extend_contest(stranger, contest.pk, 1, WHY, now=NOON)
    with pytest.raises(ExtensionRefused, match="closed"):
        extend_contest(owner(contest), contest.pk, 1, WHY, now=contest.closes_at)
    shortlist(contest, [enter(contest) for _ in range(3)])
    with pytest.raises(WrongMove):
        extend_contest(owner(contest), contest.pk, 1, WHY, now=NOON)


def in_final_round(policy: PayoutPolicy | None) -> tuple[Contest, list[Entry]]:
    contest = open_contest(policy=policy)
    entries = [enter(contest) for _ in range(4)]
    return shortlist(contest, entries[:3]), entries


def test_each_round_of_changes_is_paid_but_the_winners_first(policy: PayoutPolicy) -> None:
    contest, entries = in_final_round(policy)
    for entry in (entries[0], entries[1]):
        assert ask_for_revision(owner(contest), entry.pk, CHANGE, now=NOON).round == 1
    assert set(OutgoingMail.objects.filter(template="revision_asked").values_list("to", flat=True)) == {
        entries[0].author_id,
        entries[1].author_id,
    }
    award(contest, entries[0])
    hourly = Escrow.objects.get(contest=contest).terms["hourly_minimum_minor"]
    assert added_by(contest, "revisions") == {str(entries[1].pk): -(-60 * hourly * 17_500 // 600_000)}


def test_a_change_is_paid_even_if_the_brand_cancels_or_falls_silent(policy: PayoutPolicy) -> None:
    contest, entries = in_final_round(policy)
    ask_for_revision(owner(contest), entries[2].pk, CHANGE, now=NOON)
    contest.refresh_from_db()
    while work_off_deadlines(now=contest.lapses_at):
        pass
    assert list(added_by(contest, "revisions")) == [str(entries[2].pk)]


def test_no_pay_no_request(policy: PayoutPolicy) -> None:
    contest, entries = in_final_round(policy)
    boss, most = owner(contest), contest.revision_rounds_max
    with pytest.raises(RevisionRefused, match="Only a shortlisted"):
        ask_for_revision(boss, entries[3].pk, CHANGE, now=NOON)
    with pytest.raises(RevisionRefused) as unsaid:
        ask_for_revision(boss, entries[0].pk, "Nicer.", now=NOON)
    assert unsaid.value.field == "note"
    for _ in range(most):
        ask_for_revision(boss, entries[0].pk, CHANGE, now=NOON)
    with pytest.raises(RevisionRefused, match="set aside"):
        ask_for_revision(boss, entries[0].pk, CHANGE, now=NOON)
    for entry, number in ((entries[0], most + 1), (entries[1], 2), (entries[3], 1)):
        with pytest.raises(IntegrityError, match="is not paid for"), transaction.atomic():
            RevisionRequest.objects.create(entry=entry, round=number, note=CHANGE, asked_by=boss)


def test_a_policy_without_the_rule_allows_no_change() -> None:
    contest, entries = in_final_round(None)
    with pytest.raises(RevisionRefused, match="No money"):
        ask_for_revision(owner(contest), entries[0].pk, CHANGE, now=NOON)


def test_strangers_ask_for_nothing(policy: PayoutPolicy) -> None:
    contest, entries = in_final_round(policy)
    for stranger in (owner_of(make_brand()), add_member(contest.brand, MemberRole.JUDGE), entries[1].author):
        with pytest.raises((NotPermitted, NotVisible)):
            ask_for_revision(stranger, entries[0].pk, CHANGE, now=NOON)
    award(contest, entries[0])
    with pytest.raises(WrongMoment):
        ask_for_revision(owner(contest), entries[0].pk, CHANGE, now=NOON)
