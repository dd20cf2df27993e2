"""Finds the ties that nobody needs to declare: a juror's own work, and makers who belong to one brand's team with them.

Ties are written down for the draw, not told: in a blind contest even that there is one could betray a maker.
"""

from datetime import datetime
from uuid import UUID

from contests.models import ConflictKind, Jury, JuryConflict
from contests.selectors.paging import fetch_all

FOUND = """
    WITH makers AS (
        SELECT p.entry_id, e.author_id AS maker
        FROM contests_shortlistplace p JOIN contests_entry e ON e.id = p.entry_id
        WHERE p.contest_id = %(contest)s
        UNION
        SELECT p.entry_id, s.user_id FROM contests_shortlistplace p
        JOIN contests_entryshare s ON s.entry_id = p.entry_id WHERE p.contest_id = %(contest)s
    )
    SELECT j.id, m.entry_id, bool_or(m.maker = j.user_id)
    FROM contests_juror j CROSS JOIN makers m
    WHERE j.jury_id = %(jury)s AND j.accepted_at IS NOT NULL AND j.excused_at IS NULL
      AND (m.maker = j.user_id OR EXISTS (
          SELECT FROM accounts_membership a JOIN accounts_membership b ON b.brand_id = a.brand_id
          WHERE a.user_id = j.user_id AND b.user_id = m.maker))
    GROUP BY j.id, m.entry_id
"""


def note_found(jury: Jury, *, now: datetime) -> None:
    """Write down what is found among the jurors at work and the shortlist; what is known already is left as it was."""
    found: list[tuple[UUID, UUID, bool]] = fetch_all(FOUND, {"jury": jury.pk, "contest": jury.contest_id})
    JuryConflict.objects.bulk_create(
        (
            JuryConflict(
                juror_id=juror,
                entry_id=entry,
                kind=ConflictKind.OWN_WORK if is_own else ConflictKind.COLLEAGUE,
                created_at=now,
            )
            for juror, entry, is_own in found
        ),
        ignore_conflicts=True,
    )


def known_conflicts(jury: Jury) -> set[tuple[UUID, UUID]]:
    """Every pair of juror and entry that must not meet."""
    pairs = JuryConflict.objects.filter(juror__jury=jury, entry__isnull=False).values_list("juror_id", "entry_id")
    return {(juror, entry) for juror, entry in pairs if entry is not None}
