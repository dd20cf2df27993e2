"""How a brand's contests are grouped and spoken of on its desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contests.lifecycle import DeadlineKind, State
from contests.selectors.cards import DashboardRow, DeadlineCard
from frontend.showing.states import Shown, contest_state
from payouts.selectors.auditing import liabilities

Words = str | Promise


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A contest on the desk, with its state in words and the way to what it waits for."""

    row: DashboardRow
    state: Shown
    step: Words
    page: str
    due: Words

    @property
    def is_waiting(self) -> bool:
        """Whether the brand has to do something."""
        return self.row.contest.state in WAITING

    @property
    def has_money(self) -> bool:
        return self.row.contest.state != State.DRAFT

    @property
    def counts_ratings(self) -> bool:
        return self.row.contest.state in (State.OPEN, State.SHORTLISTING, State.FINAL_ROUND, State.JUDGING)


@dataclass(frozen=True, slots=True)
class Group:
    """Contests that wait for the same."""

    title: Words
    rows: tuple[DeskRow, ...]


S = State
STEPS: dict[str, tuple[Words, str]] = {
    S.DRAFT: (_("Go on writing"), "pages:brief_edit"),
    S.AWAITING_FUNDS: (_("Fund it"), "pages:funding"),
    S.OPEN: (_("See what comes in"), "pages:choose"),
    S.SHORTLISTING: (_("Shortlist"), "pages:choose"),
    S.FINAL_ROUND: (_("Follow the final round"), "pages:decide"),
    S.JUDGING: (_("Decide"), "pages:decide"),
    S.AWARDED: (_("Follow the handover"), "pages:review"),
    S.HANDOVER: (_("Accept the handover"), "pages:review"),
    S.SETTLED: (_("See what was paid"), "pages:contest_money"),
    S.LAPSED: (_("See what was paid"), "pages:contest_money"),
    S.CANCELLED: (_("See what was paid"), "pages:contest_money"),
    S.SUSPENDED: (_("See where it stands"), "pages:contest"),
}
READ_DRAFT: tuple[Words, str] = (_("Read the draft"), "pages:contest")
"""Instead, for those of a brand who do not write its briefs."""
WAITING = frozenset({S.AWAITING_FUNDS, S.SHORTLISTING, S.JUDGING, S.HANDOVER})
GROUPS: tuple[tuple[Words, frozenset[str]], ...] = (
    (_("Waiting for you"), WAITING),
    (_("Running"), frozenset({S.OPEN, S.FINAL_ROUND, S.AWARDED, S.SUSPENDED})),
    (_("Drafts"), frozenset({S.DRAFT})),
    (_("Ended"), frozenset({S.SETTLED, S.LAPSED, S.CANCELLED})),
)
DEADLINES: dict[str, Words] = {
    DeadlineKind.FUNDING_EXPIRES: _("goes back to your drafts"),
    DeadlineKind.ENTRIES_CLOSE: _("entries close"),
    DeadlineKind.SHORTLIST_DUE: _("your shortlist is due"),
    DeadlineKind.FINAL_ROUND_ENDS: _("the final round ends"),
    DeadlineKind.DECISION_DUE: _("your decision is due"),
    DeadlineKind.FINAL_NOTICE: _("last notice; the contest then lapses"),
    DeadlineKind.LAPSE: _("lapses: everybody is paid by rule, and no rights pass to you"),
    DeadlineKind.DELIVERY_DUE: _("the winner’s files are due"),
    DeadlineKind.ACCEPTANCE_DUE: _("counts as accepted, and the prize is paid"),
    DeadlineKind.SUSPENSION_ENDS: _("goes on where it stopped"),
}


ROLES: dict[str, Words] = {
    "owner": _("Owner – all of it, and the team"),
    "manager": _("Manager – writes briefs and decides"),
    "judge": _("Judge – looks and rates"),
    "finance": _("Finance – sees and pays"),
}


def role_words(role: str) -> Words:
    """A member's role with what it may do."""
    return ROLES[role]


@dataclass(frozen=True, slots=True)
class Held:
    """What the escrows of a brand's running contests hold, and what those can owe at most. Per currency."""

    currency: str
    held_minor: int
    liability_minor: int


def money_held(brand_id: UUID) -> list[Held]:
    """The brand's money at work. One query."""
    sums: dict[str, list[int]] = {}
    for escrow in liabilities().filter(contest__brand=brand_id):
        both = sums.setdefault(escrow.currency, [0, 0])
        both[0] += int(vars(escrow)["held_minor"])  # Annotated by the selector.
        both[1] += escrow.liability_minor
    return [Held(currency, *both) for currency, both in sorted(sums.items())]


@dataclass(frozen=True, slots=True)
class Next:
    """What happens next to one contest."""

    row: DashboardRow
    due_at: datetime
    words: Words


def coming_up(rows: Sequence[DashboardRow], most: int = 4) -> list[Next]:
    """The next deadlines over all contests, the soonest first."""
    waiting = [
        Next(row, row.next_deadline.due_at, deadline_words(row.next_deadline.kind)) for row in rows if row.next_deadline
    ]
    return sorted(waiting, key=lambda one: one.due_at)[:most]


def deadline_words(kind: str) -> Words:
    """What happens when a deadline of this kind passes, said to the brand."""
    return DEADLINES.get(kind, "")


@dataclass(frozen=True, slots=True)
class Coming:
    """A deadline ahead, with what happens when it passes."""

    kind: str
    due_at: datetime
    words: Words


def coming(deadlines: Sequence[DeadlineCard]) -> list[Coming]:
    """The deadlines that still wait, in their order."""
    return [Coming(one.kind, one.due_at, deadline_words(one.kind)) for one in deadlines if one.state == "waiting"]


def dashboard_groups(rows: Sequence[DashboardRow], *, may_write: bool) -> list[Group]:
    """The contests by what they wait for, each with a step that its reader may take; empty groups are left out."""
    groups = []
    for title, states in GROUPS:
        found = tuple(_desk_row(row, may_write=may_write) for row in rows if row.contest.state in states)
        if found:
            groups.append(Group(title, found))
    return groups


def _desk_row(row: DashboardRow, *, may_write: bool) -> DeskRow:
    step, page = READ_DRAFT if row.contest.state == S.DRAFT and not may_write else STEPS[row.contest.state]
    due = deadline_words(row.next_deadline.kind) if row.next_deadline else ""
    return DeskRow(row, contest_state(row.contest.state), step, page, due)
