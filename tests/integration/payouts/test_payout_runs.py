"""Runs: proposed by one admin, approved by another who has seen the same list; anything else lets nothing leave."""

from datetime import timedelta

import pytest
from django.db import connection

from accounts.models import PayoutAccount, StaffRole, User
from payouts.approving import Member, digest_of, movement
from payouts.errors import ControlRefused, FourEyesNeeded, OperatorOnly, RunRefused
from payouts.models import Disbursement, PayoutRun, PayoutRunLine
from payouts.selectors.payout_runs import Choice, payee_names, preview_run
from payouts.services.audit import run_checks
from payouts.services.controls import stop_rail
from payouts.services.disbursements import hold, prepare_disbursements, release_hold
from payouts.services.disputing import open_dispute
from payouts.services.payout_runs import approve_run, propose_run, withdraw_run
from tests.fixtures.four_eyes import ALL, lower_limits
from tests.fixtures.payday import FLOOR, LATER, PAYDAY, Payday, debt_of, decided_contest, payments_of, states_of
from tests.fixtures.worlds import destination_of, give_account, make_creative, make_user
from tests.integration.payouts.test_paying_at_once import all_at_once

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def payees(payday: Payday, admin: User) -> list[User]:
    """Three people whose payments are above the limit, prepared."""
    lower_limits(admin, above=FLOOR - 1)
    people = [make_creative() for _ in range(3)]
    decided_contest(*people)
    prepare_disbursements(PAYDAY)
    return people


def propose(actor: User, choice: Choice = ALL) -> PayoutRun:
    return propose_run(actor, choice, digest=preview_run(choice).digest, now=PAYDAY)


def approve(actor: User, run: PayoutRun) -> PayoutRun:
    return approve_run(actor, run.pk, digest=run.digest, now=PAYDAY + LATER)


def replace_account(user: User) -> None:
    PayoutAccount.objects.filter(user=user).update(retired_at=PAYDAY)
    give_account(user, "FR7630006000011234567890999")


def test_two_admins_let_payments_leave_and_each_is_paid_once(
    payday: Payday, payees: list[User], admin: User, second_admin: User
) -> None:
    run = propose(admin)
    payday.pay()
    assert payday.bank.movements() == [], "proposed is not approved"

    approved = approve(second_admin, run)
    payday.pay()
    payday.bank.advance()
    payday.pay(PAYDAY + 2 * LATER)

    assert (approved.state, approved.decided_by, approved.decided_at) == ("approved", second_admin, PAYDAY + LATER)
    assert [states_of(payee) for payee in payees] == [["paid"]] * 3
    assert sorted(payday.paid_out().values()) == [FLOOR] * 3
    assert set(Disbursement.objects.values_list("run", flat=True)) == {run.pk}
    assert [check for check in run_checks(now=PAYDAY) if not check.ok] == []


def test_a_run_holds_exactly_what_was_shown(payees: list[User], admin: User) -> None:
    run = propose(admin)

    lines = list(run.lines.order_by("position"))
    assert [line.disbursement_id for line in lines] == sorted(payments_of(payee)[0].pk for payee in payees)
    assert {(line.amount_minor, line.currency) for line in lines} == {(FLOOR, "EUR")}
    (first,) = [line for line in lines if line.disbursement_id == payments_of(payees[0])[0].pk]
    assert (first.payee, first.destination) == (f"user:{payees[0].pk}", payees[0].payout_accounts.get().masked)
    assert destination_of(payees[0].payout_accounts.get()) not in first.destination


def test_nobody_approves_their_own(payees: list[User], admin: User) -> None:
    run = propose(admin)
    with pytest.raises(FourEyesNeeded):
        approve(admin, run)
    run.refresh_from_db()
    assert run.state == "proposed"


def test_only_admins_propose_approve_and_withdraw(payees: list[User], admin: User) -> None:
    run = propose(admin)
    dismissed = make_user("dismissed", staff_role=StaffRole.ADMIN, is_active=False)
    for stranger in (payees[0], make_user("auditor", staff_role=StaffRole.AUDITOR), dismissed):
        for attempt in (
            lambda who=stranger: propose(who),
            lambda who=stranger: approve(who, run),
            lambda who=stranger: withdraw_run(who, run.pk, reason="why", now=PAYDAY),
        ):
            with pytest.raises(OperatorOnly):
                attempt()


def test_the_approver_sends_the_digest_they_saw(payees: list[User], admin: User, second_admin: User) -> None:
    run = propose(admin)
    with pytest.raises(RunRefused):
        approve_run(second_admin, run.pk, digest="0" * 64, now=PAYDAY)
    assert approve(second_admin, run).state == "approved"


def test_the_proposer_too(payees: list[User], admin: User) -> None:
    seen = preview_run(ALL).digest
    late = make_creative()
    decided_contest(late)
    prepare_disbursements(PAYDAY)
    with pytest.raises(RunRefused):
        propose_run(admin, ALL, digest=seen, now=PAYDAY)


@pytest.mark.parametrize("what", ["held", "account_retired", "ended", "approved_already"])
def test_anything_that_changed_meanwhile_lets_nothing_leave(
    payday: Payday, payees: list[User], admin: User, second_admin: User, what: str
) -> None:
    run = propose(admin)
    (payment,) = payments_of(payees[1])
    if what == "held":
        hold(admin, payment.pk, reason="A report.", until=PAYDAY + DAY, now=PAYDAY)
    elif what == "approved_already":
        assert approve(second_admin, propose(admin)).state == "approved"
    else:
        replace_account(payees[1])
        if what == "ended":
            prepare_disbursements(PAYDAY)

    outcome = approve(second_admin, run)

    assert (outcome.state, outcome.decided_by) == ("stale", second_admin)
    found = {(one["key"], one["what"]) for one in outcome.difference}
    if what == "approved_already":
        assert found == {(payments_of(payee)[0].idempotency_key, what) for payee in payees}
    else:
        assert found == {(payment.idempotency_key, what)}
        payday.pay()
        assert payday.bank.movements() == []


def test_another_amount_or_account_is_named_with_both(
    payees: list[User], admin: User, second_admin: User, as_owner: object
) -> None:
    """What no service does and the database refuses: only whoever owns the tables gets so far."""
    run = propose(admin)
    (payment,) = payments_of(payees[0])
    with as_owner, connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE payouts_disbursement DISABLE TRIGGER USER")
        cursor.execute("UPDATE payouts_disbursement SET amount_minor = amount_minor * 10 WHERE id = %s", [payment.pk])
        cursor.execute("ALTER TABLE payouts_disbursement ENABLE TRIGGER USER")
        cursor.execute("ALTER TABLE accounts_payoutaccount DISABLE TRIGGER USER")
        cursor.execute("UPDATE accounts_payoutaccount SET ending = '9999' WHERE user_id = %s", [payees[0].pk])
        cursor.execute("ALTER TABLE accounts_payoutaccount ENABLE TRIGGER USER")

    outcome = approve(second_admin, run)

    assert outcome.state == "stale"
    assert {(one["what"], one["now"]) for one in outcome.difference} == {
        ("amount_minor", str(10 * FLOOR)),
        ("destination", "•••• 9999"),
    }


def test_after_a_stale_run_the_rest_is_proposed_anew(
    payday: Payday, payees: list[User], admin: User, second_admin: User
) -> None:
    run = propose(admin)
    (payment,) = payments_of(payees[0])
    hold(admin, payment.pk, reason="A report.", until=PAYDAY + DAY, now=PAYDAY)
    assert approve(second_admin, run).state == "stale"

    again = propose(admin)
    assert again.count == 2
    assert approve(second_admin, again).state == "approved"
    release_hold(admin, payment.pk, now=PAYDAY)
    payday.pay()
    assert [states_of(payee) for payee in payees] == [["pending"], ["sent"], ["sent"]]


def test_a_decided_run_stays_decided(payees: list[User], admin: User, second_admin: User) -> None:
    run = propose(admin)
    assert approve(second_admin, run).state == "approved"
    with pytest.raises(RunRefused):
        approve(second_admin, run)
    with pytest.raises(RunRefused):
        withdraw_run(admin, run.pk, reason="too late", now=PAYDAY)


def test_a_withdrawn_run_lets_nothing_leave_and_its_payments_can_be_proposed_again(
    payday: Payday, payees: list[User], admin: User, second_admin: User
) -> None:
    run = propose(admin)
    with pytest.raises(ControlRefused):
        withdraw_run(admin, run.pk, reason=" ", now=PAYDAY)
    withdraw_run(admin, run.pk, reason="One payee is being looked at.", now=PAYDAY)
    with pytest.raises(RunRefused):
        approve(second_admin, run)
    payday.pay()
    assert payday.bank.movements() == []
    assert propose(second_admin).digest == run.digest


def test_only_what_was_chosen(payees: list[User], admin: User, second_admin: User) -> None:
    for choice, count in (
        (Choice(rail="sandbox"), 3),
        (Choice(rail="other"), 0),
        (Choice(currency="EUR", up_to_minor=FLOOR), 3),
        (Choice(currency="USD"), 0),
        (Choice(up_to_minor=FLOOR - 1), 0),
    ):
        assert len(preview_run(choice).members) == count, choice
    with pytest.raises(RunRefused):
        propose(admin, Choice(up_to_minor=FLOOR - 1))


def test_a_dry_run_tells_the_whole_and_writes_nothing(
    payday: Payday, payees: list[User], admin: User, second_admin: User, django_assert_max_num_queries: object
) -> None:
    poor = make_creative(payout_account=False)
    decided_contest(poor)
    prepare_disbursements(PAYDAY)
    hold(admin, payments_of(payees[0])[0].pk, reason="A report.", until=PAYDAY + DAY, now=PAYDAY)
    stop_rail(admin, "sandbox", reason="A breach.", now=PAYDAY)
    before = Disbursement.objects.order_by("pk").values_list("pk", "fence", "due_at")
    rows = list(before)

    with django_assert_max_num_queries(9):  # type: ignore[operator]
        preview = preview_run(ALL)

    assert {one.member.disbursement_id: one.name for one in preview.members} == {
        payments_of(payee)[0].pk: payee.public_name for payee in payees[1:]
    }
    assert [(total.rail, total.currency, total.count, total.amount_minor) for total in preview.totals] == [
        ("sandbox", "EUR", 2, 2 * FLOOR)
    ]
    assert [(one.name, one.amount_minor) for one in preview.without_account] == [(poor.public_name, FLOOR)]
    assert [(row.pk, row.reason) for row in preview.held] == [(payments_of(payees[0])[0].pk, "A report.")]
    assert preview.stopped == ("sandbox",)
    assert (preview.previous, len(preview.since.new)) == (None, 2)
    assert list(before) == rows
    assert PayoutRun.objects.count() == 0


def test_a_dry_run_says_what_has_moved_since_the_run_before(
    payees: list[User], admin: User, second_admin: User
) -> None:
    first = propose(admin)
    replace_account(payees[0])
    hold(admin, payments_of(payees[1])[0].pk, reason="A report.", until=PAYDAY + DAY, now=PAYDAY)
    late = make_creative()
    decided_contest(late)
    prepare_disbursements(PAYDAY)

    preview = preview_run(ALL)

    assert preview.previous == first
    assert [member.obligation_id for member in preview.since.new] == [debt_of(late).pk]
    assert [member.obligation_id for member in preview.since.gone] == [debt_of(payees[1]).pk]
    ((was, now),) = preview.since.changed
    assert (was.obligation_id, was.destination == now.destination) == (debt_of(payees[0]).pk, False)
    assert payee_names([was]) == {was.payee: payees[0].public_name}


def test_the_digest_covers_key_amount_currency_account_and_payee() -> None:
    one = Member(1, 1, "a:1", "sandbox", 500, "EUR", "FR76 •••• 0123", "user:7")
    others = [
        Member(1, 1, "b:1", "sandbox", 500, "EUR", "FR76 •••• 0123", "user:7"),
        Member(1, 1, "a:1", "sandbox", 501, "EUR", "FR76 •••• 0123", "user:7"),
        Member(1, 1, "a:1", "sandbox", 500, "USD", "FR76 •••• 0123", "user:7"),
        Member(1, 1, "a:1", "sandbox", 500, "EUR", "FR76 •••• 0124", "user:7"),
        Member(1, 1, "a:1", "sandbox", 500, "EUR", "FR76 •••• 0123", "user:8"),
    ]
    assert len({digest_of([member]) for member in [one, *others]}) == 6
    assert movement([one], [others[0]]).changed == ((one, others[0]),)


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_approve_at_once_approve_once(
    payday: Payday, payees: list[User], admin: User, second_admin: User
) -> None:
    third = make_user("third", staff_role=StaffRole.ADMIN)
    run = propose(admin)

    def attempt(who: User) -> str:
        try:
            return approve(who, run).state
        except RunRefused:
            return "refused"

    assert sorted(all_at_once(lambda: attempt(second_admin), lambda: attempt(third))) == ["approved", "refused"]
    payday.pay()
    assert len(payday.bank.movements("transfer")) == 3


@pytest.mark.django_db(transaction=True)
def test_two_runs_over_the_same_payments_approved_at_once_pay_once(
    payday: Payday, payees: list[User], admin: User, second_admin: User
) -> None:
    mine, theirs = propose(admin), propose(second_admin)

    outcomes = all_at_once(lambda: approve(second_admin, mine).state, lambda: approve(admin, theirs).state)

    assert sorted(outcomes) == ["approved", "stale"]
    payday.pay()
    payday.bank.advance()
    payday.pay(PAYDAY + 2 * LATER)
    assert sorted(payday.paid_out().values()) == [FLOOR] * 3
    assert PayoutRunLine.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_a_hold_and_an_approval_at_once_never_both_win(
    payday: Payday, payees: list[User], admin: User, second_admin: User
) -> None:
    run = propose(admin)
    (payment,) = payments_of(payees[0])

    all_at_once(
        lambda: approve(second_admin, run),
        lambda: hold(admin, payment.pk, reason="A report.", until=PAYDAY + DAY, now=PAYDAY),
    )

    run.refresh_from_db()
    payment.refresh_from_db()
    assert payment.state == "held", "an approval does not end a hold, nor the other way round"
    payday.pay()
    sent = len(payday.bank.movements("transfer"))
    assert sent == (2 if run.state == "approved" else 0)


def test_an_approved_payment_that_the_bank_rejects_needs_approval_again(
    payday: Payday, payees: list[User], admin: User, second_admin: User
) -> None:
    approve(second_admin, propose(admin))
    payday.bank.arm("reject", reason="AC04")
    payday.pay()
    (failed,) = [payee for payee in payees if states_of(payee) == ["rejected"]]
    replace_account(failed)

    payday.pay(PAYDAY + LATER)

    assert states_of(failed) == ["rejected", "pending"]
    assert len(payday.bank.movements("transfer")) == 3


def test_a_dispute_takes_its_payment_off_the_desk_and_the_rest_comes_back(
    payday: Payday, admin: User, second_admin: User
) -> None:
    lower_limits(admin, above=1)
    payee = make_creative()
    contest = decided_contest(payee)
    contest.obligations.filter(kind="refund").update(released_at=PAYDAY)
    refund = contest.obligations.get(kind="refund")
    prepare_disbursements(PAYDAY)
    run = propose(admin)
    assert run.count == 2
    open_dispute(payee, debt_of(payee).public_id, claim_minor=1_000, reason="The hours.", now=PAYDAY)

    outcome = approve(second_admin, run)

    assert outcome.state == "stale"
    assert [one["what"] for one in outcome.difference] == ["debt_cancelled"]
    prepare_disbursements(PAYDAY)
    preview = preview_run(ALL)
    assert sorted(one.member.amount_minor for one in preview.members) == sorted((FLOOR, refund.amount_minor - 1_000))
    assert [(one.name, one.amount_minor) for one in preview.in_dispute] == [(contest.brand.name, 1_000)]
    assert preview.without_account == ()


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE payouts_payoutrunline SET amount_minor = amount_minor + 1",
        "UPDATE payouts_payoutrunline SET destination = 'another'",
        "DELETE FROM payouts_payoutrunline WHERE position = 1",
        "UPDATE payouts_payoutrun SET digest = repeat('0', 64)",
        "UPDATE payouts_disbursement SET run_id = NULL WHERE run_id IS NOT NULL AND state = 'sent'",
    ],
)
def test_the_audit_finds_a_forged_approval(
    payday: Payday, payees: list[User], admin: User, second_admin: User, as_owner: object, forgery: str
) -> None:
    approve(second_admin, propose(admin))
    payday.pay()

    def verdict() -> bool:
        return next(check.ok for check in run_checks(now=PAYDAY) if check.name == "approvals_kept")

    assert verdict()
    with as_owner, connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("disbursement", "payoutrun", "payoutrunline"):
            cursor.execute(f"ALTER TABLE payouts_{table} DISABLE TRIGGER USER")
        cursor.execute(forgery)
        assert cursor.rowcount > 0
    assert not verdict()
