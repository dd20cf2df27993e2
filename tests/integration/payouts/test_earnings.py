"""What a creative and an auditor read: amounts, reasons and where each payment stands, in a fixed number of queries."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import PayoutAccount, StaffRole
from payouts.models import Disbursement
from payouts.policy import explain_line, format_money
from payouts.selectors import auditing
from payouts.selectors.earnings import Payment, PaymentState, earnings_of
from payouts.services.disbursements import hold, prepare_disbursements
from tests.fixtures.payday import FLOOR, OPENED, PAYDAY, Payday, decided_contest
from tests.fixtures.worlds import award, enter, give_account, make_creative, make_user, open_contest, shortlist

pytestmark = pytest.mark.django_db


def payment_of(user: Any, component: str = "earned") -> Payment:
    (entry,) = earnings_of(user).entries
    (payment,) = [payment for payment in entry.payments if payment.component == component]
    return payment


def test_each_line_has_its_reason_and_each_debt_its_payment(payday: Payday) -> None:
    winner = make_creative()
    decided_contest(winner, make_creative())

    earnings = earnings_of(winner)
    (entry,) = earnings.entries
    assert (entry.contest_title, entry.entry_title, entry.currency) == ("A mark for a tea house", "A proposal", "EUR")
    assert [(line.component, line.amount_minor) for line in entry.lines] == [("earned", FLOOR), ("prize", 50_000)]
    assert explain_line(entry.lines[0], "en").startswith(format_money(FLOOR, "EUR", "en"))
    assert (entry.amount_minor, entry.entry_amount_minor) == (FLOOR + 50_000, FLOOR + 50_000)
    assert [(total.currency, total.owed_minor, total.paid_minor, total.open_minor) for total in earnings.totals] == [
        ("EUR", FLOOR + 50_000, 0, FLOOR + 50_000)
    ]


def test_a_payment_tells_where_it_stands_until_it_has_arrived(payday: Payday) -> None:
    payee = make_creative()
    decided_contest(payee)
    admin = make_user("admin", staff_role=StaffRole.ADMIN)

    assert payment_of(payee, "prize").state == PaymentState.AWAITING_HANDOVER
    assert payment_of(payee).state == PaymentState.PREPARING
    prepare_disbursements(PAYDAY)
    assert payment_of(payee).state == PaymentState.PENDING
    until = PAYDAY + timedelta(days=1)
    hold(admin, Disbursement.objects.get().pk, reason="identity check", until=until, now=PAYDAY)
    held = payment_of(payee)
    assert (held.state, held.held_until, held.reason) == (PaymentState.HELD, until, "identity check")
    payday.pay(until)
    assert (payment_of(payee).state, payment_of(payee).sent_at is not None) == (PaymentState.SENT, True)
    payday.bank.advance()
    heard = payday.hear(1)
    paid = payment_of(payee)
    assert (paid.state, paid.paid_at, paid.held_until) == (PaymentState.PAID, heard, None)
    assert earnings_of(payee).totals[0].paid_minor == FLOOR


def test_after_a_failed_payment_another_account_is_asked_for(payday: Payday) -> None:
    payee = make_creative()
    decided_contest(payee)
    payday.bank.arm("reject", reason="AC04")
    payday.pay()

    failed = payment_of(payee)
    assert (failed.state, failed.reason) == (PaymentState.NEEDS_ACCOUNT, "AC04")
    PayoutAccount.objects.filter(user=payee).update(retired_at=PAYDAY)
    assert payment_of(payee).state == PaymentState.NEEDS_ACCOUNT
    give_account(payee, "FR7630006000011234567890999")
    assert payment_of(payee).state == PaymentState.PREPARING


def test_without_an_account_money_waits_for_one() -> None:
    payee = make_creative(payout_account=False)
    decided_contest(payee)

    assert payment_of(payee).state == PaymentState.NEEDS_ACCOUNT
    assert not earnings_of(payee).has_account


def test_a_team_member_sees_the_entrys_lines_and_their_own_share() -> None:
    team = [make_creative(), make_creative(), make_creative()]
    contest = open_contest(prizes=[50_000], now=OPENED)
    entry = enter(contest, team[0], team=team)
    award(shortlist(contest, [entry]), entry)

    shares = [earnings_of(member).entries[0] for member in team]
    assert {share.entry_amount_minor for share in shares} == {FLOOR + 50_000}
    assert sum(share.amount_minor for share in shares) == FLOOR + 50_000
    assert max(share.amount_minor for share in shares) - min(share.amount_minor for share in shares) <= 2


def test_somebody_who_has_earned_nothing_has_no_entries() -> None:
    assert earnings_of(make_creative()).entries == ()


def test_the_number_of_queries_does_not_grow(payday: Payday) -> None:
    payee = make_creative()
    decided_contest(payee)
    with CaptureQueriesContext(
        connection,
    ) as few:
        earnings_of(payee, now=PAYDAY)
    for _ in range(3):
        decided_contest(payee)
    with CaptureQueriesContext(connection) as many:
        assert len(earnings_of(payee, now=PAYDAY).entries) == 4
    assert len(few) == len(many) == 4


def test_the_auditors_lists_read_a_page_in_a_fixed_number_of_queries(payday: Payday) -> None:
    decided_contest(*[make_creative() for _ in range(4)])
    open_contest()
    payday.pay()
    lists = {
        auditing.journal_entries: 2,
        auditing.accounts: 1,
        auditing.settlements: 2,
        auditing.obligations: 2,
        auditing.disbursements: 1,
        auditing.deposits: 1,
        auditing.notices: 1,
        auditing.liabilities: 1,
    }
    for read, queries in lists.items():
        with CaptureQueriesContext(connection) as seen:
            for row in read():
                show(row)
        assert len(seen) == queries, read.__name__


def show(row: Any) -> None:
    """Touch what a page or a serializer shows of a row."""
    for path in ("account", "policy", "contest", "obligation", "payout_account", "payee_user", "payee_brand"):
        if path + "_id" in row.__dict__ and path != "contest":
            getattr(row, path)
    for many in ("postings", "lines", "disbursements"):
        if many in getattr(row, "_prefetched_objects_cache", {}):
            for one in getattr(row, many).all():
                getattr(one, "account", None)


def test_an_account_shows_both_sides_and_its_balance(payday: Payday) -> None:
    decided_contest(make_creative())
    running = open_contest()

    rows = {account.code: account for account in auditing.accounts()}
    payable = rows["payable:creatives:EUR"]
    assert (payable.debit_minor, payable.credit_minor, payable.balance_minor) == (0, FLOOR + 50_000, FLOOR + 50_000)
    bank = rows["bank:sandbox:EUR"]
    assert bank.balance_minor == bank.debit_minor > 0
    (liability,) = auditing.liabilities()
    assert (liability.contest_id, liability.held_minor) == (running.pk, liability.liability_minor)
