"""A policy at publish: decides whether it may ever pay somebody nothing, or less than was promised.

Every promise is tried on contests chosen to break it, and a broken one comes with its counter-example.
"""

from __future__ import annotations

from functools import lru_cache

from payouts.policy.document import PolicyDocument
from payouts.policy.promises import PROMISES, BrokenRule
from payouts.policy.promises.limits import shortlist_can_be_reached


def check_policy(policy: PolicyDocument) -> list[BrokenRule]:
    """Return every rule the policy breaks, each reason once, with a contest that shows it; nothing if it is fit.

    >>> from payouts.policy import FAIR_1, FAIR_1_DOCUMENT, parse_policy
    >>> check_policy(FAIR_1)
    []
    >>> rules = FAIR_1_DOCUMENT["rules"]
    >>> mute = {**FAIR_1_DOCUMENT, "rules": {**rules, "lapse": {**rules["lapse"], "enabled": False}}}
    >>> for broken in check_policy(parse_policy(mute)):
    ...     print(broken.number, broken.rule, "-", broken.reason)
    9 lapse - if the brand stays silent, a shortlisted entry is paid less than its floor
    9 lapse - staying silent costs the brand less than deciding
    """
    return list(_check(policy))


@lru_cache(maxsize=32)
def _check(policy: PolicyDocument) -> tuple[BrokenRule, ...]:
    """Kept, since hundreds of contests are settled for it, and the page of a draft shows it to every visitor."""
    # With a minimum no brief can reach there is no contest to try the other promises on.
    if unreachable := list(shortlist_can_be_reached(policy)):
        return tuple(unreachable)
    found: dict[tuple[str, str], BrokenRule] = {}
    for promise in PROMISES:
        for broken in promise(policy):
            found.setdefault((broken.rule, broken.reason), broken)
    return tuple(found.values())
