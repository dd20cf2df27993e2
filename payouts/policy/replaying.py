"""Replaying stored facts through a stored policy: decides whether a settlement still says what it said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from payouts.policy.canonical import sha256_hex
from payouts.policy.document import PolicyDocument, parse_policy
from payouts.policy.facts import Facts
from payouts.policy.settlement import Settlement
from payouts.policy.settling import settle
from payouts.policy.terms import Terms


def replay(policy: Mapping[str, Any], terms: Mapping[str, Any], facts: Mapping[str, Any]) -> Settlement:
    """Settle again from the stored dictionaries; the same three give the same lines to the cent, at any later date."""
    return settle(parse_policy(policy), Terms.from_dict(terms), Facts.from_dict(facts))


def settlement_digest(policy: PolicyDocument, terms: Terms, facts: Facts, settlement: Settlement) -> str:
    """Return the SHA-256 that names a settlement with everything it rests on.

    The canonical JSON of the policy's own digest, the terms, the facts and the settlement: a changed cent, word or
    parameter anywhere in the four changes it.
    """
    return sha256_hex(
        {
            "policy_sha256": policy.digest,
            "terms": terms.to_dict(),
            "facts": facts.to_dict(),
            "settlement": settlement.to_dict(),
        }
    )
