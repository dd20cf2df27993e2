"""Payments wait after a changed account or address, say why and until when, and the database refuses to hurry them."""

from datetime import timedelta

import pytest
from django.db import Error, connection, transaction
from django.test import Client

from accounts.models import EmailChange, MemberRole, PayoutAccount, StaffRole, User
from accounts.selectors import payout_account_of_brand, payout_account_of_person
from accounts.selectors.cooling import Waiting, WaitingFor, what_waits
from accounts.services.account_undo import review_account, undo_change
from accounts.services.payout_accounts import set_payout_account
from accounts.services.undo_links import undo_token
from payouts.selectors.earnings import PaymentState, earnings_of
from payouts.services.audit import run_checks
from payouts.services.disbursements import prepare_disbursements
from payouts.services.funding import request_funding, withdraw_from_funding
from payouts.services.refunding import refund_draft
from tests.fixtures.calls import Caller
from tests.fixtures.payday import FLOOR, PAYDAY, Payday, debt_of, decided_contest, states_of
from tests.fixtures.people import hire, sign_in
from tests.fixtures.worlds import (
    DAY,
    NOON,
    add_member,
    draft_contest,
    give_account,
    make_creative,
    make_user,
    owner_of,
    pay_in,
)
from tests.integration.payouts.test_negative_controls import only_refused_by

pytestmark = pytest.mark.django_db

NEW = "DE89370400440532013000"
LATER, BEFORE = PAYDAY + 2 * DAY, PAYDAY - DAY
"""A change on BEFORE is in effect a day after payday. The database's own clock says payday."""


def change_account(user: User, *, now=BEFORE, **owner) -> PayoutAccount:  # type: ignore[no-untyped-def]
    owner = owner or {"user": user}
    return set_payout_account(user, **owner, rail="sandbox", destination=NEW, holder_name="Ines", now=now)


def payment_of(user: User, now=PAYDAY):  # type: ignore[no-untyped-def]
    return next(one for one in earnings_of(user, now=now).entries[0].payments if one.component == "earned")


def left_address(user: User, *, now=BEFORE) -> None:  # type: ignore[no-untyped-def]
    EmailChange.objects.create(user=user, former="former@people.example", changed_at=now)


def write_payment(account: PayoutAccount) -> str:
    """The statement of somebody who does not care for our services."""
    debt = debt_of(account.user)  # type: ignore[arg-type]
    return f"""
        INSERT INTO payouts_disbursement (obligation_id, attempt, idempotency_key, state, rail, payout_account_id,
            amount_minor, currency, provider_reference, reason, created_at, due_state, due_at, fence, attempts,
            last_error)
        SELECT {debt.pk}, 1, 'attack', 'pending', 'sandbox', {account.pk}, {debt.amount_minor}, 'EUR', '', '',
            now() + interval '9 days', 'waiting', now(), 0, 0, ''
    """


def test_payments_wait_until_the_account_takes_effect_and_go_there_then(payday: Payday) -> None:
    payee, other = make_creative(), make_creative()
    decided_contest(payee, other)
    account = change_account(payee, now=PAYDAY - 3 * DAY)
    early = PAYDAY - 2 * DAY
    assert prepare_disbursements(early) == 1, "nobody else waits"
    assert states_of(payee) == []
    assert what_waits(account, now=early) == Waiting(WaitingFor.NEW_ACCOUNT, PAYDAY - DAY)
    payday.pay()
    assert payday.paid_out()[NEW] == FLOOR


def test_a_payment_that_nobody_sent_yet_follows_to_the_new_account() -> None:
    payee = make_creative()
    decided_contest(payee)
    prepare_disbursements(PAYDAY)
    change_account(payee)
    prepare_disbursements(PAYDAY)
    assert states_of(payee) == ["pending"], "given up when it is about to be sent: see test_paying"


def test_the_payee_sees_why_and_until_when(client: Client) -> None:
    payee = make_creative()
    decided_contest(payee)
    change_account(payee)
    payment = payment_of(payee)
    assert (payment.state, payment.waits_until) == (PaymentState.COOLING, BEFORE + 2 * DAY)
    assert payment_of(payee, LATER).state == PaymentState.PREPARING
    sign_in(client, payee)
    for page in ("/earnings/", "/account/payout/"):
        assert "Because the account was changed, payments wait until" in client.get(page).content.decode()
    told = Caller(payee).get("me/payout-account")
    assert (told["waiting_for"], told["waits_until"][:16]) == ("new_account", f"{BEFORE + 2 * DAY:%Y-%m-%dT%H:%M}")
    assert [check.name for check in run_checks(now=PAYDAY + 9 * DAY) if not check.ok] == ["nothing_silently_overdue"]
    assert not [check for check in run_checks(now=PAYDAY) if not check.ok]


def test_a_changed_address_starts_the_period_too() -> None:
    payee = make_creative()
    decided_contest(payee)
    left_address(payee)
    assert prepare_disbursements(PAYDAY) == 0
    waits = what_waits(payout_account_of_person(payee.pk), now=PAYDAY)
    assert waits == Waiting(WaitingFor.NEW_EMAIL, BEFORE + 2 * DAY)
    assert payment_of(payee).state == PaymentState.COOLING
    assert prepare_disbursements(LATER) == 1


def test_even_the_first_account_waits_if_the_address_was_just_changed() -> None:
    payee = make_creative(payout_account=False)
    decided_contest(payee)
    left_address(payee)
    change_account(payee)
    assert prepare_disbursements(PAYDAY) == 0
    assert prepare_disbursements(LATER) == 1


def test_without_a_period_nothing_waits(settings) -> None:  # type: ignore[no-untyped-def]
    settings.PAYOUT_COOLING = timedelta()
    payee = make_creative()
    decided_contest(payee)
    change_account(payee)
    left_address(payee)
    assert prepare_disbursements(PAYDAY) == 1


@pytest.mark.parametrize("why", ["account", "owner's address", "finance member's address"])
def test_a_brands_refunds_wait_as_well(why: str) -> None:
    """Those that go to its account: this one can be neither cut nor go back by any single payment in."""
    contest = draft_contest()
    owner, finance = owner_of(contest.brand), add_member(contest.brand, MemberRole.FINANCE)
    request_funding(owner, contest.pk, now=NOON)
    pay_in(contest, 12_000)
    pay_in(contest, 345)
    withdraw_from_funding(owner, contest.pk, now=NOON)
    refund_draft(owner, contest.pk, now=NOON)
    request_funding(owner, contest.pk, now=NOON)
    if why == "account":
        change_account(finance, brand=contest.brand)
    else:
        left_address(owner if why.startswith("owner") else finance)
    assert what_waits(payout_account_of_brand(contest.brand_id), now=PAYDAY) is not None
    assert prepare_disbursements(PAYDAY) == 0
    if why != "account":  # Of which the database's own clock says that it is not in effect yet.
        assert prepare_disbursements(LATER) == 1


def test_a_judges_address_keeps_no_refund_waiting() -> None:
    contest = draft_contest()
    left_address(add_member(contest.brand, MemberRole.JUDGE))
    assert what_waits(payout_account_of_brand(contest.brand_id), now=PAYDAY) is None


def test_a_parked_account_waits_for_an_operator() -> None:
    payee = make_creative()
    decided_contest(payee)
    change = change_account(payee, now=NOON)
    back = undo_change(undo_token(change.pk), now=NOON + DAY)
    assert prepare_disbursements(PAYDAY) == 0
    assert payment_of(payee).state == PaymentState.UNDER_REVIEW
    (wrong,) = [check for check in run_checks(now=PAYDAY) if not check.ok]
    assert (wrong.name, f"payout account {back.pk} waits" in wrong.detail) == ("nothing_stuck", True)
    review_account(hire(StaffRole.ADMIN), back.pk, now=PAYDAY)
    assert prepare_disbursements(PAYDAY) == 1


def test_the_database_refuses_a_payment_before_its_account_takes_effect(as_owner: object) -> None:
    payee = make_creative()
    decided_contest(payee)
    account = change_account(payee)
    with as_owner:  # type: ignore[attr-defined]
        only_refused_by("disbursement_in_effect", write_payment(account))


def test_the_database_refuses_a_payment_to_a_parked_account(as_owner: object) -> None:
    payee = make_creative()
    decided_contest(payee)
    back = undo_change(undo_token(change_account(payee, now=NOON).pk), now=NOON)
    with as_owner:  # type: ignore[attr-defined]
        only_refused_by("disbursement_in_effect", write_payment(back))


def test_an_account_in_effect_is_not_refused() -> None:
    payee = make_creative()
    decided_contest(payee)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(write_payment(payout_account_of_person(payee.pk)))  # type: ignore[arg-type]
    assert states_of(payee) == ["pending"]


KEPT = {
    "take effect earlier": "UPDATE accounts_payoutaccount SET takes_effect_at = created_at WHERE retired_at IS NULL",
    "give it to somebody else": "UPDATE accounts_payoutaccount SET user_id = user_id + 1",
    "name another holder": "UPDATE accounts_payoutaccount SET holder_name = 'Somebody else'",
    "delete it": "DELETE FROM accounts_payoutaccount",
    "end the parking": "UPDATE accounts_payoutaccount SET parked_at = NULL WHERE parked_at IS NOT NULL",
    "look at it as nobody": "UPDATE accounts_payoutaccount SET reviewed_at = now() WHERE parked_at IS NOT NULL",
    "take a retirement back": "UPDATE accounts_payoutaccount SET retired_at = NULL WHERE retired_at IS NOT NULL",
    "date a retirement anew": "UPDATE accounts_payoutaccount SET retired_at = now() WHERE retired_at IS NOT NULL",
    "keep plain words": "UPDATE accounts_payoutaccount SET sealed = 'FR1420041010050500013M0260612345678'::bytea",
    "take effect before it was given": "INSERT INTO accounts_payoutaccount (rail, sealed, fingerprint, ending, "
    "holder_name, created_at, takes_effect_at, brand_id) SELECT rail, sealed, fingerprint, ending, holder_name, now(), "
    "now() - interval '1 day', gen_random_uuid() FROM accounts_payoutaccount LIMIT 1",
    "forget a former address": "DELETE FROM accounts_emailchange",
    "change a former address": "UPDATE accounts_emailchange SET changed_at = now() - interval '9 days'",
}
NEEDED = {
    "payout_account_kept": "take effect earlier",
    "payout_account_ends_once": "date a retirement anew",
    "email_change_stays": "change a former address",
}


@pytest.fixture
def changed() -> None:
    payee, other = make_creative(), make_user()
    undo_change(undo_token(change_account(payee, now=NOON).pk), now=NOON)
    give_account(other, "BE68539007547034")
    change_account(other)
    left_address(payee)


@pytest.mark.parametrize("attack", KEPT)
def test_the_database_refuses_to(changed: None, attack: str) -> None:
    with pytest.raises(Error) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(KEPT[attack])
    assert "syntax" not in str(refusal.value) and "does not exist" not in str(refusal.value)


@pytest.mark.parametrize("guard", NEEDED)
def test_each_guard_of_the_accounts_is_needed(guard: str, changed: None, as_owner: object) -> None:
    with as_owner:  # type: ignore[attr-defined]
        only_refused_by(guard, KEPT[NEEDED[guard]])
