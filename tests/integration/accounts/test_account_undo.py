"""A changed payout account is taken back by whoever got the warning: the old one is back, and an operator looks."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.errors import AccountParked, AdminsOnly, NoSuchChange, NothingParked, UndoExpired
from accounts.models import AuditEvent, EmailChange, MemberRole, OutgoingMail, PayoutAccount, StaffRole
from accounts.selectors import payout_account_of_person
from accounts.selectors.cooling import WaitingFor, what_waits
from accounts.services.account_undo import UNDO_FOR, review_account, undo_change
from accounts.services.mail_sending import send_due
from accounts.services.payout_accounts import adopt_made_account, set_payout_account
from accounts.services.undo_links import undo_token
from payouts.models import ConnectedAccount
from tests.fixtures.people import hire
from tests.fixtures.worlds import DAY, NOON, add_member, destination_of, make_brand, make_user, owner_of

pytestmark = pytest.mark.django_db

OWN, THIEFS, OTHER = "FR1420041010050500013M02606", "DE89370400440532013000", "BE68539007547034"
LINK = re.compile(r"http://127\.0\.0\.1:8000(/account/payout/undo/\S+)")


def send_to(actor, destination, *, now=NOON, holder="Ines Marlow", **owner):
    owner = owner or {"user": actor}
    return set_payout_account(actor, **owner, rail="sandbox", destination=destination, holder_name=holder, now=now)


def changed(person=None, *, now=NOON):
    """Somebody whose account was changed a day after it was given."""
    person = person or make_user()
    return send_to(person, OWN, now=now - 30 * DAY), send_to(person, THIEFS, now=now)


def links() -> dict[str, str]:
    """The path that each addressee's latest mail leads to."""
    return {message.to[0]: found[1] for message in mail.outbox if (found := LINK.search(message.body))}


def test_the_link_brings_the_old_account_back_as_a_new_row_and_parks_it():
    own, thiefs = changed()
    back = undo_change(undo_token(thiefs.pk), now=NOON + DAY)
    assert destination_of(back) == OWN and back.pk not in (own.pk, thiefs.pk)
    assert (back.holder_name, back.rail, back.user) == (own.holder_name, own.rail, own.user)
    assert (back.undoes, back.replaces, back.parked_at, back.is_parked) == (thiefs, thiefs, NOON + DAY, True)
    thiefs.refresh_from_db()
    assert thiefs.retired_at == NOON + DAY
    assert payout_account_of_person(own.user_id) == back
    assert what_waits(back, now=NOON + 9 * DAY).reason == WaitingFor.OPERATOR


def test_what_took_the_changes_place_since_then_goes_too():
    _own, thiefs = changed()
    send_to(thiefs.user, OTHER, now=NOON + timedelta(hours=1))
    back = undo_change(undo_token(thiefs.pk), now=NOON + DAY)
    assert destination_of(back) == OWN
    assert PayoutAccount.objects.filter(user=thiefs.user, retired_at=None).count() == 1


def test_a_first_account_is_itself_stopped():
    person = make_user()
    first = send_to(person, THIEFS)
    back = undo_change(undo_token(first.pk), now=NOON)
    assert (destination_of(back), back.is_parked) == (THIEFS, True)


def test_an_account_that_was_not_in_effect_itself_waits_as_long_as_it_had_to():
    person = make_user()
    send_to(person, OWN, now=NOON - 30 * DAY)
    second = send_to(person, OTHER, now=NOON)
    third = send_to(person, THIEFS, now=NOON + DAY)
    assert undo_change(undo_token(third.pk), now=NOON + DAY).takes_effect_at == second.takes_effect_at == NOON + 2 * DAY


def test_twice_is_once():
    _own, thiefs = changed()
    first = undo_change(undo_token(thiefs.pk), now=NOON)
    assert undo_change(undo_token(thiefs.pk), now=NOON + DAY) == first
    assert PayoutAccount.objects.filter(user=thiefs.user).count() == 3


@pytest.mark.django_db(transaction=True)
def test_from_two_addresses_at_the_same_moment_it_happens_once():
    _own, thiefs = changed()
    start = Barrier(4)

    def follow(_number):
        start.wait(timeout=10)
        try:
            return undo_change(undo_token(thiefs.pk), now=NOON).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(follow, range(4)))) == 1
    assert PayoutAccount.objects.filter(user=thiefs.user, retired_at=None).count() == 1


def test_a_link_expires_and_nobody_forges_one():
    own, thiefs = changed()
    with pytest.raises(UndoExpired):
        undo_change(undo_token(thiefs.pk), now=NOON + UNDO_FOR + timedelta(seconds=1))
    signed = undo_token(thiefs.pk)
    for forged in ("", "x", str(thiefs.pk), f"{own.pk}:{signed.partition(':')[2]}", signed[:-1], undo_token(10**9)):
        with pytest.raises(NoSuchChange):
            undo_change(forged, now=NOON)
    assert payout_account_of_person(own.user_id) == thiefs


def test_while_it_is_parked_the_account_is_not_changed_again():
    _own, thiefs = changed()
    undo_change(undo_token(thiefs.pk), now=NOON)
    with pytest.raises(AccountParked):
        send_to(thiefs.user, THIEFS, now=NOON + DAY)
    assert destination_of(payout_account_of_person(thiefs.user_id)) == OWN


def test_only_an_admin_ends_it_and_once():
    _own, thiefs = changed()
    back = undo_change(undo_token(thiefs.pk), now=NOON)
    admin = hire(StaffRole.ADMIN)
    for nobody in (thiefs.user, hire(StaffRole.AUDITOR), make_user()):
        with pytest.raises(AdminsOnly):
            review_account(nobody, back.pk, now=NOON)
    assert review_account(admin, back.pk, now=NOON + DAY).reviewed_by == admin
    assert what_waits(payout_account_of_person(thiefs.user_id), now=NOON + DAY) is None
    for done in (back, thiefs):
        with pytest.raises(NothingParked):
            review_account(admin, done.pk, now=NOON + DAY)
    assert send_to(thiefs.user, OTHER, now=NOON + 2 * DAY).takes_effect_at == NOON + 4 * DAY


def test_the_mail_says_from_when_on_and_its_link_works_without_a_sign_in():
    _own, thiefs = changed(now=timezone.now())
    send_due(now=timezone.now())
    assert len(mail.outbox) == 2, "one for the first account, one for the change"
    body = mail.outbox[-1].body
    assert f"{thiefs.takes_effect_at:%Y-%m-%d %H:%M} UTC" in body
    path = links()[thiefs.user.email]
    page = Client().get(path)
    assert page.status_code == 200
    assert "•••• 2606" in page.content.decode() and "•••• 3000" in page.content.decode()
    assert payout_account_of_person(thiefs.user_id) == thiefs, "programs that look at links change nothing"
    assert "taken back" in Client().post(path).content.decode()
    assert destination_of(payout_account_of_person(thiefs.user_id)) == OWN
    assert Client().get("/account/payout/undo/1:forged/").status_code == 422


def test_the_link_is_not_kept_in_the_table_of_mails():
    _own, thiefs = changed()
    for context in OutgoingMail.objects.values_list("context", flat=True):
        assert "undo/" not in str(context) and undo_token(thiefs.pk) not in str(context)


def test_the_address_that_was_left_is_warned_too_and_nobody_elses():
    person, bystander = make_user("ines"), make_user()
    former, now = person.email, timezone.now()
    for someone, address in ((person, "thief@people.example"), (bystander, "moved@people.example")):
        someone.email = address
        someone.save(update_fields=["email"])
    send_to(person, OWN, now=now - 30 * DAY)
    OutgoingMail.objects.all().delete()
    thiefs = send_to(person, THIEFS, now=now)
    asked = OutgoingMail.objects.order_by("pk").values_list("to__email", "address")
    assert list(asked) == [("thief@people.example", ""), (None, former)]
    send_due(now=now)
    assert set(links()) == {"thief@people.example", former}
    undo_change(undo_token(thiefs.pk), now=now)
    told = OutgoingMail.objects.filter(template="payout_account_restored").order_by("pk")
    assert list(told.values_list("to__email", "address")) == [("thief@people.example", ""), (None, former)]


def test_an_address_that_was_left_long_ago_is_left_alone(settings):
    person = make_user()
    EmailChange.objects.create(user=person, former="old@people.example", changed_at=timezone.now() - 3 * DAY)
    send_to(person, OWN, now=timezone.now())
    assert list(OutgoingMail.objects.values_list("address", flat=True)) == [""]


def test_of_a_brand_all_who_handle_money_are_warned_and_any_of_them_takes_it_back():
    brand = make_brand()
    owner, finance = owner_of(brand), add_member(brand, MemberRole.FINANCE)
    add_member(brand, MemberRole.JUDGE)
    account = send_to(finance, THIEFS, brand=brand, now=timezone.now())
    assert set(OutgoingMail.objects.values_list("to_id", flat=True)) == {owner.pk, finance.pk}
    before = destination_of(account.replaces)
    back = undo_change(undo_token(account.pk), now=timezone.now())
    assert (back.brand, destination_of(back), back.is_parked) == (brand, before, True)


def test_the_database_remembers_an_address_whichever_way_it_was_changed():
    person = make_user("ines")
    first = person.email
    person.display_name = "Ines M."
    person.save()
    assert not EmailChange.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET email = 'second@people.example' WHERE id = %s", [person.pk])
    person.refresh_from_db()
    person.email = "third@people.example"
    person.save(update_fields=["email"])
    kept = EmailChange.objects.filter(user=person).order_by("pk")
    assert list(kept.values_list("former", flat=True)) == [first, "second@people.example"]


def test_the_desk_shows_who_waits_for_a_look_and_ends_it(client):
    from tests.fixtures.people import sign_in

    _own, thiefs = changed()
    back = undo_change(undo_token(thiefs.pk), now=NOON)
    act = {"action": "mark_as_looked_at", "_selected_action": [str(back.pk)]}
    sign_in(client, hire(StaffRole.AUDITOR))
    client.post("/admin/accounts/payoutaccount/", act)
    back.refresh_from_db()
    assert back.is_parked
    sign_in(client, hire(StaffRole.ADMIN))
    assert back.masked in client.get("/admin/accounts/payoutaccount/?reviewed_at__isempty=1").content.decode()
    client.post("/admin/accounts/payoutaccount/", act)
    back.refresh_from_db()
    assert not back.is_parked
    assert AuditEvent.objects.filter(subject=back.owner, act="account.review").count() == 1


def test_an_account_that_its_rail_does_not_call_ready_any_more_stays_away_and_what_is_there_is_parked(settings):
    settings.RAILS = settings.RAILS | {"stripe": {}}
    person = make_user()
    made = ConnectedAccount.objects.create(
        user=person,
        rail="stripe",
        country="FR",
        state="ready",
        account="acct_123456789",
        created_by=person,
        chosen_at=NOON,
        due_at=NOON,
    )
    adopt_made_account(
        user=person, rail="stripe", destination=made.account, chosen_at=NOON - 30 * DAY, now=NOON - 30 * DAY
    )
    thiefs = send_to(person, THIEFS)
    ConnectedAccount.objects.filter(pk=made.pk).update(state="unfinished")
    parked = undo_change(undo_token(thiefs.pk), now=NOON + DAY)
    assert (destination_of(parked), parked.rail, parked.is_parked) == (THIEFS, "sandbox", True)
    assert payout_account_of_person(person.pk) == parked
    assert what_waits(parked, now=NOON + 9 * DAY).reason == WaitingFor.OPERATOR
