"""Each guard of the money is needed: with it alone switched off, an attack that it refuses goes through.

Asked as the tables' owner, who may switch guards off; the attacks are those that the runtime role is refused.
"""

import pytest
from django.db import DatabaseError, connection, transaction

from payouts.models import ConnectedAccount
from tests.fixtures.worlds import NOON, make_creative
from tests.integration.documents import test_document_guards as documents
from tests.integration.documents.test_document_guards import kept_documents
from tests.integration.documents.test_document_guards import world as documents_world
from tests.integration.payouts import test_attacks as books
from tests.integration.payouts import test_control_guards as controls
from tests.integration.payouts import test_money_guards as payments
from tests.integration.payouts.test_attacks import disputed_world, kept_books, kept_disputes, world
from tests.integration.payouts.test_control_guards import kept_controls
from tests.integration.payouts.test_control_guards import world as controls_world
from tests.integration.payouts.test_file_guards import GUARDED as IN_FILES
from tests.integration.payouts.test_money_guards import kept_payments
from tests.integration.payouts.test_money_guards import world as payments_world
from tests.integration.payouts.test_origin_guards import ATTACKS as ORIGIN_ATTACKS
from tests.integration.payouts.test_origin_guards import GUARDED as BY_ORIGIN
from tests.integration.payouts.test_origin_guards import kept_origins, origins_world
from tests.integration.payouts.test_transfer_guards import GUARDED as IN_TRANSFERS

pytestmark = pytest.mark.django_db

IN_THE_BOOKS = {
    "posting_balanced": "post an unbalanced entry",
    "posting_escrow_covered": "spend what an open contest can owe",
    "posting_insert_only": "change a posting",
    "journal_entry_insert_only": "change a journal entry",
    "ledger_account_insert_only": "rename one account",
    "ledger_account_own": "open an account in the future",
    "settlement_floor_kept": "settle below the floor",
    "settlement_insert_only": "change a settlement",
    "settlement_line_insert_only": "change a line",
    "journal_entry_own": "slip an entry in below the seals",
    "ledger_seal_insert_only": "change a seal",
    "ledger_seal_follows": "seal with a gap",
    "seal_block_insert_only": "change a sealed copy",
    "seal_block_no_truncate": "empty the sealed copies",
    "seal_block_in_time": "add to a seal that stands",
    "journal_entry_period": "book into a closed month",
    "period_close_insert_only": "change a closed month",
    "period_close_no_truncate": "empty the closed months",
    "period_close_follows": "close a month before the one before it",
    "obligation_of_a_draft": "refund an open contest",
    "escrow_fixed": "lower a liability",
    "policy_kept": "edit a published policy",
    "opinion_in_time": "vote on a published policy",
    "payouts_funded_before_shown": "open without money",
    "payouts_settled_when_decided": "decide without a settlement",
    "contest_born_as_draft": "start open",
    "contest_lifecycle": "skip the award",
    "prize_frozen": "change a prize",
    "shortlist_fits": "take a place that is not funded",
    "shortlist_place_insert_only": "take a place back",
    "entry_share_no_delete": "delete a share",
}
IN_PAYMENTS = {
    "disbursement_booked": "call a payment paid without an entry",
    "disbursement_fits": "pay more than is owed",
    "disbursement_in_effect": "pay to somebody else's account",
    "disbursement_kept": "give a payment another key",
    "disbursement_states": "make a paid payment rejected",
    "deposit_booked": "count money that has not come",
    "deposit_kept": "count more than was paid in",
    "deposit_states": "forget money that has come",
    "obligation_kept": "owe somebody less",
    "obligation_moves": "call a debt paid that is not",
    "state_change_insert_only": "rewrite what became of a payment",
    "state_change_no_truncate": "empty what became of payments",
}
IN_DISPUTES = {
    "obligation_born_unheld": "owe what is held from the beginning",
    "obligation_hold": "hold without a dispute",
    "obligation_parts": "owe a part on top",
    "obligation_origin": "adjust without a decision",
    "disbursement_fits": "pay what is held",
    "dispute_opened": "dispute somebody else's pay",
    "dispute_stake": "hold what is not at stake",
    "dispute_kept": "claim more afterwards",
    "dispute_decided": "decide one's own dispute",
    "dispute_carried_out": "uphold and change nothing",
    "adjustment_decided": "call another debt an adjustment",
    "adjustment_insert_only": "lay an adjustment at another's door",
    "adjustment_no_truncate": "empty the adjustments",
    "interest_owed": "owe interest for a payment in time",
    "interest_debt_insert_only": "count more days",
    "interest_debt_no_truncate": "empty the interest",
}
IN_CONTROLS = {
    "disbursement_approved": "call what waits unknown",
    "disbursement_unapproved": "begin a large payment as sent",
    "disbursement_within_limits": "order beyond the day's limit",
    "payout_run_kept": "exchange a run's digest",
    "payout_run_born": "begin a run as approved",
    "payout_run_states": "approve a withdrawn run",
    "payout_run_line_insert_only": "change a line of a run",
    "payout_run_line_no_truncate": "empty the lines",
    "payout_run_line_closed": "slip a payment into a run",
    "rail_limit_history": "raise a limit alone",
    "rail_limit_no_delete": "delete a limit",
    "rail_control_history": "start a rail alone",
    "rail_control_no_delete": "forget that a rail was stopped",
    "control_proposal_kept": "ask for more than was proposed",
    "control_proposal_born": "begin a proposal as confirmed",
    "control_proposal_states": "withdraw a confirmed proposal",
    "control_change_confirmed": "write a raise that nobody confirmed",
    "control_change_insert_only": "rewrite the history",
}
IN_DOCUMENTS = {
    "document_insert_only": "change a document",
    "document_next_number": "skip a number",
    "document_series_moved": "move a series",
    "document_adds_up": "say another sum than the lines",
    "document_fee_once": "invoice a fee twice",
    "document_mandated": "invoice in somebody's name without a mandate",
    "document_of_its_debts": "invoice in somebody's name what nobody owes",
    "document_debt_once": "invoice a debt twice",
    "document_debt_insert_only": "forget which debt was invoiced",
    "document_debt_no_truncate": "empty the invoiced debts",
    "document_file_sealed_once": "seal a file anew",
    "mandate_act_insert_only": "rewrite a mandate",
    "mandate_act_no_truncate": "empty the mandates",
    "objection_insert_only": "rewrite an objection",
    "objection_no_truncate": "empty the objections",
    "document_objection_in_time": "object too late",
    "tax_details_insert_only": "rewrite tax details",
    "tax_details_no_truncate": "empty the tax details",
    "billing_details_insert_only": "rewrite billing details",
    "billing_details_no_truncate": "empty the billing details",
}
IN_CONNECTED = {
    "connected_account_kept": "UPDATE payouts_connectedaccount SET rail = 'another'",
    "connected_account_states": "UPDATE payouts_connectedaccount SET state = 'unfinished'",
    "connected_account_stays": "UPDATE payouts_connectedaccount SET account = 'acct_ofsomebodyelse'",
}
__all__ = ["controls_world", "disputed_world", "documents_world", "origins_world", "payments_world", "world"]
__all__ += ["kept_books", "kept_controls", "kept_disputes", "kept_documents", "kept_origins", "kept_payments"]
BACKED_BY_OTHERS = {
    "bank_statement_no_truncate",
    "control_change_no_truncate",
    "document_no_truncate",
    "journal_entry_no_truncate",
    "ledger_account_no_truncate",
    "posting_no_truncate",
    "settlement_line_no_truncate",
    "settlement_no_truncate",
    "ledger_seal_no_truncate",
    "payment_file_line_no_truncate",
}
"""Emptying one of these empties what refers to it, whose own guard refuses; and the runtime role may empty nothing."""
WRITE_DOWN = {"deposit_changes_recorded", "disbursement_changes_recorded", "policy_changes_recorded"}
"""They refuse nothing; that they are needed is shown in `test_state_changes`."""


def triggers() -> dict[str, str]:
    """Every trigger of ours by its plain name, with its table; those of a month of postings stand in
    `test_posting_months`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND NOT c.relispartition AND c.relname ~ '^(payouts|contests|accounts)_'"
        )
        return dict(cursor.fetchall())


def trigger_named(guard: str) -> tuple[str, str]:
    found = [(name, table) for name, table in triggers().items() if guard in (name, name[10:-6])]
    assert len(found) == 1, f"{guard}: {found}"
    return found[0]


def goes_through(statement: str) -> bool:
    """Whether the statement changes something and stands until the end of its transaction."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            touched = cursor.rowcount != 0
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return touched


def only_refused_by(guard: str, statement: str) -> None:
    name, table = trigger_named(guard)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert not goes_through(statement)
        cursor.execute(f'ALTER TABLE {table} DISABLE TRIGGER "{name}"')
        assert goes_through(statement)
        cursor.execute(f'ALTER TABLE {table} ENABLE TRIGGER "{name}"')
        assert not goes_through(statement)


@pytest.mark.parametrize("guard", IN_THE_BOOKS)
def test_the_books_need_it(guard: str, world: books.World, as_owner: object) -> None:
    statement = books.ATTACKS[IN_THE_BOOKS[guard]].format(**vars(world))
    with as_owner:  # type: ignore[attr-defined]
        only_refused_by(guard, statement)


@pytest.mark.parametrize("guard", IN_PAYMENTS)
def test_payments_need_it(guard: str, payments_world: None, as_owner: object) -> None:
    with as_owner:  # type: ignore[attr-defined]
        only_refused_by(guard, payments.ATTACKS[IN_PAYMENTS[guard]])


@pytest.mark.parametrize("guard", BY_ORIGIN)
def test_ways_back_need_it(guard: str, origins_world: None, as_owner: object) -> None:
    with as_owner:  # type: ignore[attr-defined]
        only_refused_by(guard, ORIGIN_ATTACKS[BY_ORIGIN[guard]])


@pytest.mark.parametrize("guard", IN_DISPUTES)
def test_disputes_need_it(guard: str, disputed_world: books.DisputedWorld, as_owner: object) -> None:
    statement = books.DISPUTE_ATTACKS[IN_DISPUTES[guard]].format(**vars(disputed_world))
    with as_owner:  # type: ignore[attr-defined]
        only_refused_by(guard, statement)


@pytest.mark.parametrize("guard", IN_CONTROLS)
def test_four_eyes_need_it(guard: str, controls_world: None, as_owner: object) -> None:
    with as_owner:  # type: ignore[attr-defined]
        only_refused_by(guard, controls.ATTACKS[IN_CONTROLS[guard]])


@pytest.mark.parametrize("guard", IN_DOCUMENTS)
def test_documents_need_it(guard: str, documents_world: None, as_owner: object) -> None:
    with as_owner:  # type: ignore[attr-defined]
        only_refused_by(guard, documents.ATTACKS[IN_DOCUMENTS[guard]])


@pytest.mark.parametrize("guard", IN_CONNECTED)
def test_made_accounts_need_it(guard: str, as_owner: object) -> None:
    """An account that a rail made for somebody, and that is gone: there is no way back but to ask anew."""
    person = make_creative(payout_account=False)
    ConnectedAccount.objects.create(
        user=person,
        rail="stripe",
        country="FR",
        state="gone",
        account="acct_123456789",
        created_by=person,
        chosen_at=NOON,
        due_at=NOON,
    )
    with as_owner:  # type: ignore[attr-defined]
        only_refused_by(guard, IN_CONNECTED[guard])


def test_no_guard_of_the_money_is_forgotten() -> None:
    known = set().union(
        BY_ORIGIN,
        IN_THE_BOOKS,
        IN_PAYMENTS,
        IN_DISPUTES,
        IN_CONTROLS,
        IN_DOCUMENTS,
        IN_CONNECTED,
        IN_FILES,
        IN_TRANSFERS,
        WRITE_DOWN,
    )
    ours = {name[10:-6] for name, table in triggers().items() if table.startswith("payouts_")}
    assert ours - known - BACKED_BY_OTHERS == set()


def test_there_are_more_than_sixty_attacks() -> None:
    assert len({*books.ATTACKS.values(), *books.DISPUTE_ATTACKS.values(), *payments.ATTACKS.values()}) >= 60
