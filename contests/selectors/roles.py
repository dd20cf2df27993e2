"""In what capacity somebody meets a contest, and what they may therefore see; by the rules of `contests.visibility`."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from orjson import loads

from accounts.models import User
from contests.kinds import CLOSED
from contests.lifecycle import Role
from contests.models import Contest, Entry
from contests.visibility import ADMISSIONS, ANYBODY, IS_FOR_JUROR, EntryView, Reader, reader_params
from contests.visibility import meets_contest as contest_is_met
from contests.visibility import sees_author as author_is_seen
from contests.visibility import sees_contest as contest_is_seen
from contests.visibility import sees_entry as entry_is_seen

Viewer = Reader | User | AnonymousUser | None
"""Whoever looks. Give a Reader where several selectors serve one request: it is then loaded once."""
Tie = tuple[UUID | None, str]
"""A brand and the role in it; a contest and the word for what ties them to it; or none for being a creative."""

MEMBERSHIPS = f"""
    SELECT brand_id, role::text FROM accounts_membership WHERE user_id = %(me)s
    UNION ALL
    SELECT NULL, 'creative' FROM accounts_creativeprofile WHERE user_id = %(me)s
    UNION ALL
    SELECT y.contest_id, 'juror' FROM contests_juror j JOIN contests_jury y ON y.id = j.jury_id
    WHERE j.user_id = %(me)s AND j.accepted_at IS NOT NULL AND j.excused_at IS NULL AND y.state = 'scoring'
    UNION ALL
    SELECT admission.contest_id, 'admitted' FROM ({ADMISSIONS}) admission
"""
SEAT, ADMISSION = "juror", "admitted"
READER_FACTS = f"""(
    SELECT jsonb_agg(jsonb_build_array(ties.brand_id, ties.role))
    FROM ({MEMBERSHIPS % {"me": "u.id"}}) ties)::text"""
"""What `read_as` loads, as a column of somebody `u`, for whoever fetches that row anyway (see `preload`)."""
_LOADED = "_reader"

ENTRY_TIES = f"""
    SELECT e.author_id = %(me)s OR EXISTS (
               SELECT FROM contests_entryshare s WHERE s.entry_id = e.id AND s.user_id = %(me)s),
           EXISTS (SELECT FROM contests_award a WHERE a.entry_id = e.id AND a.passed_over_at IS NULL),
           {IS_FOR_JUROR}
    FROM contests_entry e JOIN contests_contest c ON c.id = e.contest_id WHERE e.id = %(entry)s
"""


def read_as(viewer: Viewer) -> Reader:
    """The reader behind a viewer; one query for somebody signed in whose ties were not preloaded, none for others."""
    if isinstance(viewer, Reader):
        return viewer
    if viewer is None or not isinstance(viewer, User) or not viewer.is_active:
        return ANYBODY
    loaded = viewer.__dict__.get(_LOADED)
    return loaded if isinstance(loaded, Reader) else _reader(viewer, _ties_of(viewer))


def preload(user: User, facts: str | None) -> None:
    """Let `read_as` know what READER_FACTS gave. For requests that only read: what a write changes it would not see."""
    ties = [(UUID(key) if key else None, word) for key, word in loads(facts or "[]")]
    user.__dict__[_LOADED] = _reader(user, ties)


def _ties_of(user: User) -> list[Tie]:
    with connection.cursor() as cursor:
        cursor.execute(MEMBERSHIPS, {"me": user.pk})
        rows: list[Tie] = cursor.fetchall()
    return rows


def _reader(user: User, ties: list[Tie]) -> Reader:
    found: dict[str, list[UUID]] = {SEAT: [], ADMISSION: []}
    brands: dict[UUID, Role] = {}
    is_creative = False
    for key, word in ties:
        if key is None:
            is_creative = True
        elif word in found:
            found[word].append(key)
        else:
            brands[key] = Role(word)
    return Reader(
        user_id=user.pk,
        is_admin=user.is_admin,
        is_auditor=user.is_auditor,
        is_creative=is_creative,
        brands=brands,
        juries=frozenset(found[SEAT]),
        admitted=frozenset(found[ADMISSION]),
    )


def role_on(contest: Contest, viewer: Viewer) -> Role:
    """The capacity in which they may act on this contest."""
    return read_as(viewer).role_in(contest.brand_id)


def is_of_brand(
    viewer: Viewer,
    *,
    contest_id: UUID | None = None,
    entry_id: UUID | None = None,
    comment_id: UUID | None = None,
    **_others: object,
) -> bool:
    """Whether they belong to the brand whose contest this is, or whose contest's entry or comment; by any role."""
    contests = Contest.objects.filter(brand__in=read_as(viewer).brands)
    if comment_id is not None:
        return contests.filter(entries__comments=comment_id).exists()
    if entry_id is not None:
        return contests.filter(entries=entry_id).exists()
    return contest_id is not None and contests.filter(pk=contest_id).exists()


def is_admitted(contest: Contest, viewer: Viewer) -> bool:
    """Whether a closed contest lets them in, as the SQL form ADMITTED; to others everybody is."""
    reader = read_as(viewer)
    return contest.kind not in CLOSED or contest.pk in reader.admitted or contest.pk in reader.juries


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
