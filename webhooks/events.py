"""Every type of event that a webhook may ask for, what it says, and who may hear it at all.

Which single events an endpoint's owner may see is decided event by event, by the rules of `contests.visibility` and of
the money pages, in `webhooks.sources`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.scopes import Scope

TEST: Final = "webhook.test"
"""Sent at its owner's word, whatever an endpoint has asked for."""


@dataclass(frozen=True, slots=True)
class EventType:
    """A type by its name, in words, with the scope that a program needs to hear it."""

    name: str
    says: Promise
    scope: Scope
    auditors_only: bool = False

    @property
    def group(self) -> str:
        """What it is about: the part before the dot."""
        return self.name.partition(".")[0]


CONTESTS_AND_POLICIES: Final[dict[str, Promise]] = {
    "contest.funding_requested": _("A brand has asked for the funds of a brief"),
    "contest.returned_to_draft": _("A brief went back to draft"),
    "contest.opened": _("A contest is open for entries"),
    "contest.extended": _("Entries are taken for longer"),
    "contest.entries_closed": _("Entries are closed"),
    "contest.closed_empty": _("A contest ended without an entry"),
    "contest.shortlisted": _("The shortlist is confirmed"),
    "contest.judging": _("The final round is over"),
    "contest.awarded": _("The prizes are awarded"),
    "contest.award_passed_on": _("A winner did not deliver; the prize passes on"),
    "contest.delivered": _("All winners have delivered"),
    "contest.settled": _("The handover is accepted and the contest settled"),
    "contest.closed_undelivered": _("No winner has delivered; the contest is closed"),
    "contest.lapsed": _("A brand stayed silent; the contest has lapsed"),
    "contest.cancelled": _("A contest is cancelled"),
    "contest.suspended": _("A contest is suspended"),
    "contest.resumed": _("A contest goes on"),
    "entry.submitted": _("An entry has come in"),
    "entry.revised": _("An entry has a new version"),
    "entry.withdrawn": _("An entry was withdrawn"),
    "entry.disqualified": _("An entry was ruled out"),
    "entry.revision_asked": _("A brand asks for changes of an entry"),
    "entry.delivered": _("A winner has delivered"),
    "vote.opened": _("The community votes on an award"),
    "vote.closed": _("A community’s vote has closed; ballots are checked"),
    "vote.counted": _("A community’s votes are counted"),
    "vote.uncounted": _("A community’s vote ended without a result; its award is shared by rule"),
    "policy.consulted": _("A draft of a pay policy is open to opinions"),
    "policy.published": _("A pay policy is published"),
    "policy.superseded": _("A pay policy is superseded"),
}
MONEY: Final[dict[str, Promise]] = {
    "settlement.decided": _("It is settled who is owed what"),
    "deposit.received": _("Money has come into an escrow"),
    "deposit.refused": _("A payment into an escrow was refused"),
    "deposit.returned": _("A payment into an escrow was taken back"),
    "disbursement.sent": _("A payment is on its way"),
    "disbursement.paid": _("A payment has arrived"),
    "disbursement.returned": _("A payment came back"),
    "disbursement.rejected": _("A payment was rejected"),
    "disbursement.held": _("A payment is held"),
    "disbursement.released": _("A held payment goes on"),
}
BOOKS: Final[dict[str, Promise]] = {
    "disbursement.unclear": _("The rail gave no clear answer about a payment"),
    "journal.posted": _("An entry was posted in the books"),
}

ALL: Final[tuple[EventType, ...]] = (
    *(EventType(name, says, Scope.CONTESTS_READ) for name, says in CONTESTS_AND_POLICIES.items()),
    *(EventType(name, says, Scope.MONEY_READ) for name, says in MONEY.items()),
    *(EventType(name, says, Scope.AUDIT_READ, auditors_only=True) for name, says in BOOKS.items()),
)
BY_NAME: Final = {one.name: one for one in ALL}
GROUPS: Final = tuple(dict.fromkeys(one.group for one in ALL))


def unknown(names: Iterable[str]) -> list[str]:
    """Those of the names that no type has."""
    return [name for name in names if name not in BY_NAME]
