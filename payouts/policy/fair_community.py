""" "Fair community 1": fair 1, rule for rule, and an award by vote. For contests whose brand adds such an award."""

from __future__ import annotations

from typing import Any, Final

from payouts.policy.document import PolicyDocument, parse_policy
from payouts.policy.fair_1 import FAIR_1_DOCUMENT

FAIR_COMMUNITY_1_DOCUMENT: Final[dict[str, Any]] = {
    "slug": "fair-community",
    "version": 1,
    "title": "Fair community 1",
    "rules": {
        **FAIR_1_DOCUMENT["rules"],
        "voted_award": {"minimum_minor": 5_000, "maximum_bps": 5_000},
    },
}

FAIR_COMMUNITY_1: Final[PolicyDocument] = parse_policy(FAIR_COMMUNITY_1_DOCUMENT)
