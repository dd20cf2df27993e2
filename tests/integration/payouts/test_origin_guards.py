"""Raw SQL against refunds that go back where they came from, as the runtime role: the database refuses other ways."""

import pytest
from django.db import Error, connection, transaction

from payouts.models import DISPUTED, Disbursement
from payouts.services.disbursements import prepare_disbursements
from payouts.services.funding import request_funding, withdraw_from_funding
from payouts.services.refunding import refund_draft
from tests.fixtures.disputes import settled
from tests.fixtures.kept import Keep, Kept
from tests.fixtures.payday import PAYDAY
from tests.fixtures.worlds import draft_contest, owner_of, pay_in

pytestmark = pytest.mark.django_db

DRAFT = "(SELECT contest_id FROM payouts_obligation WHERE settlement_id IS NULL)"
DEBT = "(SELECT id FROM payouts_obligation WHERE settlement_id IS NULL)"
PAY = "(SELECT id FROM payouts_obligation WHERE kind = 'earned' ORDER BY id LIMIT 1)"
OF_DRAFT = f"(SELECT id FROM payouts_deposit WHERE escrow_id = {DRAFT} AND source = '{{source}}')"
ELSEWHERE = f"(SELECT id FROM payouts_deposit WHERE escrow_id <> {DRAFT})"
BACK = """INSERT INTO payouts_disbursement (obligation_id, attempt, idempotency_key, state, rail, origin_id,
        payout_account_id, amount_minor, currency, provider_reference, reason, created_at, due_state, due_at, fence,
        attempts, last_error)
    SELECT o.id, 9, 'attack', 'pending', {rail}, {origin}, {account}, o.amount_minor, o.currency, '', '', now(),
        'waiting', now(), 0, 0, ''
    FROM payouts_obligation o WHERE o.id = {debt}"""
WAY = {"debt": DEBT, "rail": "'sandbox'", "account": "NULL"}
ENOUGH, SMALL, FAILED, UNPAID = (OF_DRAFT.format(source=source) for source in ("ENOUGH", "SMALL", "FAILED", "UNPAID"))
NO_ACCOUNT = "(SELECT id FROM accounts_payoutaccount WHERE brand_id IS NOT NULL ORDER BY id LIMIT 1)"
ATTACKS = {
    "send back what another contest brought": BACK.format(**WAY | {"origin": ELSEWHERE}),
    "send back more than came in": BACK.format(**WAY | {"origin": SMALL}),
    "send back what has not come": BACK.format(**WAY | {"origin": UNPAID}),
    "send back where it failed": BACK.format(**WAY | {"origin": FAILED}),
    "send back by another rail": BACK.format(**WAY | {"origin": ENOUGH, "rail": "'stripe'"}),
    "pay a creative by a brand's deposit": BACK.format(**WAY | {"origin": ELSEWHERE, "debt": PAY}),
    "send it both ways": BACK.format(**WAY | {"origin": ENOUGH, "account": NO_ACCOUNT}),
    "send it nowhere": BACK.format(**WAY | {"origin": "NULL"}),
    "turn a payment round": f"UPDATE payouts_disbursement SET origin_id = {ENOUGH}, payout_account_id = NULL",
}
GUARDED = {"disbursement_goes_back": "send back where it failed"}


def raw(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def make_origins_world() -> None:
    """A refund that is owed to a draft's brand, whose payment back has failed, and deposits that fit it or do not; a
    settled contest besides, with pay that is owed."""
    settled()
    draft = draft_contest()
    owner = owner_of(draft.brand)
    request_funding(owner, draft.pk, now=PAYDAY)
    pay_in(draft, 10_000, source="FAILED")
    withdraw_from_funding(owner, draft.pk, now=PAYDAY)
    refund_draft(owner, draft.pk, now=PAYDAY)
    prepare_disbursements(PAYDAY)
    debts = Disbursement.objects.filter(obligation__contest=draft)
    debts.update(state="rejected", reason="AC04", due_state="done")
    Disbursement.objects.exclude(pk__in=debts).update(state="rejected", reason=DISPUTED, due_state="done")
    pay_in(draft, 20_000, source="ENOUGH")
    pay_in(draft, 9_999, source="SMALL")
    raw("""INSERT INTO payouts_deposit (public_id, escrow_id, idempotency_key, state, rail, source, amount_minor,
            currency, provider_reference, reason, created_by_id, created_at, due_state, due_at, fence, attempts,
            last_error)
        SELECT gen_random_uuid(), escrow_id, 'unpaid', 'pending', rail, 'UNPAID', 10000, currency, '', '',
            created_by_id, now(), 'waiting', now(), 0, 0, '' FROM payouts_deposit WHERE source = 'ENOUGH'""")
    assert list(debts.values_list("origin__source", "state")) == [("FAILED", "rejected")]


@pytest.fixture(scope="module")
def kept_origins(keep: Keep, request: pytest.FixtureRequest) -> Kept[None]:
    return keep(request, make_origins_world)


@pytest.fixture
def origins_world(kept_origins: Kept[None]) -> None:
    return kept_origins()


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses_to(origins_world: None, attack: str) -> None:
    with pytest.raises(Error) as refusal, transaction.atomic():
        raw(ATTACKS[attack])
    assert "syntax" not in str(refusal.value) and "does not exist" not in str(refusal.value)


def test_the_same_by_a_deposit_that_covers_it_is_no_attack(origins_world: None) -> None:
    raw(BACK.format(**WAY | {"origin": ENOUGH}))
    assert Disbursement.objects.get(idempotency_key="attack").origin is not None


def test_nor_twice_by_one_that_covers_it_once(origins_world: None) -> None:
    raw(BACK.format(**WAY | {"origin": ENOUGH}))
    with pytest.raises(Error, match="may not be sent back"), transaction.atomic():
        raw(
            "INSERT INTO payouts_disbursement (obligation_id, attempt, idempotency_key, state, rail, origin_id, "
            "amount_minor, currency, provider_reference, reason, created_at, due_state, due_at, fence, attempts, "
            "last_error) SELECT o.id, 9, 'more', 'pending', 'sandbox', s.id, o.amount_minor, o.currency, '', '', "
            "now(), 'waiting', now(), 0, 0, '' FROM payouts_obligation o, payouts_deposit s "
            f"WHERE o.kind = 'refund' AND o.settlement_id IS NOT NULL AND s.id = {ENOUGH}"
        )
