"""Documents, mandate, tax and billing details, and rights, as their owners see them; strangers see none of it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contests.models import Award, RightsAcceptance
from contests.selectors.rights import rights_of
from contests.services.rights import seal_deeds
from payouts.documents.composing.mandate import CURRENT
from payouts.documents.models import Document, MandateAct, Objection, TaxDetails
from payouts.documents.selectors.parties import brand_party, standing_mandate
from tests.fixtures.contests import upload
from tests.fixtures.papers import ADDRESS, decided, issue, issue_and_seal, ready_creative
from tests.fixtures.people import PASSWORD, sign_in, sign_up
from tests.fixtures.rights import hand_over, won_by
from tests.fixtures.worlds import make_brand, make_creative, make_user, owner_of
from tests.integration.frontend.brand_world import make_world

pytestmark = pytest.mark.django_db

TAXES = ADDRESS | {
    "name": "Ana Example",
    "vat_status": "private",
    "vat_rate_bps": "0",
    "tin": "3023217600053",
    "birth_date": "1990-05-17",
}


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"pages:{name}", args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def test_each_reads_and_downloads_their_own_and_strangers_none(client: Client) -> None:
    payee, brand = ready_creative(), make_brand()
    contest = decided(payee, make_creative(), make_creative(), brand=brand)
    fee, pay = issue_and_seal()
    sign_in(client, payee)
    assert pay.reference in page(client, "earnings") and pay.reference in page(client, "documents")
    assert fee.reference not in page(client, "documents")
    answer = client.get(reverse("pages:document", args=[pay.ref]))
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == f'attachment; filename="{pay.reference}.pdf"'
    assert "no-store" in answer["Cache-Control"] and answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(reverse("pages:document", args=[fee.ref])).status_code == 404
    owner = sign_in(Client(), owner_of(brand))
    for name, args in (("contest_money", [contest.pk]), ("brand_billing", [brand.pk]), ("documents", [])):
        shown = page(owner, name, *args)
        assert fee.reference in shown and pay.reference in shown
    for stranger in (make_user(), make_creative(), owner_of(make_brand())):
        other = sign_in(Client(), stranger)
        assert pay.reference not in page(other, "documents")
        assert other.get(reverse("pages:document", args=[pay.ref])).status_code == 404
        assert other.get(reverse("pages:document_objection", args=[pay.ref])).status_code == 404
        assert other.get(reverse("pages:brand_billing", args=[brand.pk])).status_code == 404
    assert Client().get(reverse("pages:document", args=[pay.ref])).status_code == 302


def test_what_is_not_printed_yet_says_so(client: Client) -> None:
    payee = ready_creative()
    decided(payee, make_creative(), make_creative())
    pay = issue()[-1]
    sign_in(client, payee)
    answer = client.get(reverse("pages:document", args=[pay.ref]), follow=True)
    assert "being printed" in answer.content.decode()


def test_the_mandate_is_read_given_and_taken_back(client: Client) -> None:
    person = make_creative()
    sign_in(client, person)
    assert CURRENT.clauses["en"][0] in page(client, "mandate")
    here = reverse("pages:mandate")
    assert client.post(here, {"text_sha256": CURRENT.sha256}).status_code == 422, "without the tick"
    assert client.post(here, {"text_sha256": "0" * 64, "agreed": "on"}).status_code == 422
    assert not MandateAct.objects.exists()
    assert client.post(here, {"text_sha256": CURRENT.sha256, "agreed": "on"}).status_code == 302
    act = MandateAct.objects.get()
    assert (act.person, act.acted_from, act.text_sha256) == (person, "127.0.0.1", CURRENT.sha256)
    assert f"AF-{act.code}" in page(client, "mandate")
    client.post(here, {"revoke": "1"})
    assert standing_mandate(person) is None
    client.post(reverse("pages:language"), {"language": "fr"})
    assert CURRENT.clauses["fr"][0] in page(client, "mandate").replace("&#x27;", "'")


def test_tax_details_are_told_after_a_fresh_sign_in_and_shown_masked(client: Client) -> None:
    person = sign_up()
    sign_in(client, person)
    here = reverse("pages:tax_details")
    asked = client.post(here, TAXES)
    assert not TaxDetails.objects.exists(), "a password is asked for first"
    client.post(asked["Location"], {"password": PASSWORD}, follow=True)
    assert TaxDetails.objects.count() == 1, "what was sent was not lost"
    assert client.post(here, TAXES | {"tin": "-"}).status_code == 422
    answer = client.post(here, TAXES)
    assert (answer.status_code, answer["Location"]) == (302, here)
    shown = page(client, "tax_details")
    assert "••••0053" in shown and "3023217600053" not in shown and "1990-05-17" not in shown


def test_a_brand_tells_whom_to_invoice_and_has_the_invoice_made_out_anew(client: Client) -> None:
    brand = make_brand()
    decided(make_creative(), make_creative(), make_creative(), brand=brand)
    (fee,) = issue()
    sign_in(client, owner_of(brand))
    assert "An address is missing" in page(client, "brand_billing", brand.pk)
    here = reverse("pages:brand_billing", args=[brand.pk])
    assert client.post(here, ADDRESS | {"name": ""}).status_code == 422
    assert client.post(here, ADDRESS | {"name": "Halden Tea SARL"}).status_code == 302
    assert brand_party(brand).name == "Halden Tea SARL"
    client.post(reverse("pages:document_reissue", args=[fee.ref]))
    assert [one.kind for one in Document.objects.order_by("pk")] == ["fee_invoice", "credit_note", "fee_invoice"]


def test_only_the_brand_s_people_and_the_platform_see_its_billing_page() -> None:
    world = make_world()
    address = reverse("pages:brand_billing", args=[world.brand.pk])
    assert world.readers(address) >= {"owner", "manager", "finance", "judge"}
    assert not world.readers(address) & {"creative", "other owner"}
    assert (
        "Owners, managers and finance members see the invoices." in world.client("judge").get(address).content.decode()
    )


def test_an_objection_is_made_in_time_and_once(client: Client) -> None:
    payee = ready_creative()
    decided(payee, make_creative(), make_creative())
    pay = issue(timezone.now())[-1]
    sign_in(client, payee)
    here = reverse("pages:document_objection", args=[pay.ref])
    assert here in page(client, "documents")
    assert client.post(here, {"reason": ""}).status_code == 422
    assert client.post(here, {"reason": "My name is another."}).status_code == 302
    assert client.post(here, {"reason": "Once more."}).status_code == 422
    assert Objection.objects.get().reason == "My name is another."
    assert here not in page(client, "documents")


def test_the_year_s_table_is_there_and_an_unfinished_year_has_no_statement(client: Client) -> None:
    person = make_creative()
    sign_in(client, person)
    year = timezone.now().year
    table = client.get(reverse("pages:statement_csv", args=[year]))
    assert table["Content-Type"].startswith("text/csv") and table.content.startswith(b"day,contest")
    answer = client.post(reverse("pages:statement", args=[year]), follow=True)
    assert "once its year is over" in answer.content.decode()
    assert client.get(reverse("pages:statement_csv", args=[1])).status_code == 404


def test_rights_are_accepted_with_the_handover_on_both_sides(client: Client) -> None:
    author = make_creative()
    contest = decided(author, make_creative(), make_creative())
    won = Award.objects.get(contest=contest)
    sign_in(client, author)
    here = reverse("pages:handover", args=[won.entry_id])
    client.post(here, {"step": "files", "token": "one", "files": [upload()]})
    sha = rights_of(author, won.pk).sha256
    assert sha in page(client, "handover", won.entry_id)
    said = {"step": "deliver", "note": "", "rights_sha256": sha, "accepts_rights": "on", "signed_name": ""}
    assert client.post(here, said).status_code == 422, "a signature is missing"
    only_signed = {"step": "deliver", "note": "", "rights_sha256": sha, "signed_name": "Ana Example"}
    assert client.post(here, only_signed).status_code == 422, "the box was forgotten"
    assert client.post(here, said | {"signed_name": "Ana Example"}).status_code == 302
    owner = sign_in(Client(), owner_of(contest.brand))
    review = reverse("pages:review", args=[contest.pk])
    shown = page(owner, "review", contest.pk)
    assert "Accepted by its maker" in shown and '<details class="confirm tone-good">' in shown
    assert reverse("pages:report", args=["entry", won.entry_id]) in shown, "where one can ask to stop the clock"
    for half, stays in (({"accepts_rights": "1"}, 'value="1" checked'), ({"signed_name": "Halden"}, 'value="Halden"')):
        again = owner.post(review, half | {f"rights_of_{won.pk}": sha})
        words = again.content.decode()
        assert again.status_code == 422 and stays in words and '<details class="confirm tone-good" open>' in words
    assert not RightsAcceptance.objects.filter(person=owner_of(contest.brand)).exists()
    accepted = {"accepts_rights": "1", "signed_name": "Halden Owner", f"rights_of_{won.pk}": sha}
    assert owner.post(review, accepted).status_code == 302
    assert RightsAcceptance.objects.count() == 2
    seal_deeds(timezone.now())
    for reader in (client, owner):
        assert "Both sides have accepted" in page(reader, "rights", won.pk)
        assert reader.get(reverse("pages:rights_deed", args=[won.pk])).content.startswith(b"%PDF")
    stranger = sign_in(Client(), make_creative())
    assert stranger.get(reverse("pages:rights", args=[won.pk])).status_code == 404
    assert stranger.get(reverse("pages:rights_deed", args=[won.pk])).status_code == 404


def test_prizes_accepted_without_the_rights_lead_on_to_the_rights(client: Client) -> None:
    won = won_by(make_creative())
    hand_over(won)
    sign_in(client, owner_of(won.contest.brand))
    answer = client.post(reverse("pages:review", args=[won.contest_id]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("pages:rights", args=[won.pk])
    assert "No right has passed to you yet" in answer.content.decode()


def test_rights_can_be_accepted_later_on_their_own_page(client: Client) -> None:
    author = make_creative()
    contest = decided(author, make_creative(), make_creative())
    won = Award.objects.get(contest=contest)
    sign_in(client, author)
    said = {"text_sha256": rights_of(author, won.pk).sha256, "signed_name": "Ana Example"}
    here = reverse("pages:rights", args=[won.pk])
    assert client.post(here, said).status_code == 422, "without the tick"
    assert client.post(here, said | {"agreed": "on"}).status_code == 302
    assert "Ana Example" in page(client, "rights", won.pk)
    assert client.get(reverse("pages:rights_deed", args=[won.pk])).status_code == 404
