"""Reads what is still open for somebody who wants to leave, and where their departure stands."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from accounts.models import MemberRole, Membership, User
from accounts.selectors.people import payout_account_of_person
from contests.lifecycle import FINAL, State
from contests.models import Contest, Entry, EntryShare, EntryState
from duerows.models import DueState
from payouts.models import Obligation
from personal.models import Departure


@dataclass(frozen=True, slots=True)
class Owed:
    """Money that is still to come to the person."""

    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Pending:
    """`brands`: those that they alone own and in which a contest is under way, which keeps them from leaving.

    `entries`: works of their own or of their teams that may still earn something; `withdrawable` are theirs alone, and
    of contests that have chosen nobody yet.
    """

    is_staff: bool
    brands: tuple[str, ...]
    money: tuple[Owed, ...]
    has_account: bool
    entries: int
    withdrawable: int

    @property
    def may_leave(self) -> bool:
        return not self.is_staff and not self.brands


def pending_of(user: User) -> Pending:
    """What is open at this moment, in a constant number of queries."""
    owed = (
        Obligation.objects.filter(payee_user_id=user.pk, paid_at=None, cancelled_at=None)
        .values("currency")
        .annotate(total=Sum("amount_minor"))
        .order_by("currency")
    )
    mine = Q(author_id=user.pk) | Q(pk__in=EntryShare.objects.filter(user_id=user.pk).values("entry_id"))
    running = Entry.objects.filter(works_under_way(), mine)
    others = EntryShare.objects.exclude(user_id=user.pk).values("entry_id")
    early = Q(contest__state__in=(State.OPEN, State.SHORTLISTING), place=None) & ~Q(pk__in=others)
    counts = running.aggregate(all=Count("pk"), early=Count("pk", filter=early))
    return Pending(
        is_staff=user.needs_second_factor,
        brands=tuple(_brands_left_alone(user)),
        money=tuple(Owed(row["total"], row["currency"]) for row in owed),
        has_account=payout_account_of_person(user.pk) is not None,
        entries=counts["all"],
        withdrawable=counts["early"],
    )


def works_under_way(of: str = "") -> Q:
    """Entries that are in, of contests that are not over: `of` is the way to them, as in "entry__"."""
    return Q(**{f"{of}state": EntryState.SUBMITTED}) & ~Q(**{f"{of}contest__state__in": FINAL})


def _brands_left_alone(user: User) -> list[str]:
    own = Membership.objects.filter(user_id=user.pk, role=MemberRole.OWNER).values("brand_id")
    shared = (
        Membership.objects.filter(role=MemberRole.OWNER, user__is_active=True)
        .exclude(user_id=user.pk)
        .values("brand_id")
    )
    under_way = Contest.objects.filter(brand_id__in=own).exclude(brand_id__in=shared)
    under_way = under_way.exclude(state__in=[*FINAL, State.DRAFT])
    return list(under_way.order_by("brand__name").values_list("brand__name", flat=True).distinct())


def departure_of(user: User) -> Departure | None:
    """The person's departure that is under way."""
    return Departure.objects.filter(user_id=user.pk, due_state__in=(DueState.WAITING, DueState.PARKED)).first()
