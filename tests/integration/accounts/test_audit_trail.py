"""The audit trail: every act on money is in it with who, from where and what changed; in the act's own transaction."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from accounts.models import Act, AuditEvent, MemberRole, StaffRole, User
from accounts.origin import Origin, acting_from, present_origin
from accounts.services.account_undo import review_account, undo_change
from accounts.services.audit_trail import NotInATransaction, record_act
from accounts.services.payout_accounts import set_payout_account
from accounts.services.undo_links import undo_token
from contests.services.judging import cancel_contest
from contests.services.suspension import resume_contest, suspend_contest
from payouts.errors import HoldRefused
from payouts.models import Deposit, Disbursement, JournalEntry
from payouts.policy import FAIR_2_DOCUMENT
from payouts.services.deposits import start_deposit
from payouts.services.disbursements import prepare_disbursements
from payouts.services.funding import request_funding, withdraw_from_funding
from payouts.services.governance import CONSULTATION, draft_policy, open_consultation, publish_draft
from payouts.services.holds import ask_again, hold, release_hold
from payouts.services.refunding import refund_draft
from tests.fixtures.calls import Caller, token_of
from tests.fixtures.payday import PAYDAY, decided_contest
from tests.fixtures.people import hire, sign_in
from tests.fixtures.worlds import DAY, NOON, add_member, draft_contest, make_creative, open_contest, owner_of, pay_in

pytestmark = pytest.mark.django_db

IBAN = "FR7630006000011234567890189"


def acts() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("act", flat=True))


def last() -> AuditEvent:
    return AuditEvent.objects.select_related("actor").latest("pk")


@pytest.fixture
def admin() -> User:
    return hire(StaffRole.ADMIN)


@pytest.fixture
def payment() -> Disbursement:
    decided_contest(make_creative())
    prepare_disbursements(PAYDAY)
    return Disbursement.objects.get()


def test_what_an_operator_does_to_a_payment(admin: User, payment: Disbursement) -> None:
    until = PAYDAY + DAY
    hold(admin, payment.pk, reason=" The account is being checked. ", until=until, now=PAYDAY)
    event = last()
    assert (event.act, event.actor, event.subject) == (Act.PAYMENT_HOLD, admin, f"disbursement:{payment.pk}")
    assert event.contest_id == payment.obligation.contest_id
    assert event.reason == "The account is being checked."
    assert event.before["state"] == "pending" and event.after["state"] == "held"
    assert "attempts" not in event.after, "what did not change is not told"
    release_hold(admin, payment.pk, now=PAYDAY)
    ask_again(admin, payment.pk, now=PAYDAY)
    assert acts()[-3:] == [Act.PAYMENT_HOLD, Act.PAYMENT_RELEASE, Act.PAYMENT_ASK_AGAIN]


def test_an_act_that_is_refused_or_taken_back_leaves_nothing(admin: User, payment: Disbursement) -> None:
    before = AuditEvent.objects.count()
    with pytest.raises(HoldRefused):
        hold(admin, payment.pk, reason="", until=PAYDAY + DAY, now=PAYDAY)
    with pytest.raises(InterruptedError), transaction.atomic():
        hold(admin, payment.pk, reason="Checked.", until=PAYDAY + DAY, now=PAYDAY)
        assert AuditEvent.objects.count() == before + 1
        raise InterruptedError
    assert AuditEvent.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_an_act_cannot_be_recorded_apart_from_what_it_does() -> None:
    with pytest.raises(NotInATransaction):
        record_act(Act.MONTH_CLOSE, None, "month:2026-03")


def test_what_a_brand_does_about_its_money() -> None:
    contest = draft_contest()
    owner = owner_of(contest.brand)
    escrow = request_funding(owner, contest.pk, now=NOON)
    start_deposit(owner, contest.pk, 5000, IBAN, "first", NOON)
    deposit = last()
    assert (deposit.act, deposit.actor, deposit.contest_id) == (Act.DEPOSIT_START, owner, contest.pk)
    assert deposit.after == {"amount_minor": 5000, "currency": "EUR", "rail": "sandbox"}
    start_deposit(owner, contest.pk, 5000, IBAN, "first", NOON)
    assert last() == deposit, "the same wish again is no new act"

    pay_in(contest, 700)
    withdraw_from_funding(owner, contest.pk, now=NOON)
    refund_draft(owner, contest.pk, now=NOON)
    moves = [one for one in AuditEvent.objects.order_by("pk") if one.act == Act.CONTEST_MOVE]
    assert [(one.before["state"], one.after["state"], one.actor) for one in moves] == [
        ("draft", "awaiting_funds", owner),
        ("awaiting_funds", "draft", owner),
    ]
    refund = last()
    assert (refund.act, refund.after["amount_minor"]) == (Act.DRAFT_REFUND, 700)
    entry = JournalEntry.objects.latest("pk")
    assert (entry.kind, entry.own_xid) == ("refund", refund.own_xid), "the act and its entry name one transaction"
    assert escrow.contest_id == contest.pk


def test_what_decides_a_contest() -> None:
    contest = open_contest()
    owner, admin = owner_of(contest.brand), hire(StaffRole.ADMIN)
    suspend_contest(admin, contest.pk, "A dispute.", now=NOON + DAY)
    assert (last().reason, last().after) == ("A dispute.", {"state": "suspended", "move": "suspend"})
    resume_contest(admin, contest.pk, now=NOON + DAY)
    cancel_contest(owner, contest.pk, "The shop will not open.", now=NOON + 2 * DAY)
    cancelled = last()
    assert (cancelled.actor, cancelled.reason, cancelled.after["state"]) == (
        owner,
        "The shop will not open.",
        "cancelled",
    )


def test_the_clock_is_nobody_and_leaves_no_act() -> None:
    before = AuditEvent.objects.filter(act=Act.CONTEST_MOVE).count()
    open_contest()
    moves = AuditEvent.objects.filter(act=Act.CONTEST_MOVE)
    assert moves.count() == before + 1, "asking for funds; opening is the clock's"


def test_where_money_goes_is_told_masked_and_who_took_it_back() -> None:
    user = make_creative()
    account = set_payout_account(user, user=user, rail="sandbox", destination=IBAN, holder_name="Ines", now=NOON + DAY)
    changed = last()
    assert (changed.act, changed.actor, changed.subject) == (Act.ACCOUNT_CHANGE, user, f"user:{user.pk}")
    assert changed.after["masked"] == "•••• 0189"
    assert IBAN not in str(changed.before) + str(changed.after)
    assert changed.before["masked"] != changed.after["masked"]

    restored = undo_change(undo_token(account.pk), now=NOON + DAY + timedelta(hours=1))
    undone = last()
    assert (undone.act, undone.actor) == (Act.ACCOUNT_UNDO, None), "whoever holds the link"
    admin = hire(StaffRole.ADMIN)
    review_account(admin, restored.pk, now=NOON + 2 * DAY)
    assert (last().act, last().actor) == (Act.ACCOUNT_REVIEW, admin)


def test_a_brand_s_account_is_named_by_the_brand() -> None:
    contest = draft_contest()
    finance = add_member(contest.brand, MemberRole.FINANCE)
    set_payout_account(
        finance,
        brand=contest.brand,
        rail="sandbox",
        destination="FR1420041010050500013M02606",
        holder_name="Halden",
        now=NOON,
    )
    assert (last().actor, last().subject) == (finance, f"brand:{contest.brand.pk}")


def test_the_way_of_a_policy(admin: User) -> None:
    other = hire(StaffRole.ADMIN, "second@staff.example")
    draft_contest()
    draft = draft_policy(admin, FAIR_2_DOCUMENT, now=NOON)
    open_consultation(admin, draft.pk, now=NOON)
    open_consultation(admin, draft.pk, now=NOON)
    publish_draft(other, draft.pk, now=NOON + CONSULTATION)
    found = [one for one in AuditEvent.objects.order_by("pk") if one.subject == f"payoutpolicy:{draft.pk}"]
    assert [(one.act, one.actor) for one in found] == [
        (Act.POLICY_DRAFT, admin),
        (Act.POLICY_CONSULT, admin),
        (Act.POLICY_PUBLISH, other),
    ]
    assert (found[2].before["state"], found[2].after["state"]) == ("draft", "published")


def test_a_request_tells_where_it_comes_from(admin: User, payment: Disbursement) -> None:
    caller = Caller(admin, REMOTE_ADDR="192.0.2.7")
    caller.post(
        f"audit/disbursements/{payment.pk}/hold",
        {"reason": "Checked.", "until": (PAYDAY + 2 * DAY).isoformat()},
    )
    event = last()
    assert (event.channel, event.address, event.client) == ("api", "192.0.2.7", "")
    assert event.request_id, "the same number as in the log"

    page = caller.client.post(f"/audit/payments/{payment.pk}/release/", REMOTE_ADDR="192.0.2.8")
    assert page.status_code == 302
    assert (last().act, last().channel, last().address) == (Act.PAYMENT_RELEASE, "site", "192.0.2.8")
    assert present_origin() == Origin(), "nothing of a request outlives it"


def test_a_program_is_named(admin: User) -> None:
    token = token_of(hire(StaffRole.AUDITOR), "audit:read")
    reply = Caller(token=token).client.get(
        "/api/v1/audit/exports/deposits", headers={"Authorization": f"Bearer {token}"}
    )
    assert b"".join(reply.streaming_content).startswith(b"id,")
    event = last()
    assert (event.act, event.channel) == (Act.BOOKS_EXPORT, "api")
    assert event.client
    assert event.actor is not None and event.actor.staff_role == StaffRole.AUDITOR


def test_the_desk_records_rows_that_are_tried_again(admin: User, payment: Disbursement) -> None:
    Deposit.objects.update(due_state="parked", last_error="odd")
    deposit = Deposit.objects.get()
    client = sign_in(Client(), admin)
    client.post("/admin/payouts/deposit/", {"action": "requeue_parked", "_selected_action": [str(deposit.pk)]})
    event = last()
    assert (event.act, event.channel, event.subject) == (Act.ROW_REQUEUE, "desk", f"deposit:{deposit.pk}")
    assert (event.before["due_state"], event.after["due_state"]) == ("parked", "waiting")


ATTACKS = {
    "change an act": "UPDATE accounts_auditevent SET reason = 'nothing to see'",
    "delete an act": "DELETE FROM accounts_auditevent",
    "empty the trail": "TRUNCATE accounts_auditevent",
    "date an act back": "INSERT INTO accounts_auditevent (at, act, subject, reason, before, after, channel, client, "
    "address, request_id) VALUES (now() - interval '1 day', 'x', 'x', '', '{}', '{}', 'api', '', '', '')",
    "lay an act at another's door": "INSERT INTO accounts_auditevent (own_xid, act, subject, reason, before, "
    "after, channel, client, address, request_id) VALUES (5, 'x', 'x', '', '{}', '{}', 'api', '', '', '')",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses(attack: str) -> None:
    with acting_from(Origin("api")), transaction.atomic():
        record_act(Act.MONTH_CLOSE, None, "month:2026-03")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ATTACKS[attack])


@pytest.mark.parametrize(
    ("guard", "attack"),
    [
        ("audit_event_insert_only", "change an act"),
        ("audit_event_no_truncate", "empty the trail"),
        ("audit_event_own", "date an act back"),
    ],
)
def test_each_guard_is_needed(guard: str, attack: str, as_owner: Any) -> None:
    with transaction.atomic():
        record_act(Act.MONTH_CLOSE, None, "month:2026-03")
    with as_owner, connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'accounts_auditevent'::regclass AND tgname LIKE %s",
            [f"pgtrigger_{guard}_%"],
        )
        (name,) = cursor.fetchone()
        cursor.execute(f'ALTER TABLE accounts_auditevent DISABLE TRIGGER "{name}"')
        cursor.execute(ATTACKS[attack])
