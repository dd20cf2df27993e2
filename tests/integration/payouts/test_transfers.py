"""Money in by bank transfer: matched by its reference, counted once; what is left over or names nobody stays apart."""

from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import StaffRole, User
from contests.models import Contest
from payouts import ledger
from payouts.errors import OperatorOnly, TransferActRefused
from payouts.models import BankEntry, Deposit, Escrow, IncomingTransfer, PaymentFile, TransferReturn
from payouts.rails.sepa.references import contest_reference, in_groups
from payouts.services import file_desk, transfers
from payouts.services.funding import request_funding, withdraw_from_funding
from payouts.services.reconcile import reconcile
from payouts.services.refunding import refund_draft
from payouts.services.transfer_desk import assign_transfer, keep_transfer, send_transfer_back
from payouts.services.transfers import GRACE, match_transfers
from tests.fixtures.bank_words import Booking, notification, statement, status_report
from tests.fixtures.people import hire
from tests.fixtures.sepa import SOON, SepaDay, an_iban, booked, parked, wrong
from tests.fixtures.worlds import draft_contest, give_account, owner_of
from tests.integration.payouts.test_audit import forge
from tests.integration.payouts.test_crash_points import Killed, dying

pytestmark = pytest.mark.django_db

PAYER = {"name": "Halden Tea BV", "iban": "NL14MOCK0000000002"}


@pytest.fixture
def contest(sepa_day: SepaDay) -> Contest:
    """A contest that awaits its funds."""
    return awaiting_funds(sepa_day)


@pytest.fixture
def admin() -> User:
    return hire(StaffRole.ADMIN)


def awaiting_funds(sepa_day: SepaDay, **terms: Any) -> Contest:
    contest = draft_contest(now=sepa_day.now, **terms)
    request_funding(owner_of(contest.brand), contest.pk, now=sepa_day.now)
    contest.refresh_from_db()
    return contest


def liability(contest: Contest) -> int:
    return Escrow.objects.get(contest=contest).liability_minor


def held(contest: Contest) -> int:
    return ledger.balance(Escrow.objects.get(contest=contest).account_id)


def unused() -> int:
    return ledger.balance(ledger.account_id(ledger.PAYABLE_INCOMING, "EUR"))


def state(contest: Contest) -> str:
    contest.refresh_from_db()
    return str(contest.state)


def transfer() -> IncomingTransfer:
    return IncomingTransfer.objects.order_by("-pk")[0]


def paid_in(amount: int, contest: Contest | None = None, reference: str = "C-1", **changes: Any) -> Booking:
    """What a bank books when a brand pays, by default with the contest's reference in its own field."""
    return Booking(amount, reference, rf=contest_reference(contest.pk) if contest else "", **changes)


def arrive(sepa_day: SepaDay, *bookings: Booking, name: str = "S1") -> None:
    sepa_day.told(statement(sepa_day.bank.iban, name, *bookings))
    match_transfers(sepa_day.now)


def test_a_transfer_opens_its_contest(sepa_day: SepaDay, contest: Contest) -> None:
    """Through the real bank: a reference in prose, cut by the bank, and the whole way into the books."""
    note = f"Escrow for our brief, {in_groups(contest_reference(contest.pk))}, thanks"
    sepa_day.bank.transfer_in(liability(contest), note=note, wrap=35, debtor=PAYER)
    sepa_day.hear()
    assert (transfer().state, state(contest)) == ("received", "awaiting_funds")
    assert match_transfers(sepa_day.now) == 1
    assert (transfer().state, transfer().contest_id, state(contest)) == ("applied", contest.pk, "open")
    deposit = Deposit.objects.get()
    assert (deposit.state, deposit.rail, deposit.source, deposit.created_by, deposit.due_state) == (
        "received",
        "sepa",
        "0002",
        None,
        "done",
    )
    assert (held(contest), unused()) == (liability(contest), 0)

    sepa_day.next_day()  # The statement tells of it once more.
    assert (match_transfers(sepa_day.now), BankEntry.objects.count(), Deposit.objects.count()) == (0, 1, 1)
    assert (wrong(sepa_day.now), reconcile("sepa", sepa_day.now).is_clean) == ([], True)


@pytest.mark.parametrize("where", ["rf", "text", "order_id"])
def test_a_reference_is_found_wherever_the_payer_puts_it(sepa_day: SepaDay, contest: Contest, where: str) -> None:
    arrive(sepa_day, Booking(liability(contest), "C-1", **{where: contest_reference(contest.pk)}))
    assert state(contest) == "open"


def test_parts_count_and_the_last_one_opens(sepa_day: SepaDay, contest: Contest) -> None:
    arrive(sepa_day, paid_in(10_000, contest))
    assert (transfer().state, held(contest), state(contest)) == ("applied", 10_000, "awaiting_funds")
    arrive(sepa_day, paid_in(liability(contest) - 10_000, contest, "C-2"), name="S2")
    assert (held(contest), state(contest), Deposit.objects.count()) == (liability(contest), "open", 2)
    assert wrong(sepa_day.now) == []


def test_notification_and_statement_count_once(sepa_day: SepaDay, contest: Contest) -> None:
    booking = paid_in(liability(contest), contest)
    sepa_day.told(notification(sepa_day.bank.iban, "N1", booking))
    arrive(sepa_day, booking)
    sepa_day.told(statement(sepa_day.bank.iban, "S1-again", booking, opening=0))
    assert (IncomingTransfer.objects.count(), Deposit.objects.count(), booked("bank_credit")) == (1, 1, 1)


# What is left over.


def test_a_surplus_goes_back_to_its_payer_after_three_days(sepa_day: SepaDay, contest: Contest) -> None:
    arrive(sepa_day, paid_in(liability(contest) + 700, contest))
    assert (transfer().state, state(contest), held(contest), unused()) == ("surplus", "open", liability(contest), 700)
    assert match_transfers(sepa_day.now + GRACE - SOON) == 0
    assert wrong(sepa_day.now) == []

    sepa_day.now += GRACE
    assert match_transfers(sepa_day.now) == 1
    back = TransferReturn.objects.get()
    assert (transfer().state, back.amount_minor, transfer().payer_ending, back.created_by) == (
        "returning",
        700,
        "0002",
        None,
    )
    sepa_day.bank.advance(3)
    sepa_day.pay()
    assert TransferReturn.objects.get().state == "sent"
    assert wrong(sepa_day.now) == []
    sepa_day.hear()
    assert (TransferReturn.objects.get().state, transfer().state, unused()) == ("paid", "returned", 0)
    assert (booked("transfer_return"), PaymentFile.objects.get().state) == (1, "settled")
    (paid,) = sepa_day.bank.payments()
    assert (paid["creditor_name"], paid["creditor_iban"], paid["amount"]) == ("Halden Tea BV", PAYER["iban"], 700)
    assert wrong(sepa_day.now) == []


def test_a_transfer_for_a_contest_that_needs_nothing_is_all_surplus(sepa_day: SepaDay, contest: Contest) -> None:
    arrive(sepa_day, paid_in(liability(contest), contest))
    arrive(sepa_day, paid_in(liability(contest), contest, "C-2"), name="S2")
    assert (transfer().state, held(contest), unused()) == ("surplus", liability(contest), liability(contest))
    assert wrong(sepa_day.now) == []


def test_a_surplus_can_be_assigned_to_another_contest(sepa_day: SepaDay, contest: Contest, admin: User) -> None:
    other = awaiting_funds(sepa_day)
    arrive(sepa_day, paid_in(liability(contest) + 500, contest))
    row = assign_transfer(admin, transfer().pk, other.pk, now=sepa_day.now)
    assert (row.state, held(other), unused(), row.contest_id) == ("applied", 500, 0, contest.pk)
    assert Deposit.objects.get(escrow=other.pk).created_by == admin
    assert match_transfers(sepa_day.now + GRACE) == 0
    assert wrong(sepa_day.now) == []


def test_money_for_a_brief_taken_back_stays_with_it_and_is_refunded_on_request(
    sepa_day: SepaDay, contest: Contest
) -> None:
    owner = owner_of(contest.brand)
    give_account(contest.brand, an_iban(), rail="sepa")
    withdraw_from_funding(owner, contest.pk, now=sepa_day.now)
    arrive(sepa_day, paid_in(5_000, contest))
    assert (transfer().state, held(contest), state(contest)) == ("applied", 5_000, "draft")
    refund_draft(owner, contest.pk, now=sepa_day.now)
    sepa_day.pay()
    sepa_day.hear()
    assert (held(contest), sepa_day.file().state) == (0, "settled")
    assert wrong(sepa_day.now) == []


# What names nobody.


@pytest.mark.parametrize("reference", ["", "RF18539007547034", "RF36FM7PMMMA1H5NX6HQ"])
def test_what_names_no_contest_of_ours_waits_for_a_person(sepa_day: SepaDay, reference: str) -> None:
    arrive(sepa_day, Booking(9_900, "C-1", rf=reference, text="Invoice 12"))
    assert (transfer().state, transfer().due_state, unused()) == ("unmatched", "parked", 9_900)
    assert wrong(sepa_day.now) == ["nothing_stuck"]


def test_two_references_are_not_guessed_between(sepa_day: SepaDay, contest: Contest) -> None:
    other = awaiting_funds(sepa_day)
    arrive(sepa_day, paid_in(9_900, contest, text=contest_reference(other.pk)))
    assert (transfer().state, held(contest), held(other)) == ("unmatched", 0, 0)


def test_another_currency_than_the_contest_s_waits_for_a_person(sepa_day: SepaDay, contest: Contest) -> None:
    in_dollars = statement(sepa_day.bank.iban, "S1", paid_in(9_900, contest)).replace(b'"EUR"', b'"USD"')
    sepa_day.told(in_dollars.replace(b">EUR<", b">USD<"))
    match_transfers(sepa_day.now)
    assert (transfer().state, transfer().contest_id, transfer().currency) == ("unmatched", contest.pk, "USD")
    assert parked(IncomingTransfer) == ["its contest takes no money in this currency"]
    assert held(contest) == 0


def test_a_brief_that_never_asked_for_funds_gets_none(sepa_day: SepaDay) -> None:
    draft = draft_contest(now=sepa_day.now)
    arrive(sepa_day, paid_in(9_900, draft))
    assert (transfer().state, transfer().contest_id) == ("unmatched", draft.pk)
    assert parked(IncomingTransfer) == ["its contest has not asked for funds yet"]


def test_an_operator_assigns_what_named_nobody(sepa_day: SepaDay, contest: Contest, admin: User) -> None:
    arrive(sepa_day, Booking(liability(contest) + 5, "C-1"))
    stranger = owner_of(contest.brand)
    with pytest.raises(OperatorOnly):
        assign_transfer(stranger, transfer().pk, contest.pk, now=sepa_day.now)
    row = assign_transfer(admin, transfer().pk, contest.pk, now=sepa_day.now)
    assert (row.state, state(contest), unused()) == ("surplus", "open", 5)
    with pytest.raises(TransferActRefused, match="no money"):
        assign_transfer(admin, row.pk, contest.pk, now=sepa_day.now)
    with pytest.raises(TransferActRefused, match="no such contest"):
        assign_transfer(admin, row.pk, row.public_id, now=sepa_day.now)
    assert transfer().state == "surplus"
    assert wrong(sepa_day.now) == []


def test_an_operator_sends_back_what_named_nobody(sepa_day: SepaDay, admin: User) -> None:
    arrive(sepa_day, Booking(9_900, "C-1"))
    row = send_transfer_back(admin, transfer().pk, now=sepa_day.now)
    assert (row.state, TransferReturn.objects.get().created_by) == ("returning", admin)
    with pytest.raises(TransferActRefused, match="found its place"):
        send_transfer_back(admin, row.pk, now=sepa_day.now)
    sepa_day.pay()
    sepa_day.hear()
    assert (transfer().state, unused(), wrong(sepa_day.now)) == ("returned", 0, [])


def test_an_operator_says_what_is_the_platform_s_own(sepa_day: SepaDay, admin: User) -> None:
    arrive(sepa_day, Booking(50_000, "C-1", payer="The Owner", text="Working capital"))
    with pytest.raises(TransferActRefused):
        keep_transfer(admin, transfer().pk, reason=" ", now=sepa_day.now)
    row = keep_transfer(admin, transfer().pk, reason="The owner's working capital.", now=sepa_day.now)
    assert (row.state, row.kept_minor, unused()) == ("kept", 50_000, 0)
    assert ledger.balance(ledger.account_id(ledger.PAYABLE_OWNER, "EUR")) == 50_000
    assert wrong(sepa_day.now) == []


def test_what_came_from_no_known_account_cannot_be_sent_back_by_rule(
    sepa_day: SepaDay, contest: Contest, admin: User
) -> None:
    arrive(sepa_day, paid_in(liability(contest) + 500, contest, payer_account=""))
    match_transfers(sepa_day.now + GRACE)
    assert parked(IncomingTransfer) == ["the bank has not said from which account it came"]
    with pytest.raises(TransferActRefused, match="which account"):
        send_transfer_back(admin, transfer().pk, now=sepa_day.now)
    keep_transfer(admin, transfer().pk, reason="Cleared with the brand.", now=sepa_day.now)
    assert (unused(), wrong(sepa_day.now)) == (0, [])


# What cannot be sent back.


def test_an_account_that_no_file_can_hold_brings_the_transfer_back_to_a_person(sepa_day: SepaDay, admin: User) -> None:
    arrive(sepa_day, Booking(9_900, "C-1", payer_account="4970100000000009"))
    send_transfer_back(admin, transfer().pk, now=sepa_day.now)
    sepa_day.pay()
    assert (TransferReturn.objects.get().state, transfer().state) == ("rejected", "unmatched")
    assert parked(IncomingTransfer) == ["it could not be sent back: account_number"]
    assert parked(TransferReturn) == []
    assert wrong(sepa_day.now) == ["nothing_stuck"]


def test_a_closed_account_brings_the_transfer_back_to_a_person(sepa_day: SepaDay, admin: User) -> None:
    sepa_day.bank.open_account("SHUT", "NL30MOCK0000000005", closed=True)
    arrive(sepa_day, Booking(9_900, "C-1", payer_account="NL30MOCK0000000005"))
    send_transfer_back(admin, transfer().pk, now=sepa_day.now)
    sepa_day.pay()
    sepa_day.hear()
    assert (TransferReturn.objects.get().reason, transfer().state, unused()) == ("AC04", "unmatched", 9_900)
    keep_transfer(admin, transfer().pk, reason="The payer is gone.", now=sepa_day.now)
    assert wrong(sepa_day.now) == []


def test_money_that_came_back_once_more_is_with_a_person(sepa_day: SepaDay, admin: User) -> None:
    sepa_day.bank.change_own(behaviour="return-later", parameters={"days": 1, "reason": "AC06"})
    arrive(sepa_day, Booking(9_900, "C-1"))
    send_transfer_back(admin, transfer().pk, now=sepa_day.now)
    sepa_day.pay()
    sepa_day.hear()
    assert (transfer().state, unused()) == ("returned", 0)
    for _ in range(2):
        sepa_day.next_day()
    assert (TransferReturn.objects.get().state, transfer().state, unused()) == ("returned", "unmatched", 9_900)
    assert wrong(sepa_day.now) == ["nothing_stuck"]

    sepa_day.bank.change_own(behaviour="accept")
    send_transfer_back(admin, transfer().pk, now=sepa_day.now)
    sepa_day.pay()
    sepa_day.hear()
    assert (transfer().state, unused(), TransferReturn.objects.count()) == ("returned", 0, 2)
    assert wrong(sepa_day.now) == []


def test_a_return_that_the_bank_denies_is_given_up_by_a_person(sepa_day: SepaDay, admin: User) -> None:
    sepa_day.now += timedelta(days=1)
    arrive(sepa_day, Booking(9_900, "C-1"))
    send_transfer_back(admin, transfer().pk, now=sepa_day.now)
    sepa_day.pay()
    back = TransferReturn.objects.get()
    order = back.file_line.order_id
    sepa_day.told(status_report(sepa_day.file().message_id, group="PART", orders=[(order, "RJCT", "DU04")]))
    assert parked(TransferReturn) == ["the bank is in doubt about this payment: DU04"]
    file_desk.refuse_payment(admin, back, reason="Not executed.", now=sepa_day.now)
    assert (TransferReturn.objects.get().state, transfer().state) == ("rejected", "unmatched")
    assert wrong(sepa_day.now) == ["nothing_stuck"]


# Accidents.


def test_an_operator_who_was_faster_is_not_undone(
    sepa_day: SepaDay, contest: Contest, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive(sepa_day, paid_in(liability(contest) + 500, contest))
    send_back_rest = transfers.send_back_rest

    def be_overtaken(*arguments: Any, **named: Any) -> Any:
        monkeypatch.setattr(transfers, "send_back_rest", send_back_rest)
        keep_transfer(admin, transfer().pk, reason="Cleared with the brand.", now=sepa_day.now)
        return send_back_rest(*arguments, **named)

    monkeypatch.setattr(transfers, "send_back_rest", be_overtaken)
    match_transfers(sepa_day.now + GRACE)
    assert (transfer().state, TransferReturn.objects.count(), wrong(sepa_day.now)) == ("kept", 0, [])


def test_an_error_of_our_own_is_tried_again_and_then_left_to_a_person(
    sepa_day: SepaDay, contest: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(transfers, "_deposit", fail)
    arrive(sepa_day, paid_in(liability(contest), contest))
    for _ in range(8):
        sepa_day.now += SOON
        match_transfers(sepa_day.now)
    assert parked(IncomingTransfer) == ["RuntimeError('broken')"]
    assert (held(contest), unused()) == (0, liability(contest))


STEPS: list[tuple[Any, str]] = [
    (transfers, "find_references"),
    (transfers, "claim"),
    (transfers, "lock_contest"),
    (transfers, "_deposit"),
    (transfers, "_write"),
    (transfers, "open_if_funded"),
    (transfers, "start_return"),
]


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize(("where", "name"), STEPS, ids=[name for _, name in STEPS])
def test_a_death_at_any_step_counts_the_money_exactly_once(
    sepa_day: SepaDay, contest: Contest, monkeypatch: pytest.MonkeyPatch, where: Any, name: str, before: bool
) -> None:
    monkeypatch.setattr(where, name, dying(getattr(where, name), before=before))
    report = statement(sepa_day.bank.iban, "S1", paid_in(liability(contest) + 500, contest))
    deaths = 0

    def step(do: Any, *arguments: Any) -> None:
        nonlocal deaths
        sepa_day.now += SOON
        try:
            do(*arguments)
        except Killed:
            deaths += 1

    step(sepa_day.told, report)
    step(sepa_day.told)
    for _ in range(2):
        step(lambda: match_transfers(sepa_day.now))
    sepa_day.now += GRACE
    for _ in range(2):
        step(lambda: match_transfers(sepa_day.now))

    assert deaths == 1
    assert (state(contest), held(contest)) == ("open", liability(contest))
    assert (transfer().state, unused(), TransferReturn.objects.get().amount_minor) == ("returning", 500, 500)
    assert (Deposit.objects.count(), booked("deposit"), booked("bank_credit")) == (1, 1, 1)
    assert wrong(sepa_day.now) == []


FORGERIES = {
    "more came in than was booked": "UPDATE payouts_incomingtransfer SET amount_minor = amount_minor + 1",
    "more is kept than was": "UPDATE payouts_incomingtransfer SET kept_minor = kept_minor + 1",
    "what came in is forgotten": "DELETE FROM payouts_incomingtransfer",
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forgery_is_found(sepa_day: SepaDay, as_owner: AbstractContextManager[None], forgery: str) -> None:
    sepa_day.told(statement(sepa_day.bank.iban, "S1", paid_in(5_000)))
    match_transfers(sepa_day.now)
    assert wrong(sepa_day.now) == ["nothing_stuck"], "it names no contest, so a person decides"
    with as_owner:
        forge(FORGERIES[forgery])
    assert "transfers_add_up" in wrong(sepa_day.now)
