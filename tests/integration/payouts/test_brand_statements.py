"""A brand's statement adds up to the books, whatever happened, and tells what it was without naming a creative."""

from collections import Counter
from datetime import datetime
from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import MemberRole, StaffRole
from contests.errors import BadCursor, NotVisible
from payouts import ledger
from payouts.ledger import NewEntry, transfer
from payouts.models import JournalEntry, LedgerAccount
from payouts.rails.sepa.references import contest_reference
from payouts.selectors.brand_moves import Means, MovementKind
from payouts.selectors.brand_statements import (
    BrandStatement,
    Held,
    brand_statement,
    currencies_of,
    statement_brand,
)
from payouts.services.dispute_decisions import uphold_dispute
from payouts.services.disputing import open_dispute
from payouts.services.funding import request_funding, withdraw_from_funding
from payouts.services.refunding import refund_draft
from payouts.services.transfers import match_transfers
from tests.fixtures.bank_words import Booking, statement
from tests.fixtures.brand_months import (
    APRIL,
    FIRST_PART,
    MARCH,
    MAY,
    UPHELD,
    Worked,
    awarded,
    fund_in_two_parts,
    read,
)
from tests.fixtures.disputes import fair_2, settled
from tests.fixtures.kept import Kept
from tests.fixtures.people import hire
from tests.fixtures.sepa import SepaDay
from tests.fixtures.worlds import (
    DAY,
    NOON,
    add_member,
    draft_contest,
    make_brand,
    make_creative,
    make_user,
    open_contest,
    owner_of,
    pass_time,
    pay_in,
)

pytestmark = pytest.mark.django_db

K = MovementKind
FLOOR, PRIZE, FEE, VAT = 16_828, 50_000, 12_058, 2_412
NOTHING = Held(0, 0)


@pytest.fixture
def worked(kept_months: Kept[Worked]) -> Worked:
    return kept_months()


def kinds(found: BrandStatement) -> list[tuple[str, int, int]]:
    """Each movement in short."""
    return [(one.kind.value, one.change.escrow_minor, one.change.owed_back_minor) for one in found.movements.items]


def check_it_adds_up(found: BrandStatement) -> None:
    """Opening, movements and closing, for each of both parts; balance by balance, and by kind."""
    held, sums = found.opening, Counter[tuple[MovementKind, str]]()
    for one in found.movements.items:
        held = Held(held.escrow_minor + one.change.escrow_minor, held.owed_back_minor + one.change.owed_back_minor)
        assert one.after == held
        sums[one.kind, "escrow"] += one.change.escrow_minor
        sums[one.kind, "owed back"] += one.change.owed_back_minor
    assert found.movements.next is None
    assert found.closing == held
    assert {total.kind: total.change for total in found.totals} == {
        kind: Held(sums[kind, "escrow"], sums[kind, "owed back"]) for kind, _ in sums
    }


# --- A worked month --------------------------------------------------------------------------------------------------


def test_the_month_in_which_a_contest_is_funded_and_awarded(worked: Worked) -> None:
    march = read(worked, MARCH, APRIL)

    left = worked.liability_minor - 3 * FLOOR - PRIZE - FEE - VAT
    assert kinds(march) == [
        ("payment_in", FIRST_PART, 0),
        ("payment_in", worked.liability_minor - FIRST_PART, 0),
        ("creatives", -3 * FLOOR - PRIZE, 0),
        ("refund_owed", -left, left),
        ("fee", -FEE, 0),
        ("vat", -VAT, 0),
    ]
    assert [one.means for one in march.movements.items] == [Means.CARD, Means.ACCOUNT, None, None, None, None]
    assert {one.contest_id for one in march.movements.items} == {worked.contest.pk}
    assert {one.contest_title for one in march.movements.items} == {"A mark for a tea house"}
    assert (march.opening, march.closing) == (NOTHING, Held(0, left))
    assert march.began_at == NOON
    check_it_adds_up(march)


def test_the_month_after_a_dispute_takes_from_what_is_owed_back_and_the_rest_is_paid(worked: Worked) -> None:
    left = read(worked, MARCH, APRIL).closing.owed_back_minor

    april = read(worked, APRIL, MAY)

    # The refund is owed in two parts since the dispute, and each is paid by itself, as the bank's list has it. Both
    # fall due at one moment: either may go first.
    dispute, *paid = kinds(april)
    assert dispute == ("dispute", 0, -UPHELD)
    assert sorted(paid) == [("refund_paid", 0, -(left - 2 * UPHELD)), ("refund_paid", 0, -UPHELD)]
    assert (april.opening, april.closing) == (Held(0, left), NOTHING)
    check_it_adds_up(april)


def test_each_month_begins_with_what_the_one_before_ended_with(worked: Worked) -> None:
    starts = [datetime(2026, month, 1, tzinfo=NOON.tzinfo) for month in range(1, 8)]
    months = [read(worked, since, until) for since, until in pairwise(starts)]
    assert all(later.opening == earlier.closing for earlier, later in pairwise(months))
    for month in months:
        check_it_adds_up(month)
    whole = read(worked, starts[0], starts[-1])
    assert kinds(whole) == [movement for month in months for movement in kinds(month)]


def test_an_empty_month_holds_what_was_held() -> None:
    worked = fund_in_two_parts(make_brand())
    may = read(worked, APRIL, MAY)
    assert (may.movements.items, may.totals) == ((), ())
    assert may.opening == may.closing == Held(worked.liability_minor, 0)
    assert read(worked, NOON - 60 * DAY, MARCH).opening == NOTHING


def test_the_end_is_left_out(worked: Worked) -> None:
    assert kinds(read(worked, MARCH, NOON)) == []
    assert read(worked, NOON, NOON + DAY).closing == Held(FIRST_PART, 0)


# --- What may happen besides -----------------------------------------------------------------------------------------


def test_a_draft_gives_its_money_back() -> None:
    contest = draft_contest(now=NOON)
    owner = owner_of(contest.brand)
    request_funding(owner, contest.pk, now=NOON)
    pay_in(contest, 12_345)
    withdraw_from_funding(owner, contest.pk, now=NOON)
    refund_draft(owner, contest.pk, now=NOON + DAY)
    march = read(contest.brand, MARCH, APRIL)
    assert kinds(march) == [("payment_in", 12_345, 0), ("refund_owed", -12_345, 12_345)]
    check_it_adds_up(march)


def test_what_does_not_arrive_is_owed_again_and_a_payment_is_taken_back(worked: Worked) -> None:
    paid = JournalEntry.objects.filter(kind="disbursement", postings__account__code="payable:refunds:EUR")
    waiting = draft_contest(worked.brand, now=NOON)
    request_funding(worked.owner, waiting.pk, now=NOON)
    pay_in(waiting, 500)
    came = JournalEntry.objects.filter(kind="deposit", contest=waiting)
    for number, entry in enumerate((paid.earliest("pk"), came.get())):
        ledger.reverse_entry(entry.pk, key=f"back:{number}", effective_at=MAY + number * DAY, memo="returned: AC04")
    may = read(worked, MAY, MAY + 30 * DAY)
    assert [one.kind for one in may.movements.items] == [K.REFUND_RETURNED, K.PAYMENT_RETURNED]
    assert may.movements.items[0].change.owed_back_minor > 0 > may.movements.items[1].change.escrow_minor
    check_it_adds_up(may)


def test_what_the_books_have_not_known_yet_is_told_all_the_same() -> None:
    one = open_contest(now=NOON)
    other = draft_contest(one.brand, now=NOON)
    accounts = [ledger.escrow_account_id(contest.pk, "EUR") for contest in (one, other)]
    bank = ledger.account_id("bank:sandbox", "EUR")
    given = NewEntry("surprise", "surprise:1", NOON + DAY, transfer(bank, accounts[1], 70))
    moved = NewEntry("surprise", "surprise:2", NOON + DAY, transfer(accounts[1], accounts[0], 30))
    ledger.post_entries([given, moved])
    march = read(one.brand, MARCH, APRIL)
    assert kinds(march)[1:] == [("other", 40, 0), ("other", 30, 0)]
    check_it_adds_up(march)


def test_what_is_only_owed_otherwise_moves_nothing() -> None:
    worked = awarded()
    before = read(worked, MARCH, MAY)
    due = worked.contest.deadlines.get(kind="delivery_due", due_state="waiting").due_at

    pass_time(worked.contest, due)

    after = read(worked, due, MAY)
    assert worked.contest.obligations.exclude(cancelled_at=None).count() == 2
    assert kinds(after) == []
    assert after.opening == before.closing
    check_it_adds_up(after)


def test_what_decisions_give_back_to_the_brand_is_one_movement_each() -> None:
    quarrel = settled(fair_2())
    brand, now = quarrel.contest.brand, APRIL + DAY
    for number in range(3):
        debt = quarrel.debt(number)
        dispute = open_dispute(quarrel.owner, debt.public_id, claim_minor=4_000, reason="Copied.", now=now)
        uphold_dispute(quarrel.admin, dispute.public_id, decided_minor=4_000, reason="It is.", now=now + number * DAY)
    april = read(brand, APRIL, MAY)
    # What the first two lose goes to others of the shortlist, and nobody is left for what the last one loses.
    assert kinds(april) == [("dispute", 0, 4_000)]
    check_it_adds_up(april)


def test_a_part_that_came_by_transfer_says_so(sepa_day: SepaDay) -> None:
    contest = draft_contest(now=sepa_day.now)
    request_funding(owner_of(contest.brand), contest.pk, now=sepa_day.now)
    came = Booking(700, "C-1", rf=contest_reference(contest.pk))
    sepa_day.told(statement(sepa_day.bank.iban, "S1", came))
    match_transfers(sepa_day.now)
    found = read(contest.brand, sepa_day.now - DAY, sepa_day.now + DAY)
    assert [(one.kind, one.means, one.change.escrow_minor) for one in found.movements.items] == [
        (K.PAYMENT_IN, Means.TRANSFER, 700)
    ]


def test_interest_and_other_brands_are_no_part_of_it(worked: Worked) -> None:
    before = read(worked, MARCH, MAY)
    legs = transfer(ledger.account_id("expense:late_interest", "EUR"), ledger.account_id("payable:creatives", "EUR"), 7)
    ledger.post_entry(NewEntry("interest", "interest:1", NOON, legs, worked.contest.pk))
    awarded()
    assert read(worked, MARCH, MAY) == before


# --- The books -------------------------------------------------------------------------------------------------------


def test_all_brands_together_hold_what_the_ledger_holds(worked: Worked) -> None:
    brands = [worked.brand, awarded().brand, fund_in_two_parts(make_brand()).brand, make_brand()]
    open_contest(worked.brand, now=NOON)
    closings = [read(brand, MARCH, MAY).closing for brand in brands]
    escrows = LedgerAccount.objects.exclude(contest=None).values_list("pk", flat=True)
    assert sum(held.escrow_minor for held in closings) == sum(ledger.balances(escrows).values()) > 0
    refunds = ledger.balance(ledger.account_id(ledger.PAYABLE_REFUNDS, "EUR"))
    assert sum(held.owed_back_minor for held in closings) == refunds > 0


def test_currencies_stand_apart() -> None:
    brand = make_brand()
    open_contest(brand, now=NOON)
    kroner = ledger.escrow_account_id(draft_contest(brand, now=NOON).pk, "SEK")
    pay = transfer(ledger.account_id("bank:sandbox", "SEK"), kroner, 500)
    ledger.post_entry(NewEntry("deposit", "deposit:sek", NOON, pay))
    assert currencies_of(brand.pk) == ("EUR", "SEK")
    assert read(brand, MARCH, APRIL, "SEK").closing == Held(500, 0)
    assert len(read(brand, MARCH, APRIL).movements.items) == 1
    assert currencies_of(make_brand().pk) == ()


# --- Pages, readers, cost --------------------------------------------------------------------------------------------


def test_pages_join_without_a_gap(worked: Worked) -> None:
    card = statement_brand(worked.owner, worked.brand.pk)
    whole, pages, mark = read(worked, MARCH, MAY), [], None
    while not pages or mark:
        page = brand_statement(card, "EUR", since=MARCH, until=MAY, after=mark, limit=2)
        assert (page.opening, page.closing, page.totals) == (whole.opening, whole.closing, whole.totals)
        pages.append(page.movements.items)
        mark = page.movements.next
    assert [len(page) for page in pages] == [2, 2, 2, 2, 1]
    assert [one for page in pages for one in page] == list(whole.movements.items)


@pytest.mark.parametrize("mark", ["nonsense", "WyJ4IiwgInkiXQ", "WyIyMDI2LTAzLTAxIiwgIjk5OTk5OTk5OTk5OTk5OTk5OTk5Il0"])
def test_a_mark_that_was_made_up(worked: Worked, mark: str) -> None:
    card = statement_brand(worked.owner, worked.brand.pk)
    with pytest.raises(BadCursor), transaction.atomic():
        brand_statement(card, "EUR", since=MARCH, until=MAY, after=mark)
    assert read(worked, MARCH, MAY).movements.items


def test_who_reads_it() -> None:
    brand = make_brand()
    readers = {
        "owner": owner_of(brand),
        **{role.value: add_member(brand, role) for role in (MemberRole.MANAGER, MemberRole.FINANCE)},
        **{role.value: hire(role) for role in (StaffRole.AUDITOR, StaffRole.ADMIN)},
    }
    for name, person in readers.items():
        assert statement_brand(person, brand.pk).id == brand.pk, name
    strangers = [add_member(brand, MemberRole.JUDGE), owner_of(make_brand()), make_creative(), make_user(), None]
    for person in strangers:
        with pytest.raises(NotVisible):
            statement_brand(person, brand.pk)
    with pytest.raises(NotVisible):
        statement_brand(readers["owner"], uuid4())


def test_it_is_one_query_however_much_there_is(worked: Worked) -> None:
    card = statement_brand(worked.owner, worked.brand.pk)

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            brand_statement(card, "EUR", since=MARCH, until=MAY)
        return len(caught)

    before = cost()
    for _ in range(3):
        awarded(worked.brand)
    assert before == cost() == 1
