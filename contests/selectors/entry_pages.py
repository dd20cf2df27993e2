"""One entry in full: its words, its team, its versions and their files. A constant number of queries.

The words that an author writes to the brand, and the time they took, are for the brand, the platform and the author.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from contests.errors import NotVisible
from contests.lifecycle import Role
from contests.selectors.cards import AuthorCard, EntryCard, EntryPage, FileCard, RoundCard, VersionCard
from contests.selectors.contests import cards_of
from contests.selectors.declarations import declarations_of
from contests.selectors.entry_files import image_of as image_of
from contests.selectors.entry_files import told_reason as told_reason
from contests.selectors.entry_rows import ENTRY_COLUMNS, ENTRY_TABLES, card_and_rest
from contests.selectors.files import neutral_name
from contests.selectors.paging import fetch_all
from contests.selectors.roles import Viewer, read_as
from contests.visibility import (
    BRAND_ROLES,
    IS_FOR_JUROR,
    PLATFORM_ROLES,
    SEES_CONTEST,
    SEES_ENTRY,
    EntryView,
    FileView,
    opens_original,
    reader_params,
    sees_author,
    sees_file,
)

ONE_ENTRY = f"""
    SELECT {ENTRY_COLUMNS}, e.statement, e.sources, e.minutes_spent, e.disqualified_because,
           c.brand_id, c.visibility, c.decided_at IS NOT NULL, {IS_FOR_JUROR},
           (SELECT q.links FROM contests_entryportfolio q WHERE q.entry_id = e.id)
    FROM {ENTRY_TABLES} WHERE e.id = %(entry)s AND {SEES_CONTEST} AND {SEES_ENTRY}
"""
TEAM = """
    SELECT u.handle, u.display_name, s.weight FROM contests_entryshare s JOIN accounts_user u ON u.id = s.user_id
    WHERE s.entry_id = %(entry)s ORDER BY s.id
"""
ROUNDS = "SELECT round, note, asked_at FROM contests_revisionrequest WHERE entry_id = %(entry)s ORDER BY round"
VERSIONS = """
    SELECT id, number, note, created_at FROM contests_entryversion WHERE entry_id = %(entry)s ORDER BY number DESC
"""
FILES = """
    SELECT v.id, v.number, f.ref, f.original_name, f.kind, f.state, f.media_type, f.size_bytes, f.refused_because,
           f.position, f.width, f.height, f.placeholder,
           ARRAY(SELECT d.width FROM contests_derivative d WHERE d.file_id = f.id ORDER BY d.width)
    FROM contests_storedfile f JOIN contests_entryversion v ON v.id = f.version_id
    WHERE v.entry_id = %(entry)s ORDER BY f.position, f.id
"""


def get_entry(viewer: Viewer, entry_id: UUID) -> EntryPage:
    """One entry, as this viewer may know it. Raises NotVisible."""
    reader = read_as(viewer)
    params = {**reader_params(reader), "entry": entry_id}
    rows = fetch_all(ONE_ENTRY, params)
    if not rows:
        raise NotVisible
    card, rest = card_and_rest(rows[0])
    statement, sources, minutes, because, brand_id, visibility, is_decided, is_for_juror, links = rest
    role = reader.role_in(brand_id)
    view = EntryView(role, card.is_own, visibility, card.state, is_decided, card.rank is not None, is_for_juror)
    knows = card.is_own or role in BRAND_ROLES or role in PLATFORM_ROLES
    author_known = sees_author(view)
    return EntryPage(
        card=card,
        contest=cards_of([card.contest_id])[card.contest_id],
        statement=statement if knows else "",
        sources=sources if knows else "",
        minutes_spent=minutes if card.is_own or role in PLATFORM_ROLES else None,
        disqualified_because=because if knows else "",
        team=_team(params) if author_known else (),
        versions=_versions(params, card, view, author_known, knows),
        role=role,
        rounds=tuple(RoundCard(*row) for row in fetch_all(ROUNDS, params)) if knows else (),
        portfolio=tuple(links or ()) if author_known else (),
    )


def hidden_since(entry_id: UUID) -> datetime | None:
    """From when on the platform hides an entry from the public. The caller has made sure that the reader sees it."""
    rows = fetch_all("SELECT hidden_at FROM contests_entry WHERE id = %(entry)s", {"entry": entry_id})
    moment: datetime | None = rows[0][0] if rows else None
    return moment


def _team(params: Mapping[str, object]) -> tuple[tuple[AuthorCard, int], ...]:
    return tuple((AuthorCard(handle, name or handle), weight) for handle, name, weight in fetch_all(TEAM, params))


def _versions(
    params: Mapping[str, object], card: EntryCard, view: EntryView, author_known: bool, knows: bool
) -> tuple[VersionCard, ...]:
    files: dict[UUID, list[FileCard]] = defaultdict(list)
    for version_id, number, *row in fetch_all(FILES, params):
        shown = _file(card, view, author_known, number, *row)
        if shown is not None:
            files[version_id].append(shown)
    rows = fetch_all(VERSIONS, params)
    declared = declarations_of([row[0] for row in rows], with_addresses=author_known) if knows else {}
    return tuple(
        VersionCard(key, number, note, created_at if author_known else None, tuple(files[key]), declared.get(key))
        for key, number, note, created_at in rows
    )


def _file(
    entry: EntryCard,
    view: EntryView,
    author_known: bool,
    number: int,
    ref: UUID,
    name: str,
    kind: str,
    state: str,
    media_type: str,
    size_bytes: int,
    refused_because: str,
    position: int,
    *picture: Any,
) -> FileCard | None:
    """A file's card; of files that are not ready, for those only who sent them."""
    seen = FileView(view, state, kind == "image", is_handover=False, is_delivered=False)
    if not sees_file(seen) and not (entry.is_own or view.role == Role.ADMIN):
        return None
    return FileCard(
        ref=ref,
        name=name if author_known else neutral_name(entry.code, number, position, name),
        kind=kind,
        state=state,
        media_type=media_type,
        size_bytes=size_bytes,
        refused_because=told_reason(refused_because),
        image=image_of(ref, *picture),
        may_download=opens_original(seen),
    )
