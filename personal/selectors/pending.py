"""Reads what is still open for somebody who wants to leave, and where their departure stands."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import Brand, MemberRole, Membership, User
from accounts.selectors.people import payout_account_of_person
from contests.lifecycle import FINAL, State
from contests.models import Contest, Entry, EntryShare, EntryState
from duerows.models import DueState
from payouts import ledger
from payouts.models import Deposit, DepositState, Escrow, Obligation
from personal.models import Departure


@dataclass(frozen=True, slots=True)
class Owed:
    """Money that is still to come to the person."""

    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Pending:
    """`brands`: those that they alone own and in whose names somebody still has to act, which keeps them from leaving.

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
    """In whose names somebody has to act: a contest goes on, or money is held for a draft, or owed to the brand."""
    shared = Membership.objects.filter(role=MemberRole.OWNER, user__is_active=True).exclude(user_id=user.pk)
    own = Brand.objects.filter(memberships__user=user.pk, memberships__role=MemberRole.OWNER)
    alone = own.exclude(pk__in=shared.values("brand_id"))
    contests = Contest.objects.filter(brand__in=alone)
    under_way = contests.exclude(state__in=[*FINAL, State.DRAFT])
    owed = Obligation.objects.filter(payee_brand__in=alone, paid_at=None, cancelled_at=None)
    names = {
        *under_way.values_list("brand__name", flat=True),
        *_with_money(contests.filter(state=State.DRAFT)),
        *owed.values_list("payee_brand__name", flat=True),
    }
    return sorted(names)


def _with_money(drafts: QuerySet[Contest]) -> list[str]:
    """The brands of drafts for which something is held, or on its way: only their own people can ask it back."""
    kept = Escrow.objects.filter(contest__in=drafts).values_list("contest__brand__name", "account_id")
    held = ledger.balances(account for _, account in kept)
    coming = Deposit.objects.filter(escrow__contest__in=drafts, state__in=(DepositState.PENDING, DepositState.UNKNOWN))
    names = [name for name, account in kept if held.get(account)]
    return [*names, *coming.values_list("escrow__contest__brand__name", flat=True)]


def departure_of(user: User) -> Departure | None:
    """The person's departure that is under way."""
    return Departure.objects.filter(user_id=user.pk, due_state__in=(DueState.WAITING, DueState.PARKED)).first()
