"""What is reported of a seller to the tax administration each year: who is, and the figures, by quarter.

Source: council directive (EU) 2021/514 (DAC7), annex V to directive 2011/16/EU. Work for a brief is a "personal
service" (section I, A.7: time- or task-based work of individuals at a user's request). Sellers who are excluded are
those of goods with fewer than 30 sales for at most 2 000 € a year (section I, B.4 d); there is no such threshold for
services, so that a single cent is reported. Reportable is who resides in a member state (section I, B.3).
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, TypeAlias

from lxml import etree

from payouts.documents.composing.statement import cell
from payouts.documents.composing.vat import EU

Activity: TypeAlias = Literal["personal_service", "sale_of_goods"]

GOODS_SALES: Final = 30
GOODS_MINOR: Final = 2_000_00
QUARTERS: Final = (1, 2, 3, 4)
IDENTITY: Final = ("name", "birth_date", "street", "postcode", "city", "country", "tin", "tin_country", "vat_number")


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment that reached a seller, or (negative) came back, on a day."""

    seller: str
    on: date
    amount_minor: int
    currency: str
    activity: str
    """What it was paid for: one brief is one activity, however many payments it brought."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter of a seller's year, in one currency."""

    quarter: int
    consideration_minor: int
    activities: int
    fees_minor: int = 0
    """Of the platform, borne by the seller: always nothing, since the brand bears the fee."""


@dataclass(frozen=True, slots=True)
class Seller:
    """A seller's report. `identity` holds those of IDENTITY that they gave; `missing` names the others it needs."""

    ref: str
    currency: str
    quarters: tuple[Quarter, ...]
    identity: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    @property
    def consideration_minor(self) -> int:
        return sum(quarter.consideration_minor for quarter in self.quarters)


def is_excluded(activity: Activity, sales: int, total_minor: int) -> bool:
    """Whether a seller is an excluded one by the size of what they sold.

    >>> is_excluded("sale_of_goods", 29, 2_000_00), is_excluded("sale_of_goods", 30, 1_00)
    (True, False)
    >>> is_excluded("personal_service", 1, 1)
    False
    """
    return activity == "sale_of_goods" and sales < GOODS_SALES and total_minor <= GOODS_MINOR


def is_reportable(country: str, *, activity: Activity, sales: int, total_minor: int) -> bool:
    """Whether a seller who resides in this country is reported. One whose country is not known is.

    >>> is_reportable("FR", activity="personal_service", sales=1, total_minor=1)
    True
    >>> is_reportable("CA", activity="personal_service", sales=9, total_minor=900_000)
    False
    """
    return (not country or country in EU) and not is_excluded(activity, sales, total_minor)


def needed(identity: Mapping[str, str]) -> tuple[str, ...]:
    """What the directive asks of a person and they have not given (section II, B). A company gives its number instead
    of a birth date.

    >>> needed({"name": "A", "street": "1 rue", "city": "Lyon", "country": "FR", "tin": "1", "company_number": "9"})
    ('postcode',)
    """
    asked = ["name", "street", "postcode", "city", "country", "tin"]
    if not identity.get("company_number"):
        asked.append("birth_date")
    return tuple(name for name in asked if not identity.get(name))


def report_sellers(paid: Iterable[Paid], identities: Mapping[str, Mapping[str, str]]) -> list[Seller]:
    """The report of a year's payments: one entry per reportable seller and currency, in the order of their refs.

    >>> year = [Paid("ana", date(2026, 2, 1), 100, "EUR", "c1"), Paid("ana", date(2026, 3, 1), 50, "EUR", "c1")]
    >>> ana = report_sellers(year, {"ana": {"country": "FR"}})[0]
    >>> ana.quarters[0], ana.missing
    (Quarter(quarter=1, consideration_minor=150, activities=1, fees_minor=0), ('name', 'street', 'postcode', 'city', \
'tin', 'birth_date'))
    """
    grouped: dict[tuple[str, str], list[Paid]] = defaultdict(list)
    for one in paid:
        grouped[one.seller, one.currency].append(one)
    sellers = []
    for (ref, currency), payments in sorted(grouped.items()):
        identity = identities.get(ref, {})
        total = sum(one.amount_minor for one in payments)
        sales = len({one.activity for one in payments})
        if is_reportable(identity.get("country", ""), activity="personal_service", sales=sales, total_minor=total):
            quarters = tuple(_quarter(number, payments) for number in QUARTERS)
            sellers.append(Seller(ref, currency, quarters, identity, needed(identity)))
    return sellers


def _quarter(number: int, payments: Sequence[Paid]) -> Quarter:
    own = [one for one in payments if (one.on.month + 2) // 3 == number]
    return Quarter(number, sum(one.amount_minor for one in own), len({one.activity for one in own}))


def report_csv(sellers: Sequence[Seller]) -> str:
    """The report for a spreadsheet, a line for each seller; amounts in minor units, nothing that computes."""
    text = io.StringIO()
    writer = csv.writer(text)
    figures = [
        f"q{number}_{name}" for number in QUARTERS for name in ("consideration_minor", "activities", "fees_minor")
    ]
    writer.writerow(["seller", *IDENTITY, "company_number", "currency", *figures, "missing"])
    for seller in sellers:
        told = [cell(seller.identity.get(name, "")) for name in (*IDENTITY, "company_number")]
        sums = [
            amount
            for quarter in seller.quarters
            for amount in (quarter.consideration_minor, quarter.activities, quarter.fees_minor)
        ]
        writer.writerow([cell(seller.ref), *told, seller.currency, *sums, " ".join(seller.missing)])
    return text.getvalue()


def report_xml(year: int, sellers: Sequence[Seller]) -> bytes:
    """The report as XML in the directive's own terms. A plain form of ours, from which a filing is made; it is not the
    administrations' exchange schema."""
    root = etree.Element("PlatformReport", year=str(year), directive="EU 2021/514")
    for seller in sellers:
        element = etree.SubElement(root, "ReportableSeller", ref=seller.ref)
        identity = etree.SubElement(element, "Identity")
        for name in (*IDENTITY, "company_number"):
            if seller.identity.get(name):
                etree.SubElement(identity, name.title().replace("_", "")).text = seller.identity[name]
        activities = etree.SubElement(element, "PersonalServices", currency=seller.currency)
        for quarter in seller.quarters:
            figures = etree.SubElement(activities, "Quarter", number=str(quarter.quarter))
            etree.SubElement(figures, "ConsiderationMinor").text = str(quarter.consideration_minor)
            etree.SubElement(figures, "NumberOfActivities").text = str(quarter.activities)
            etree.SubElement(figures, "FeesMinor").text = str(quarter.fees_minor)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))
