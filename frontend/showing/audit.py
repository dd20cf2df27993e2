"""The audit's words: what each check asks, what an entry of the books is, where a payment stands, what happened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from contests.selectors.cards import DeadlineCard, EventCard
from frontend.showing.contest_names import names_of
from frontend.showing.pay import capital
from frontend.showing.states import CONTEST, Shown
from payouts import ledger
from payouts.ledger.accounts import TrialBalanceRow
from payouts.models import JournalEntry, Posting, Settlement
from payouts.models.ledger import Side
from payouts.policy import explain_line, label_rule
from payouts.services.audit import CHECKS, CheckResult

Words = str | Promise

DISBURSEMENT = {
    "pending": Shown(_("About to be sent"), "note"),
    "sent": Shown(_("Sent"), "note"),
    "unknown": Shown(_("Being asked about"), "warn"),
    "paid": Shown(_("Paid"), "good"),
    "returned": Shown(_("Sent back"), "bad"),
    "rejected": Shown(_("Rejected"), "bad"),
    "held": Shown(_("On hold"), "warn"),
}

OUTCOME = {
    "awarded": Shown(_("Awarded"), "good"),
    "lapsed": Shown(_("Lapsed"), "warn"),
    "cancelled": Shown(_("Cancelled"), "warn"),
    "void": Shown(_("Nobody entered")),
}

ENTRY_KIND: dict[str, Words] = {
    "deposit": _("Deposit received"),
    "deposit_return": _("Deposit sent back"),
    "obligation": _("Debt to a creative"),
    "refund": _("Debt to a brand"),
    "fee": _("Fee and VAT"),
    "disbursement": _("Payment out"),
    "reversal": _("Reversal"),
}

ACCOUNT_KIND: dict[str, Words] = {
    "asset": _("asset"),
    "liability": _("liability"),
    "income": _("income"),
    "expense": _("expense"),
}

ACCOUNT_GROUP: dict[str, Words] = {
    "escrow": _("Escrows of all contests"),
    "bank:sandbox": _("Bank"),
    "payable:creatives": _("Owed to creatives"),
    "payable:refunds": _("Owed to brands"),
    "payable:vat": _("VAT to be paid"),
    "income:fees": _("Fees earned"),
    "receivable:brands": _("Due from brands"),
}

ESCROW: Words = _("Escrow of the contest")

DEADLINE: dict[str, Words] = {
    "funding_expires": _("Funding expires: back to draft"),
    "entries_close": _("Entries close"),
    "shortlist_due": _("Shortlist due: a reminder"),
    "final_round_ends": _("Final round ends"),
    "decision_due": _("Decision due: a reminder"),
    "final_notice": _("Final notice: a reminder"),
    "lapse": _("Lapse: paid by rule"),
    "delivery_due": _("Delivery due: or passed over"),
    "acceptance_due": _("Acceptance due: or accepted"),
    "suspension_ends": _("Suspension ends: goes on"),
}

DUE_STATE = {
    "waiting": Shown(_("Waiting"), "note"),
    "done": Shown(_("Done"), "good"),
    "cancelled": Shown(_("Void")),
    "parked": Shown(_("Waits for a person"), "bad"),
}

EVENT: dict[str, Words] = {
    "request_funding": _("Asked for funds"),
    "return_to_draft": _("Went back to draft"),
    "open": _("Opened"),
    "close_entries": _("Entries closed"),
    "close_empty": _("Closed without an entry"),
    "confirm_shortlist": _("Shortlisted"),
    "end_final_round": _("Final round ended"),
    "award": _("Awarded"),
    "pass_over": _("A winner was passed over"),
    "all_delivered": _("Everything was delivered"),
    "accept": _("Handover accepted"),
    "close_undelivered": _("Closed without a delivery"),
    "lapse": _("Lapsed"),
    "cancel": _("Cancelled"),
    "suspend": _("Suspended"),
    "resume": _("Resumed"),
    "delivered": _("A winner delivered"),
    "entry_submitted": _("Entry submitted"),
    "entry_withdrawn": _("Entry withdrawn"),
    "entry_disqualified": _("Entry ruled out"),
    "entry_version": _("New version"),
}

ROLE: dict[str, Words] = {
    "owner": _("owner"),
    "manager": _("manager"),
    "judge": _("judge"),
    "finance": _("finance"),
    "creative": _("creative"),
    "admin": _("admin"),
    "auditor": _("auditor"),
    "clock": _("the clock"),
}


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
