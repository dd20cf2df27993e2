"""Figures about trust and safety for everybody: how much is reported and decided, how fast, how often wrongly."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contests.selectors.paging import fetch_all

SPAN = timedelta(days=365)
COUNTS = """
    SELECT 'report', reason, count(*) FROM moderation_report WHERE at > %(since)s GROUP BY reason
    UNION ALL
    SELECT 'decision', measure, count(*) FROM moderation_decision WHERE decided_at > %(since)s GROUP BY measure
    UNION ALL
    SELECT 'detection', detection, count(*) FROM moderation_decision
    WHERE decided_at > %(since)s AND measure <> 'reversal' GROUP BY detection
    UNION ALL
    SELECT 'appeal', COALESCE(NULLIF(outcome, ''), 'open'), count(*) FROM moderation_appeal
    WHERE at > %(since)s GROUP BY outcome
    UNION ALL
    SELECT 'likeness', COALESCE(NULLIF(verdict, ''), 'open'), count(*) FROM moderation_likeness
    WHERE found_at > %(since)s GROUP BY verdict
    ORDER BY 1, 2
"""
# From when a case was opened to its first decision; one that an appeal opened again counts once.
MEDIANS = """
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM first.at - k.opened_at)), count(*),
           (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM decided_at - at))
            FROM moderation_appeal WHERE decided_at > %(since)s)
    FROM moderation_case k
    CROSS JOIN LATERAL (SELECT min(decided_at) AS at FROM moderation_decision WHERE case_id = k.id) first
    WHERE first.at > %(since)s
"""


@dataclass(frozen=True, slots=True)
class Transparency:
    """Of a year. Seconds are medians; None where nothing has been decided yet. No decision is made by a program."""

    since: datetime
    until: datetime
    reports: dict[str, int]
    decisions: dict[str, int]
    detections: dict[str, int]
    appeals: dict[str, int]
    likenesses: dict[str, int]
    cases_decided: int
    seconds_to_decision: int | None
    seconds_to_appeal: int | None
    automated_decisions: int = 0


def transparency(now: datetime) -> Transparency:
    """The figures of the year that ends now; two queries."""
    params = {"since": now - SPAN}
    found: dict[str, dict[str, int]] = {"report": {}, "decision": {}, "detection": {}, "appeal": {}, "likeness": {}}
    for kind, name, count in fetch_all(COUNTS, params):
        found[kind][name] = count
    ((to_decision, decided, to_appeal),) = fetch_all(MEDIANS, params)
    return Transparency(
        since=now - SPAN,
        until=now,
        reports=found["report"],
        decisions=found["decision"],
        detections=found["detection"],
        appeals=found["appeal"],
        likenesses=found["likeness"],
        cases_decided=decided,
        seconds_to_decision=None if to_decision is None else round(to_decision),
        seconds_to_appeal=None if to_appeal is None else round(to_appeal),
    )
