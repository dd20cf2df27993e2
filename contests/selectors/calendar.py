"""The deadlines that somebody's calendar shows: of briefs they follow or have entered, and of their brands' contests.

Nothing in it says who entered what; a follower is given no more than the brief's card shows them, and nothing of a
brief that they do not meet (any more).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from contests.icalendar import CalendarEvent
from contests.selectors.paging import fetch_all
from contests.selectors.roles import read_as
from contests.visibility import MEETS_CONTEST, reader_params

MOST = 500
CONTESTS = f"""
    SELECT c.id, b.title, r.name, c.state, c.state_since, c.closes_at, c.shortlist_by, c.final_round_ends_at,
           c.decide_by, m.id IS NOT NULL AS is_member, own.entered, own.shortlisted,
           (SELECT min(d.due_at) FROM contests_deadline d JOIN contests_award a ON a.contest_id = c.id
               JOIN contests_handover h ON h.award_id = a.id AND h.delivered_at IS NULL
               JOIN contests_entry e ON e.id = a.entry_id
             WHERE d.contest_id = c.id AND d.kind = 'delivery_due' AND d.due_state = 'waiting'
               AND a.passed_over_at IS NULL AND e.author_id = %(me)s),
           (SELECT count(*) FROM contests_contestevent v WHERE v.contest_id = c.id
             AND v.kind IN ('extend', 'suspend', 'resume'))
    FROM contests_contest c
    JOIN contests_brief b ON b.contest_id = c.id
    JOIN accounts_brand r ON r.id = c.brand_id
    LEFT JOIN accounts_membership m ON m.brand_id = c.brand_id AND m.user_id = %(me)s
    LEFT JOIN LATERAL (
        SELECT true AS entered, bool_or(p.id IS NOT NULL) AS shortlisted
        FROM contests_entry e LEFT JOIN contests_shortlistplace p ON p.entry_id = e.id
        WHERE e.contest_id = c.id AND e.state = 'submitted' AND (e.author_id = %(me)s OR EXISTS (
            SELECT FROM contests_entryshare s WHERE s.entry_id = e.id AND s.user_id = %(me)s))
        HAVING count(*) > 0
    ) own ON true
    WHERE c.state IN ('open', 'shortlisting', 'final_round', 'judging', 'awarded', 'suspended')
      AND (m.id IS NOT NULL
        OR c.id IN (SELECT contest_id FROM contests_following WHERE person_id = %(me)s AND contest_id IS NOT NULL)
        OR c.id IN (SELECT contest_id FROM contests_entry WHERE author_id = %(me)s)
        OR c.id IN (SELECT e.contest_id FROM contests_entry e JOIN contests_entryshare s ON s.entry_id = e.id
            WHERE s.user_id = %(me)s))
      AND {MEETS_CONTEST}
    ORDER BY c.closes_at, c.id LIMIT %(most)s
"""


def calendar_events(person: User) -> list[CalendarEvent]:
    """In the language that is active; one query beside the reader's, however many there are."""
    params = reader_params(read_as(person)) | {"me": person.pk, "most": MOST}
    return [event for row in fetch_all(CONTESTS, params) for event in _events(*row)]


def _events(
    key: UUID,
    title: str,
    brand: str,
    state: str,
    changed_at: datetime,
    closes_at: datetime,
    shortlist_by: datetime,
    final_round_ends_at: datetime,
    decide_by: datetime,
    is_member: bool,
    entered: bool | None,
    shortlisted: bool | None,
    deliver_by: datetime | None,
    moved: int,
) -> Iterator[CalendarEvent]:
    moments: list[tuple[str, Any, str]] = [("closes", closes_at, _("Entries close: %(title)s"))]
    if is_member:
        moments.append(("shortlist", shortlist_by, _("Confirm the shortlist: %(title)s")))
    if is_member or shortlisted:
        moments.append(("final", final_round_ends_at, _("The final round ends: %(title)s")))
    if is_member or entered:
        moments.append(("decision", decide_by, _("The decision is due: %(title)s")))
    if deliver_by:
        moments.append(("delivery", deliver_by, _("Hand over the final files: %(title)s")))
    for name, at, words in moments:
        yield CalendarEvent(
            uid=f"{key}-{name}@fairbrief",
            at=at,
            changed_at=changed_at,
            sequence=moved,
            summary=words % {"title": title},
            description=brand,
            url=f"{settings.SITE_URL}/contests/{key}/",
            is_certain=state != "suspended",
        )
