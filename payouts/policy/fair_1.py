"""The published default policy, "fair 1", as the document it is. A used policy is superseded, never edited."""

from __future__ import annotations

from typing import Any, Final

from payouts.policy.document import PolicyDocument, parse_policy
from payouts.policy.reading import DAY

FAIR_1_DOCUMENT: Final[dict[str, Any]] = {
    "slug": "fair",
    "version": 1,
    "title": "Fair 1",
    "rules": {
        "hourly_floor": {"load_bps": 17_500},
        "study_floor": {"share_bps": 8_000},
        "fixed_floor": {"amount_minor": 10_000, "currency": "EUR"},
        "prize_share_floor": {"share_bps": 3_000},
        "floor": {},
        "funding_gate": {"covers": "worst_case"},
        "prizes": {"mode": "additive", "shared_bps": 0, "award_may_be_none": False},
        "minimum_shortlist": {"minimum": 3},
        "lapse": {
            "enabled": True,
            "silence_seconds": 14 * DAY,
            "final_notice_seconds": 7 * DAY,
            "distribution": "equal",
            "rights_pass": False,
        },
        "kill_fee": {
            "enabled": True,
            "open_bps": 2_500,
            "shortlisting_bps": 3_300,
            "final_bps": 10_000,
            "minimum_entries": 1,
            "distribution": "equal",
            "rights_pass": False,
        },
        "entry_cap": {"per_shortlist_place": 4},
        "unpaid_effort": {"maximum_minutes": 60},
        "platform_fee": {"fee_bps": 1_200, "cap_bps": 1_500, "borne_by": "brand"},
        "team_split": {},
        "ties": {},
        "substitutes": {
            "passes_to": "next_rank",
            "maximum_reduction_bps": 5_000,
            "reduction_decided_by": "jury",
        },
        "payment_delay": {"payment_seconds": 7 * DAY, "breach_seconds": 30 * DAY},
        "handover": {"delivery_seconds": 7 * DAY, "acceptance_seconds": 7 * DAY},
        "payout_threshold": {"minimum_minor": 0},
    },
}

FAIR_1: Final[PolicyDocument] = parse_policy(FAIR_1_DOCUMENT)
