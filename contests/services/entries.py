"""What creatives do with entries: submit, add a version, withdraw.

Bytes are stored first, outside any lock; then everything is decided again under the contest's lock, where the cap on
entries holds however many arrive at once. Nothing here pays, ranks or shortlists.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from contests.declaration_rules import DeclarationDraft
from contests.entry_rules import (
    MAX_ENTRIES_PER_AUTHOR,
    MAX_VERSIONS,
    EntryDraft,
    VersionDraft,
    problems_in_entry,
    problems_in_stage,
    problems_in_version,
)
from contests.errors import (
    ContestFull,
    EntriesClosed,
    InvalidEntry,
    NotVisible,
    ShortlistedStays,
    TooManyEntries,
    WrongMoment,
)
from contests.follow_up_rules import Purpose
from contests.kinds import Kind, takes_new_work
from contests.lifecycle import Role, State
from contests.models import (
    Contest,
    Entry,
    EntryPortfolio,
    EntryShare,
    EntryState,
    EntryVersion,
    FollowUp,
    ShortlistPlace,
)
from contests.models.entry import new_code
from contests.services.access import (
    check_eligible,
    check_judges_not,
    check_not_blocked,
    lock_for,
    lock_with_entry,
    look_at,
)
from contests.services.declaring import check_declaration, keep_declaration
from contests.services.judging import close_empty
from contests.services.splitting.using import mark_used, shares_of_offer
from contests.services.teams import agreed_shares
from contests.services.transitions import note_event
from contests.services.uploading.taking import take_uploads
from contests.services.uploads import StoredUpload, drop, keep_files, store_uploads
from duerows.doorbell import ring

EXAMINE = "contests.tasks.examine_files"


def submit_entry(actor: User, contest_id: UUID, draft: EntryDraft, *, now: datetime) -> Entry:
    """Enter the contest. The caller sees to it that the same request is not made twice.

    Raises NotVisible, NotEligible, EntriesClosed, ContestFull, TooManyEntries or InvalidEntry.
    """
    if problems := problems_in_entry(draft):
        raise InvalidEntry(problems)
    contest, role = look_at(actor, contest_id)
    _check_may_enter(contest, actor, role, now)
    if problems := problems_in_stage(draft, contest.kind):
        raise InvalidEntry(problems)
    new_work = takes_new_work(contest.kind, is_shortlisted=False)
    if new_work or draft.declaration is not None:
        check_declaration(contest, draft.declaration)
    stored = _store_work(actor, draft, now) if new_work else []
    try:
        return _write_entry(actor, contest_id, draft, stored, now)
    except BaseException:
        drop(stored)
        raise


def _store_work(actor: User, draft: EntryDraft | VersionDraft, now: datetime) -> list[StoredUpload]:
    """An entry's files, those that were sent in pieces before included; one at least is an image."""
    sent = take_uploads(actor, draft.uploads, now=now)
    return store_uploads(draft.files, image_needed=True, sent=sent, sources=True)


@transaction.atomic
def _write_entry(
    actor: User, contest_id: UUID, draft: EntryDraft, stored: Sequence[StoredUpload], now: datetime
) -> Entry:
    contest, role = lock_for(actor, contest_id)
    _check_may_enter(contest, actor, role, now)
    asked = draft.shares if draft.split is None else shares_of_offer(actor, contest, draft.split)
    shares = agreed_shares(actor, contest, asked, now=now)
    entry = Entry.objects.create(
        contest=contest,
        author=actor,
        code=_free_code(contest),
        title=draft.title.strip(),
        statement=draft.statement.strip(),
        minutes_spent=draft.minutes_spent,
        sources=draft.sources.strip(),
        created_at=now,
    )
    EntryShare.objects.bulk_create(
        EntryShare(entry=entry, user_id=share.user_id, weight=share.weight, consented_at=share.consented_at)
        for share in shares
    )
    if draft.split is not None:
        mark_used(draft.split, entry)
    Contest.objects.filter(pk=contest.pk).update(entry_count=F("entry_count") + 1)
    if draft.portfolio:
        EntryPortfolio.objects.create(entry=entry, links=[link.strip() for link in draft.portfolio])
    _write_version(entry, 1, "", stored, now, declaration=draft.declaration)
    _note(entry, "entry_submitted", actor, now)
    return entry


def _check_may_enter(contest: Contest, actor: User, role: Role, now: datetime) -> None:
    check_eligible(role)
    check_judges_not(contest, actor)
    check_not_blocked(actor)
    if contest.state != State.OPEN or contest.closes_at is None or now >= contest.closes_at:
        raise EntriesClosed(_("This contest takes no entries now."))
    if contest.kind == Kind.INVITED and FollowUp.objects.filter(contest=contest, purpose=Purpose.PURCHASE).exists():
        raise EntriesClosed(_("This is an offer to buy your work: accept it, and nothing new is asked of you."))
    if contest.entry_cap is not None and contest.entry_count >= contest.entry_cap:
        raise ContestFull(_("This contest is full: it takes no more entries than have a fair chance."))
    own = Entry.objects.filter(contest=contest, author=actor, state=EntryState.SUBMITTED).count()
    if own >= MAX_ENTRIES_PER_AUTHOR:
        raise TooManyEntries(
            ngettext(
                "You have %(n)d entry here, which is the most. Withdraw it first.",
                "You have %(n)d entries here, which is the most. Withdraw one first.",
                own,
            )
            % {"n": own}
        )


def _free_code(contest: Contest) -> str:
    """A code that no entry of the contest has; its lock is held, so nobody takes it meanwhile."""
    while Entry.objects.filter(contest=contest, code=(code := new_code())).exists():
        pass
    return code


def add_version(actor: User, entry_id: UUID, draft: VersionDraft, *, now: datetime) -> EntryVersion:
    """Replace what an entry shows: while the contest is open or, for the shortlisted, in the final round.

    Raises NotVisible, EntriesClosed, WrongMoment or InvalidEntry.
    """
    if problems := problems_in_version(draft):
        raise InvalidEntry(problems)
    entry = Entry.objects.select_related("contest").filter(pk=entry_id, author=actor).first()
    if entry is None:
        raise NotVisible
    _check_may_improve(entry.contest, entry, now)
    check_declaration(entry.contest, draft.declaration)
    stored = _store_work(actor, draft, now)
    try:
        return _write_next_version(actor, entry_id, draft, stored, now)
    except BaseException:
        drop(stored)
        raise


@transaction.atomic
def _write_next_version(
    actor: User, entry_id: UUID, draft: VersionDraft, stored: Sequence[StoredUpload], now: datetime
) -> EntryVersion:
    contest, entry, _role = lock_with_entry(actor, entry_id)
    _check_may_improve(contest, entry, now)
    newest: int = entry.versions.aggregate(newest=Max("number"))["newest"]
    if newest >= MAX_VERSIONS:
        raise WrongMoment(_("An entry has at most %(most)d versions.") % {"most": MAX_VERSIONS})
    if draft.minutes_spent is not None:
        entry.minutes_spent = draft.minutes_spent
        entry.save(update_fields=["minutes_spent"])
    version = _write_version(entry, newest + 1, draft.note.strip(), stored, now, declaration=draft.declaration)
    _note(entry, "entry_version", actor, now, version=version.number)
    return version


def _check_may_improve(contest: Contest, entry: Entry, now: datetime) -> None:
    if entry.state != EntryState.SUBMITTED:
        raise WrongMoment(_("This entry is no longer in the contest."))
    if contest.state == State.OPEN and contest.closes_at is not None and now < contest.closes_at:
        if takes_new_work(contest.kind, is_shortlisted=False):
            return
        raise EntriesClosed(_("No new work is taken before the shortlist. You are paid for what you make after it."))
    ends_at = contest.final_round_ends_at
    if contest.state == State.FINAL_ROUND and ends_at is not None and now < ends_at:
        if ShortlistPlace.objects.filter(entry=entry).exists():
            return
        raise EntriesClosed(_("In the final round, only shortlisted entries are worked on."))
    raise EntriesClosed(_("This contest takes no new versions now."))


def _write_version(
    entry: Entry,
    number: int,
    note: str,
    stored: Sequence[StoredUpload],
    now: datetime,
    *,
    declaration: DeclarationDraft | None,
) -> EntryVersion:
    version = EntryVersion.objects.create(entry=entry, number=number, note=note, created_at=now)
    if declaration is not None:
        keep_declaration(version, declaration)
    if stored:
        keep_files(stored, version=version, now=now)
        ring(EXAMINE)
    return version


@transaction.atomic
def withdraw_entry(actor: User, entry_id: UUID, *, now: datetime) -> Entry:
    """Take an entry back, until the shortlist is confirmed; its place is free again. Doing it twice is harmless.

    When entries have closed and nobody is left to choose, the contest is closed, too: its brand waits for nothing.

    Raises NotVisible, ShortlistedStays or WrongMoment.
    """
    contest, entry, _role = lock_with_entry(actor, entry_id)
    if entry.author_id != actor.pk:
        raise NotVisible
    if entry.state == EntryState.WITHDRAWN:
        return entry
    if ShortlistPlace.objects.filter(entry=entry).exists():
        raise ShortlistedStays(_("This entry is on the shortlist: it will be paid, and cannot be withdrawn any more."))
    if contest.state not in (State.OPEN, State.SHORTLISTING) or entry.state != EntryState.SUBMITTED:
        raise WrongMoment(_("This entry cannot be withdrawn any more."))
    entry.state = EntryState.WITHDRAWN
    entry.save(update_fields=["state"])
    Contest.objects.filter(pk=contest.pk).update(entry_count=F("entry_count") - 1)
    _note(entry, "entry_withdrawn", actor, now)
    # One that was ruled out may still be let in again, on appeal; with such a one the contest takes its usual course.
    if contest.state == State.SHORTLISTING and not _may_still_be_chosen(contest):
        contest.refresh_from_db()
        close_empty([contest], now=now, telling_of="contest_emptied")
    return entry


def _may_still_be_chosen(contest: Contest) -> bool:
    return Entry.objects.filter(contest=contest).exclude(state=EntryState.WITHDRAWN).exists()


def _note(entry: Entry, kind: str, actor: User, now: datetime, **more: object) -> None:
    data = {"entry": str(entry.pk), "code": entry.code, **more}
    note_event(entry.contest, kind, role=Role.CREATIVE, actor_id=actor.pk, now=now, data=data)
