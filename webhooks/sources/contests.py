"""The life of contests and their entries, from the history that every move and every noteworthy act is written into.

Who sees which of it is said by `contests.selectors.history`: outsiders see moves, without their details; of a blind
contest under way nobody but its admins learns what a creative did, not even when. An author hears of their own entry.
"""

from contests.selectors.history import SEES_EVENT
from contests.visibility import IS_OWN, OWN_SHARE
from webhooks.sources.base import EYES, MEMBER, TAKES_PART, Source, concerns, type_of, with_eyes
from webhooks.sources.votes import VOTES_TOLD

TYPES = {
    "request_funding": "contest.funding_requested",
    "return_to_draft": "contest.returned_to_draft",
    "open": "contest.opened",
    "extend": "contest.extended",
    "close_entries": "contest.entries_closed",
    "close_empty": "contest.closed_empty",
    "confirm_shortlist": "contest.shortlisted",
    "end_final_round": "contest.judging",
    "award": "contest.awarded",
    "pass_over": "contest.award_passed_on",
    "all_delivered": "contest.delivered",
    "accept": "contest.settled",
    "close_undelivered": "contest.closed_undelivered",
    "lapse": "contest.lapsed",
    "cancel": "contest.cancelled",
    "suspend": "contest.suspended",
    "resume": "contest.resumed",
    "entry_submitted": "entry.submitted",
    "entry_version": "entry.revised",
    "entry_withdrawn": "entry.withdrawn",
    "entry_disqualified": "entry.disqualified",
    "revision_asked": "entry.revision_asked",
    "delivered": "entry.delivered",
}
INSIDE = f"({MEMBER} OR r.admin OR r.auditor)"
OWN = f"(e.id IS NOT NULL AND {IS_OWN % EYES})"

CONTESTS = Source(
    name="contests",
    table="contests_contestevent",
    told=f"""
        SELECT r.endpoint, h.id, named.type, h.at, jsonb_strip_nulls(jsonb_build_object(
            'contest', jsonb_build_object('id', c.id, 'title', b.title),
            'entry', CASE WHEN e.id IS NOT NULL AND ({OWN} OR {INSIDE})
                          THEN jsonb_build_object('id', e.id, 'code', e.code) END,
            'from_state', h.from_state, 'to_state', h.to_state, 'by', h.role,
            'details', CASE WHEN {INSIDE} OR {OWN} THEN NULLIF(h.data - 'entry' - 'code', '{{}}'::jsonb) END
        ))
        FROM batch h
        JOIN contests_contest c ON c.id = h.contest_id
        JOIN contests_brief b ON b.contest_id = c.id
        CROSS JOIN LATERAL (SELECT {type_of(TYPES, "h.kind")} AS type) named
        CROSS JOIN listeners r
        LEFT JOIN contests_award w ON h.kind = 'delivered' AND w.id = (h.data ->> 'award')::bigint
        LEFT JOIN contests_entry e ON e.id = COALESCE(w.entry_id, (h.data ->> 'entry')::uuid)
        {OWN_SHARE % EYES}
        WHERE named.type = ANY(r.types) AND r.sees_contests AND ({with_eyes(SEES_EVENT)} OR {OWN})
          AND {concerns(TAKES_PART)}
        UNION ALL
        {VOTES_TOLD}
    """,
)
