"""Disputes as both sides, auditors and admins read them; what is in dispute names no creative to the brand.

Decides nothing; who may see a dispute is decided here: the payee, the brand's members, auditors and admins.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from contests.errors import NotVisible
from contests.models import Entry
from contests.selectors.roles import Viewer, read_as
from contests.visibility import BRAND_ROLES, PLATFORM_ROLES, Reader
from payouts.models import Adjustment, Dispute, DisputeDecision, DisputeSide, Obligation, ObligationKind

WHO_PAYS = frozenset({"owner", "manager", "finance"})
DISPUTABLE = (ObligationKind.EARNED, ObligationKind.PRIZE)


@dataclass(frozen=True, slots=True)
class DisputeCard:
    """A dispute, for somebody who may see it. `held_minor` is 0 where nothing waits for it, or has waited.

    `moved`: whether what was upheld moved money; it did not if its payment had begun, or nothing was held.
    """

    ref: UUID
    contest_id: UUID
    contest_title: str
    entry_id: UUID
    entry_code: str
    component: str
    side: str
    claim_minor: int
    currency: str
    reason: str
    held_minor: int
    held_until: datetime | None
    opened_at: datetime
    decision: str
    decided_minor: int | None
    decided_at: datetime | None
    decision_reason: str
    moved: bool
    may_withdraw: bool

    @property
    def is_open(self) -> bool:
        return self.decision == DisputeDecision.OPEN


@dataclass(frozen=True, slots=True)
class DebtRow:
    """A debt to a creative as its contest's brand sees it: by its entry, and without whom it is owed to."""

    ref: UUID
    entry_id: UUID
    entry_code: str
    component: str
    amount_minor: int
    currency: str
    pay_by: datetime
    released_at: datetime | None
    paid_at: datetime | None
    held_until: datetime | None
    can_dispute: bool


def disputes() -> QuerySet[Dispute]:
    """All disputes with what a card shows, the newest first: one query a page."""
    rows = Dispute.objects.select_related(
        "obligation__contest__brief", "obligation__entry", "held", "opened_by", "decided_by", "obligation__payee_user"
    )
    moved = Exists(Adjustment.objects.filter(dispute=OuterRef("pk")))
    return rows.annotate(moved=moved).order_by("-pk")


def disputes_of(viewer: Viewer) -> list[DisputeCard]:
    """Those over the reader's own pay, and of the brands in which they handle money, the newest first. Two queries."""
    reader = read_as(viewer)
    brands = [brand for brand, role in reader.brands.items() if role in WHO_PAYS]
    mine = Q(obligation__payee_user=reader.user_id) | Q(obligation__contest__brand__in=brands)
    return [card_of(row, reader) for row in disputes().filter(mine)]


def contest_disputes(contest_id: UUID, viewer: Viewer) -> list[DisputeCard]:
    """The disputes of one contest that the reader sees. Two queries."""
    reader = read_as(viewer)
    rows = disputes().filter(obligation__contest=contest_id)
    return [card_of(row, reader) for row in rows if may_see(row, reader)]


def get_dispute(ref: UUID, viewer: Viewer) -> DisputeCard:
    """One dispute. Raises NotVisible."""
    reader = read_as(viewer)
    row = disputes().filter(public_id=ref).first()
    if row is None or not may_see(row, reader):
        raise NotVisible
    return card_of(row, reader)


def may_see(dispute: Dispute, reader: Reader) -> bool:
    """Whether the dispute exists for this reader."""
    role = reader.role_in(dispute.obligation.contest.brand_id)
    return dispute.obligation.payee_user_id == reader.user_id or role in BRAND_ROLES or role in PLATFORM_ROLES


def card_of(dispute: Dispute, reader: Reader) -> DisputeCard:
    """The card of a dispute that `disputes` has loaded."""
    debt, held = dispute.obligation, dispute.held
    if debt.entry is None:
        raise ValueError(f"Dispute {dispute.pk} is not over a debt to a creative.")
    return DisputeCard(
        ref=dispute.public_id,
        contest_id=debt.contest_id,
        contest_title=debt.contest.brief.title,
        entry_id=debt.entry.pk,
        entry_code=debt.entry.code,
        component=debt.kind,
        side=dispute.side,
        claim_minor=dispute.claim_minor,
        currency=debt.currency,
        reason=dispute.reason,
        held_minor=held.amount_minor if held else 0,
        held_until=held.held_until if held else None,
        opened_at=dispute.opened_at,
        decision=dispute.decision,
        decided_minor=dispute.decided_minor,
        decided_at=dispute.decided_at,
        decision_reason=dispute.decision_reason,
        moved=bool(vars(dispute)["moved"]),  # Annotated by `disputes`.
        may_withdraw=dispute.is_open and _is_of_their_side(dispute, reader),
    )


def _is_of_their_side(dispute: Dispute, reader: Reader) -> bool:
    if dispute.side == DisputeSide.PAYEE:
        return dispute.opened_by_id == reader.user_id
    return reader.role_in(dispute.obligation.contest.brand_id) in WHO_PAYS


@dataclass(frozen=True, slots=True)
class DisputableDebt:
    """An amount that somebody may say something against, with what it is for."""

    ref: UUID
    contest_id: UUID
    contest_title: str
    entry_code: str
    component: str
    amount_minor: int
    currency: str
    is_own: bool


def disputable_by(viewer: Viewer, debt_ref: UUID) -> DisputableDebt:
    """A debt to a creative, for its payee or for those who handle the brand's money. Raises NotVisible."""
    reader = read_as(viewer)
    rows = Obligation.objects.select_related("entry", "contest__brief").filter(payee_user__isnull=False)
    debt = rows.filter(public_id=debt_ref).first()
    if debt is None or debt.entry is None:
        raise NotVisible
    is_own = debt.payee_user_id == reader.user_id
    if not is_own and reader.role_in(debt.contest.brand_id) not in WHO_PAYS:
        raise NotVisible
    return DisputableDebt(
        debt.public_id,
        debt.contest_id,
        debt.contest.brief.title,
        debt.entry.code,
        debt.kind,
        debt.amount_minor,
        debt.currency,
        is_own,
    )


def contest_debts(contest_id: UUID) -> list[DebtRow]:
    """What the contest owes or has paid to creatives by rule, by entry. Two queries."""
    rows = Obligation.objects.filter(contest=contest_id, kind__in=DISPUTABLE, cancelled_at=None)
    found = list(rows.select_related("entry").order_by("pk"))
    before = Dispute.objects.filter(obligation__contest=contest_id).select_related("obligation")
    closed = families_closed_to(DisputeSide.BRAND, before)
    return [
        DebtRow(
            row.public_id,
            row.entry.pk,
            row.entry.code,
            row.kind,
            row.amount_minor,
            row.currency,
            row.pay_by,
            row.released_at,
            row.paid_at,
            row.held_until,
            family_of(row) not in closed,
        )
        for row in found
        if row.entry is not None
    ]


Family = tuple[int | None, UUID | None, int | None, str]


def family_of(debt: Obligation) -> Family:
    """What is disputed together: a debt with all its parts."""
    return debt.settlement_id, debt.entry_id, debt.payee_user_id, debt.kind


def families_closed_to(side: DisputeSide, rows: Iterable[Dispute]) -> set[Family]:
    """The debts that this side cannot dispute: it has done so before, or somebody is doing so now."""
    return {family_of(row.obligation) for row in rows if row.side == side or row.is_open}


def entry_codes(contest_id: UUID) -> dict[str, str]:
    """How the entries of a contest are called without their authors, by key."""
    rows = Entry.objects.filter(contest=contest_id).values_list("pk", "code")
    return {str(key): code for key, code in rows}


def cards_by_entry(cards: Iterable[DisputeCard]) -> dict[UUID, tuple[DisputeCard, ...]]:
    """Cards by their entry, in the order given."""
    found: dict[UUID, tuple[DisputeCard, ...]] = {}
    for card in cards:
        found[card.entry_id] = (*found.get(card.entry_id, ()), card)
    return found
