"""Raw SQL against payments, debts and deposits, as the runtime role: the database refuses what no service would do."""

import pytest
from django.db import Error, connection, transaction

from payouts.models import Deposit, Disbursement, Obligation
from payouts.services.disbursements import prepare_disbursements
from payouts.services.funding import request_funding
from tests.fixtures.kept import Keep, Kept
from tests.fixtures.payday import PAYDAY, Payday, decided_contest, payday_at
from tests.fixtures.rails import SandboxBank
from tests.fixtures.worlds import draft_contest, give_account, make_creative

pytestmark = pytest.mark.django_db

PENDING = "(SELECT min(id) FROM payouts_disbursement WHERE state = 'pending')"
PAID = "(SELECT min(id) FROM payouts_disbursement WHERE state = 'paid')"
ITS_DEBT = f"(SELECT obligation_id FROM payouts_disbursement WHERE id = {PAID})"
SAME = "payout_account_id"
WINNERS = f"(SELECT payout_account_id FROM payouts_disbursement WHERE id = {PAID})"
OWED = "payouts_obligation WHERE kind = 'earned' AND id NOT IN (SELECT obligation_id FROM payouts_disbursement)"
DUE = f"(SELECT id FROM {OWED})"
COPY = """
    INSERT INTO payouts_disbursement (obligation_id, attempt, idempotency_key, state, rail, payout_account_id,
        amount_minor, currency, provider_reference, reason, created_at, due_state, due_at, fence, attempts, last_error)
    SELECT {obligation}, 9, 'attack', '{state}', rail, {account}, {amount}, '{currency}', '', '', now(),
        'waiting', now(), 0, 0, ''
    FROM payouts_disbursement WHERE id = """

ATTACKS = {
    "call a payment paid without an entry": f"UPDATE payouts_disbursement SET state = 'paid' WHERE id = {PENDING}",
    "call a payment returned that never went out": (
        f"UPDATE payouts_disbursement SET state = 'returned' WHERE id = {PENDING}"
    ),
    "make a paid payment pending again": f"UPDATE payouts_disbursement SET state = 'pending' WHERE id = {PAID}",
    "make a paid payment rejected": f"UPDATE payouts_disbursement SET state = 'rejected' WHERE id = {PAID}",
    "make a payment of another amount": f"UPDATE payouts_disbursement SET amount_minor = 1 WHERE id = {PENDING}",
    "send a payment elsewhere": (
        f"UPDATE payouts_disbursement SET payout_account_id = payout_account_id + 1 WHERE id = {PAID}"
    ),
    "give a payment another key": f"UPDATE payouts_disbursement SET idempotency_key = 'x' WHERE id = {PENDING}",
    "delete a payment": f"DELETE FROM payouts_disbursement WHERE id = {PENDING}",
    "pay a debt a second time": COPY.format(
        obligation="obligation_id", state="pending", account=SAME, amount="amount_minor", currency="EUR"
    )
    + PAID,
    "pay a debt that is under way": COPY.format(
        obligation="obligation_id", state="pending", account=SAME, amount="amount_minor", currency="EUR"
    )
    + PENDING,
    "pay more than is owed": COPY.format(
        obligation="(SELECT id FROM payouts_obligation WHERE kind = 'prize')",
        state="pending",
        account=WINNERS,
        amount="amount_minor + 1",
        currency="EUR",
    )
    + PENDING,
    "pay to somebody else's account": COPY.format(
        obligation=DUE, state="pending", account=WINNERS, amount=f"(SELECT amount_minor FROM {OWED})", currency="EUR"
    )
    + PENDING,
    "pay a prize before the handover": COPY.format(
        obligation="(SELECT id FROM payouts_obligation WHERE kind = 'prize')",
        state="pending",
        account=WINNERS,
        amount="50000",
        currency="EUR",
    )
    + PENDING,
    "call a debt paid that is not": """UPDATE payouts_obligation SET paid_at = now()
        WHERE paid_at IS NULL AND released_at IS NOT NULL""",
    "call a debt unpaid that is paid": f"UPDATE payouts_obligation SET paid_at = NULL WHERE id = {ITS_DEBT}",
    "cancel a debt that was paid": f"UPDATE payouts_obligation SET cancelled_at = now() WHERE id = {ITS_DEBT}",
    "cancel a debt that is being paid": f"""UPDATE payouts_obligation SET cancelled_at = now()
        WHERE id = (SELECT obligation_id FROM payouts_disbursement WHERE id = {PENDING})""",
    "take a release back": f"UPDATE payouts_obligation SET released_at = NULL WHERE id = {ITS_DEBT}",
    "date a release anew": f"UPDATE payouts_obligation SET released_at = now() WHERE id = {ITS_DEBT}",
    "owe somebody less": "UPDATE payouts_obligation SET amount_minor = 1",
    "owe somebody else": "UPDATE payouts_obligation SET payee_user_id = 1 WHERE payee_user_id IS NOT NULL",
    "delete a debt": "DELETE FROM payouts_obligation",
    "count money that has not come": "UPDATE payouts_deposit SET state = 'received' WHERE state = 'pending'",
    "call money returned that has not come": "UPDATE payouts_deposit SET state = 'returned' WHERE state = 'pending'",
    "forget money that has come": "UPDATE payouts_deposit SET state = 'pending' WHERE state = 'received'",
    "refuse money that has come": "UPDATE payouts_deposit SET state = 'refused' WHERE state = 'received'",
    "count more than was paid in": "UPDATE payouts_deposit SET amount_minor = amount_minor + 1",
    "move money to another contest": """UPDATE payouts_deposit SET escrow_id =
        (SELECT escrow_id FROM payouts_deposit WHERE state = 'pending') WHERE state = 'received'""",
    "delete a deposit": "DELETE FROM payouts_deposit",
    "rewrite what became of a payment": "UPDATE payouts_statechange SET to_state = 'held'",
    "forget what became of a payment": "DELETE FROM payouts_statechange",
    "empty what became of payments": "TRUNCATE payouts_statechange",
    "keep a notice twice": """INSERT INTO payouts_railnotice (rail, provider_event_id, payload, received_at, due_state,
        due_at, fence, attempts, last_error) SELECT rail, provider_event_id, payload, now(), 'waiting', now(), 0, 0, ''
        FROM payouts_railnotice LIMIT 1""",
}


def make_world(payday: Payday) -> None:
    """A debt paid, one with a pending payment, one without an account, an unreleased prize, two deposits."""
    payee, other, waiting_for_one = make_creative(), *(make_creative(payout_account=False) for _ in range(2))
    decided_contest(payee, other, waiting_for_one)
    payday.pay()
    payday.bank.advance()
    payday.hear(1)
    give_account(other, "FR7630006000011234567890999")
    prepare_disbursements(PAYDAY)
    received = Deposit.objects.get()
    waiting = draft_contest()
    escrow = request_funding(waiting.created_by, waiting.pk, now=PAYDAY)
    Deposit.objects.create(
        escrow=escrow,
        idempotency_key="pending",
        rail="sandbox",
        source="FR76",
        amount_minor=1,
        currency="EUR",
        created_by=received.created_by,
        due_at=PAYDAY,
    )
    assert set(Disbursement.objects.values_list("state", flat=True)) == {"pending", "paid"}
    assert set(Deposit.objects.values_list("state", flat=True)) == {"pending", "received"}
    assert Obligation.objects.filter(kind="prize", released_at=None).count() == 1


@pytest.fixture(scope="module")
def kept_payments(keep: Keep, request: pytest.FixtureRequest, _shared_bank: SandboxBank) -> Kept[None]:
    def make() -> None:
        with payday_at(_shared_bank) as day:
            make_world(day)

    return keep(request, make)


@pytest.fixture
def world(kept_payments: Kept[None]) -> None:
    return kept_payments()


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses_to(world: None, attack: str) -> None:
    with pytest.raises(Error) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(ATTACKS[attack])
    assert "syntax" not in str(refusal.value) and "does not exist" not in str(refusal.value)
