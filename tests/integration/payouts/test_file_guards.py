"""Raw SQL against files of payments and the bank's words, as the runtime role: the database refuses it all."""

import pytest
from django.db import Error, connection, transaction

from payouts.models import BankEntry, Disbursement, PaymentFile
from payouts.services.disbursements import prepare_disbursements
from payouts.services.gathering import gather_files
from tests.fixtures.bank_words import statement, status_report
from tests.fixtures.banks import TestBank
from tests.fixtures.kept import Keep, Kept
from tests.fixtures.sepa import SepaDay, left, make_payee, owe, sepa_day_at

pytestmark = pytest.mark.django_db

FILE = "(SELECT min(id) FROM payouts_paymentfile)"
REFUSED = "(SELECT id FROM payouts_paymentfile WHERE state = 'rejected')"
UNFILED = "(SELECT d.id FROM payouts_disbursement d LEFT JOIN payouts_paymentfileline l ON l.disbursement_id = d.id "
UNFILED += "WHERE l.id IS NULL)"
LINE = """INSERT INTO payouts_paymentfileline (file_id, position, order_id, disbursement_id, amount_minor, name,
    text) SELECT {file}, 99, 'attack', id, {amount}, 'Mallory', 'mine' FROM payouts_disbursement
    WHERE id = """
ATTACKS = {
    "change what a file pays": "UPDATE payouts_paymentfileline SET amount_minor = 1",
    "have a file pay somebody else": "UPDATE payouts_paymentfileline SET disbursement_id = disbursement_id + 1",
    "take a payment out of its file": "DELETE FROM payouts_paymentfileline",
    "empty the files": "TRUNCATE payouts_paymentfileline CASCADE",
    "put a payment into a second file": LINE.format(file=FILE, amount="amount_minor")
    + "(SELECT min(disbursement_id) FROM payouts_paymentfileline)",
    "file more than is owed": LINE.format(file=FILE, amount="amount_minor + 1") + UNFILED,
    "rename a file": f"UPDATE payouts_paymentfile SET message_id = 'another' WHERE id = {FILE}",
    "pay a file from another account": f"UPDATE payouts_paymentfile SET originator_account = 'FR761' WHERE id = {FILE}",
    "promise other bytes": f"UPDATE payouts_paymentfile SET document_sha256 = '' WHERE id = {FILE}",
    "accept a file that was refused": f"UPDATE payouts_paymentfile SET state = 'accepted' WHERE id = {REFUSED}",
    "delete a file": f"DELETE FROM payouts_paymentfile WHERE id = {FILE}",
    "make a file of nothing": """INSERT INTO payouts_paymentfile (rail, message_id, state, currency, originator_name,
        originator_account, originator_bank_id, execute_on, payment_count, total_minor, document_sha256,
        provider_reference, reason, created_at, due_state, due_at, fence, attempts, last_error)
        VALUES ('sepa', 'attack', 'pending', 'EUR', 'Mallory', 'FR761', '', now(), 1, 5, '', '', '', now(), 'waiting',
        now(), 0, 0, '')""",
    "rewrite the bank's report": "UPDATE payouts_bankreport SET body_sha256 = ''",
    "lose the bank's report": "DELETE FROM payouts_bankreport",
    "keep a report twice": """INSERT INTO payouts_bankreport (rail, provider_report_id, kind, sealed_body, body_sha256,
        received_at, due_state, due_at, fence, attempts, last_error) SELECT rail, provider_report_id, kind, sealed_body,
        '', now(), 'waiting', now(), 0, 0, '' FROM payouts_bankreport LIMIT 1""",
    "rewrite a statement": "UPDATE payouts_bankstatement SET closing_minor = 0",
    "empty the statements": "TRUNCATE payouts_bankstatement CASCADE",
    "change what was booked": "UPDATE payouts_bankentry SET amount_minor = 1",
    "forget what was booked": "DELETE FROM payouts_bankentry",
    "explain a payment away": "UPDATE payouts_bankentry SET explanation = 'a fee'",
    "book an entry twice": """INSERT INTO payouts_bankentry (report_id, rail, account, reference, direction,
        amount_minor, currency, booked_on, meaning, order_id, party_name, party_ending, text, bank_code, explanation,
        created_at) SELECT report_id, rail, account, reference, 'in', 5, 'EUR', now(), 'credit', '', '', '', '', '', '',
        now() FROM payouts_bankentry LIMIT 1""",
    "book one payment a second time": """INSERT INTO payouts_bankentry (report_id, rail, account, reference, direction,
        amount_minor, currency, booked_on, meaning, line_id, order_id, party_name, party_ending, text, bank_code,
        explanation, created_at) SELECT report_id, rail, account, 'attack', direction, amount_minor, 'EUR', now(),
        meaning, line_id, '', '', '', '', '', '', now() FROM payouts_bankentry LIMIT 1""",
}


def make_world(sepa_day: SepaDay) -> None:
    """One payment booked, one whose file was refused, one in no file."""
    paid, refused, unfiled = make_payee(), make_payee(), make_payee()
    owe(paid)
    sepa_day.pay()
    sepa_day.told(statement(sepa_day.bank.iban, "S1", left(paid)))
    owe(refused)
    prepare_disbursements(sepa_day.now)
    gather_files(sepa_day.now)
    PaymentFile.objects.filter(pk=sepa_day.file().pk).update(attempts=1)
    sepa_day.told(status_report(sepa_day.file().message_id, group="RJCT", reason="FF01"))
    owe(unfiled)
    prepare_disbursements(sepa_day.now)
    states = Disbursement.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["paid", "rejected", "pending"]
    assert (BankEntry.objects.count(), PaymentFile.objects.filter(state="rejected").count()) == (1, 1)


@pytest.fixture(scope="module")
def kept_files(keep: Keep, request: pytest.FixtureRequest, _shared_test_bank: TestBank) -> Kept[None]:
    def make() -> None:
        with sepa_day_at(_shared_test_bank) as day:
            make_world(day)

    return keep(request, make)


@pytest.fixture
def world(kept_files: Kept[None]) -> None:
    return kept_files()


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses_to(world: None, attack: str) -> None:
    with pytest.raises(Error) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(ATTACKS[attack])
    assert "syntax" not in str(refusal.value) and "does not exist" not in str(refusal.value)


GUARDED = {
    "payment_file_adds_up": "make a file of nothing",
    "payment_file_kept": "rename a file",
    "payment_file_states": "accept a file that was refused",
    "payment_file_line_fits": "file more than is owed",
    "payment_file_line_insert_only": "change what a file pays",
    "bank_report_kept": "rewrite the bank's report",
    "bank_statement_insert_only": "rewrite a statement",
    "bank_entry_kept": "change what was booked",
}


@pytest.mark.parametrize("guard", GUARDED)
def test_files_need_their_guards(guard: str, world: None, as_owner: object) -> None:
    from tests.integration.payouts.test_negative_controls import only_refused_by  # It reads GUARDED.

    with as_owner:  # type: ignore[attr-defined]
        only_refused_by(guard, ATTACKS[GUARDED[guard]])
