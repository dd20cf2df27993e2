"""The audit as its pages show it: checks, balances, postings, payments by state, deadlines, events, lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from contests.selectors.cards import DeadlineCard, EventCard
from frontend.showing.audit_words import (
    ACCOUNT_GROUP,
    ACCOUNT_KIND,
    DEADLINE,
    DISBURSEMENT,
    DUE_STATE,
    ESCROW,
    EVENT,
    ROLE,
    Words,
)
from frontend.showing.contest_names import names_of
from frontend.showing.pay import capital
from frontend.showing.states import CONTEST, Shown
from payouts import ledger
from payouts.ledger.accounts import TrialBalanceRow
from payouts.models import JournalEntry, Posting, Settlement
from payouts.models.ledger import Side
from payouts.policy import explain_line, label_rule
from payouts.services.audit import CHECKS, CheckResult


@dataclass(frozen=True, slots=True)
class CheckShown:
    """A guarantee, whether it holds, over how much it was looked at, and what is wrong."""

    title: Words
    is_well: bool
    is_empty: bool
    examined: int
    wrong: int
    examples: tuple[str, ...]


def checks_shown(results: Iterable[CheckResult]) -> list[CheckShown]:
    """Broken ones first."""
    titles = {check.name: check.title for check in CHECKS}
    shown = [
        CheckShown(
            titles.get(result.name, result.name),
            result.ok,
            not result.figures["examined"],
            result.figures["examined"],
            result.figures["wrong"],
            tuple(result.figures["examples"]),
        )
        for result in results
    ]
    return sorted(shown, key=lambda check: check.is_well)


@dataclass(frozen=True, slots=True)
class BalanceRow:
    label: Words
    code: str
    kind: Words
    debit_minor: int
    credit_minor: int


@dataclass(frozen=True, slots=True)
class Balance:
    """The trial balance in one currency."""

    currency: str
    rows: tuple[BalanceRow, ...]
    debit_minor: int
    credit_minor: int

    @property
    def difference_minor(self) -> int:
        return self.debit_minor - self.credit_minor


def balance_shown() -> list[Balance]:
    """Both sides of all accounts, per currency. One query."""
    rows = ledger.trial_balance()
    return [_balance(currency, rows) for currency in sorted({row.currency for row in rows})]


def _balance(currency: str, rows: Sequence[TrialBalanceRow]) -> Balance:
    own = [row for row in rows if row.currency == currency]
    shown = tuple(
        BalanceRow(
            ACCOUNT_GROUP.get(row.group.removesuffix(f":{currency}"), row.group),
            row.group,
            ACCOUNT_KIND[row.kind],
            row.debit_minor,
            row.credit_minor,
        )
        for row in own
    )
    return Balance(currency, shown, sum(row.debit_minor for row in own), sum(row.credit_minor for row in own))


@dataclass(frozen=True, slots=True)
class PostingShown:
    """One leg of an entry, on its side."""

    account_id: int
    code: str
    label: Words
    currency: str
    debit_minor: int | None
    credit_minor: int | None


def postings_shown(entry: JournalEntry) -> list[PostingShown]:
    """The legs of an entry whose postings have been loaded."""
    return [_posting(posting) for posting in entry.postings.all()]


def _posting(posting: Posting) -> PostingShown:
    account, amount = posting.account, posting.amount_minor
    group = account.code.removesuffix(f":{account.currency}")
    is_debit = posting.side == Side.DEBIT
    return PostingShown(
        account.pk,
        account.code,
        ESCROW if account.contest_id else ACCOUNT_GROUP.get(group, account.code),
        account.currency,
        amount if is_debit else None,
        None if is_debit else amount,
    )


@dataclass(frozen=True, slots=True)
class Tally:
    state: Shown
    key: str
    currency: str
    count: int
    sum_minor: int


def payments_shown(tally: Iterable[tuple[str, str, int, int]]) -> list[Tally]:
    """Payments by state, in the order of a payment's life."""
    order = list(DISBURSEMENT)
    rows = [Tally(DISBURSEMENT[state], state, currency, count, total) for state, currency, count, total in tally]
    return sorted(rows, key=lambda row: (row.currency, order.index(row.key)))


@dataclass(frozen=True, slots=True)
class DeadlineShown:
    card: DeadlineCard
    words: Words
    state: Shown
    contest: str


def deadlines_shown(cards: Sequence[DeadlineCard]) -> list[DeadlineShown]:
    """Deadlines with their contests' names. One query."""
    names = names_of(card.contest_id for card in cards)
    return [
        DeadlineShown(card, DEADLINE[card.kind], DUE_STATE[card.state], names.get(card.contest_id, ""))
        for card in cards
    ]


@dataclass(frozen=True, slots=True)
class EventShown:
    card: EventCard
    words: Words
    role: Words
    to_state: Words
    has_moved: bool
    details: tuple[tuple[str, str], ...]


def events_shown(cards: Iterable[EventCard]) -> list[EventShown]:
    """What happened, with what was kept of it."""
    return [
        EventShown(
            card,
            EVENT.get(card.kind, card.kind.replace("_", " ")),
            ROLE.get(card.role, card.role),
            CONTEST[card.to_state].label,
            card.from_state != card.to_state,
            tuple((name, _told(value)) for name, value in card.data.items()),
        )
        for card in cards
    ]


def _told(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_told(one)}" for key, one in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


@dataclass(frozen=True, slots=True)
class AuditedLine:
    position: int
    entry_id: UUID | None
    title: str
    rule: str
    component: str
    sentence: str
    amount_minor: int


def audited_lines(settlement: Settlement) -> list[AuditedLine]:
    """The lines of a settlement whose lines have been loaded, in the reader's language."""
    language = get_language() or "en"
    return [
        AuditedLine(
            line.position,
            line.entry_id,
            capital(label_rule(line.rule, language)),
            line.rule,
            line.component,
            explain_line(line, language),
            line.amount_minor,
        )
        for line in sorted(settlement.lines.all(), key=lambda line: line.position)
    ]
