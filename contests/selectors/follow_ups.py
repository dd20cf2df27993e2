"""What can be begun from an entry, and what was: for its brand, its makers and the platform, and nobody else."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contests.errors import NotVisible
from contests.follow_up_rules import Purpose, Source, least_price, refuse
from contests.kinds import Kind, asks_for_transfer
from contests.lifecycle import Role, State
from contests.models import Award, Entry, EntryShare, FollowUp, FollowUpConsent, Prize, ShortlistPlace
from contests.selectors.cards import ContestPage
from contests.selectors.contests import get_contest
from contests.selectors.roles import Viewer, may_see_entry, read_as
from contests.visibility import DECIDERS


@dataclass(frozen=True, slots=True)
class FollowUpCard:
    """A brief for one maker, as its brand, that maker and the platform meet it. Amounts in minor units."""

    contest_id: UUID
    state: str
    purpose: str
    entry_id: UUID
    entry_code: str
    entry_title: str
    from_contest_id: UUID
    from_title: str
    prize_minor: int
    floor_minor: int | None
    """On top of the prize; known once funds were asked for."""
    least_minor: int
    currency: str
    closes_at: datetime | None
    declined_at: datetime | None
    missing: tuple[str, ...]
    """The public names of those of the team who have not agreed to sell yet."""
    may_accept: bool
    may_decline: bool


@dataclass(frozen=True, slots=True)
class Beginnings:
    """What this brand may begin from one entry, and what it has."""

    may_hire: bool
    may_buy: bool
    least_minor: int
    currency: str
    begun: tuple[tuple[UUID, str], ...]
    """The contests begun from it so far, each with its purpose; drafts, too."""


def source_of(entry: Entry) -> Source:
    """The facts of an entry that something might be begun from; four queries."""
    contest = entry.contest
    prizes = Prize.objects.filter(contest=contest).order_by("rank").values_list("amount_minor", flat=True)
    offers = FollowUp.objects.filter(entry=entry, purpose=Purpose.PURCHASE)
    return Source(
        is_decided=contest.decided_at is not None,
        is_admissible=entry.is_admissible,
        is_shortlisted=ShortlistPlace.objects.filter(entry=entry).exists(),
        has_won=Award.objects.filter(entry=entry, passed_over_at=None, handover__isnull=False).exists(),
        passes_rights=asks_for_transfer(contest.kind),
        is_offered=offers.exclude(contest__state=State.CANCELLED).exists(),
        first_prize_minor=prizes.first() or 0,
        floor_minor=contest.floor_minor or 0,
    )


def beginnings_of(viewer: Viewer, entry_id: UUID) -> Beginnings | None:
    """What may be begun from an entry; None before the decision, and for all but its brand's owners and managers."""
    reader = read_as(viewer)
    entry = Entry.objects.select_related("contest").filter(pk=entry_id).first()
    if entry is None or entry.contest.decided_at is None or reader.role_in(entry.contest.brand_id) not in DECIDERS:
        return None
    if not may_see_entry(entry, reader):
        return None
    source = source_of(entry)
    least = least_price(source.first_prize_minor, source.floor_minor)
    begun = FollowUp.objects.filter(entry=entry).order_by("begun_at", "pk")
    return Beginnings(
        may_hire=refuse(Purpose.JOB, source, 1) is None,
        may_buy=refuse(Purpose.PURCHASE, source, least) is None,
        least_minor=least,
        currency=entry.contest.currency,
        begun=tuple(begun.values_list("contest_id", "purpose")),
    )


def unanswered_offer(viewer: Viewer, page: ContestPage, *, now: datetime) -> FollowUpCard | None:
    """The brief for one maker that this reader has yet to answer, if the contest is one. No query for other kinds."""
    if page.card.kind != Kind.INVITED or page.card.state != State.OPEN or page.role != Role.CREATIVE:
        return None
    if not FollowUp.objects.filter(contest=page.card.id).exists():
        return None
    card = follow_up_of(viewer, page.card.id, now=now)
    return card if card.may_accept or card.may_decline else None


def follow_up_of(viewer: Viewer, contest_id: UUID, *, now: datetime) -> FollowUpCard:
    """The brief for one maker behind a contest. Raises NotVisible, also where a contest is for more than one."""
    reader = read_as(viewer)
    get_contest(reader, contest_id)
    rows = FollowUp.objects.select_related("contest__brief", "entry__contest__brief")
    found = rows.filter(contest=contest_id).first()
    if found is None:
        raise NotVisible
    contest, entry = found.contest, found.entry
    makers = list(EntryShare.objects.filter(entry=entry).select_related("user").order_by("pk"))
    agreed = set(FollowUpConsent.objects.filter(follow_up=found).values_list("person_id", flat=True))
    is_maker = any(share.user_id == reader.user_id for share in makers)
    stands = contest.state == State.OPEN and contest.closes_at is not None and now < contest.closes_at
    is_unanswered = stands and not contest.entry_count and found.declined_at is None
    is_sale = found.purpose == Purpose.PURCHASE
    return FollowUpCard(
        contest_id=contest.pk,
        state=contest.state,
        purpose=found.purpose,
        entry_id=entry.pk,
        entry_code=entry.code,
        entry_title=entry.title,
        from_contest_id=entry.contest_id,
        from_title=entry.contest.brief.title,
        prize_minor=sum(Prize.objects.filter(contest=contest).values_list("amount_minor", flat=True)),
        floor_minor=contest.floor_minor,
        least_minor=found.least_minor,
        currency=contest.currency,
        closes_at=contest.closes_at,
        declined_at=found.declined_at,
        missing=tuple(share.user.public_name for share in makers if share.user_id not in agreed) if is_sale else (),
        may_accept=is_unanswered and is_maker and is_sale and reader.user_id not in agreed,
        may_decline=is_unanswered and is_maker,
    )
