"""A document's arithmetic: sums from lines, the tax inside a gross, and the rules that EN 16931 sets for them.

Everything is whole minor units. `broken_rules` is asked before a document is issued: one that does not add up is never
numbered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from payouts.documents.composing.values import Content, Line, Tax
from payouts.documents.composing.vat import Treatment
from payouts.policy import apportion

BPS = 10_000


@dataclass(frozen=True, slots=True)
class Priced:
    """Lines with their tax and totals."""

    lines: tuple[Line, ...]
    taxes: tuple[Tax, ...]
    net_minor: int
    tax_minor: int

    @property
    def gross_minor(self) -> int:
        return self.net_minor + self.tax_minor


@dataclass(frozen=True, slots=True)
class Item:
    """A line before its tax: what it is, and the amount that was agreed (net or gross, as the caller says)."""

    name: str
    note: str
    amount_minor: int
    obligation: str = ""


def tax_inside(gross_minor: int, rate_bps: int) -> int:
    """The tax that a gross amount holds, to the nearest minor unit.

    >>> tax_inside(120_00, 2000), tax_inside(168_28, 1000), tax_inside(5, 0)
    (2000, 1530, 0)
    """
    whole = BPS + rate_bps
    return (gross_minor * rate_bps * 2 + whole) // (2 * whole)


def tax_on(net_minor: int, rate_bps: int) -> int:
    """The tax on a net amount, to the nearest minor unit; exactly a half rounds up.

    >>> tax_on(240_48, 2000), tax_on(-5, 5000)
    (4810, -2)
    """
    return (net_minor * rate_bps * 2 + BPS) // (2 * BPS)


def price_net(items: Sequence[Item], treatment: Treatment, *, tax_minor: int) -> Priced:
    """Items whose amounts are net, with the tax as it was charged."""
    lines = tuple(_line(item, item.amount_minor, treatment) for item in items)
    return _priced(lines, treatment, tax_minor)


def price_gross(items: Sequence[Item], treatment: Treatment) -> Priced:
    """Items whose amounts hold their tax. The gross stays to the cent; what is net is shared out over the lines.

    >>> pay = price_gross([Item("a", "", 100_01), Item("b", "", 1)], Treatment("S", 2000))
    >>> pay.gross_minor, pay.net_minor, [line.net_minor for line in pay.lines]
    (10002, 8335, [8334, 1])
    """
    gross = sum(item.amount_minor for item in items)
    tax = tax_inside(gross, treatment.rate_bps)
    shares = apportion(gross - tax, {f"{place:06d}": item.amount_minor for place, item in enumerate(items)})
    lines = tuple(_line(item, shares[f"{place:06d}"], treatment) for place, item in enumerate(items))
    return _priced(lines, treatment, tax)


def _line(item: Item, net_minor: int, treatment: Treatment) -> Line:
    return Line(item.name, item.note, net_minor, treatment.category, treatment.rate_bps, item.obligation)


def _priced(lines: tuple[Line, ...], treatment: Treatment, tax_minor: int) -> Priced:
    net = sum(line.net_minor for line in lines)
    tax = Tax(treatment.category, treatment.rate_bps, net, tax_minor, treatment.reason, treatment.reason_code)
    return Priced(lines, (tax,), net, tax_minor)


def broken_rules(content: Content) -> list[str]:
    """The rules of EN 16931 that the document's figures break, by name; none, if it may be issued.

    The tax of a rate may differ by one minor unit from rate × base: an amount that was agreed with the tax inside it
    cannot always be split otherwise (the norm's own check allows a whole euro).
    """
    broken = []
    if sum(line.net_minor for line in content.lines) != content.net_minor:
        broken.append("BR-CO-10")
    if content.tax_minor != sum(tax.tax_minor for tax in content.taxes):
        broken.append("BR-CO-14")
    if content.gross_minor != content.net_minor + content.tax_minor:
        broken.append("BR-CO-15")
    if content.due_minor < 0:
        broken.append("BR-CO-16")
    if not content.lines:
        broken.append("BR-16")
    for tax in content.taxes:
        broken += _broken_tax_rules(tax, content)
    bases = [(tax.category, tax.rate_bps) for tax in content.taxes]
    if len(set(bases)) != len(bases) or {(line.category, line.rate_bps) for line in content.lines} != set(bases):
        broken.append("BR-CO-18")
    if any(tax.category == "O" for tax in content.taxes) and len(content.taxes) > 1:
        broken.append("BR-O-11")
    return broken


def _broken_tax_rules(tax: Tax, content: Content) -> list[str]:
    broken, letter = [], tax.category
    same = [line for line in content.lines if (line.category, line.rate_bps) == (tax.category, tax.rate_bps)]
    if sum(line.net_minor for line in same) != tax.base_minor:
        broken.append(f"BR-{letter}-08")
    if abs(tax_on(tax.base_minor, tax.rate_bps) - tax.tax_minor) > 1:
        broken.append("BR-CO-17")
    if letter == "S" and not tax.rate_bps:
        broken.append("BR-S-05")
    if letter != "S" and (tax.rate_bps or tax.tax_minor):
        broken.append(f"BR-{letter}-09")
    if letter != "S" and not tax.reason:
        broken.append(f"BR-{letter}-10")
    if letter == "AE" and not (content.seller.vat_number and content.buyer.vat_number):
        broken.append("BR-AE-02")
    if letter == "S" and not content.seller.vat_number:
        broken.append("BR-S-02")
    return broken
