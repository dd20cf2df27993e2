"""Money in through a real bank process: counted once, when it has come, and then the contest opens."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import MemberRole, User
from contests.lifecycle import NotAllowed
from contests.models import Contest
from payouts import ledger
from payouts.errors import DepositRefused, KeyReused
from payouts.models import Deposit, DepositState, Escrow, JournalEntry
from payouts.selectors.funding import deposits_of, escrow_position
from payouts.services import deposits, receiving
from payouts.services.audit import run_checks
from payouts.services.deposits import carry_out_deposit, carry_out_due_deposits, missing_minor, start_deposit
from payouts.services.funding import request_funding, withdraw_from_funding
from payouts.services.hints import make_due
from payouts.services.notices import process_notices, store_notice
from tests.fixtures.payday import LATER, PAYDAY, Payday
from tests.fixtures.worlds import add_member, draft_contest, make_creative, owner_of

pytestmark = pytest.mark.django_db

SOURCE = "FR7630006000011234567890189"


@pytest.fixture(autouse=True)
def the_books_hold(db: None) -> object:
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert [check for check in run_checks(now=PAYDAY) if not check.ok and check.name != "nothing_stuck"] == []


@pytest.fixture
def contest(payday: Payday) -> Contest:
    """A contest that awaits funds."""
    contest = draft_contest()
    request_funding(owner_of(contest.brand), contest.pk, now=PAYDAY)
    contest.refresh_from_db()
    return contest


def liability(contest: Contest) -> int:
    return Escrow.objects.get(contest=contest).liability_minor


def held(contest: Contest) -> int:
    return ledger.balance(Escrow.objects.get(contest=contest).account_id)


def state(contest: Contest) -> str:
    contest.refresh_from_db()
    return str(contest.state)


def start(contest: Contest, amount: int, key: str = "k1", actor: User | None = None, source: str = SOURCE) -> Deposit:
    return start_deposit(actor or owner_of(contest.brand), contest.pk, amount, source, key, PAYDAY)


def test_the_contest_opens_once_all_of_it_has_come(payday: Payday, contest: Contest) -> None:
    total = liability(contest)
    first, second = start(contest, 10_000, "a"), start(contest, total - 10_000, "b")
    for deposit in (first, second):
        assert carry_out_deposit(deposit.pk, PAYDAY).state == DepositState.PENDING
    assert held(contest) == 0

    payday.bank.advance()
    assert carry_out_deposit(first.pk, PAYDAY + LATER).state == DepositState.RECEIVED
    assert (held(contest), state(contest)) == (10_000, "awaiting_funds")
    received = carry_out_deposit(second.pk, PAYDAY + LATER)
    assert (received.state, received.due_state) == (DepositState.RECEIVED, "done")
    assert (held(contest), state(contest)) == (total, "open")
    assert JournalEntry.objects.filter(kind="deposit").count() == 2


def test_the_sweep_alone_carries_it_through(payday: Payday, contest: Contest) -> None:
    start(contest, liability(contest))

    assert carry_out_due_deposits(PAYDAY) == 1
    payday.bank.advance()
    assert carry_out_due_deposits(PAYDAY + LATER) == 1
    assert state(contest) == "open"
    assert carry_out_due_deposits(PAYDAY + 2 * LATER) == 0


def test_a_notice_makes_the_deposit_due(payday: Payday, contest: Contest) -> None:
    start(contest, liability(contest))
    carry_out_due_deposits(PAYDAY)
    payday.bank.advance()

    now = timezone.now()
    for posted in payday.bank.board.wait_for(1):
        store_notice("sandbox", posted.headers, posted.body, now)
    process_notices(now)
    carry_out_due_deposits(now)

    assert state(contest) == "open"


def test_an_answer_older_than_a_notice_is_not_recorded(
    payday: Payday, contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    deposit = start(contest, liability(contest))
    ask = deposits._ask_or_charge

    def ask_and_be_overtaken(row: Deposit) -> object:
        answer = ask(row)
        payday.bank.advance()
        make_due(Deposit, [row.idempotency_key], now=PAYDAY)
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(deposits, "_ask_or_charge", ask_and_be_overtaken)
        carry_out_deposit(deposit.pk, PAYDAY)
    carry_out_due_deposits(PAYDAY)

    assert state(contest) == "open"


def test_the_same_request_is_one_deposit_and_another_under_its_key_is_refused(contest: Contest) -> None:
    assert start(contest, 500).pk == start(contest, 500).pk
    with pytest.raises(KeyReused):
        start(contest, 501)
    with pytest.raises(KeyReused):
        start(contest, 500, source="FR7612345000010000000000193")
    assert Deposit.objects.count() == 1


def test_a_key_counts_within_its_contest(contest: Contest, payday: Payday) -> None:
    other = draft_contest()
    request_funding(owner_of(other.brand), other.pk, now=PAYDAY)

    assert start(contest, 500).pk != start(other, 700).pk


def test_no_more_is_taken_than_what_is_missing_payments_on_their_way_included(contest: Contest) -> None:
    total = liability(contest)
    start(contest, total - 1, "a")

    with pytest.raises(DepositRefused, match=r"0\.01 €"):
        start(contest, 2, "b")
    start(contest, 1, "c")
    assert missing_minor(Escrow.objects.get(contest=contest)) == 0


@pytest.mark.parametrize("amount", [0, -5])
def test_an_amount_that_is_none_is_refused(contest: Contest, amount: int) -> None:
    with pytest.raises(DepositRefused):
        start(contest, amount)


def test_an_account_that_no_rail_would_take_is_refused(contest: Contest) -> None:
    with pytest.raises(DepositRefused) as refusal:
        start(contest, 500, source="x" * 65)
    assert refusal.value.field == "source"


def test_only_those_who_pay_for_the_brand_may(contest: Contest) -> None:
    start(contest, 100, "finance", actor=add_member(contest.brand, MemberRole.FINANCE))
    start(contest, 100, "manager", actor=add_member(contest.brand, MemberRole.MANAGER))
    for stranger in (add_member(contest.brand, MemberRole.JUDGE), make_creative(), owner_of(draft_contest().brand)):
        with pytest.raises(NotAllowed):
            start(contest, 100, "stranger", actor=stranger)


def test_a_contest_that_does_not_await_funds_takes_none(payday: Payday) -> None:
    draft = draft_contest()
    with pytest.raises(DepositRefused):
        start(draft, 100)
    request_funding(owner_of(draft.brand), draft.pk, now=PAYDAY)
    withdraw_from_funding(owner_of(draft.brand), draft.pk, now=PAYDAY)
    with pytest.raises(DepositRefused):
        start(draft, 100)


def test_a_refused_charge_says_why_and_counts_for_nothing(payday: Payday, contest: Contest) -> None:
    payday.bank.arm("reject", applies_to="charge", reason="AM04")

    deposit = carry_out_deposit(start(contest, liability(contest)).pk, PAYDAY)

    assert (deposit.state, deposit.reason, deposit.due_state) == (DepositState.REFUSED, "AM04", "done")
    assert missing_minor(Escrow.objects.get(contest=contest)) == liability(contest)


@pytest.mark.parametrize("fault", ["timeout_after_accepting", "timeout_before_accepting", "error_500"])
def test_an_unclear_answer_is_asked_again_under_the_same_key(
    hasty_payday: Payday, contest: Contest, fault: str
) -> None:
    hasty_payday.bank.arm(fault, applies_to="charge")
    deposit = carry_out_deposit(start(contest, liability(contest)).pk, PAYDAY)
    assert deposit.state == DepositState.UNKNOWN

    carry_out_due_deposits(PAYDAY + LATER)
    hasty_payday.bank.advance()
    carry_out_due_deposits(PAYDAY + 2 * LATER)

    (movement,) = hasty_payday.bank.movements("charge")
    assert movement["idempotency_key"] == deposit.idempotency_key
    assert (held(contest), state(contest)) == (liability(contest), "open")


def test_a_crash_after_the_charge_collects_once(
    payday: Payday, contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    deposit = start(contest, liability(contest))

    def die(*_: object, **__: object) -> None:
        raise SystemExit("killed")

    with monkeypatch.context() as patch:
        patch.setattr(deposits, "record_deposit", die)
        with pytest.raises(SystemExit):
            carry_out_deposit(deposit.pk, PAYDAY)
    payday.bank.advance()
    carry_out_due_deposits(PAYDAY + LATER)

    assert len(payday.bank.movements("charge")) == 1
    assert state(contest) == "open"


def test_a_crash_between_the_receipt_and_the_opening_is_made_good(
    payday: Payday, contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    deposit = carry_out_deposit(start(contest, liability(contest)).pk, PAYDAY)
    payday.bank.advance()

    def die(*_: object, **__: object) -> None:
        raise SystemExit("killed")

    with monkeypatch.context() as patch:
        patch.setattr(deposits, "open_if_funded", die)
        with pytest.raises(SystemExit):
            carry_out_deposit(deposit.pk, PAYDAY + LATER)
    assert (held(contest), state(contest)) == (liability(contest), "awaiting_funds")

    carry_out_due_deposits(PAYDAY + 2 * LATER)
    assert state(contest) == "open"
    assert held(contest) == liability(contest)


def test_money_that_comes_after_the_return_to_draft_is_kept_and_counts_the_next_time(
    payday: Payday, contest: Contest
) -> None:
    owner = owner_of(contest.brand)
    start(contest, liability(contest))
    carry_out_due_deposits(PAYDAY)
    withdraw_from_funding(owner, contest.pk, now=PAYDAY)
    payday.bank.advance()
    carry_out_due_deposits(PAYDAY + LATER)

    assert (state(contest), held(contest)) == ("draft", liability(contest))
    (row,) = deposits_of(contest)
    assert (row.state, row.masked_source) == ("received", "FR76 •••• 0189")
    request_funding(owner, contest.pk, now=PAYDAY + timedelta(hours=1))
    assert state(contest) == "open"


def test_money_that_the_payers_bank_takes_back_before_the_opening_counts_no_more(
    payday: Payday, contest: Contest
) -> None:
    payday.bank.arm("return_later", applies_to="charge", reason="MD06")
    deposit = start(contest, 10_000)
    carry_out_due_deposits(PAYDAY)
    payday.bank.advance()
    carry_out_due_deposits(PAYDAY + LATER)
    assert held(contest) == 10_000
    payday.bank.advance()

    now = timezone.now()
    for posted in payday.bank.board.wait_for(2):
        store_notice("sandbox", posted.headers, posted.body, now)
    process_notices(now)
    carry_out_due_deposits(now)

    deposit.refresh_from_db()
    assert (deposit.state, deposit.reason) == (DepositState.RETURNED, "MD06")
    assert held(contest) == 0


def test_money_taken_back_once_people_work_leaves_their_escrow_whole(payday: Payday, contest: Contest) -> None:
    payday.bank.arm("return_later", applies_to="charge")
    total = liability(contest)
    start(contest, total)
    carry_out_due_deposits(PAYDAY)
    payday.bank.advance()
    carry_out_due_deposits(PAYDAY + LATER)
    assert state(contest) == "open"
    payday.bank.advance()

    now = timezone.now()
    for posted in payday.bank.board.wait_for(2):
        store_notice("sandbox", posted.headers, posted.body, now)
    process_notices(now)
    carry_out_due_deposits(now)

    assert Deposit.objects.get().state == DepositState.RETURNED
    assert held(contest) == total
    assert ledger.balance(ledger.account_id("bank:sandbox", "EUR")) == 0
    assert ledger.balance(ledger.account_id("receivable:brands", "EUR")) == total


def test_the_position_tells_what_is_held_on_its_way_and_missing(payday: Payday, contest: Contest) -> None:
    total = liability(contest)
    start(contest, 10_000, "a")
    carry_out_due_deposits(PAYDAY)
    payday.bank.advance()
    carry_out_due_deposits(PAYDAY + LATER)
    start(contest, 5_000, "b")

    position = escrow_position(contest)
    assert position is not None
    assert (position.liability_minor, position.held_minor, position.on_its_way_minor) == (total, 10_000, 5_000)
    assert (position.missing_minor, position.is_covered, position.paid_in_minor) == (total - 15_000, False, 10_000)
    assert escrow_position(draft_contest()) is None


def test_states_and_statuses_translate_both_ways() -> None:
    assert {receiving.STATE_FOR[status]: status for status in receiving.STATE_FOR} == dict(receiving.STATUS_OF)
