"""Writing a brief: creating, changing, copying and throwing away a draft. Owners and managers of its brand do that.

Only whole briefs are kept: whatever is missing is named field by field (`InvalidBrief`). Nothing here publishes, and
nothing here changes a brief that has been sent for funding; it must come back to draft first.
"""

from dataclasses import fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts.models import User
from contests.brief_rules import PERIODS, BriefDraft, problems_in
from contests.errors import InvalidBrief, NotPermitted, Problem, WrongMoment
from contests.kinds import asks_for_transfer
from contests.lifecycle import Role, State
from contests.models import BrandKit, Brief, Category, Contest, Prize, StoredFile
from contests.selectors.roles import read_as
from contests.services.access import check_not_blocked, lock_for, look_at
from contests.services.removal import drop_files
from contests.visibility import DECIDERS

CONTEST_TERMS = (
    "kind",
    "visibility",
    "currency",
    "shortlist_max",
    "unpaid_effort_minutes",
    *PERIODS,
)
BRIEF_LISTS = ("rights_kinds", "tones", "work_languages", "formats")
BRIEF_WORDS = tuple(
    field.name
    for field in fields(BriefDraft)
    if field.name not in (*CONTEST_TERMS, *BRIEF_LISTS, "category", "deliverables", "prizes", "kit")
)


@transaction.atomic
def create_contest(actor: User, brand_id: UUID, draft: BriefDraft, *, now: datetime) -> Contest:
    """A new draft of this brand. Raises NotPermitted or InvalidBrief."""
    check_not_blocked(actor)
    _check_decider(read_as(actor).role_in(brand_id))
    _check_brief(draft, brand_id)
    contest = Contest(brand_id=brand_id, created_by=actor, created_at=now, state_since=now)
    _write(contest, Brief(contest=contest), draft, created=True)
    return contest


@transaction.atomic
def update_draft(actor: User, contest_id: UUID, draft: BriefDraft, *, now: datetime) -> Contest:
    """Put this in the draft's place. Raises NotVisible, NotPermitted, WrongMoment or InvalidBrief."""
    contest = _lock_draft(actor, contest_id)
    _check_brief(draft, contest.brand_id)
    contest.prizes.all().delete()
    _write(contest, contest.brief, draft, created=False)
    return contest


@transaction.atomic
def delete_draft(actor: User, contest_id: UUID, *, now: datetime) -> None:
    """Throw a draft away for good. One that was ever sent for funding has a history, and is kept."""
    contest = _lock_draft(actor, contest_id)
    try:
        drop_files(list(StoredFile.objects.filter(brief_id=contest.pk)))
        contest.delete()
    except ProtectedError:
        raise WrongMoment(
            _("This brief was sent for funding once, so its history is kept. Leave it as a draft.")
        ) from None


@transaction.atomic
def duplicate_contest(actor: User, contest_id: UUID, *, now: datetime) -> Contest:
    """A new draft with the words and terms of another contest of the same brand, whatever became of that one. Its
    files, guests and money stay where they are.
    """
    source, role = look_at(actor, contest_id)
    _check_decider(role)
    draft = draft_of(source)
    title = _("%(title)s (copy)") % {"title": draft.title[:100]}
    return create_contest(actor, source.brand_id, replace(draft, title=title), now=now)


def find_contest(contest_id: UUID) -> Contest | None:
    """A contest with its brief; who may see it is for the caller to ask."""
    return Contest.objects.select_related("brief").filter(pk=contest_id).first()


def draft_of(contest: Contest) -> BriefDraft:
    """A contest's brief in the form in which it is written, to be shown in a form or copied."""
    brief = contest.brief
    lists: dict[str, Any] = {name: tuple(getattr(brief, name)) for name in BRIEF_LISTS}
    return BriefDraft(
        category=brief.category_id,
        deliverables=tuple(brief.deliverables),
        kit=brief.kit_id,
        **lists,
        prizes=tuple(contest.prizes.order_by("rank").values_list("amount_minor", flat=True)),
        **{name: getattr(brief, name) for name in BRIEF_WORDS},
        **{name: getattr(contest, name) for name in CONTEST_TERMS},
    )


def _lock_draft(actor: User, contest_id: UUID) -> Contest:
    contest, role = lock_for(actor, contest_id)
    _check_decider(role)
    if contest.state != State.DRAFT:
        raise WrongMoment(_("Only a draft can be changed. Take the brief back to draft first, if it has not opened."))
    return contest


def _check_decider(role: Role) -> None:
    if role not in DECIDERS:
        raise NotPermitted(_("Only an owner or a manager of the brand writes its briefs."))


def _check_brief(draft: BriefDraft, brand_id: UUID) -> None:
    problems = problems_in(draft)
    if draft.kit is not None and not BrandKit.objects.filter(pk=draft.kit, brand=brand_id).exists():
        problems.append(Problem("kit", _("Choose a kit of this brand, or none.")))
    if draft.category and not Category.objects.filter(pk=draft.category).exists():
        problems.insert(
            0,
            Problem("category", _("There is no such category. Choose one of the list.")),
        )
    if problems:
        raise InvalidBrief(problems)


def _write(contest: Contest, brief: Brief, draft: BriefDraft, *, created: bool) -> None:
    for name in CONTEST_TERMS:
        setattr(contest, name, getattr(draft, name))
    for name in BRIEF_WORDS:
        value = getattr(draft, name)
        setattr(brief, name, value.strip() if isinstance(value, str) else value)
    brief.category_id = draft.category
    brief.kit_id = draft.kit
    for name in BRIEF_LISTS:
        setattr(brief, name, list(getattr(draft, name)))
    if not asks_for_transfer(draft.kind):
        brief.rights_kinds, brief.rights_scope, brief.rights_territory = [], "", ""
    brief.deliverables = [line.strip() for line in draft.deliverables if line.strip()]
    contest.save(force_insert=created, update_fields=None if created else CONTEST_TERMS)
    brief.save(force_insert=created)
    Prize.objects.bulk_create(
        Prize(contest=contest, rank=rank, amount_minor=amount) for rank, amount in enumerate(draft.prizes, start=1)
    )
