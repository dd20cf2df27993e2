"""The yearly statement of a creative: what reached their account, brief by brief, as the books hold it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from payouts.documents.composing.fee import Issue
from payouts.documents.composing.sums import Item, price_net
from payouts.documents.composing.values import Content, Figure, Language, Party
from payouts.documents.composing.vat import Treatment
from payouts.documents.composing.words import day, word

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Movement:
    """A payment that arrived, or (negative) one that came back, on a day."""

    on: str
    contest: str
    title: str
    kind: str
    amount_minor: int
    invoice: str


def compose_statement(
    issue: Issue, year: int, movements: Sequence[Movement], *, currency: str, payer: Party, payee: Party
) -> Content:
    """All movements of a finished year in one currency. `seller` is the creative, `buyer` the platform that paid."""
    language = issue.language
    items = [_item(movement, language) for movement in movements]
    priced = price_net(items, Treatment("O", 0, "-"), tax_minor=0)
    invoices = ", ".join(sorted({movement.invoice for movement in movements if movement.invoice}))
    listed = ((word("statement.documents", language), invoices),) if invoices else ()
    return Content(
        kind="statement",
        language=language,
        reference=issue.reference,
        issued_on=issue.issued_on,
        supplied_on=f"{year}-12-31",
        currency=currency,
        seller=payee,
        buyer=payer,
        subject=str(year),
        lines=priced.lines,
        taxes=priced.taxes,
        net_minor=priced.net_minor,
        tax_minor=0,
        gross_minor=priced.net_minor,
        paid_minor=priced.net_minor,
        mentions=(*listed, (word("statement.mention", language), word("statement.mention.text", language))),
        figures_title="",
        figures=(Figure(word("statement.withheld", language), 0), Figure(word("statement.fees", language), 0)),
    )


def _item(movement: Movement, language: Language) -> Item:
    name = "statement.paid" if movement.amount_minor > 0 else "statement.returned"
    note = word(name, language, day=day(movement.on, language))
    title = word("statement.line", language, title=movement.title)
    return Item(title, note if not movement.invoice else f"{note} · {movement.invoice}", movement.amount_minor)


def statement_csv(movements: Sequence[Movement], currency: str) -> str:
    """The same movements for a spreadsheet: amounts in minor units, days as ISO 8601, nothing that computes.

    >>> statement_csv([Movement("2026-03-02", "c1", "=A1", "earned", 16_828, "AF2026-000001")], "EUR").splitlines()[1]
    "2026-03-02,c1,'=A1,earned,16828,EUR,AF2026-000001"
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["day", "contest", "title", "kind", "amount_minor", "currency", "invoice"])
    for one in movements:
        told = (one.on, one.contest, one.title, one.kind)
        writer.writerow([*map(cell, told), one.amount_minor, currency, cell(one.invoice)])
    return text.getvalue()


def cell(text: str) -> str:
    """A text as a spreadsheet may read it without computing anything."""
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
