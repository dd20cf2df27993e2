"""Where money goes: changed by its owner alone, kept as history, told by mail, one at a time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from accounts.errors import BreaksColumnRule, HolderNeeded, MoneyHandlersOnly, NoSuchBrand, SomebodyElses
from accounts.models import MemberRole, OutgoingMail, PayoutAccount
from accounts.selectors import (
    payout_account_of_brand,
    payout_account_of_person,
    payout_accounts_of_brands,
    payout_accounts_of_people,
)
from accounts.services.mail_sending import send_due
from accounts.services.payout_accounts import set_payout_account
from tests.fixtures.worlds import DAY, NOON, add_member, destination_of, make_brand, make_creative, make_user, owner_of

pytestmark = pytest.mark.django_db

FIRST, SECOND = "FR1420041010050500013M02606", "DE89370400440532013000"


def send_to(actor, destination=FIRST, *, holder="Ines Marlow", now=NOON, **owner):
    return set_payout_account(
        actor, **(owner or {"user": actor}), rail="sandbox", destination=destination, holder_name=holder, now=now
    )


def test_a_new_account_retires_the_old_one_and_both_are_kept():
    person = make_user()
    first = send_to(person)
    second = send_to(person, SECOND, now=NOON + DAY)
    first.refresh_from_db()
    assert (first.retired_at, destination_of(first)) == (NOON + DAY, FIRST)
    assert payout_account_of_person(person.pk) == second
    assert (second.retired_at, second.replaces, destination_of(second)) == (None, first, SECOND)


def test_the_first_account_takes_effect_at_once_and_every_other_later(settings):
    person, brand = make_user(), make_brand()
    assert send_to(person).takes_effect_at == NOON
    later = [send_to(person, SECOND, now=NOON + DAY), send_to(person, FIRST, now=NOON + DAY)]
    later += [send_to(owner_of(brand), FIRST, brand=brand, now=NOON + DAY)]
    assert {account.takes_effect_at for account in later} == {NOON + 3 * DAY}
    settings.PAYOUT_COOLING = timedelta()
    assert send_to(person, SECOND, now=NOON + DAY).takes_effect_at == NOON + DAY


def test_the_holder_alone_makes_another_account():
    person = make_user()
    first = send_to(person)
    assert send_to(person, holder="Somebody Else", now=NOON + DAY) != first


def test_asking_for_what_already_is_changes_nothing_and_mails_nobody():
    person = make_user()
    first = send_to(person)
    assert send_to(person, "fr14 2004 1010 0505 0001 3m02 606", now=NOON + DAY) == first
    assert OutgoingMail.objects.count() == PayoutAccount.objects.count() == 1


def test_the_person_is_told_and_the_number_stays_out_of_the_mail():
    person = make_user()
    send_to(person)
    send_due(now=NOON)
    (message,) = mail.outbox
    assert message.to == [person.email]
    assert "•••• 2606" in message.body and FIRST not in message.body


def test_nobody_changes_somebody_elses():
    person = make_user()
    send_to(person)
    with pytest.raises(SomebodyElses):
        send_to(make_user(), SECOND, user=person)
    assert destination_of(payout_account_of_person(person.pk)) == FIRST


@pytest.mark.parametrize("role", MemberRole.values)
def test_of_a_brand_its_owners_and_finance_members_do(role):
    brand = make_brand()
    owner = owner_of(brand)
    actor = add_member(brand, role)
    if role in (MemberRole.OWNER, MemberRole.FINANCE):
        assert payout_account_of_brand(brand.pk) != send_to(actor, brand=brand)
        assert set(OutgoingMail.objects.values_list("to_id", flat=True)) == {owner.pk, actor.pk}
    else:
        with pytest.raises(MoneyHandlersOnly):
            send_to(actor, brand=brand)


def test_to_a_stranger_the_brand_does_not_exist():
    with pytest.raises(NoSuchBrand):
        send_to(make_user(), brand=make_brand())


@pytest.mark.parametrize(("holder", "refusal"), [("  ", HolderNeeded), ("x" * 121, BreaksColumnRule)])
def test_an_account_has_a_holder(holder, refusal):
    with pytest.raises(refusal):
        send_to(make_user(), holder=holder)


def test_an_account_belongs_to_a_person_or_a_brand_and_not_to_both():
    person = make_user()
    with pytest.raises(TypeError):
        send_to(person, user=person, brand=make_brand())
    with pytest.raises(TypeError):
        send_to(person, user=None)


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_the_same_moment_leave_one_account_in_force():
    person = make_user()
    send_to(person, now=timezone.now())
    start = Barrier(4)

    def change(number):
        start.wait(timeout=10)
        try:
            send_to(person, SECOND, holder=f"Holder {number}", now=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(change, range(4)))
    assert PayoutAccount.objects.filter(user=person).count() == 5
    assert PayoutAccount.objects.filter(user=person, retired_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_first_accounts_at_the_same_moment_are_not_both_the_first():
    person = make_user()
    start = Barrier(2)

    def give(number):
        start.wait(timeout=10)
        try:
            send_to(person, (FIRST, SECOND)[number], now=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(give, range(2)))
    effects = PayoutAccount.objects.filter(user=person).order_by("pk").values_list("takes_effect_at", flat=True)
    assert list(effects) == [NOON, NOON + 2 * DAY]


def test_many_are_read_at_once(django_assert_num_queries):
    people, brand = [make_creative(), make_creative(), make_user()], make_brand()
    with django_assert_num_queries(2):
        of_people = payout_accounts_of_people(person.pk for person in people)
        of_brands = payout_accounts_of_brands([brand.pk])
    assert set(of_people) == {people[0].pk, people[1].pk}
    assert set(of_brands) == {brand.pk}
