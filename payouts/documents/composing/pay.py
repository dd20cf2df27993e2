"""The self-billed invoice: made in a creative's name, under their mandate, for what the brand owes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from payouts.documents.composing.fee import Issue
from payouts.documents.composing.sums import Item, price_gross
from payouts.documents.composing.values import Content, Figure, Language, Party
from payouts.documents.composing.vat import VatStatus, pay_treatment
from payouts.documents.composing.words import day, word

OBJECTION_DAYS = 15
"""How long a creative may object to an invoice made in their name; the mandate says the same."""


@dataclass(frozen=True, slots=True)
class Earned:
    """One released debt to one payee. `is_shared`: it is their signed part of what a team earned."""

    obligation: str
    kind: str
    code: str
    amount_minor: int
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Levied:
    """What the law takes from an artist-author's gross: for information, since the whole is paid out."""

    parts: tuple[tuple[str, int], ...]
    source: str


@dataclass(frozen=True, slots=True)
class Mandated:
    """The mandate that stands: when it was given, and to which text."""

    given_on: str
    version: str


@dataclass(frozen=True, slots=True)
class Payee:
    """The creative as a seller."""

    party: Party
    vat_status: VatStatus
    rate_bps: int
    mandate: Mandated


@dataclass(frozen=True, slots=True)
class Payday:
    """What is invoiced: debts of one contest to one payee, and what their settlement says of contributions."""

    currency: str
    supplied_on: str
    title: str
    debts: Sequence[Earned]
    levied: Levied | None = None
    payer_contributes: bool = field(default=False)


def objection_until(issued_on: str) -> str:
    """The last day on which an invoice may be objected to.

    >>> objection_until("2026-02-20")
    '2026-03-07'
    """
    return (date.fromisoformat(issued_on) + timedelta(days=OBJECTION_DAYS)).isoformat()


def compose_self_billed(issue: Issue, payday: Payday, payee: Payee, *, buyer: Party, platform: str) -> Content:
    """The invoice, whose gross is exactly what is owed. Raises TaxUnclear."""
    language = issue.language
    treatment = pay_treatment(payee.vat_status, payee.rate_bps, payee.party, buyer, language)
    priced = price_gross([_item(debt, payday.title, language) for debt in payday.debts], treatment)
    return Content(
        kind="self_billed",
        language=language,
        reference=issue.reference,
        issued_on=issue.issued_on,
        supplied_on=payday.supplied_on,
        currency=payday.currency,
        seller=payee.party,
        buyer=buyer,
        subject=payday.title,
        lines=priced.lines,
        taxes=priced.taxes,
        net_minor=priced.net_minor,
        tax_minor=priced.tax_minor,
        gross_minor=priced.gross_minor,
        paid_minor=priced.gross_minor,
        is_inclusive=True,
        mentions=_mentions(issue, payday, payee, platform),
        figures_title=word("figures.levies", language) if payday.levied else "",
        figures=_levies(payday.levied, priced.gross_minor, language),
    )


def _item(debt: Earned, title: str, language: Language) -> Item:
    note = word("pay.team" if debt.is_shared else "pay.note", language, code=debt.code)
    return Item(word(f"pay.{debt.kind}", language, title=title), note, debt.amount_minor, debt.obligation)


def _levies(levied: Levied | None, gross: int, language: Language) -> tuple[Figure, ...]:
    if levied is None:
        return ()
    left = gross - sum(amount for _, amount in levied.parts)
    return (*(Figure(*part) for part in levied.parts), Figure(word("figures.net", language), left))


def _mentions(issue: Issue, payday: Payday, payee: Payee, platform: str) -> tuple[tuple[str, str], ...]:
    language = issue.language
    mandate = word(
        "mention.self_billing.text",
        language,
        platform=platform,
        seller=payee.party.name,
        day=day(payee.mandate.given_on, language),
        version=payee.mandate.version,
        until=day(objection_until(issue.issued_on), language),
    )
    mentions = [
        (word("mention.self_billing", language), mandate),
        (word("mention.settled", language), word("mention.settled.pay", language)),
    ]
    if payday.levied:
        text = word("mention.levies.text", language, source=payday.levied.source)
        mentions.append((word("mention.levies", language), text))
    if payday.payer_contributes:
        mentions.append((word("mention.payer", language), word("mention.payer.text", language)))
    return tuple(mentions)
