""" "Fair 2": fair 1 with every rule of the table. A draft that the platform may publish; fair 1 stays what it is."""

from __future__ import annotations

from typing import Any, Final

from payouts.policy.document import PolicyDocument, parse_policy
from payouts.policy.fair_1 import FAIR_1_DOCUMENT
from payouts.policy.reading import DAY

FAIR_2_DOCUMENT: Final[dict[str, Any]] = {
    "slug": "fair",
    "version": 2,
    "title": "Fair 2",
    "rules": {
        **FAIR_1_DOCUMENT["rules"],
        "revisions": {"minutes_per_round": 60, "free_for_winner": 1, "maximum_rounds": 2},
        "extension": {"daily_bps": 500, "maximum_days": 10},
        "time_true_up": {"cap_bps": 15_000, "minimum_reports": 5},
        "buyout": {"share_bps": 5_000},
        "reversion": {"unpaid_seconds": 30 * DAY, "unused_seconds": 730 * DAY},
        "payee_currency": {},
        "late_interest": {"margin_bps": 1_000, "lump_minor": 4_000},
        "contributions": {"payer_bps": 110},
        "solidarity_fund": {"share_bps": 200},
        "clawback": {"maximum_bps": 10_000, "decided_by": "person"},
        "hold": {"hold_seconds": 14 * DAY},
        "co_funding": {},
        "community_award": {"share_bps": 1_000},
    },
}

FAIR_2: Final[PolicyDocument] = parse_policy(FAIR_2_DOCUMENT)
