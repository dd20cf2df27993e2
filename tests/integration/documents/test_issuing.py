"""Which documents a contest's money calls for, and what stands in them: both kinds of invoices, and credit notes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.models import MemberRole, StaffRole
from contests.errors import NotVisible
from contests.models import Award
from contests.services.handover import accept_handovers, deliver
from payouts.documents.composing.mandate import CURRENT
from payouts.documents.composing.values import Content
from payouts.documents.errors import CreditRefused, MandateRefused, ObjectionRefused
from payouts.documents.models import ContestPapers, Document, MandateAct
from payouts.documents.services import fee_invoices, papers
from payouts.documents.services.fee_invoices import reissue_fee_invoice
from payouts.documents.services.mandates import accept_mandate, revoke_mandate
from payouts.documents.services.objections import object_to, take_back
from payouts.documents.services.papers import ask_for_papers, issue_papers
from payouts.documents.services.verifying import examine_documents
from payouts.errors import OperatorOnly
from payouts.models import Obligation, Settlement
from payouts.policy import FAIR_2_DOCUMENT, levies
from payouts.services.policies import publish_policy
from payouts.services.settling import release_prizes
from tests.fixtures.papers import (
    LATER,
    decided,
    give_mandate,
    issue,
    issue_and_seal,
    ready_creative,
    tell_billing,
    tell_taxes,
)
from tests.fixtures.people import hire
from tests.fixtures.worlds import (
    DAY,
    NOON,
    add_member,
    award,
    enter,
    make_brand,
    make_creative,
    make_user,
    open_contest,
    owner_of,
    pass_time,
    shortlist,
)

pytestmark = pytest.mark.django_db


def content_of(document: Document) -> Content:
    return Content.from_dict(document.content)


def test_a_settled_contest_is_invoiced_once_to_its_brand() -> None:
    contest = decided(make_creative(), make_creative(), make_creative())
    settlement = Settlement.objects.get(contest=contest)
    (invoice,) = issue_and_seal()
    assert (invoice.kind, invoice.reference, invoice.brand_id) == ("fee_invoice", "F2026-000001", contest.brand_id)
    assert (invoice.net_minor, invoice.tax_minor) == (settlement.fee_minor, settlement.tax_minor)
    content = content_of(invoice)
    assert (content.seller.vat_number, content.buyer.name) == ("FR11123456782", "Halden Tea")
    assert content.due_minor == 0
    assert invoice.file.is_sealed
    ask_for_papers([contest.pk], now=LATER)
    assert issue() == [invoice]


def test_a_brand_that_pays_nothing_gets_no_invoice() -> None:
    contest = open_contest()
    pass_time(contest, "closes_at")
    pass_time(contest, "lapses_at")
    assert Settlement.objects.get(contest=contest).fee_minor == 0
    assert issue() == []
    assert ContestPapers.objects.get().due_state == "done"


def test_creatives_with_a_mandate_get_an_invoice_each_of_exactly_what_was_released() -> None:
    first, second, third = ready_creative(), ready_creative(), make_creative()
    contest = decided(first, second, third)
    made = {one.person_id: one for one in issue() if one.kind == "self_billed"}
    assert set(made) == {first.pk, second.pk}
    for person_id, invoice in made.items():
        owed = Obligation.objects.filter(payee_user=person_id, released_at__isnull=False)
        assert invoice.gross_minor == sum(debt.amount_minor for debt in owed)
        assert content_of(invoice).taxes[0].reason == "TVA non applicable, art. 293 B du CGI"
        assert "Autofacturation" in content_of(invoice).mentions[0][0]
    accept_handovers_of(contest)
    prize = [one for one in issue(LATER + DAY) if one.person_id == first.pk][-1]
    assert prize.reference.endswith("-2026-000002")
    assert prize.gross_minor == Obligation.objects.get(payee_user=first, kind="prize").amount_minor


def accept_handovers_of(contest: object) -> None:
    """Prizes are released, as when a handover is accepted."""
    release_prizes([contest.pk], now=LATER)  # type: ignore[attr-defined]
    ask_for_papers([contest.pk], now=LATER)  # type: ignore[attr-defined]


def test_each_member_of_a_team_gets_their_own() -> None:
    one, other = ready_creative(), ready_creative()
    contest = open_contest(prizes=[50_000])
    entries = [enter(contest, one, team=[one, other]), enter(contest), enter(contest)]
    award(shortlist(contest, entries), entries[0])
    made = [document for document in issue() if document.kind == "self_billed"]
    assert {document.person_id for document in made} == {one.pk, other.pk}
    assert all("your signed part" in content_of(document).lines[0].note for document in made)
    total = sum(debt.amount_minor for debt in Obligation.objects.filter(entry=entries[0], kind="earned"))
    assert sum(document.gross_minor for document in made) == total


def test_who_gives_the_mandate_later_gets_their_invoices_then() -> None:
    person = make_creative()
    decided(person, make_creative(), make_creative())
    assert [one.kind for one in issue()] == ["fee_invoice"]
    give_mandate(person)
    assert len(issue(LATER + DAY)) == 1, "an address is still missing"
    tell_taxes(person, now=LATER)
    assert [one.kind for one in issue(LATER + 2 * DAY)] == ["fee_invoice", "self_billed"]


def test_a_mandate_that_was_taken_back_makes_no_more_invoices_and_a_new_one_begins_a_new_series() -> None:
    person = ready_creative()
    revoke_mandate(person, acted_from="192.0.2.7", now=NOON)
    decided(person, make_creative(), make_creative())
    assert [one.kind for one in issue()] == ["fee_invoice"]
    with pytest.raises(MandateRefused):
        revoke_mandate(person, acted_from="192.0.2.7", now=NOON)
    with pytest.raises(MandateRefused):
        accept_mandate(person, "another text", acted_from="192.0.2.7", now=NOON)
    again = accept_mandate(person, CURRENT.sha256, acted_from="192.0.2.7", now=LATER)
    assert accept_mandate(person, CURRENT.sha256, acted_from="192.0.2.7", now=LATER) == again
    invoice = issue(LATER + DAY)[-1]
    assert invoice.reference == f"AF-{again.code}-2026-000001"
    codes = MandateAct.objects.filter(verb="accepted").values_list("code", flat=True)
    assert len(set(codes)) == 2


def test_a_registered_creative_s_tax_is_inside_what_they_are_owed() -> None:
    person = ready_creative(vat_status="registered", vat_rate_bps=2000, vat_number="FR11123456782")
    decided(person, make_creative(), make_creative())
    invoice = issue()[-1]
    assert invoice.gross_minor == Obligation.objects.get(payee_user=person, kind="earned").amount_minor
    assert invoice.tax_minor == round(invoice.gross_minor / 6)


def test_a_creative_abroad_waits_for_the_brand_s_vat_number() -> None:
    person = ready_creative(country="DE", company_number="", vat_status="registered", vat_number="DE123456789")
    contest = decided(person, make_creative(), make_creative())
    assert [one.kind for one in issue()] == ["fee_invoice"]
    tell_billing(contest.brand, now=LATER)
    invoice = issue(LATER + DAY)[-1]
    assert (invoice.kind, content_of(invoice).taxes[0].category) == ("self_billed", "AE")


def test_settling_again_for_the_same_fee_leaves_the_invoice_and_for_another_replaces_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    contest = decided(make_creative(), make_creative(), make_creative())
    (first,) = issue()
    pass_time(contest, contest.closes_at + 20 * DAY)
    assert Settlement.objects.filter(contest=contest).count() == 2, "the winner was passed over"
    assert issue(LATER + DAY) == [first]

    charges = fee_invoices.charges_of(Settlement.objects.get(contest=contest, sequence=2))
    lower = [replace(line, amount_minor=line.amount_minor // 2) for line in charges]
    monkeypatch.setattr(fee_invoices, "charges_of", lambda settlement: lower)
    ask_for_papers([contest.pk], now=LATER)
    issued = issue(LATER + DAY)
    assert [one.kind for one in issued] == ["fee_invoice", "credit_note", "fee_invoice"]
    assert issued[1].gross_minor == first.gross_minor
    assert issued[2].net_minor == sum(line.amount_minor for line in lower if line.rule == "platform_fee")


def test_an_invoice_of_a_debt_that_is_owed_no_more_is_taken_back() -> None:
    person = ready_creative()
    decided(person, make_creative(), make_creative())
    invoice = issue()[-1]
    debt = Obligation.objects.get(payee_user=person, kind="earned")
    Obligation.objects.filter(pk=debt.pk).update(cancelled_at=LATER)
    ask_for_papers([debt.contest_id], now=LATER)
    note = issue(LATER + DAY)[-1]
    assert (note.kind, note.credits, note.gross_minor) == ("credit_note", invoice, invoice.gross_minor)
    assert note.reference == invoice.reference.replace("AF-", "AA-")
    assert content_of(note).lines == content_of(invoice).lines
    assert issue(LATER + DAY)[-1] == note, "what is owed no more is not invoiced again"


def test_a_brand_has_its_invoice_made_out_anew() -> None:
    brand = make_brand()
    contest = decided(make_creative(), make_creative(), make_creative(), brand=brand)
    (invoice,) = issue()
    owner = owner_of(brand)
    with pytest.raises(CreditRefused, match="these very details"):
        reissue_fee_invoice(owner, invoice.ref, now=LATER)
    tell_billing(brand, now=LATER)
    for stranger in (make_user(), add_member(brand, MemberRole.JUDGE), owner_of(make_brand())):
        with pytest.raises(NotVisible):
            reissue_fee_invoice(stranger, invoice.ref, now=LATER)
    another = reissue_fee_invoice(owner, invoice.ref, now=LATER)
    assert content_of(another).buyer.name == "Halden Tea SARL"
    assert content_of(invoice).buyer.name == "Halden Tea", "what was issued stands"
    assert invoice.credited_by.gross_minor == another.gross_minor
    with pytest.raises(CreditRefused, match="already"):
        reissue_fee_invoice(owner, invoice.ref, now=LATER)
    ask_for_papers([contest.pk], now=LATER)
    assert len(issue(LATER + DAY)) == 3


def test_a_creative_objects_in_time_and_an_admin_has_it_made_anew() -> None:
    person, admin = ready_creative(), hire(StaffRole.ADMIN)
    decided(person, make_creative(), make_creative())
    invoice = issue()[-1]
    with pytest.raises(NotVisible):
        object_to(make_creative(), invoice.ref, "It is mine.", now=LATER)
    with pytest.raises(ObjectionRefused, match="wrong"):
        object_to(person, invoice.ref, " ", now=LATER)
    with pytest.raises(ObjectionRefused, match="over"):
        object_to(person, invoice.ref, "My address.", now=LATER + timedelta(days=16))
    object_to(person, invoice.ref, "My address has changed.", now=LATER + timedelta(days=14))
    with pytest.raises(ObjectionRefused, match="already"):
        object_to(person, invoice.ref, "Once more.", now=LATER)
    tell_taxes(person, street="9 rue Haute", now=LATER)
    with pytest.raises(OperatorOnly):
        take_back(person, invoice.ref, "The address.", now=LATER)
    note = take_back(admin, invoice.ref, "The address has changed.", now=LATER)
    assert content_of(note).mentions[0][1] == "The address has changed."
    with pytest.raises(CreditRefused):
        take_back(admin, note.ref, "Again.", now=LATER)
    another = issue(LATER + DAY)[-1]
    assert (another.kind, content_of(another).seller.street) == ("self_billed", "9 rue Haute")


def test_under_fair_2_the_fund_the_contribution_and_an_author_s_levies_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As if this year's levies had been looked up; those of a year that nobody looked up are told by nobody."""
    tables = tuple(replace(table, known_until=NOON.date() + 365 * DAY) for table in levies.WITHHELD["FR"])
    monkeypatch.setattr(levies, "WITHHELD", {"FR": tables})
    policy = publish_policy(FAIR_2_DOCUMENT, now=NOON)
    author = ready_creative(is_artist_author=True)
    contest = open_contest(policy=policy, prizes=[50_000])
    entries = [enter(contest, one) for one in (author, make_creative(), make_creative())]
    award(shortlist(contest, entries), entries[0])
    fee, pay = issue()
    assert [line.name for line in content_of(fee).lines] == ["Platform fee", "Solidarity fund"]
    assert any("social security" in figure.label for figure in content_of(fee).figures)
    told = content_of(pay)
    assert [figure.label for figure in told.figures][:2] == ["vieillesse plafonnée", "CSG"]
    assert sum(figure.amount_minor for figure in told.figures) == told.gross_minor
    assert told.paid_minor == told.gross_minor, "nothing is withheld from the payment"


def test_a_failing_contest_delays_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = decided(*[make_creative() for _ in range(3)]), decided(*[make_creative() for _ in range(3)])
    original = papers.bring_fee_invoice_up_to_date

    def stumble(contest: object, **options: object) -> object:
        if contest.pk == bad.pk:  # type: ignore[attr-defined]
            raise RuntimeError("stumbled")
        return original(contest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(papers, "bring_fee_invoice_up_to_date", stumble)
    issue_papers(LATER)
    assert list(Document.objects.values_list("contest", flat=True)) == [good.pk]
    assert "stumbled" in ContestPapers.objects.get(contest=bad).last_error
    monkeypatch.undo()
    issue_papers(LATER + DAY)
    assert Document.objects.count() == 2
    assert examine_documents(None) == (2, [])


def test_accepting_a_handover_asks_for_the_winner_s_papers() -> None:
    person = ready_creative()
    contest = decided(person, make_creative(), make_creative())
    issue()
    ContestPapers.objects.get(contest=contest, due_state="done")
    Award.objects.get(contest=contest).handover.files.create(
        kind="attachment", original_name="a.zip", media_type="application/zip", size_bytes=1, sha256="0", due_at=NOON
    )
    won = Award.objects.get(contest=contest)
    deliver(person, contest.pk, won.pk, "", now=contest.closes_at)
    accept_handovers(owner_of(contest.brand), contest.pk, now=contest.closes_at)
    assert ContestPapers.objects.get(contest=contest).due_state == "waiting"
    assert issue(LATER + DAY)[-1].gross_minor == 50_000
