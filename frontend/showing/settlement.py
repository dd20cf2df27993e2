"""A contest's settlement, line by line, in the reader's language."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language

from accounts.selectors.people import payout_account_of_brand
from duerows.models import DueState
from frontend.showing.pay import capital
from frontend.showing.states import PAYMENT, Shown
from payouts.models import CARD_PAGE, DISPUTED, Obligation
from payouts.policy import explain_line, label_rule
from payouts.selectors.auditing import obligations, settlements
from payouts.selectors.disputes import contest_debts

FAILED = ("rejected", "returned")


@dataclass(frozen=True, slots=True)
class SettledLine:
    """One amount with its reason. `code` names the entry without its author; empty for the platform's lines."""

    entry_id: UUID | None
    code: str
    title: str
    amount_minor: int
    reason: str


@dataclass(frozen=True, slots=True)
class ContestPayment:
    """One debt of a contest and where its payment stands; `code` names the entry, and is empty for a refund.

    `back` is what a refund goes back to, masked; empty where it goes to the brand's payout account.
    """

    ref: UUID
    code: str
    entry_id: UUID | None
    kind: str
    amount_minor: int
    currency: str
    state: Shown
    pay_by: datetime
    paid_at: datetime | None
    can_dispute: bool
    back: str = ""

    @property
    def is_back_to_card(self) -> bool:
        """Whether it goes back to a card, which only its rail knows."""
        return self.back == CARD_PAGE


def contest_payments(contest_id: UUID, now: datetime) -> list[ContestPayment]:
    """All debts of the contest's money, the refund last. Four queries."""
    rows = obligations().filter(contest=contest_id, cancelled_at=None).exclude(kind="interest")
    disputable = {debt.ref for debt in contest_debts(contest_id) if debt.can_dispute}
    found = [
        ContestPayment(
            row.public_id,
            row.entry.code if row.entry else "",
            row.entry_id,
            row.kind,
            row.amount_minor,
            row.currency,
            PAYMENT[_standing(row, now)],
            row.pay_by,
            row.paid_at,
            row.public_id in disputable,
            _way_back(row),
        )
        for row in rows.select_related("entry").order_by("pk")
    ]
    return sorted(found, key=lambda payment: (payment.kind == "refund", payment.code))


def _standing(debt: Obligation, now: datetime) -> str:
    """Where the payment of a debt stands, in the words of `PAYMENT`."""
    if debt.released_at is None:
        return "awaiting_handover"
    if debt.paid_at is None and debt.held_until is not None and debt.held_until > now:
        return "disputed"
    attempts = [one for one in debt.disbursements.all() if one.reason != DISPUTED]
    if not attempts:
        return "preparing"
    last = attempts[-1]
    if last.state not in FAILED:
        return last.state
    if last.origin is None or debt.payee_brand_id is None:
        return "needs_account"
    # It could not go back the way it came: from now on it is a payment to the brand's account like any other.
    if last.due_state == DueState.PARKED:
        return "unknown"
    return "preparing" if payout_account_of_brand(debt.payee_brand_id) else "needs_account"


def _way_back(debt: Obligation) -> str:
    """What the money goes back to, or went; empty if it does not, or no longer."""
    live = [one for one in debt.disbursements.all() if one.state not in FAILED and one.origin is not None]
    return live[-1].origin.masked if live and live[-1].origin is not None else ""


def settled_lines(contest_id: UUID) -> list[SettledLine]:
    """The lines of the contest's latest settlement; none while it is undecided. Three queries."""
    latest = settlements().filter(contest=contest_id).order_by("-sequence").first()
    if latest is None:
        return []
    language = get_language() or "en"
    return [
        SettledLine(
            line.entry_id,
            line.entry.code if line.entry else "",
            capital(label_rule(line.rule, language)),
            line.amount_minor,
            reason_of(explain_line(line, language)),
        )
        for line in latest.lines.select_related("entry").order_by("position")
    ]


def reason_of(sentence: str) -> str:
    """The arithmetic of an engine's sentence, without the amount and the rule's name, which stand beside it.

    >>> reason_of("168.28 € – hourly floor: 480 min × 12.02 €/h × 1.75")
    '480 min × 12.02 €/h × 1.75'
    """
    said = sentence.partition(" – ")[2] or sentence
    return said.partition(":")[2].strip() or said
