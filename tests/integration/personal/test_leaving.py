"""Leaving: a week to take it back, nothing of the person after it, and the books as whole as before."""

from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import mail
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import EmailChange, MemberRole, PayoutAccount, StaffRole, User
from accounts.selectors import find_by_email
from accounts.services.api_clients import create_client
from accounts.services.mail import MailRequest, ask_for_mails
from accounts.services.mail_sending import send_due
from accounts.services.undo_links import stay_token
from contests.lifecycle import State
from contests.models import Contest, Entry, StoredFile
from contests.models.entry import EntryState
from duerows.models import DueState
from payouts.models import Disbursement, JournalEntry, Obligation
from payouts.services.audit.sealed import verify_books
from payouts.services.disbursements import prepare_disbursements
from payouts.services.funding import request_funding, withdraw_from_funding
from payouts.services.refunding import refund_draft
from payouts.services.seals import seal_books
from personal.errors import BrandNeedsOwner, HasLeft, LeavingAlready, NotLeaving, StaffStays
from personal.inventory import INVENTORY, Fate
from personal.models import Departure
from personal.selectors.pending import pending_of
from personal.services import forgetting, leaving
from personal.services.forgetting import tidy_after_departures
from personal.services.leaving import COOLING, ask_to_leave, find_departure, let_due_go, undo_by_link, undo_leaving
from tests.fixtures.contests import submit_examined
from tests.fixtures.people import hire, sign_in, sign_in_freshly, sign_up
from tests.fixtures.worlds import (
    DAY,
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
    pay_in,
    shortlist,
)

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def leave(user: User, now=NOON, **how) -> None:
    ask_to_leave(user, now=now, **how)
    assert let_due_go(now=now + COOLING - SECOND) == 0
    assert let_due_go(now=now + COOLING) == 1
    user.refresh_from_db()


def findings() -> list:
    found: list = []
    verify_books(found.append)
    return found


def everything_about(user: User, *words: str) -> list[str]:
    """Tables of ours in which one of these words still stands, or a row of the person that should have gone."""
    found = [held.key for held in INVENTORY if held.fate is Fate.REMOVED and _rows_of(held, user)]
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            for word in words:
                table = model._meta.db_table
                cursor.execute(f'SELECT 1 FROM "{table}" AS t WHERE t::text ILIKE %s LIMIT 1', [f"%{word}%"])
                found += [f"{table}: {word}"] if cursor.fetchone() else []
    return found


def _rows_of(held, user: User) -> bool:
    return apps.get_model(held.label)._default_manager.filter(**{held.field: user}).exists()


def test_after_a_week_nothing_names_the_person_and_their_address_is_free_again():
    user = sign_up(
        "ana.lindqvist@people.example", handle="ana-lindqvist", display_name="Ana Lindqvist", time_zone="Asia/Tokyo"
    )
    client = sign_in(Client(), user)
    User.objects.filter(pk=user.pk).update(email="ana.l@people.example")
    user.refresh_from_db()
    assert EmailChange.objects.count() == 1
    create_client(user, name="Lindqvist's script", scopes=["money:read"], now=NOON)
    ask_for_mails([MailRequest(user.pk, "question_answered", "k1", {"title": "Poster"})], now=NOON)
    assert client.get(reverse("pages:profile")).status_code == 200
    leave(user)
    assert everything_about(user, "lindqvist", "ana.l@") == []
    assert (str(user), user.is_active, user.has_usable_password()) == ("a former member", False, False)
    assert client.get(reverse("pages:profile")).status_code == 302
    assert not EmailAddress.objects.exists()
    assert find_by_email("ana.l@people.example") is None
    sign_up("ana.l@people.example")


def test_the_week_cannot_be_cut_short_nor_a_departure_undone_in_the_database():
    user = make_user()
    wish = ask_to_leave(user, now=NOON)
    for statement in (
        f"UPDATE personal_departure SET due_at = '{NOON.isoformat()}'",
        f"UPDATE personal_departure SET not_before = '{NOON.isoformat()}', due_at = '{NOON.isoformat()}'",
        "DELETE FROM personal_departure",
        "UPDATE accounts_user SET left_at = now()",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert let_due_go(now=NOON + COOLING) == 1
    for statement in (
        "UPDATE accounts_user SET left_at = NULL WHERE left_at IS NOT NULL",
        "UPDATE accounts_user SET email = 'back@people.example' WHERE left_at IS NOT NULL",
        "UPDATE personal_departure SET due_state = 'waiting'",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Departure.objects.get(pk=wish.pk).due_state == DueState.DONE


def test_it_is_taken_back_by_the_mail_s_link_without_a_sign_in_and_only_by_a_button():
    user = make_user()
    wish = ask_to_leave(user, now=NOON)
    with pytest.raises(LeavingAlready):
        ask_to_leave(user, now=NOON)
    send_due(now=NOON)
    address = reverse("pages:stay_by_link", args=[stay_token(wish.pk)])
    assert address in mail.outbox[0].body
    stranger = Client()
    assert user.email not in stranger.get(address).content.decode()
    wish.refresh_from_db()
    assert wish.due_state == DueState.WAITING
    assert stranger.post(address).status_code == 200
    wish.refresh_from_db()
    assert (wish.due_state, wish.undone_at is not None) == (DueState.CANCELLED, True)
    assert let_due_go(now=NOON + COOLING) == 0
    for token in (stay_token(wish.pk), "1:forged", "x"):
        with pytest.raises(NotLeaving):
            find_departure(token)
    assert stranger.get(address).status_code == 404


def test_after_that_day_the_link_says_that_it_is_too_late():
    user = make_user()
    wish = ask_to_leave(user, now=NOON)
    let_due_go(now=NOON + COOLING)
    with pytest.raises(HasLeft):
        undo_by_link(stay_token(wish.pk), now=NOON + COOLING)
    with pytest.raises(NotLeaving):
        undo_leaving(user, now=NOON + COOLING)


def test_staff_and_the_only_owner_of_a_running_contest_cannot_leave():
    with pytest.raises(StaffStays):
        ask_to_leave(hire(StaffRole.AUDITOR), now=NOON)
    brand = make_brand()
    open_contest(brand)
    with pytest.raises(BrandNeedsOwner):
        ask_to_leave(owner_of(brand), now=NOON)
    second = add_member(brand, MemberRole.OWNER)
    first = brand.memberships.exclude(user=second).get().user
    leave(first)
    with pytest.raises(BrandNeedsOwner):
        ask_to_leave(second, now=NOON)


def test_the_only_owner_stays_while_money_is_held_for_a_draft_or_owed_to_the_brand():
    draft = draft_contest(make_brand())
    owner = owner_of(draft.brand)
    request_funding(owner, draft.pk, now=NOON)
    pay_in(draft, 5_000)
    withdraw_from_funding(owner, draft.pk, now=NOON)
    with pytest.raises(BrandNeedsOwner):
        ask_to_leave(owner, now=NOON)
    refund_draft(owner, draft.pk, now=NOON)
    with pytest.raises(BrandNeedsOwner):
        ask_to_leave(owner, now=NOON)
    Obligation.objects.update(cancelled_at=NOON)
    leave(owner)


@pytest.mark.django_db(transaction=True)
def test_of_the_last_two_owners_who_leave_on_one_day_one_stays(monkeypatch):
    brand = make_brand()
    open_contest(brand)
    first, second = owner_of(brand), add_member(brand, MemberRole.OWNER)
    for owner in (first, second):
        ask_to_leave(owner, now=NOON)
    meet = Barrier(2, timeout=10)

    def look_together(user):
        # Both have a lock on a wish of their own by now. Whoever waits for the brand comes too late to meet anybody.
        found = pending_of(user)
        with suppress(BrokenBarrierError):
            meet.wait(1)
        return found

    monkeypatch.setattr(leaving, "pending_of", look_together)

    def go():
        let_due_go(now=NOON + COOLING)
        connection.close()

    workers = [Thread(target=go) for _ in range(2)]
    [worker.start() for worker in workers]
    [worker.join() for worker in workers]
    assert User.objects.filter(pk__in=(first.pk, second.pk), left_at=None).count() == 1
    assert Departure.objects.get(due_state=DueState.WAITING).put_off_because == "brand"


def test_who_becomes_needed_within_the_week_is_put_off_until_they_are_not():
    user = make_user()
    wish = ask_to_leave(user, now=NOON)
    User.objects.filter(pk=user.pk).update(staff_role=StaffRole.AUDITOR)
    assert let_due_go(now=NOON + COOLING) == 1
    wish.refresh_from_db()
    assert (wish.due_state, wish.due_at, wish.put_off_because) == (DueState.WAITING, NOON + COOLING + DAY, "staff")
    User.objects.filter(pk=user.pk).update(staff_role="")
    assert let_due_go(now=NOON + COOLING + DAY) == 1
    user.refresh_from_db()
    assert user.left_at


def decided():
    """A contest of which everybody on the shortlist is owed something."""
    contest = open_contest(make_brand(), now=NOON)
    winner, second = make_creative("winner"), make_creative("second")
    entries = [enter(contest, one) for one in (winner, second)]
    award(shortlist(contest, entries), entries[0])
    return winner, second, entries


@pytest.mark.django_db(transaction=True)
def test_the_books_verify_as_before_and_what_is_owed_is_still_owed():
    winner, second, entries = decided()
    assert seal_books() == 1
    owed = list(Obligation.objects.order_by("pk").values())
    books = list(JournalEntry.objects.order_by("pk").values())
    before = findings()
    for person in (winner, second):
        assert pending_of(person).money
        leave(person)
    assert findings() == before
    assert list(JournalEntry.objects.order_by("pk").values()) == books
    assert list(Obligation.objects.order_by("pk").values()) == owed
    assert PayoutAccount.objects.filter(user__in=(winner, second), retired_at=None).count() == 2
    assert {entry.author_id for entry in Entry.objects.filter(pk__in=[one.pk for one in entries])} == {
        winner.pk,
        second.pk,
    }


def test_who_leaves_while_on_a_shortlist_is_paid_what_is_decided_later():
    author, mate, other = make_creative("author"), make_creative("mate"), make_creative("other")
    contest = open_contest(make_brand(), now=NOON)
    work, rival = enter(contest, author, team=[author, mate]), enter(contest, other)
    contest = shortlist(contest, [work, rival])
    assert pending_of(mate).entries == 1, "a team's work is its members', too"
    for person in (author, mate):
        leave(person, now=contest.state_since)
    award(contest, rival)
    prepare_disbursements(contest.closes_at + 40 * DAY)
    tidy_after_departures(now=NOON)
    paid = Disbursement.objects.filter(obligation__entry=work, payout_account__retired_at=None)
    assert set(paid.values_list("obligation__payee_user_id", flat=True)) == {author.pk, mate.pk}


def test_an_account_that_nothing_can_come_to_any_more_is_closed_later():
    author, mate, other = make_creative("author"), make_creative("mate"), make_creative("other")
    contest = open_contest(make_brand(), now=NOON)
    work, rivals = enter(contest, author, team=[author, mate]), [enter(contest, one) for one in (other, None, None)]
    pending = pending_of(author)
    assert (pending.entries, pending.withdrawable) == (1, 0), "the work is the mate's, too, and stays in"
    leave(author)
    contest = shortlist(contest, rivals)
    award(contest, rivals[0])
    accounts = PayoutAccount.objects.filter(user=author, retired_at=None)
    tidy_after_departures(now=NOON)
    assert accounts.count() == 1, "the contest goes on"
    Contest.objects.filter(pk=contest.pk).update(state=State.HANDOVER)
    Contest.objects.filter(pk=contest.pk).update(state=State.SETTLED)
    tidy_after_departures(now=NOON)
    assert not accounts.exists()
    assert PayoutAccount.objects.filter(user__in=(mate, other), retired_at=None).count() == 2, "they are still here"
    work.refresh_from_db()
    assert work.state == EntryState.SUBMITTED


def test_who_waits_for_their_money_leaves_once_it_has_come():
    winner, _, _ = decided()
    wish = ask_to_leave(winner, awaits_money=True, now=NOON)
    assert let_due_go(now=NOON + COOLING) == 1
    wish.refresh_from_db()
    assert (wish.due_state, wish.put_off_because) == (DueState.WAITING, "money")
    assert not User.objects.get(pk=winner.pk).left_at


def test_work_that_nobody_bought_goes_and_bought_work_stays():
    author, other = make_creative("ana"), make_creative("otto")
    contest = open_contest(now=NOON)
    entry = submit_examined(contest, author, now=NOON)
    Entry.objects.filter(pk=entry.pk).update(statement="My grandmother's garden", sources="A font of mine")
    kept = submit_examined(contest, other, now=NOON)
    file = StoredFile.objects.get(version__entry=entry)
    others = StoredFile.objects.get(version__entry=kept)
    key = file.storage_key
    leave(author)
    entry.refresh_from_db(), file.refresh_from_db()
    assert (entry.state, entry.title, entry.statement, entry.sources) == (EntryState.WITHDRAWN, entry.code, "", "")
    assert (file.original_name, file.derivatives.count()) == ("removed", 0)
    assert file.storage_key != key
    assert default_storage.exists(StoredFile.objects.get(pk=others.pk).storage_key)
    contest.refresh_from_db()
    assert contest.entry_count == 1


def test_the_winner_s_work_stays_and_what_lost_goes_once_the_contest_is_over(monkeypatch):
    winner, second, (won, lost) = decided()
    Entry.objects.filter(pk__in=[won.pk, lost.pk]).update(statement="Made with care")
    leave(winner), leave(second)
    assert set(Entry.objects.values_list("statement", flat=True)) == {"Made with care"}
    monkeypatch.setattr(forgetting, "FINAL", frozenset(State))
    tidy_after_departures(now=NOON)
    won.refresh_from_db(), lost.refresh_from_db()
    assert (won.statement, lost.statement) == ("Made with care", "")


def test_nobody_who_has_left_is_written_to():
    user = make_user()
    leave(user)
    ask_for_mails([MailRequest(user.pk, "payout_paid", "later", {})], now=NOON)
    mail.outbox.clear()
    send_due(now=NOON)
    assert mail.outbox == []
    tidy_after_departures(now=NOON)
    assert everything_about(user) == []


def test_the_page_tells_what_is_open_and_takes_a_fresh_sign_in_and_a_tick():
    winner, _, _ = decided()
    address = reverse("pages:leave")
    shown = sign_in(Client(), winner).get(address).content.decode()
    assert 'name="money"' in shown
    assert "reauthenticate" in sign_in(Client(), winner).post(address, {"understood": "on"}).url
    fresh = sign_in_freshly(Client(), winner)
    assert fresh.post(address, {"money": "wait"}).status_code == 422
    assert fresh.post(address, {"money": "wait", "understood": "on"}).status_code == 302
    assert Departure.objects.get().awaits_money
    fresh.post(reverse("pages:stay"))
    assert Departure.objects.get().due_state == DueState.CANCELLED


@pytest.mark.django_db(transaction=True)
def test_undone_and_carried_out_at_the_same_moment_one_of_the_two_happens():
    for number in range(4):
        user = make_user(f"p{number}")
        wish = ask_to_leave(user, now=NOON)
        together, outcome = Barrier(2), []

        def go(together=together):
            together.wait()
            let_due_go(now=NOON + COOLING)
            connection.close()

        def stay(together=together, wish=wish, outcome=outcome):
            together.wait()
            try:
                undo_by_link(stay_token(wish.pk), now=NOON + COOLING)
                outcome.append("stays")
            except HasLeft:
                outcome.append("left")
            connection.close()

        threads = [Thread(target=go), Thread(target=stay)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        user.refresh_from_db()
        assert outcome == ["left" if user.left_at else "stays"]
