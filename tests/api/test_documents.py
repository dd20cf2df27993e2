"""Documents over the API: one's own, a contest's, all of them for auditors; and what only a person in person may do."""

from datetime import timedelta

import orjson
import pytest
from django.test import Client

from accounts.models import StaffRole
from contests.models import Award
from contests.selectors.rights import rights_of
from payouts.documents.composing.mandate import CURRENT
from payouts.documents.models import Document
from payouts.policy import sha256_hex
from tests.fixtures.calls import ApiClock, Caller, token_of
from tests.fixtures.papers import ADDRESS, LATER, decided, issue, issue_and_seal, ready_creative
from tests.fixtures.people import hire, sign_in
from tests.fixtures.worlds import make_brand, make_creative, make_user, owner_of

pytestmark = pytest.mark.django_db

TAXES = ADDRESS | {"name": "Ana Example", "tin": "3023217600053", "birth_date": "1990-05-17", "vat_status": "private"}


def test_everybody_lists_and_downloads_what_is_theirs(api_clock: ApiClock) -> None:
    payee, brand = ready_creative(), make_brand()
    contest = decided(payee, make_creative(), make_creative(), brand=brand)
    fee, pay = issue_and_seal()
    (mine,) = Caller(payee).get("me/documents")["results"]
    assert (mine["reference"], mine["kind"], mine["gross_minor"]) == (pay.reference, "self_billed", pay.gross_minor)
    in_full = Caller(payee).get(f"documents/{pay.ref}")
    assert sha256_hex(in_full["content"]) == in_full["content_sha256"] == pay.content_sha256
    assert [one["reference"] for one in Caller(owner_of(brand)).get(f"contests/{contest.pk}/documents")["results"]] == [
        pay.reference,
        fee.reference,
    ]
    reply = sign_in(Client(), payee).get(f"/api/v1/documents/{pay.ref}/file", headers={"Accept": "application/pdf"})
    assert (reply.status_code, reply["Content-Type"]) == (200, "application/pdf")
    assert reply.content.startswith(b"%PDF")
    for stranger in (make_user(), make_creative(), owner_of(make_brand())):
        caller = Caller(stranger)
        caller.get(f"documents/{pay.ref}", 404)
        caller.get(f"documents/{pay.ref}/file", 404)
        caller.post(f"documents/{pay.ref}/objection", {"reason": "Not mine."}, status=404)
        assert caller.get("me/documents")["results"] == []
    Caller().get(f"documents/{pay.ref}", 401)


def test_auditors_list_filter_and_download_all_of_them(api_clock: ApiClock) -> None:
    decided(ready_creative(), make_creative(), make_creative())
    fee, pay = issue()
    program = Caller(token=token_of(hire(), "audit:read", "money:read"))
    assert {one["reference"] for one in program.get("audit/documents")["results"]} == {fee.reference, pay.reference}
    assert [one["kind"] for one in program.get("audit/documents", kind="fee_invoice")["results"]] == ["fee_invoice"]
    assert {one["code"]: one["last_number"] for one in program.get("audit/document-series")["results"]}["F"] == 1
    problem = program.get(f"documents/{fee.ref}/file", 409)
    assert "printed" in problem["detail"]
    for stranger in (make_creative(), owner_of(make_brand())):
        Caller(stranger).get("audit/documents", 403)
        Caller(stranger).get("audit/document-series", 403)


def test_the_report_of_sellers_is_for_an_admin_in_person(api_clock: ApiClock) -> None:
    admin = hire(StaffRole.ADMIN)
    assert Caller(admin).get("audit/sellers/2025") == {"year": 2025, "sellers": []}
    for form, kind in (("csv", "text/csv; charset=utf-8"), ("xml", "application/xml")):
        reply = sign_in(Client(), admin).get(f"/api/v1/audit/sellers/2025?form={form}")
        assert (reply.status_code, reply["Content-Type"]) == (200, kind)
    Caller(hire()).get("audit/sellers/2025", 403)
    Caller(token=token_of(admin, "audit:read")).get("audit/sellers/2025", 403)
    Caller(admin).get("audit/sellers/1", 404)


def test_mandate_and_tax_details_are_given_by_a_person(api_clock: ApiClock) -> None:
    person = make_creative()
    caller = Caller(person)
    assert caller.get("me/mandate")["given_at"] is None
    caller.put("me/mandate", {"text_sha256": "0" * 64}, status=409)
    given = caller.put("me/mandate", {"text_sha256": CURRENT.sha256})
    assert (given["given_to"], given["text"]) == (CURRENT.version, list(CURRENT.clauses["en"]))
    caller.get("me/tax-details", 404)
    refused = caller.put("me/tax-details", TAXES | {"vat_status": "franchise"}, status=400)
    assert refused["errors"][0]["field"] == "company_number"
    told = caller.put("me/tax-details", TAXES)
    assert told["masked"]["tin"] == "••••0053" and "3023217600053" not in orjson.dumps(told).decode()
    program = Caller(token=token_of(person, "money:read"))
    program.put("me/mandate", {"text_sha256": CURRENT.sha256}, status=403)
    program.put("me/tax-details", TAXES, status=403)
    assert caller.send("DELETE", "me/mandate", {}).status_code == 200
    assert caller.get("me/mandate")["given_at"] is None


def test_an_objection_leads_to_a_credit_note_by_an_admin(api_clock: ApiClock) -> None:
    payee = ready_creative()
    decided(payee, make_creative(), make_creative())
    pay = issue()[-1]
    api_clock.now = LATER + timedelta(days=1)
    assert Caller(payee).post(f"documents/{pay.ref}/objection", {"reason": "My name."})["has_objection"]
    Caller(payee).post(f"documents/{pay.ref}/objection", {"reason": "Again."}, status=409)
    Caller(payee).post(f"audit/documents/{pay.ref}/take-back", {"reason": "My name."}, status=403)
    note = Caller(hire(StaffRole.ADMIN)).post(f"audit/documents/{pay.ref}/take-back", {"reason": "Her name."})
    assert (note["kind"], note["credits"]) == ("credit_note", pay.reference)
    assert Document.objects.get(ref=pay.ref).credited_by.reference == note["reference"]


def test_rights_are_accepted_by_the_text_that_was_read(api_clock: ApiClock) -> None:
    author = make_creative()
    contest = decided(author, make_creative(), make_creative())
    won = Award.objects.get(contest=contest)
    path = f"contests/{contest.pk}/handovers/{won.pk}/rights"
    text = Caller(author).get(path)
    assert [one["right"] for one in text["rights"]] == ["reproduction", "representation", "adaptation"]
    said = {"text_sha256": text["text_sha256"], "signed_name": "Ana Example"}
    Caller(author).post(path, said | {"text_sha256": "0" * 64}, status=400)
    accepted = Caller(author).post(path, said)
    assert (accepted["accepted"][0]["name"], accepted["has_passed"]) == ("Ana Example", False)
    Caller(owner_of(contest.brand)).post(path, said, status=404)  # Nothing was delivered yet.
    assert rights_of(author, won.pk).missing == ()
    for stranger in (make_creative(), owner_of(make_brand())):
        Caller(stranger).get(path, 404)
    other = decided(make_creative(), make_creative(), make_creative())
    Caller(author).get(f"contests/{other.pk}/handovers/{won.pk}/rights", 404)
