"""The invoice to a brand: the platform's fee and its tax, and for information what else its funds paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from payouts.documents.composing.sums import Item, price_net
from payouts.documents.composing.values import Content, Figure, Language, Party
from payouts.documents.composing.vat import fee_treatment
from payouts.documents.composing.words import money, percent, word
from payouts.policy import SettlementLine

FEE, FUND, VAT, CONTRIBUTIONS = "platform_fee", "solidarity_fund", "platform_fee.vat", "contributions"


@dataclass(frozen=True, slots=True)
class Issue:
    """What only the act of issuing knows: the number, the day, the language."""

    reference: str
    issued_on: str
    language: Language


@dataclass(frozen=True, slots=True)
class SettledFee:
    """A settlement as the brand's invoice sees it: its charges, and what its funds paid beside them."""

    currency: str
    settled_on: str
    title: str
    charges: Sequence[SettlementLine]
    owed_minor: int
    refund_minor: int


def fee_of(charges: Sequence[SettlementLine]) -> tuple[int, int]:
    """The fee, its part for the solidarity fund included, and its tax."""
    fee = sum(line.amount_minor for line in charges if line.rule in (FEE, FUND))
    return fee, sum(line.amount_minor for line in charges if line.rule == VAT)


def compose_fee_invoice(issue: Issue, settled: SettledFee, *, seller: Party, buyer: Party) -> Content:
    """The invoice of one settlement. What creatives are owed is told, and is no part of it."""
    language, currency = issue.language, settled.currency
    fee, tax = fee_of(settled.charges)
    rate = next((int(line.inputs["vat_bps"]) for line in settled.charges if line.rule == VAT), 0)
    items = [_item(line, currency, language) for line in settled.charges if line.rule in (FEE, FUND)]
    priced = price_net(items, fee_treatment(rate, buyer, language), tax_minor=tax)
    contributions = sum(line.amount_minor for line in settled.charges if line.rule == CONTRIBUTIONS)
    told = (
        ("figures.pay", settled.owed_minor),
        ("figures.contributions", contributions),
        ("figures.refund", settled.refund_minor),
    )
    return Content(
        kind="fee_invoice",
        language=language,
        reference=issue.reference,
        issued_on=issue.issued_on,
        supplied_on=settled.settled_on,
        currency=currency,
        seller=seller,
        buyer=buyer,
        subject=settled.title,
        lines=priced.lines,
        taxes=priced.taxes,
        net_minor=fee,
        tax_minor=tax,
        gross_minor=fee + tax,
        paid_minor=fee + tax,
        mentions=(
            (word("mention.settled", language), word("mention.settled.fee", language)),
            (word("mention.late", language), word("mention.late.text", language)),
        ),
        figures_title=word("figures.fee", language),
        figures=tuple(Figure(word(name, language), amount) for name, amount in told if amount),
    )


def _item(line: SettlementLine, currency: str, language: Language) -> Item:
    said = line.inputs
    if line.rule == FUND:
        note = word("fund.note", language, rate=percent(int(said["fund_bps"]), language))
        return Item(word("fund", language), note, line.amount_minor)
    base = money(int(said["gross_minor"]), currency, language)
    note = word("fee.note", language, rate=percent(int(said["fee_bps"]), language), base=base)
    return Item(word("fee", language), note, line.amount_minor)
