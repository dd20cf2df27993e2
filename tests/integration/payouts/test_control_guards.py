"""Raw SQL against limits, switches, runs and approvals, as the runtime role: nothing leaves on one person's word."""

import pytest
from django.db import Error, connection, transaction

from accounts.models import StaffRole
from payouts.models import ControlProposal, Disbursement, PayoutRun, RailControl, RailLimit
from payouts.models.control_guards import FIRST_APPROVAL_ABOVE
from payouts.selectors.payout_runs import preview_run
from payouts.services.controls import change_limits, propose_start, stop_rail
from payouts.services.disbursements import prepare_disbursements, send_due
from payouts.services.payout_runs import propose_run
from tests.fixtures.four_eyes import ALL, approve_all, lower_limits, raise_limits
from tests.fixtures.kept import Keep, Kept
from tests.fixtures.payday import FLOOR, LATER, PAYDAY, Payday, decided_contest, payday_at
from tests.fixtures.rails import SandboxBank
from tests.fixtures.worlds import make_creative, make_user
from tests.integration.payouts.test_money_guards import COPY

pytestmark = pytest.mark.django_db

WAITS = "(SELECT min(id) FROM payouts_disbursement WHERE needs_approval AND run_id IS NULL)"
FREE = "(SELECT min(id) FROM payouts_disbursement WHERE NOT needs_approval AND state = 'pending')"
APPROVED = "(SELECT min(id) FROM payouts_payoutrun WHERE state = 'approved')"
PROPOSED = "(SELECT min(id) FROM payouts_payoutrun WHERE state = 'proposed')"
PROPOSER = f"(SELECT proposed_by_id FROM payouts_payoutrun WHERE id = {PROPOSED})"
OTHER = f"(SELECT decided_by_id FROM payouts_payoutrun WHERE id = {APPROVED})"
ONE, TWO = (f"(SELECT {name}(id) FROM accounts_user WHERE staff_role = 'admin')" for name in ("min", "max"))
PROPOSAL = "(SELECT id FROM payouts_controlproposal WHERE state = 'proposed' AND currency = '{currency}')"
DEBT = """(SELECT o.id FROM payouts_obligation o WHERE o.kind = 'earned' AND NOT EXISTS (
    SELECT FROM payouts_disbursement d WHERE d.obligation_id = o.id) LIMIT 1)"""
OWN = """(SELECT a.id FROM accounts_payoutaccount a JOIN payouts_obligation o
    ON a.user_id = o.payee_user_id OR a.brand_id = o.payee_brand_id WHERE a.retired_at IS NULL AND o.id = {})"""
ORDER = (
    COPY.format(obligation=DEBT, state="{state}", account=OWN.format(DEBT), amount="amount_minor", currency="EUR")
    + FREE
)
CHANGE = """
    INSERT INTO payouts_controlchange (kind, rail, currency, above_before, above_after, daily_before, daily_after,
        reason, actor_id, second_id, proposal_id, at)
    VALUES ('{kind}', 'sandbox', '{currency}', {limits}, 'why', {actor}, {second}, {proposal}, now())"""
NOTHING = "NULL, NULL, NULL, NULL"
LIMITS = (
    "(SELECT approval_above_minor FROM payouts_raillimit), {above}, (SELECT daily_limit_minor FROM payouts_raillimit), "
    "(SELECT daily_limit_minor FROM payouts_raillimit)"
)

ATTACKS = {
    "call what waits sent": f"UPDATE payouts_disbursement SET state = 'sent' WHERE id = {WAITS}",
    "call what waits unknown": f"UPDATE payouts_disbursement SET state = 'unknown' WHERE id = {WAITS}",
    "call what waits paid": f"UPDATE payouts_disbursement SET state = 'paid' WHERE id = {WAITS}",
    "call what waits returned": f"UPDATE payouts_disbursement SET state = 'returned' WHERE id = {WAITS}",
    "let what waits go by itself": f"UPDATE payouts_disbursement SET needs_approval = FALSE WHERE id = {WAITS}",
    "approve a payment by a run that is only proposed": (
        f"UPDATE payouts_disbursement SET run_id = {PROPOSED} WHERE id = {WAITS}"
    ),
    "approve a payment by another's run": f"UPDATE payouts_disbursement SET run_id = {APPROVED} WHERE id = {WAITS}",
    "take an approval back": f"UPDATE payouts_disbursement SET run_id = NULL WHERE run_id = {APPROVED}",
    "ask for approval after the fact": "UPDATE payouts_disbursement SET needs_approval = TRUE WHERE state = 'sent'",
    "begin a large payment as sent": ORDER.format(state="sent")
    .replace("attempts, last_error)", "attempts, last_error, needs_approval)")
    .replace("0, 0, ''\n", "0, 0, '', TRUE\n"),
    "begin a payment as approved": ORDER.format(state="pending")
    .replace("attempts, last_error)", "attempts, last_error, run_id)")
    .replace("0, 0, ''\n", f"0, 0, '', {APPROVED}\n"),
    "order beyond the day's limit": ORDER.format(state="pending"),
    "order above the limit": COPY.format(
        obligation="(SELECT id FROM payouts_obligation WHERE kind = 'refund' AND released_at IS NOT NULL)",
        state="pending",
        account=OWN.format("(SELECT id FROM payouts_obligation WHERE kind = 'refund' AND released_at IS NOT NULL)"),
        amount="(SELECT amount_minor FROM payouts_obligation WHERE kind = 'refund' AND released_at IS NOT NULL)",
        currency="EUR",
    )
    + FREE,
    "approve one's own run": f"""UPDATE payouts_payoutrun SET state = 'approved', decided_by_id = proposed_by_id,
        decided_at = now() WHERE id = {PROPOSED}""",
    "approve a run as nobody": f"UPDATE payouts_payoutrun SET state = 'approved' WHERE id = {PROPOSED}",
    "approve a withdrawn run": f"""UPDATE payouts_payoutrun SET state = 'proposed', decided_by_id = NULL,
        decided_at = NULL WHERE id = {APPROVED}""",
    "say that somebody else proposed a run": (
        f"UPDATE payouts_payoutrun SET proposed_by_id = {OTHER} WHERE id = {PROPOSED}"
    ),
    "exchange a run's digest": f"UPDATE payouts_payoutrun SET digest = repeat('0', 64) WHERE id = {PROPOSED}",
    "delete a run": f"DELETE FROM payouts_payoutrun WHERE id = {PROPOSED}",
    "begin a run as approved": f"""INSERT INTO payouts_payoutrun (state, rail, currency, digest, count, proposed_by_id,
        proposed_at, decided_by_id, decided_at, reason, difference)
        VALUES ('approved', '', '', repeat('0', 64), 1, {ONE}, now(), {TWO}, now(), '', '[]')""",
    "begin a run of nothing": f"""INSERT INTO payouts_payoutrun (state, rail, currency, digest, count, proposed_by_id,
        proposed_at, reason, difference) VALUES ('proposed', '', '', repeat('0', 64), 0, {ONE}, now(), '', '[]')""",
    "slip a payment into a run": f"""INSERT INTO payouts_payoutrunline (run_id, disbursement_id, position,
        idempotency_key, amount_minor, currency, destination, payee)
        SELECT {APPROVED}, id, 99, idempotency_key, amount_minor, currency, '', '' FROM payouts_disbursement
        WHERE id = {WAITS}""",
    "change a line of a run": "UPDATE payouts_payoutrunline SET amount_minor = amount_minor + 1",
    "empty the lines": "TRUNCATE payouts_payoutrunline",
    "raise a limit alone": "UPDATE payouts_raillimit SET daily_limit_minor = daily_limit_minor + 1",
    "begin with a limit of one's own": """INSERT INTO payouts_raillimit
        (rail, currency, approval_above_minor, daily_limit_minor) VALUES ('other', 'EUR', 1000000000, 1000000000)""",
    "delete a limit": "DELETE FROM payouts_raillimit",
    "start a rail alone": """UPDATE payouts_railcontrol SET stopped_at = NULL, stopped_by_id = NULL, reason = ''""",
    "forget that a rail was stopped": "DELETE FROM payouts_railcontrol",
    "start a rail by the change that stopped it": """UPDATE payouts_railcontrol SET stopped_at = NULL,
        stopped_by_id = NULL, reason = '', change_id = change_id + 1000""",
    "confirm one's own proposal": """UPDATE payouts_controlproposal SET state = 'confirmed',
        decided_by_id = proposed_by_id, decided_at = now() WHERE state = 'proposed'""",
    "begin a proposal as confirmed": f"""INSERT INTO payouts_controlproposal (rail, currency, reason, state,
        proposed_by_id, proposed_at, decided_by_id, decided_at)
        VALUES ('other', '', 'why', 'confirmed', {ONE}, now(), {TWO}, now())""",
    "ask for more than was proposed": "UPDATE payouts_controlproposal SET daily_limit_minor = 1 WHERE currency <> ''",
    "withdraw a confirmed proposal": "UPDATE payouts_controlproposal SET state = 'withdrawn' WHERE state = 'confirmed'",
    "write a raise that nobody confirmed": CHANGE.format(
        kind="raised",
        currency="EUR",
        limits=LIMITS.format(above=10**9),
        actor=ONE,
        second=TWO,
        proposal=PROPOSAL.format(currency="EUR"),
    ),
    "write a start by one person": CHANGE.format(
        kind="started", currency="", limits=NOTHING, actor=ONE, second=ONE, proposal=PROPOSAL.format(currency="")
    ),
    "call a raise a lowering": CHANGE.format(
        kind="lowered", currency="EUR", limits=LIMITS.format(above=10**9), actor=ONE, second="NULL", proposal="NULL"
    ),
    "change without a reason": CHANGE.format(
        kind="stopped", currency="", limits=NOTHING, actor=ONE, second="NULL", proposal="NULL"
    ).replace("'why'", "''"),
    "rewrite the history": "UPDATE payouts_controlchange SET reason = 'another'",
    "empty the history": "TRUNCATE payouts_controlchange",
}


def make_world(payday: Payday) -> None:
    """One payment sent, one free and pending, one approved, one that waits in a proposed run; a debt without a payment,
    a large refund released; limits at the day's end; a stopped rail; a proposal of each kind."""
    admin, second_admin = (make_user(name, staff_role=StaffRole.ADMIN) for name in ("admin", "second"))
    raise_limits(admin, second_admin)
    decided_contest(make_creative())
    prepare_disbursements(PAYDAY)
    send_due(PAYDAY)
    decided_contest(make_creative())
    prepare_disbursements(PAYDAY)
    lower_limits(admin, above=FLOOR, daily=2 * FLOOR)
    decided_contest(make_creative())
    prepare_disbursements(PAYDAY)
    approve_all(admin, second_admin)
    decided_contest(make_creative())
    prepare_disbursements(PAYDAY)
    propose_run(admin, ALL, digest=preview_run(ALL).digest, now=PAYDAY)
    contest = decided_contest(make_creative())
    contest.obligations.filter(kind="refund").update(released_at=PAYDAY)
    stop_rail(admin, "sandbox", reason="why", now=PAYDAY)
    propose_start(admin, "sandbox", reason="why", now=PAYDAY)
    change_limits(
        admin,
        "sandbox",
        "EUR",
        approval_above_minor=FLOOR,
        daily_limit_minor=3 * FLOOR,
        reason="why",
        now=PAYDAY,
    )
    states = Disbursement.objects.order_by("pk").values_list("state", "needs_approval", "run__state")
    assert list(states) == [
        ("sent", False, None),
        ("pending", False, None),
        ("pending", True, "approved"),
        ("pending", True, None),
    ]
    assert sorted(PayoutRun.objects.values_list("state", flat=True)) == ["approved", "proposed"]
    assert ControlProposal.objects.filter(state="proposed").count() == 2


@pytest.fixture(scope="module")
def kept_controls(keep: Keep, request: pytest.FixtureRequest, _shared_bank: SandboxBank) -> Kept[None]:
    def make() -> None:
        with payday_at(_shared_bank) as day:
            make_world(day)

    return keep(request, make)


@pytest.fixture
def world(kept_controls: Kept[None]) -> None:
    return kept_controls()


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses_to(world: None, attack: str) -> None:
    with pytest.raises(Error) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(ATTACKS[attack])
    assert "syntax" not in str(refusal.value)
    assert "does not exist" not in str(refusal.value)
    assert "null value in column" not in str(refusal.value)


def test_what_services_do_is_let_through(payday: Payday) -> None:
    """The world itself is the proof; and what was approved leaves as soon as its rail runs."""
    make_world(payday)
    assert RailLimit.objects.get().approval_above_minor < FIRST_APPROVAL_ABOVE
    assert RailControl.objects.get().stopped_at == PAYDAY
    payday.pay(PAYDAY + LATER)
    assert len(payday.bank.movements("transfer")) == 1
