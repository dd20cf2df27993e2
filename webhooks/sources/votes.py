"""The community's votes, from the same history: that one is open, closed, counted, or ended without a result.

Heard by whoever sees the contest, as its vote's page is read by them. While ballots are taken or checked nobody is told
how many there are; the result names entries by their codes, as the page does, and nobody who made them or voted.
"""

from contests.visibility import SEES_CONTEST
from webhooks.sources.base import TAKES_PART, concerns, type_of, with_eyes

VOTES = {
    "community_opened": "vote.opened",
    "community_closed": "vote.closed",
    "community_counted": "vote.counted",
    "community_unchecked": "vote.uncounted",
    "community_overtaken": "vote.uncounted",
}
WITHOUT_RESULT = {"community_unchecked": "unchecked", "community_overtaken": "overtaken"}

VOTES_TOLD = f"""
    SELECT r.endpoint, h.id, named.type, h.at, jsonb_strip_nulls(jsonb_build_object(
        'contest', jsonb_build_object('id', c.id, 'title', b.title),
        'award', NULLIF(b.community_name, ''),
        'closes_at', CASE WHEN h.kind = 'community_opened' THEN h.data -> 'closes_at' END,
        'because', {type_of(WITHOUT_RESULT, "h.kind")},
        'result', CASE WHEN h.kind = 'community_counted' THEN jsonb_build_object(
            'ballots', h.data -> 'ballots', 'struck', h.data -> 'struck',
            'entries', (SELECT jsonb_agg(jsonb_build_object('id', e.id, 'code', e.code, 'votes', o.votes)
                                         ORDER BY o.votes DESC, e.code)
                        FROM contests_communityresult o JOIN contests_entry e ON e.id = o.entry_id
                        WHERE o.vote_id = c.id)) END
    ))
    FROM batch h
    JOIN contests_contest c ON c.id = h.contest_id
    JOIN contests_brief b ON b.contest_id = c.id
    CROSS JOIN LATERAL (SELECT {type_of(VOTES, "h.kind")} AS type) named
    CROSS JOIN listeners r
    WHERE named.type = ANY(r.types) AND r.sees_contests AND {with_eyes(SEES_CONTEST)} AND {concerns(TAKES_PART)}
"""
