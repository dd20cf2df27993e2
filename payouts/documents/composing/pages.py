"""A document as a sheet to be printed: what stands where, in which words. The sheet follows from the values alone."""

from __future__ import annotations

from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from paper.blocks import (
    Attachment,
    Block,
    Column,
    Facts,
    Heading,
    Note,
    Parties,
    Remarks,
    Sheet,
    Table,
    Text,
    Title,
    Totals,
)
from payouts.documents.composing.cii import NAME, XMP, write_cii
from payouts.documents.composing.values import Content, Language, Party, Tax
from payouts.documents.composing.words import day, money, percent, word

ZONE: Final = ZoneInfo("Europe/Paris")
"""A document's day is a day of the platform's country."""

NOON: Final = time(12)
MASCULINE: Final = frozenset({"credit_note", "statement"})

COUNTRIES: Final = {"FR": {"en": "France", "fr": "France"}}


def lay_out(content: Content) -> Sheet:
    """The sheet of a document, with the same document for programs inside, if it is an invoice."""
    language = content.language
    name = f"{word(content.kind, language)} {content.reference}"
    issuer = content.buyer if content.kind in ("self_billed", "statement") else content.seller
    is_invoice = content.kind != "statement"
    return Sheet(
        language=language,
        title=name,
        reference=content.reference,
        author=issuer.name,
        dated=datetime.combine(datetime.fromisoformat(content.issued_on), NOON, ZONE),
        footer=_footer(content.seller, language) if is_invoice else _footer(content.buyer, language),
        blocks=(
            Title(name, word(f"over.{content.kind}", language)),
            _facts(content),
            _parties(content),
            _table(content),
            _totals(content),
            *_figures(content),
            *_notes(content),
        ),
        attachments=(Attachment(NAME, write_cii(content), "text/xml", "Factur-X EN 16931"),) if is_invoice else (),
        extension=XMP if is_invoice else "",
    )


def _facts(content: Content) -> Facts:
    language = content.language
    issued = word("issued.m" if content.kind in MASCULINE else "issued", language)
    pairs = [(issued, day(content.issued_on, language))]
    if content.kind == "statement":
        return Facts(
            (*pairs, (word("year", language), content.subject), (word("currency", language), content.currency))
        )
    if content.credits:
        named = f"{content.credits.reference}, {day(content.credits.issued_on, language)}"
        pairs.append((word("credited", language), named))
    else:
        pairs.append((word("supplied", language), day(content.supplied_on, language)))
    return Facts((*pairs, (word("currency", language), content.currency), (word("brief", language), content.subject)))


def _parties(content: Content) -> Parties:
    language = content.language
    labels = ("payee", "payer") if content.kind == "statement" else ("seller", "buyer")
    both = zip(labels, (content.seller, content.buyer), strict=True)
    return Parties(tuple((word(label, language), _address(party, language)) for label, party in both))


def _address(party: Party, language: Language) -> tuple[str, ...]:
    country = COUNTRIES.get(party.country, {}).get(language, party.country)
    numbers = _numbers(party, language)
    return (party.name, *party.address_lines, country, *numbers)


def _numbers(party: Party, language: Language) -> tuple[str, ...]:
    told = (("company_number", party.company_number), ("vat_number", party.vat_number))
    return tuple(f"{word(label, language)} {number}" for label, number in told if number)


def _footer(party: Party, language: Language) -> str:
    return "  ·  ".join((party.name, *party.address_lines, *_numbers(party, language)))


def _table(content: Content) -> Table:
    language, currency = content.language, content.currency
    named = [f"{line.name}\n{line.note}" if line.note else line.name for line in content.lines]
    sums = [money(line.net_minor, currency, language) for line in content.lines]
    if content.kind == "statement":
        both = (Column(word("designation", language), 0.76), Column(word("amount", language), 0.24, "right"))
        return Table(both, tuple(zip(named, sums, strict=True)))
    columns = (
        Column(word("designation", language), 0.5),
        Column(word("quantity", language), 0.12, "right"),
        Column(word("unit", language), 0.2, "right"),
        Column(word("line_net", language), 0.18, "right"),
    )
    return Table(columns, tuple((name, "1", net, net) for name, net in zip(named, sums, strict=True)))


def _totals(content: Content) -> Totals:
    language = content.language

    def said(minor: int) -> str:
        return money(minor, content.currency, language)

    if content.kind == "statement":
        told = tuple((figure.label, said(figure.amount_minor)) for figure in content.figures)
        return Totals((*told, (word("statement_total", language), said(content.gross_minor))))
    rows = [(word("total_net", language), said(content.net_minor))]
    rows += [(_tax_label(tax, language), said(tax.tax_minor)) for tax in content.taxes]
    if content.kind == "credit_note":
        return Totals((*rows, (word("credit_total", language), said(content.gross_minor))))
    rows.append((word("total_gross", language), said(content.gross_minor)))
    if content.paid_minor:
        rows.append((word("paid", language), said(-content.paid_minor)))
    return Totals((*rows, (word("due", language), said(content.due_minor))))


def _tax_label(tax: Tax, language: Language) -> str:
    if tax.category != "S":
        return word("no_tax", language)
    return word("tax", language, rate=percent(tax.rate_bps, language))


def _notes(content: Content) -> tuple[Block, ...]:
    """Why there is no tax, the mention that matters most in a box, and the others as small print."""
    language = content.language
    blocks: list[Block] = []
    if content.kind != "statement":
        blocks += [Text(tax.reason, "strong") for tax in content.taxes if tax.reason]
    mentions = list(content.mentions)
    if content.kind in ("self_billed", "credit_note") and mentions:
        title, text = mentions.pop(0)
        blocks.append(Note(text, title))
    if content.kind == "fee_invoice":
        mentions.append((word("mention.role", language), word("mention.intermediary", language)))
    if mentions:
        blocks.append(Remarks(tuple(mentions)))
    return tuple(blocks)


def _figures(content: Content) -> tuple[Block, ...]:
    if not content.figures_title:
        return ()
    rows = tuple(
        (figure.label, money(figure.amount_minor, content.currency, content.language)) for figure in content.figures
    )
    amount = Column(word("amount", content.language), 0.24, "right")
    return (Heading(content.figures_title), Table((Column(word("designation", content.language), 0.76), amount), rows))
