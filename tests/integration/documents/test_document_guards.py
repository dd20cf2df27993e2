"""Raw SQL against documents, as the runtime role: the database refuses what no service would do."""

import pytest
from django.db import Error, connection, transaction

from payouts.documents.models import Document, DocumentFile
from payouts.documents.services.objections import object_to
from tests.fixtures.kept import Keep, Kept
from tests.fixtures.papers import LATER, decided, issue, ready_creative, tell_billing
from tests.fixtures.worlds import DAY, make_creative

pytestmark = pytest.mark.django_db

INVOICE = "(SELECT * FROM payouts_document WHERE kind = 'fee_invoice')"
COLUMNS = (
    "ref, kind, series_id, number, reference, issued_at, issued_on, currency, net_minor, tax_minor, gross_minor, "
    "content, content_sha256, contest_id, settlement_id, brand_id, person_id, credits_id, objection_until"
)
CREDIT = {
    "kind": "'credit_note'",
    "credits_id": "d.id",
    "content": """d.content || '{"reference": "X", "kind": "credit_note"}'""",
}


def another(of: str, changes: dict[str, str]) -> str:
    """Insert a copy of the last document of this kind, the next of its series, but for the changes."""
    values = {
        "ref": "gen_random_uuid()",
        "number": "d.number + 1",
        "reference": "'X'",
        "content": """jsonb_set(d.content, '{reference}', '"X"')""",
    } | changes
    columns = ", ".join(values.get(name, f"d.{name}") for name in COLUMNS.split(", "))
    last = f"SELECT * FROM payouts_document WHERE kind = '{of}' ORDER BY id DESC LIMIT 1"
    return f"INSERT INTO payouts_document ({COLUMNS}) SELECT {columns} FROM ({last}) d"


def credit(**changes: str) -> str:
    """The same as a credit note of the fee invoice."""
    return another("fee_invoice", CREDIT | changes)


NEW_DEBT = """
    (SELECT * FROM payouts_obligation owed
     WHERE released_at IS NOT NULL AND payee_user_id IN (SELECT person_id FROM payouts_document)
       AND NOT EXISTS (SELECT FROM payouts_documentdebt WHERE obligation_id = owed.id))
"""
OF_A_NEW_DEBT = (
    "SET CONSTRAINTS ALL DEFERRED; "
    + another(
        "self_billed",
        {
            "number": "s.last_number + 1",
            "series_id": "s.id",
            "person_id": "o.payee_user_id",
            "contest_id": "o.contest_id",
            "net_minor": "o.amount_minor",
            "tax_minor": "0",
            "gross_minor": "o.amount_minor",
            "content": """d.content || jsonb_build_object('reference', 'X', 'net_minor', o.amount_minor, 'tax_minor', 0,
                'gross_minor', o.amount_minor, 'lines',
                jsonb_build_array(jsonb_build_object('net_minor', o.amount_minor)))""",
        },
    )
    + f", {NEW_DEBT} o, payouts_documentseries s WHERE s.id = d.series_id; "
    "INSERT INTO payouts_documentdebt (document_id, obligation_id) "
    f"SELECT i.id, o.id FROM payouts_document i, {NEW_DEBT} o WHERE i.reference = 'X'"
)
"""With a mandate this would be an honest invoice."""

ATTACKS = {
    "change a document": "UPDATE payouts_document SET gross_minor = gross_minor + 1, net_minor = net_minor + 1",
    "forget a document": "DELETE FROM payouts_document",
    "empty the documents": "TRUNCATE payouts_document CASCADE",
    "skip a number": credit(number="d.number + 2"),
    "take a number twice": credit(number="d.number"),
    "number an earlier day": credit(issued_on="d.issued_on - 1"),
    "move a series": "UPDATE payouts_documentseries SET last_number = last_number + 1",
    "begin a series late": "INSERT INTO payouts_documentseries (code, year, last_number) VALUES ('F', 2030, 7)",
    "forget a series": "INSERT INTO payouts_documentseries (code, year, last_number) VALUES ('F', 2030, 0); "
    "DELETE FROM payouts_documentseries WHERE year = 2030",
    "invoice a fee twice": another("fee_invoice", {}),
    "say another sum than the lines": credit(net_minor="d.net_minor + 1", gross_minor="d.gross_minor + 1"),
    "credit another sum": credit(
        net_minor="0",
        tax_minor="0",
        gross_minor="0",
        content="""d.content || '{"reference": "X", "kind": "credit_note", "lines": [], "net_minor": 0, "tax_minor": 0,
                   "gross_minor": 0}'""",
    ),
    "credit an invoice twice": credit() + "; " + credit(reference="'Y'", number="d.number + 2").replace('"X"', '"Y"'),
    "invoice in somebody's name without a mandate": "INSERT INTO payouts_mandateact (person_id, verb, code, "
    "text_version, text_sha256, acted_at, acted_from) SELECT person_id, 'revoked', code, text_version, text_sha256, "
    "now(), '' FROM payouts_mandateact; " + OF_A_NEW_DEBT,
    "invoice in somebody's name what nobody owes": another("self_billed", {}) + "; SET CONSTRAINTS ALL IMMEDIATE",
    "invoice a debt twice": "INSERT INTO payouts_documentdebt (document_id, obligation_id) "
    f"SELECT i.id, d.obligation_id FROM payouts_documentdebt d, {INVOICE} i",
    "invoice a prize before its handover": "INSERT INTO payouts_documentdebt (document_id, obligation_id) "
    f"SELECT i.id, o.id FROM payouts_obligation o, {INVOICE} i WHERE o.released_at IS NULL",
    "forget which debt was invoiced": "DELETE FROM payouts_documentdebt",
    "move an invoiced debt": "UPDATE payouts_documentdebt SET document_id = document_id + 1",
    "empty the invoiced debts": "TRUNCATE payouts_documentdebt",
    "seal a file anew": "UPDATE payouts_documentfile SET sha256 = repeat('0', 64)",
    "unseal a file": "UPDATE payouts_documentfile SET storage_key = '', sha256 = '', size_bytes = 0, sealed_at = NULL",
    "give a file to another document": "UPDATE payouts_documentfile SET document_id = document_id + 100",
    "forget a file": "DELETE FROM payouts_documentfile",
    "rewrite a mandate": "UPDATE payouts_mandateact SET text_version = 'another'",
    "forget a mandate": "DELETE FROM payouts_mandateact",
    "empty the mandates": "TRUNCATE payouts_mandateact",
    "rewrite an objection": "UPDATE payouts_objection SET reason = 'all is well'",
    "empty the objections": "TRUNCATE payouts_objection",
    "object too late": "INSERT INTO payouts_objection (document_id, person_id, reason, objected_at, objected_on) "
    "SELECT id, person_id, 'late', now(), objection_until + 1 FROM payouts_document WHERE kind = 'self_billed' "
    "AND NOT EXISTS (SELECT FROM payouts_objection o WHERE o.document_id = payouts_document.id)",
    "object to somebody else's": "INSERT INTO payouts_objection (document_id, person_id, reason, objected_at, "
    f"objected_on) SELECT i.id, d.person_id, 'not mine', now(), d.issued_on FROM {INVOICE} i, payouts_document d "
    "WHERE d.kind = 'self_billed'",
    "rewrite tax details": "UPDATE payouts_taxdetails SET sealed = ''",
    "empty the tax details": "TRUNCATE payouts_taxdetails",
    "rewrite billing details": "UPDATE payouts_billingdetails SET name = 'Nobody'",
    "empty the billing details": "TRUNCATE payouts_billingdetails",
}


def make_world() -> None:
    """A fee invoice, two self-billed ones (the first objected to), all of them sealed, and an unreleased prize."""
    person = ready_creative()
    contest = decided(person, ready_creative(), make_creative())
    tell_billing(contest.brand)
    issue()
    for file in DocumentFile.objects.all():
        seal = {"storage_key": f"documents/{file.pk}.pdf", "sha256": "1" * 64, "size_bytes": 1, "sealed_at": LATER}
        DocumentFile.objects.filter(pk=file.pk).update(**seal)
    object_to(person, Document.objects.get(person=person).ref, "My name is another.", now=LATER)
    decided(make_creative(), person, make_creative(), brand=contest.brand)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture(scope="module")
def kept_documents(keep: Keep, request: pytest.FixtureRequest) -> Kept[None]:
    return keep(request, make_world)


@pytest.fixture
def world(kept_documents: Kept[None]) -> None:
    return kept_documents()


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses_to(world: None, attack: str) -> None:
    with pytest.raises(Error) as refusal, transaction.atomic(), connection.cursor() as cursor:
        for statement in ATTACKS[attack].split("; "):
            cursor.execute(statement)
    assert "syntax" not in str(refusal.value) and "does not exist" not in str(refusal.value)


def test_the_copy_that_attacks_are_made_of_would_go_through_as_a_credit_note(world: None) -> None:
    """So that each refusal above is one of what was changed, and of nothing else."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(credit())
        assert cursor.rowcount == 1
    assert Document.objects.get(reference="X").credits.kind == "fee_invoice"


def test_with_a_mandate_the_same_invoice_would_stand(world: None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(OF_A_NEW_DEBT)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert Document.objects.get(reference="X").debts.count() == 1


def test_what_was_issued_a_day_later_follows(world: None) -> None:
    assert [one.reference for one in issue(LATER + DAY) if one.kind == "fee_invoice"] == [
        "F2026-000001",
        "F2026-000002",
    ]
