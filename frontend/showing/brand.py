"""How a brand's contests are grouped and spoken of on its desk."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contests.lifecycle import DeadlineKind, State
from contests.selectors.cards import DashboardRow
from frontend.showing.states import contest_state

Words = str | Promise


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A contest on the desk, with its state in words and the way to what it waits for."""

    row: DashboardRow
    state: object
    step: Words
    page: str
    due: Words


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
    S.SUSPENDED: (_("See why"), "pages:contest"),
}
GROUPS: tuple[tuple[Words, frozenset[str]], ...] = (
    (_("Waiting for you"), frozenset({S.AWAITING_FUNDS, S.SHORTLISTING, S.JUDGING, S.HANDOVER})),
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


def deadline_words(kind: str) -> Words:
    """What happens when a deadline of this kind passes, said to the brand."""
    return DEADLINES.get(kind, "")


def dashboard_groups(rows: Sequence[DashboardRow]) -> list[Group]:
    """The contests by what they wait for; empty groups are left out."""
    groups = []
    for title, states in GROUPS:
        found = tuple(_desk_row(row) for row in rows if row.contest.state in states)
        if found:
            groups.append(Group(title, found))
    return groups


def _desk_row(row: DashboardRow) -> DeskRow:
    step, page = STEPS[row.contest.state]
    due = deadline_words(row.next_deadline.kind) if row.next_deadline else ""
    return DeskRow(row, contest_state(row.contest.state), step, page, due)
