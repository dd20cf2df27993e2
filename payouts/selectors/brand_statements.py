"""A brand's statement: what the platform held for it before a period, each movement in it, and what it held then.

What is held has two parts: what is in the escrows of its contests, and what is owed back to it and not paid yet. Every
figure is summed from the books, by one statement, so that a page adds up whatever is booked meanwhile. What the brand
owes the platform, and interest, which is between the platform and creatives, are no part of it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import DataError, transaction

from accounts.models import Brand
from contests.errors import BadCursor, NotVisible
from contests.lifecycle import Role
from contests.selectors.cards import BrandCard
from contests.selectors.paging import MAX_PAGE, PAGE, Order, Page, fetch_all, read_mark, write_mark
from contests.selectors.roles import Viewer, read_as
from contests.visibility import PLATFORM_ROLES
from payouts.selectors.brand_moves import MOVES, Means, MovementKind

READERS: Final = PLATFORM_ROLES | {Role.OWNER, Role.MANAGER, Role.FINANCE}
"""Judges have no need of the brand's money."""

ORDER: Final = Order((("m.at", "timestamptz"), ("m.leg", "bigint")))


@dataclass(frozen=True, slots=True)
class Held:
    """What is held for the brand, or how that changes, in minor units."""

    escrow_minor: int
    owed_back_minor: int

    @property
    def total_minor(self) -> int:
        return self.escrow_minor + self.owed_back_minor


@dataclass(frozen=True, slots=True)
class BrandMovement:
    """One thing that moved the brand's money, and what is held after it."""

    at: datetime
    kind: MovementKind
    means: Means | None
    contest_id: UUID
    contest_title: str
    change: Held
    after: Held


@dataclass(frozen=True, slots=True)
class KindTotal:
    """All movements of a kind in the period."""

    kind: MovementKind
    change: Held


@dataclass(frozen=True, slots=True)
class BrandStatement:
    """One page. All but the movements is the whole period's, whichever page this is; `began_at` is when the very first
    movement was, before `until`.
    """

    opening: Held
    closing: Held
    totals: tuple[KindTotal, ...]
    movements: Page[BrandMovement]
    began_at: datetime | None


def statement_brand(viewer: Viewer, brand_id: UUID) -> BrandCard:
    """The brand, for those who may read its statements. Raises NotVisible."""
    brand = Brand.objects.filter(pk=brand_id).first()
    if brand is None or read_as(viewer).role_in(brand_id) not in READERS:
        raise NotVisible
    return BrandCard(brand.pk, brand.slug, brand.name)


def currencies_of(brand_id: UUID) -> tuple[str, ...]:
    """The currencies in which the brand has ever been asked for funds, by name."""
    return tuple(currency for (currency,) in fetch_all(_CURRENCIES, {"brand": brand_id}))


def brand_statement(
    brand: BrandCard, currency: str, *, since: datetime, until: datetime, after: str | None = None, limit: int = PAGE
) -> BrandStatement:
    """The statement for since ≤ effective < until, to somebody who may read it. One query. Raises BadCursor."""
    limit = max(1, min(limit, MAX_PAGE))
    marks = read_mark(after, len(ORDER.keys)) if after else []
    params = {"brand": brand.id, "currency": currency, "since": since, "until": until}
    rows = _rows(params | {f"mark_{index}": value for index, value in enumerate(marks)}, bool(marks), limit)
    *held, began_at, totals = rows[0][:6]
    # Without any movement on the page there is one row all the same, for the balances.
    listed = [row[6:] for row in rows if row[6] is not None]
    more = len(listed) > limit
    movements = tuple(_movement(*row) for row in listed[:limit])
    following = write_mark([movements[-1].at.isoformat(), str(listed[limit - 1][1])]) if more else None
    sums = {kind: Held(*change) for kind, *change in json.loads(totals)}
    return BrandStatement(
        opening=Held(*held[:2]),
        closing=Held(*held[2:]),
        totals=tuple(KindTotal(kind, sums[kind]) for kind in MovementKind if kind in sums),
        movements=Page(movements, following),
        began_at=began_at,
    )


def _rows(params: Mapping[str, Any], is_behind: bool, limit: int) -> list[tuple[Any, ...]]:
    sql = _STATEMENT.format(behind=ORDER.behind if is_behind else "TRUE", limit=limit + 1)
    if not is_behind:
        return fetch_all(sql, params)
    try:
        # A mark that was made up may fail to cast, which must not spoil a transaction that is under way.
        with transaction.atomic():
            return fetch_all(sql, params)
    except DataError:
        raise BadCursor from None


def _movement(
    at: datetime, _leg: int, kind: str, means: str | None, contest: UUID, title: str, *figures: int
) -> BrandMovement:
    how = Means(means) if means else None
    return BrandMovement(at, MovementKind(kind), how, contest, title, Held(*figures[:2]), Held(*figures[2:]))


_CURRENCIES = """
    SELECT DISTINCT a.currency FROM contests_contest c JOIN payouts_ledgeraccount a ON a.contest_id = c.id
    WHERE c.brand_id = %(brand)s ORDER BY 1
"""
_STATEMENT = f"""
    WITH {MOVES},
    page AS (
        SELECT m.at, m.leg, m.kind, m.means, m.contest_id, COALESCE(b.title, ''),
               m.escrow, m.refunds, m.escrow_after, m.refunds_after
        FROM running m LEFT JOIN contests_brief b ON b.contest_id = m.contest_id
        WHERE m.at >= %(since)s AND {{behind}} ORDER BY m.at, m.leg LIMIT {{limit}}
    ),
    sums AS (
        SELECT kind, sum(escrow) AS escrow, sum(refunds) AS refunds FROM moves WHERE at >= %(since)s GROUP BY kind
    ),
    held AS (
        SELECT COALESCE(sum(escrow) FILTER (WHERE at < %(since)s), 0)::bigint,
               COALESCE(sum(refunds) FILTER (WHERE at < %(since)s), 0)::bigint,
               COALESCE(sum(escrow), 0)::bigint, COALESCE(sum(refunds), 0)::bigint, min(at),
               (SELECT COALESCE(json_agg(json_build_array(kind, escrow, refunds)), '[]')::text FROM sums)
        FROM moves
    )
    SELECT held.*, page.* FROM held LEFT JOIN page ON TRUE ORDER BY page.at, page.leg
"""
