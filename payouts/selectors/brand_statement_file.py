"""A brand's statement as a file: a line for what was held before, one for each movement, one for what was held then."""

from datetime import datetime
from typing import Final

from contests.selectors.cards import BrandCard
from payouts.selectors.brand_moves import MOVES
from payouts.selectors.exporting import MOMENT, SAFE, Statement

_TABLE: Final = f"""
    WITH {MOVES},
    lines AS (
        SELECT 1 AS place, m.at, m.leg, m.kind, m.means, m.contest_id, b.title, m.escrow, m.refunds,
               m.escrow_after, m.refunds_after
        FROM running m LEFT JOIN contests_brief b ON b.contest_id = m.contest_id WHERE m.at >= %(since)s
        UNION ALL
        SELECT 0, %(since)s, 0, 'opening', NULL, NULL, NULL, NULL, NULL,
               COALESCE(sum(escrow), 0), COALESCE(sum(refunds), 0) FROM moves WHERE at < %(since)s
        UNION ALL
        SELECT 2, %(until)s, 0, 'closing', NULL, NULL, NULL, NULL, NULL,
               COALESCE(sum(escrow), 0), COALESCE(sum(refunds), 0) FROM moves
    )
    SELECT {MOMENT.format("lines.at")} AS at, kind, means,
           contest_id AS contest, {SAFE.format("title")} AS contest_title,
           %(currency)s::text AS currency, escrow AS escrow_change_minor, refunds AS owed_back_change_minor,
           escrow_after AS escrow_minor, refunds_after AS owed_back_minor,
           escrow_after + refunds_after AS total_minor
    FROM lines ORDER BY place, lines.at, leg
"""


def statement_file(brand: BrandCard, currency: str, *, since: datetime, until: datetime) -> Statement:
    """All movements for since ≤ effective < until as CSV, for somebody who may read the statement."""
    return Statement(_TABLE, {"brand": brand.id, "currency": currency, "since": since, "until": until}, "csv")
