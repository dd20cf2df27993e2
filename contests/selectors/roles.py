"""In what capacity somebody meets a contest, and what they may therefore see; by the rules of `contests.visibility`."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection

from accounts.models import User
from contests.kinds import CLOSED
from contests.lifecycle import Role
from contests.models import Contest, Entry
from contests.visibility import ADMITTED, ANYBODY, IS_FOR_JUROR, EntryView, Reader, reader_params
from contests.visibility import meets_contest as contest_is_met
from contests.visibility import sees_author as author_is_seen
from contests.visibility import sees_contest as contest_is_seen
from contests.visibility import sees_entry as entry_is_seen

Viewer = Reader | User | AnonymousUser | None
"""Whoever looks. Give a Reader where several selectors serve one request: it is then loaded once."""

MEMBERSHIPS = """
    SELECT brand_id, role FROM accounts_membership WHERE user_id = %(me)s
    UNION ALL
    SELECT NULL, 'creative' FROM accounts_creativeprofile WHERE user_id = %(me)s
    UNION ALL
    SELECT y.contest_id, 'juror' FROM contests_juror j JOIN contests_jury y ON y.id = j.jury_id
    WHERE j.user_id = %(me)s AND j.accepted_at IS NOT NULL AND j.excused_at IS NULL AND y.state = 'scoring'
"""
SEAT = "juror"
ENTRY_TIES = f"""
    SELECT e.author_id = %(me)s OR EXISTS (
               SELECT FROM contests_entryshare s WHERE s.entry_id = e.id AND s.user_id = %(me)s),
           EXISTS (SELECT FROM contests_award a WHERE a.entry_id = e.id AND a.passed_over_at IS NULL),
           {IS_FOR_JUROR}
    FROM contests_entry e JOIN contests_contest c ON c.id = e.contest_id WHERE e.id = %(entry)s
"""


def read_as(viewer: Viewer) -> Reader:
    """The reader behind a viewer; one query for somebody signed in, none for others."""
    if isinstance(viewer, Reader):
        return viewer
    if viewer is None or not isinstance(viewer, User) or not viewer.is_active:
        return ANYBODY
    with connection.cursor() as cursor:
        cursor.execute(MEMBERSHIPS, {"me": viewer.pk})
        rows: list[tuple[Any, str]] = cursor.fetchall()
    return Reader(
        user_id=viewer.pk,
        is_admin=viewer.is_admin,
        is_auditor=viewer.is_auditor,
        is_creative=any(brand_id is None for brand_id, _ in rows),
        brands={brand_id: Role(role) for brand_id, role in rows if brand_id is not None and role != SEAT},
        juries=frozenset(contest_id for contest_id, role in rows if role == SEAT),
    )


def role_on(contest: Contest, viewer: Viewer) -> Role:
    """The capacity in which they may act on this contest."""
    return read_as(viewer).role_in(contest.brand_id)


def is_admitted(contest: Contest, viewer: Viewer) -> bool:
    """Whether a closed contest lets them in; to others everybody is. One query for a closed one, none else."""
    if contest.kind not in CLOSED:
        return True
    with connection.cursor() as cursor:
        sql = f"SELECT {ADMITTED} FROM contests_contest c WHERE c.id = %(contest)s"
        params: dict[str, Any] = {**reader_params(read_as(viewer)), "contest": contest.pk}
        cursor.execute(sql, params)
        row = cursor.fetchone()
    return bool(row and row[0])


def may_see_contest(contest: Contest, viewer: Viewer) -> bool:
    """Whether the contest, with all that its brief says, exists for them."""
    reader = read_as(viewer)
    role = reader.role_in(contest.brand_id)
    return contest_is_seen(contest.state, role, contest.kind, is_admitted=is_admitted(contest, reader))


def may_meet_contest(contest: Contest, viewer: Viewer) -> bool:
    """Whether its title, summary and pay are shown to them."""
    reader = read_as(viewer)
    role = reader.role_in(contest.brand_id)
    return contest_is_met(contest.state, role, contest.kind, is_admitted=is_admitted(contest, reader))


def may_see_entry(entry: Entry, viewer: Viewer) -> bool:
    """Whether the entry exists for them at all."""
    return entry_is_seen(view_of(entry, viewer))


def sees_author(entry: Entry, viewer: Viewer) -> bool:
    """Whether they are shown whose entry it is."""
    view = view_of(entry, viewer)
    return entry_is_seen(view) and author_is_seen(view)


def view_of(entry: Entry, viewer: Viewer) -> EntryView:
    """The entry as this viewer meets it; one query beside the reader's and the entry's contest."""
    reader = read_as(viewer)
    ties = _ties(entry, reader)
    contest = entry.contest
    return EntryView(
        role=reader.role_in(contest.brand_id),
        is_own=ties.is_own,
        visibility=contest.visibility,
        entry_state=entry.state,
        is_decided=contest.decided_at is not None,
        is_awarded=ties.is_awarded,
        is_for_juror=ties.is_for_juror,
        is_let_in=is_admitted(contest, reader),
        is_hidden=entry.hidden_at is not None,
    )


@dataclass(frozen=True, slots=True)
class _Ties:
    is_own: bool
    is_awarded: bool
    is_for_juror: bool


def _ties(entry: Entry, reader: Reader) -> _Ties:
    with connection.cursor() as cursor:
        params: dict[str, Any] = {**reader_params(reader), "entry": entry.pk}
        cursor.execute(ENTRY_TIES, params)
        row = cursor.fetchone()
    return _Ties(*row) if row else _Ties(False, False, False)
