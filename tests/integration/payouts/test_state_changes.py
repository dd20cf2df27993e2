"""What becomes of payments, deposits and policies is written down by the database itself, whoever changes them."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import StaffRole
from payouts.models import Disbursement, StateChange
from payouts.policy import FAIR_2_DOCUMENT
from payouts.services.deposits import carry_out_deposit, start_deposit
from payouts.services.disbursements import hold, prepare_disbursements, release_hold
from payouts.services.funding import request_funding
from payouts.services.governance import draft_policy, open_consultation
from payouts.services.reference_data import publish_reference_data
from tests.fixtures.payday import LATER, PAYDAY, Payday, decided_contest, payments_of
from tests.fixtures.people import hire
from tests.fixtures.worlds import DAY, NOON, draft_contest, make_creative, owner_of

pytestmark = pytest.mark.django_db


def course(**of: object) -> list[tuple[str, str, str]]:
    rows = StateChange.objects.filter(**of).order_by("pk")
    return list(rows.values_list("from_state", "to_state", "reason"))


def test_a_payments_course_is_kept_with_its_reasons(payday: Payday) -> None:
    payee = make_creative()
    decided_contest(payee)
    prepare_disbursements(PAYDAY)
    (payment,) = payments_of(payee)
    admin = hire(StaffRole.ADMIN)
    hold(admin, payment.pk, reason="The account is being checked.", until=PAYDAY + DAY, now=PAYDAY)
    release_hold(admin, payment.pk, now=PAYDAY)
    payday.pay()
    payday.bank.advance()
    payday.hear(1)
    assert course(disbursement=payment) == [
        ("pending", "held", "The account is being checked."),
        ("held", "pending", ""),
        ("pending", "sent", ""),
        ("sent", "paid", ""),
    ]


def test_a_deposits_too(payday: Payday) -> None:
    contest = draft_contest()
    owner = owner_of(contest.brand)
    request_funding(owner, contest.pk, now=PAYDAY)
    deposit = start_deposit(owner, contest.pk, 10_000, "FR7630006000011234567890189", "once", PAYDAY)
    carry_out_deposit(deposit.pk, PAYDAY)
    payday.bank.advance()
    carry_out_deposit(deposit.pk, PAYDAY + LATER)
    assert course(deposit=deposit) == [("pending", "received", "")]


def test_a_policys_consultation_counts_as_a_state() -> None:
    publish_reference_data(now=NOON)
    author = hire(StaffRole.ADMIN)
    draft = draft_policy(author, FAIR_2_DOCUMENT, now=NOON)
    open_consultation(author, draft.pk, now=NOON)
    assert course(policy=draft) == [("", "draft", ""), ("draft", "consulted", "")]


def test_what_changes_nothing_of_the_state_is_not_written_down(payday: Payday) -> None:
    decided_contest(make_creative())
    prepare_disbursements(PAYDAY)
    Disbursement.objects.update(due_at=PAYDAY, reason="", state="pending")
    assert course(disbursement__isnull=False) == []


def test_many_at_once_are_each_written_down_in_their_transaction(payday: Payday) -> None:
    decided_contest(*(make_creative() for _ in range(3)))
    prepare_disbursements(PAYDAY)
    assert Disbursement.objects.update(state="held", reason="All of them.") == 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (own,) = cursor.fetchone()
    assert (
        list(StateChange.objects.filter(to_state="held").values_list("own_xid", "reason"))
        == [(own, "All of them.")] * 3
    )


@pytest.mark.parametrize(
    ("guard", "table", "change"),
    [
        ("disbursement", "payouts_disbursement", "state = 'held'"),
        ("deposit", "payouts_deposit", "state = 'refused'"),
        ("policy", "payouts_payoutpolicy", "consulted_from = now()"),
    ],
)
def test_without_its_trigger_nothing_is_written_down(
    payday: Payday, as_owner: object, guard: str, table: str, change: str
) -> None:
    """The negative control: the very update that leaves a row leaves none once the trigger is off."""
    decided_contest(make_creative())
    prepare_disbursements(PAYDAY)
    draft_policy(hire(StaffRole.ADMIN), FAIR_2_DOCUMENT, now=NOON)
    rows = {"disbursement": "TRUE", "deposit": "FALSE", "policy": "state = 'draft'"}

    def written(where: str) -> int:
        before = StateChange.objects.count()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {change} WHERE {where}")
            found = StateChange.objects.count() - before
            transaction.set_rollback(True)
        return found

    with as_owner, connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if guard == "deposit":
            cursor.execute("ALTER TABLE payouts_deposit DISABLE TRIGGER USER")
            cursor.execute("UPDATE payouts_deposit SET state = 'pending'")
            cursor.execute("ALTER TABLE payouts_deposit ENABLE TRIGGER USER")
            rows["deposit"] = "state = 'pending'"
        assert written(rows[guard]) == 1
        name = f"pgtrigger_{guard}_changes_recorded%"
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE %s", [name])
        cursor.execute(f'ALTER TABLE {table} DISABLE TRIGGER "{cursor.fetchone()[0]}"')
        assert written(rows[guard]) == 0


def test_a_change_is_of_one_row() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        StateChange.objects.create(from_state="draft", to_state="published")
