"""Raw SQL against money that came in by transfer, as the runtime role: the database refuses to spend it twice."""

import pytest
from django.db import Error, connection, transaction

from accounts.models import StaffRole
from payouts.models import Deposit, Escrow, IncomingTransfer, TransferReturn
from payouts.rails.sepa.references import contest_reference
from payouts.services.funding import request_funding
from payouts.services.transfer_desk import send_transfer_back
from payouts.services.transfers import match_transfers
from tests.fixtures.bank_words import Booking, statement
from tests.fixtures.banks import TestBank
from tests.fixtures.kept import Keep, Kept
from tests.fixtures.people import hire
from tests.fixtures.sepa import SepaDay, sepa_day_at
from tests.fixtures.worlds import draft_contest, owner_of

pytestmark = pytest.mark.django_db

SURPLUS = "(SELECT id FROM payouts_incomingtransfer WHERE state = 'surplus')"
RETURNING = "(SELECT id FROM payouts_incomingtransfer WHERE state = 'returning')"
BACK = """INSERT INTO payouts_transferreturn (public_id, transfer_id, state, rail, amount_minor, currency,
    holder_name, provider_reference, reason, created_at, due_state, due_at, fence, attempts, last_error)
    SELECT gen_random_uuid(), id, 'pending', rail, {amount}, currency, 'Mallory', '', '', now(), 'waiting',
    now(), 0, 0, '' FROM payouts_incomingtransfer WHERE id = """
# The deposit brings an entry of its own, so that nothing is missing but the money.
INTO_ESCROW = """WITH d AS (
        INSERT INTO payouts_deposit (public_id, escrow_id, idempotency_key, state, rail, source, amount_minor, currency,
            provider_reference, reason, transfer_id, created_at, due_state, due_at, fence, attempts, last_error)
        SELECT gen_random_uuid(), d.escrow_id, 'attack', 'pending', d.rail, '', {amount}, d.currency, '', '',
            {transfer}, now(), 'done', now(), 0, 0, '' FROM payouts_deposit d LIMIT 1 RETURNING id
    ) SELECT id FROM d"""
ATTACKS = {
    "raise what came in": "UPDATE payouts_incomingtransfer SET amount_minor = amount_minor + 1",
    "let it have come from another": "UPDATE payouts_incomingtransfer SET payer_ending = '0761'",
    "write its payer's account in plain words": "UPDATE payouts_incomingtransfer SET payer_sealed = 'FR76300'",
    "write a report in plain words": "UPDATE payouts_bankreport SET sealed_body = '<Document>', due_state = 'done'",
    "forget what came in": "DELETE FROM payouts_incomingtransfer",
    "match it anew": f"UPDATE payouts_incomingtransfer SET state = 'received' WHERE id = {SURPLUS}",
    "keep what is in escrow": f"UPDATE payouts_incomingtransfer SET kept_minor = amount_minor WHERE id = {SURPLUS}",
    "owe less than nothing": f"UPDATE payouts_incomingtransfer SET kept_minor = -1 WHERE id = {SURPLUS}",
    "send back what is in escrow": BACK.format(amount="amount_minor") + SURPLUS,
    "send back twice": BACK.format(amount="1") + RETURNING,
    "count a transfer twice": INTO_ESCROW.format(amount="1", transfer=RETURNING),
    "count more than came in": INTO_ESCROW.format(amount="501", transfer=SURPLUS),
    "count money from nowhere": INTO_ESCROW.format(amount="1", transfer="NULL"),
    "send back in another's name": "UPDATE payouts_transferreturn SET holder_name = 'Mallory'",
    "send back more": "UPDATE payouts_transferreturn SET amount_minor = amount_minor + 1",
    "call it sent back without an entry": "UPDATE payouts_transferreturn SET state = 'paid' WHERE state = 'pending'",
    "begin it anew": "UPDATE payouts_transferreturn SET state = 'pending' WHERE state = 'rejected'",
}
GUARDED = {
    "incoming_transfer_kept": "raise what came in",
    "incoming_transfer_states": "match it anew",
    "incoming_transfer_not_twice": "keep what is in escrow",
    "transfer_return_kept": "send back in another's name",
    "transfer_return_states": "begin it anew",
    "transfer_return_booked": "call it sent back without an entry",
    "transfer_return_not_twice": "send back twice",
    "deposit_not_twice": "count a transfer twice",
}


def make_world(sepa_day: SepaDay) -> None:
    """One transfer partly in escrow with 500 left, one on its way back, and one that could not be sent back."""
    contest = draft_contest(now=sepa_day.now)
    request_funding(owner_of(contest.brand), contest.pk, now=sepa_day.now)
    enough = Escrow.objects.get(contest=contest).liability_minor + 500
    sepa_day.told(
        statement(
            sepa_day.bank.iban,
            "S1",
            Booking(enough, "C-1", rf=contest_reference(contest.pk)),
            Booking(900, "C-2"),
            Booking(900, "C-3", payer_account="4970100000000009"),
        )
    )
    match_transfers(sepa_day.now)
    admin = hire(StaffRole.ADMIN)
    refused, going = IncomingTransfer.objects.filter(state="unmatched").order_by("-pk")
    send_transfer_back(admin, refused.pk, now=sepa_day.now)
    sepa_day.pay()
    send_transfer_back(admin, going.pk, now=sepa_day.now)
    assert set(IncomingTransfer.objects.values_list("state", flat=True)) == {"surplus", "returning", "unmatched"}
    assert set(TransferReturn.objects.values_list("state", flat=True)) == {"pending", "rejected"}
    assert Deposit.objects.count() == 1


@pytest.fixture(scope="module")
def kept_transfers(keep: Keep, request: pytest.FixtureRequest, _shared_test_bank: TestBank) -> Kept[None]:
    def make() -> None:
        with sepa_day_at(_shared_test_bank) as day:
            make_world(day)

    return keep(request, make)


@pytest.fixture
def world(kept_transfers: Kept[None]) -> None:
    return kept_transfers()


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses_to(world: None, attack: str) -> None:
    with pytest.raises(Error) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(ATTACKS[attack])
    assert "syntax" not in str(refusal.value) and "does not exist" not in str(refusal.value)


@pytest.mark.parametrize("guard", GUARDED)
def test_transfers_need_their_guards(guard: str, world: None, as_owner: object) -> None:
    from tests.integration.payouts.test_negative_controls import only_refused_by  # It reads GUARDED.

    with as_owner:  # type: ignore[attr-defined]
        only_refused_by(guard, ATTACKS[GUARDED[guard]])
