"""What the database itself refuses, asked in plain SQL by the role that web and workers log in as.

Each attack is one statement or a short script against a funded, decided contest. None of them goes through our code.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import PayoutAccount, StaffRole
from contests.models import Contest
from payouts import ledger
from payouts.ledger.seals import write_seal
from payouts.models import Escrow, JournalEntry, SealBlock, Settlement
from payouts.services.closing import close_month
from payouts.services.dispute_decisions import uphold_dispute
from payouts.services.disputing import open_dispute
from payouts.services.funding import request_funding
from payouts.services.late_interest import write_late_interest
from tests.fixtures.disputes import carry_out_payments, fair_2, settled
from tests.fixtures.kept import Keep, Kept
from tests.fixtures.worlds import (
    NOON,
    award,
    draft_contest,
    enter,
    make_user,
    open_contest,
    owner_of,
    pay_in,
    shortlist,
)

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class World:
    """Keys that the attacks' statements refer to."""

    decided: str
    running: str
    waiting: str
    """Asked for its funds, of which nothing has come."""
    settlement: int
    obligation: int
    journal_entry: int
    escrow_account: int
    policy: int
    entry: str
    other_entry: str
    user: int


def make_world() -> World:
    decided = open_contest()
    entries = [enter(decided) for _ in range(4)]
    award(shortlist(decided, entries[:3]), entries[0], entries[1])
    running = open_contest()
    others = [enter(running) for _ in range(4)]
    shortlist(running, others[:3])
    waiting = draft_contest()
    request_funding(owner_of(waiting.brand), waiting.pk, now=waiting.created_at)
    _seal_nothing()
    close_month(None, date(2026, 1, 1), now=NOON)
    settlement = Settlement.objects.get(contest=decided)
    obligation = settlement.obligations.order_by("pk").first()
    assert obligation is not None
    return World(
        decided=str(decided.pk),
        running=str(running.pk),
        waiting=str(waiting.pk),
        settlement=settlement.pk,
        obligation=obligation.pk,
        journal_entry=obligation.journal_entry_id,
        escrow_account=Escrow.objects.get(contest=running).account_id,
        policy=settlement.policy_id,
        entry=str(entries[0].pk),
        other_entry=str(others[3].pk),
        user=entries[0].author_id,
    )


@pytest.fixture(scope="module")
def kept_books(keep: Keep, request: pytest.FixtureRequest) -> Kept[World]:
    return keep(request, make_world)


@pytest.fixture
def world(kept_books: Kept[World]) -> World:
    return kept_books()


def _seal_nothing() -> None:
    """A seal with a block to attack. What this transaction has written cannot be sealed: it covers what was before."""
    SealBlock.objects.create(seal_id=1, position=0, entry_count=0, last_xid=0, last_entry_id=0, root="", copy=b"")
    write_seal(None, 1)


ENTRY = "INSERT INTO payouts_journalentry (kind, idempotency_key, effective_at, memo) VALUES ('x', 'attack', now(), '')"
SEAL = (
    "INSERT INTO payouts_ledgerseal (number, previous, from_xid, to_xid, entry_count, posting_count, root, copies, "
    "sealed_at, public_key, signature, digest)"
)
CLOSE = """
    INSERT INTO payouts_periodclose (month, ends_at, trial_balance, entry_count, closed_at)
    SELECT '{month}', (date '{month}' + interval '1 month') AT TIME ZONE 'UTC', '[]', {count}, now()
    FROM payouts_journalentry WHERE effective_at < (date '{month}' + interval '1 month') AT TIME ZONE 'UTC'
"""
CONTEST_COLUMNS = ", ".join(
    field.column for field in Contest._meta.local_concrete_fields if not (field.primary_key or field.generated)
)
ATTACKS = {
    "change a posting": "UPDATE payouts_posting SET amount_minor = amount_minor + 1",
    "delete a posting": "DELETE FROM payouts_posting",
    "empty the postings": "TRUNCATE payouts_posting",
    "empty everything below the entries": "TRUNCATE payouts_journalentry CASCADE",
    "change a journal entry": "UPDATE payouts_journalentry SET memo = 'nothing to see'",
    "delete a journal entry": "DELETE FROM payouts_journalentry WHERE id = {journal_entry}",
    "book into a closed month": "INSERT INTO payouts_journalentry (kind, idempotency_key, effective_at, memo) "
    "VALUES ('x', 'attack', '2026-01-31T23:59:59Z', '')",
    "open a closed month again": "DELETE FROM payouts_periodclose",
    "change a closed month": "UPDATE payouts_periodclose SET entry_count = 7",
    "empty the closed months": "TRUNCATE payouts_periodclose",
    "close a month before the one before it": CLOSE.format(month="2026-03-01", count="count(*)"),
    "close a month without its entries": CLOSE.format(month="2026-02-01", count="count(*) + 1"),
    "reuse an entry's key": "INSERT INTO payouts_journalentry (kind, idempotency_key, effective_at, memo) "
    "SELECT kind, idempotency_key, now(), '' FROM payouts_journalentry LIMIT 1",
    "post an unbalanced entry": f"WITH e AS ({ENTRY} RETURNING id) INSERT INTO payouts_posting "
    "(entry_id, account_id, side, amount_minor) SELECT id, {escrow_account}, 'credit', 5 FROM e",
    "post a negative leg": "INSERT INTO payouts_posting (entry_id, account_id, side, amount_minor) "
    "VALUES ({journal_entry}, {escrow_account}, 'debit', -5)",
    "overdraw an escrow": f"WITH e AS ({ENTRY} RETURNING id) INSERT INTO payouts_posting "
    "(entry_id, account_id, side, amount_minor) SELECT e.id, a.id, s.side, 999999999 FROM e, "
    "(VALUES ('debit'), ('credit')) AS s(side), payouts_ledgeraccount a WHERE (s.side = 'debit' AND a.id = "
    "{escrow_account}) OR (s.side = 'credit' AND a.code LIKE 'income:%')",
    "spend what an open contest can owe": f"WITH e AS ({ENTRY} RETURNING id) INSERT INTO payouts_posting "
    "(entry_id, account_id, side, amount_minor) SELECT e.id, a.id, s.side, 1 FROM e, "
    "(VALUES ('debit'), ('credit')) AS s(side), payouts_ledgeraccount a WHERE (s.side = 'debit' AND a.id = "
    "{escrow_account}) OR (s.side = 'credit' AND a.code LIKE 'income:%')",
    "refund an open contest": f"WITH e AS ({ENTRY} RETURNING id) INSERT INTO payouts_obligation "
    "(public_id, contest_id, payee_brand_id, kind, amount_minor, currency, journal_entry_id, pay_by, released_at) "
    "SELECT gen_random_uuid(), c.id, c.brand_id, 'refund', 5, 'EUR', e.id, now(), now() "
    "FROM e, contests_contest c WHERE c.id = '{running}'",
    "rename one account": "UPDATE payouts_ledgeraccount SET code = 'mine' WHERE id = {escrow_account}",
    "open an account in the future": "INSERT INTO payouts_ledgeraccount (code, kind, currency, created_at) "
    "VALUES ('bank:attack:EUR', 'asset', 'EUR', now() + interval '40 days')",
    "open an account in the past": "INSERT INTO payouts_ledgeraccount (code, kind, currency, created_at) "
    "VALUES ('bank:attack:EUR', 'asset', 'EUR', now() - interval '40 days')",
    "give an account to another contest": "UPDATE payouts_ledgeraccount SET contest_id = '{decided}' "
    "WHERE id = {escrow_account}",
    "vote on a published policy": "INSERT INTO payouts_policyopinion (policy_id, author_id, vote, comment, created_at, "
    "changed_at) VALUES ({policy}, {user}, 'for', '', now(), now())",
    "open without money": "UPDATE contests_contest SET state = 'open', opens_at = now(), closes_at = now() + '1 day', "
    "shortlist_by = now() + '2 days', final_round_ends_at = now() + '3 days', decide_by = now() + '4 days', "
    "final_notice_at = now() + '5 days', lapses_at = now() + '6 days' WHERE id = '{waiting}'",
    "change a settlement": "UPDATE payouts_settlement SET owed_minor = 0 WHERE id = {settlement}",
    "delete a settlement": "DELETE FROM payouts_settlement WHERE id = {settlement}",
    "change a line": "UPDATE payouts_settlementline SET amount_minor = 1",
    "change what is owed": "UPDATE payouts_obligation SET amount_minor = 1 WHERE id = {obligation}",
    "change who is owed": "UPDATE payouts_obligation SET payee_user_id = payee_user_id + 1 WHERE id = {obligation}",
    "delete a debt": "DELETE FROM payouts_obligation WHERE id = {obligation}",
    "owe twice": "INSERT INTO payouts_obligation (public_id, settlement_id, contest_id, entry_id, payee_user_id, kind, "
    "amount_minor, currency, journal_entry_id, pay_by) SELECT gen_random_uuid(), settlement_id, contest_id, entry_id, "
    "payee_user_id, kind, amount_minor, currency, journal_entry_id, pay_by FROM payouts_obligation "
    "WHERE id = {obligation}",
    "settle below the floor": "INSERT INTO payouts_settlement (contest_id, sequence, policy_id, outcome, terms, facts, "
    "digest, currency, floor_minor, floor_reductions, owed_minor, fee_minor, tax_minor, refund_minor, decided_at) "
    "VALUES ('{running}', 1, {policy}, 'lapsed', '{{}}', '{{}}', '', 'EUR', 16828, '{{}}', 0, 0, 0, 0, now())",
    "settle for another sum": "INSERT INTO payouts_settlement (contest_id, sequence, policy_id, outcome, terms, facts, "
    "digest, currency, floor_minor, floor_reductions, owed_minor, fee_minor, tax_minor, refund_minor, decided_at) "
    "SELECT contest_id, 2, policy_id, outcome, terms, facts, digest, currency, floor_minor, floor_reductions, "
    "owed_minor - 1, fee_minor, tax_minor, refund_minor, decided_at FROM payouts_settlement WHERE id = {settlement}",
    "edit a published policy": "UPDATE payouts_payoutpolicy SET document = '{{}}' WHERE id = {policy}",
    "unpublish a policy": "UPDATE payouts_payoutpolicy SET state = 'draft' WHERE id = {policy}",
    "delete a policy": "DELETE FROM payouts_payoutpolicy WHERE id = {policy}",
    "lower a liability": "UPDATE payouts_escrow SET liability_minor = 1 WHERE contest_id = '{running}'",
    "change terms": "UPDATE payouts_escrow SET terms = '{{}}' WHERE contest_id = '{running}'",
    "decide without a settlement": "UPDATE contests_contest SET state = 'lapsed' WHERE id = '{running}'",
    "skip the award": "UPDATE contests_contest SET state = 'settled' WHERE id = '{running}'",
    "go back": "UPDATE contests_contest SET state = 'judging' WHERE id = '{decided}'",
    "start open": f"INSERT INTO contests_contest (id, {CONTEST_COLUMNS}) SELECT gen_random_uuid(), {CONTEST_COLUMNS} "
    "FROM contests_contest WHERE id = '{running}'",
    "raise what is promised": "UPDATE contests_contest SET floor_minor = floor_minor + 1 WHERE id = '{running}'",
    "make up an hour's pay": "UPDATE contests_contest SET hourly_minor = 99999 WHERE id = '{running}'",
    "delete a contest": "DELETE FROM contests_contest WHERE id = '{decided}'",
    "shrink the shortlist": "UPDATE contests_contest SET shortlist_max = 1 WHERE id = '{running}'",
    "change a prize": "UPDATE contests_prize SET amount_minor = 1 WHERE contest_id = '{running}'",
    "take a prize away": "DELETE FROM contests_prize WHERE contest_id = '{running}'",
    "rewrite the brief": "UPDATE contests_brief SET description = 'for free' WHERE contest_id = '{running}'",
    "take a place back": "DELETE FROM contests_shortlistplace WHERE contest_id = '{running}'",
    "give a place to another": "UPDATE contests_shortlistplace SET entry_id = '{other_entry}'",
    "take a place that is not funded": "INSERT INTO contests_shortlistplace (contest_id, slot, entry_id, created_at) "
    "VALUES ('{running}', 6, '{other_entry}', now())",
    "delete an entry": "DELETE FROM contests_entry WHERE id = '{entry}'",
    "delete a share": "DELETE FROM contests_entryshare WHERE entry_id = '{entry}'",
    "rewrite history": "UPDATE contests_contestevent SET role = 'clock'",
    "forget history": "DELETE FROM contests_contestevent",
    "pay before the handover": "INSERT INTO payouts_disbursement (due_state, due_at, fence, attempts, last_error, "
    "obligation_id, attempt, idempotency_key, state, rail, payout_account_id, amount_minor, currency, "
    "provider_reference, reason, created_at) SELECT 'waiting', now(), 0, 0, '', o.id, 1, 'attack', 'pending', "
    "'sandbox', "
    "a.id, o.amount_minor, o.currency, '', '', now() FROM payouts_obligation o, accounts_payoutaccount a "
    "WHERE o.kind = 'prize' AND o.released_at IS NULL LIMIT 1",
    "pay another sum": "INSERT INTO payouts_disbursement (due_state, due_at, fence, attempts, last_error, "
    "obligation_id, attempt, idempotency_key, state, rail, payout_account_id, amount_minor, currency, "
    "provider_reference, reason, created_at) SELECT 'waiting', now(), 0, 0, '', o.id, 1, 'attack', 'pending', "
    "'sandbox', "
    "a.id, o.amount_minor + 1, o.currency, '', '', now() FROM payouts_obligation o, accounts_payoutaccount a "
    "WHERE o.id = {obligation} LIMIT 1",
    "change a seal": "UPDATE payouts_ledgerseal SET root = digest",
    "sign a seal again": "UPDATE payouts_ledgerseal SET signature = repeat('0', 128)",
    "delete a seal": "DELETE FROM payouts_ledgerseal",
    "empty the seals": "TRUNCATE payouts_ledgerseal CASCADE",
    "change a sealed copy": "UPDATE payouts_sealblock SET copy = ''",
    "delete a sealed copy": "DELETE FROM payouts_sealblock",
    "empty the sealed copies": "TRUNCATE payouts_sealblock",
    "add to a seal that stands": "INSERT INTO payouts_sealblock (seal_id, position, entry_count, last_xid, "
    "last_entry_id, root, copy) SELECT seal_id, position + 1, 1, last_xid, last_entry_id, root, copy "
    "FROM payouts_sealblock",
    "seal what may still be written": f"{SEAL} SELECT number + 1, digest, to_xid, to_xid + 1000000, 0, 0, root, "
    "copies, now(), public_key, signature, 'attack' FROM payouts_ledgerseal",
    "seal with a gap": f"{SEAL} SELECT number + 2, digest, to_xid, to_xid + 1, 0, 0, root, copies, "
    "now(), public_key, signature, 'attack' FROM payouts_ledgerseal",
    "seal on another seal": f"{SEAL} SELECT number + 1, root, to_xid, to_xid + 1, 0, 0, root, copies, "
    "now(), public_key, signature, 'attack' FROM payouts_ledgerseal",
    "seal again what is sealed": f"{SEAL} SELECT number + 1, digest, from_xid, to_xid, 0, 0, root, copies, "
    "now(), public_key, signature, 'attack' FROM payouts_ledgerseal",
    "seal entries that are not there": f"{SEAL} SELECT number + 1, digest, to_xid, to_xid + 1, 5, 0, root, copies, "
    "now(), public_key, signature, 'attack' FROM payouts_ledgerseal",
    "slip an entry in below the seals": "INSERT INTO payouts_journalentry (kind, idempotency_key, effective_at, memo, "
    "own_xid) VALUES ('x', 'attack', now(), '', 5)",
    "drop a guard": "DROP TRIGGER payouts_funded_before_shown ON contests_contest",
    "switch the guards off": "ALTER TABLE payouts_posting DISABLE TRIGGER ALL",
    "be somebody who need not obey": "SET session_replication_role = replica",
    "announce that migrations ran": "DELETE FROM django_migrations",
}


@dataclass(frozen=True)
class DisputedWorld:
    """A settled contest with a dispute of each side open, one that was upheld, and interest on a debt that was late."""

    of_payee: int
    of_brand: int
    upheld: int
    held: int
    paid: int
    """Paid late, with its interest."""
    unpaid: int
    settlement: int
    admin: int
    auditor: int


def make_disputed_world() -> DisputedWorld:
    quarrel = settled(fair_2(), teams=(1, 1, 1, 1))
    PayoutAccount.objects.filter(user=quarrel.payees[3]).update(retired_at=NOON)
    now = quarrel.contest.state_since + timedelta(minutes=1)
    of_payee = open_dispute(quarrel.payees[1], quarrel.debt(1).public_id, claim_minor=500, reason="Too low.", now=now)
    of_brand, upheld = (
        open_dispute(quarrel.owner, quarrel.debt(number).public_id, claim_minor=600, reason="Copied.", now=now)
        for number in (2, 0)
    )
    uphold_dispute(quarrel.admin, upheld.public_id, decided_minor=600, reason="It was.", now=now)
    late = now + timedelta(days=12)
    carry_out_payments(late)
    assert write_late_interest(late) > 0
    assert of_payee.held is not None and of_brand.held is not None
    return DisputedWorld(
        of_payee=of_payee.pk,
        of_brand=of_brand.pk,
        upheld=upheld.pk,
        held=of_payee.held.pk,
        paid=quarrel.debt(1).pk,
        unpaid=quarrel.debt(3).pk,
        settlement=Settlement.objects.get(contest=quarrel.contest).pk,
        admin=quarrel.admin.pk,
        auditor=make_user("auditor", staff_role=StaffRole.AUDITOR).pk,
    )


@pytest.fixture(scope="module")
def kept_disputes(keep: Keep, request: pytest.FixtureRequest) -> Kept[DisputedWorld]:
    return keep(request, make_disputed_world)


@pytest.fixture
def disputed_world(kept_disputes: Kept[DisputedWorld]) -> DisputedWorld:
    return kept_disputes()


OWE = (
    f"WITH e AS ({ENTRY} RETURNING id) INSERT INTO payouts_obligation (public_id, settlement_id, contest_id, entry_id, "
    "payee_user_id, kind, part, amount_minor, currency, journal_entry_id, pay_by, released_at, held_until) "
    "SELECT gen_random_uuid(), o.settlement_id, o.contest_id, o.entry_id, o.payee_user_id, {kind}, {part}, 5, "
    "o.currency, e.id, o.pay_by, o.released_at, {held} FROM e, payouts_obligation o WHERE o.id = "
)
EARN_INTEREST = OWE.format(kind="'interest'", part="0", held="NULL").replace(
    "RETURNING id) INSERT", "RETURNING id), o AS (INSERT"
)
DECIDE = (
    "UPDATE payouts_dispute SET decision = {decision}, decided_by_id = {by}, decided_at = {at}, decision_reason = 'So.'"
)
DISPUTE_ATTACKS = {
    "hold without a dispute": "UPDATE payouts_obligation SET held_until = now() + interval '1 day' WHERE id = {unpaid}",
    "hold for ever": "UPDATE payouts_obligation SET held_until = held_until + interval '1 year' WHERE id = {held}",
    "hold a little longer than the law": "UPDATE payouts_obligation SET held_until = (SELECT opened_at + interval "
    "'31 days 1 second' FROM payouts_dispute WHERE id = {of_payee}) WHERE id = {held}",
    "end a hold before its dispute": "UPDATE payouts_obligation SET held_until = held_until - interval '1 day' "
    "WHERE id = {held}",
    "forget a hold": "UPDATE payouts_obligation SET held_until = NULL WHERE id = {held}",
    "owe what is held from the beginning": OWE.format(kind="'prize'", part="0", held="now()") + "{unpaid}",
    "owe a part on top": OWE.format(kind="o.kind", part="7", held="NULL") + "{unpaid}",
    "adjust without a decision": OWE.format(kind="'adjustment'", part="3", held="NULL") + "{unpaid}",
    "owe interest on nothing": OWE.format(kind="'interest'", part="0", held="NULL") + "{unpaid}",
    "pay what is held": "INSERT INTO payouts_disbursement (due_state, due_at, fence, attempts, last_error, "
    "obligation_id, attempt, idempotency_key, state, rail, payout_account_id, amount_minor, currency, "
    "provider_reference, reason, created_at) SELECT 'waiting', now(), 0, 0, '', o.id, 1, 'attack', 'pending', "
    "'sandbox', a.id, o.amount_minor, o.currency, '', '', o.held_until - interval '1 day' FROM payouts_obligation o, "
    "accounts_payoutaccount a WHERE o.id = {held} LIMIT 1",
    "dispute somebody else's pay": "INSERT INTO payouts_dispute (public_id, obligation_id, side, claim_minor, reason, "
    "opened_by_id, opened_at, decision, decision_reason) VALUES (gen_random_uuid(), {unpaid}, 'payee', 5, 'Mine.', "
    "{auditor}, now(), '', '')",
    "dispute the same again": "INSERT INTO payouts_dispute (public_id, obligation_id, side, claim_minor, reason, "
    "opened_by_id, opened_at, decision, decision_reason) SELECT gen_random_uuid(), obligation_id, side, 5, 'More.', "
    "opened_by_id, now(), '', '' FROM payouts_dispute WHERE id = {of_payee}",
    "be born decided": "INSERT INTO payouts_dispute (public_id, obligation_id, side, claim_minor, reason, "
    "opened_by_id, opened_at, decision, decided_by_id, decided_at, decision_reason) SELECT gen_random_uuid(), o.id, "
    "'payee', 5, 'Me.', o.payee_user_id, now(), 'dismissed', {admin}, now(), 'So.' FROM payouts_obligation o "
    "WHERE o.id = {unpaid}",
    "hold what is not at stake": "UPDATE payouts_dispute SET held_id = {unpaid} WHERE id = {of_payee}",
    "claim more afterwards": "UPDATE payouts_dispute SET claim_minor = claim_minor + 1 WHERE id = {of_payee}",
    "delete a dispute": "DELETE FROM payouts_dispute WHERE id = {of_payee}",
    "decide one's own dispute": DECIDE.format(decision="'dismissed'", by="opened_by_id", at="now()")
    + " WHERE id = {of_payee}",
    "decide as an auditor": DECIDE.format(decision="'dismissed'", by="{auditor}", at="now()")
    + " WHERE id = {of_payee}",
    "withdraw the other side's dispute": DECIDE.format(decision="'withdrawn'", by="{admin}", at="now()")
    + " WHERE id = {of_brand}",
    "decide a second time": DECIDE.format(decision="'dismissed'", by="{admin}", at="now()") + ", decided_minor = NULL "
    "WHERE id = {upheld}",
    "decide for nobody": DECIDE.format(decision="'dismissed'", by="NULL", at="now()") + " WHERE id = {of_payee}",
    "uphold more than was claimed": DECIDE.format(decision="'upheld'", by="{admin}", at="now()")
    + ", decided_minor = claim_minor + 1 WHERE id = {of_payee}",
    "uphold and change nothing": DECIDE.format(decision="'upheld'", by="{admin}", at="now()")
    + ", decided_minor = 1 WHERE id = {of_payee}",
    "dismiss and go on holding": DECIDE.format(decision="'dismissed'", by="{admin}", at="opened_at")
    + " WHERE id = {of_payee}",
    "call another debt an adjustment": "INSERT INTO payouts_adjustment (obligation_id, dispute_id) "
    "VALUES ({unpaid}, {upheld})",
    "lay an adjustment at another's door": "UPDATE payouts_adjustment SET dispute_id = {of_payee}",
    "empty the adjustments": "TRUNCATE payouts_adjustment",
    "owe interest for a payment in time": EARN_INTEREST + "{unpaid} RETURNING id) "
    "INSERT INTO payouts_interestdebt (obligation_id, debt_id, due_on, paid_on, reference_bps, margin_bps, lump_minor) "
    "SELECT o.id, {unpaid}, now()::date - 1, now()::date, 215, 1000, 4000 FROM o",
    "owe a second interest": EARN_INTEREST + "{paid} RETURNING id) "
    "INSERT INTO payouts_interestdebt (obligation_id, debt_id, due_on, paid_on, reference_bps, margin_bps, lump_minor) "
    "SELECT o.id, i.debt_id, i.due_on, i.paid_on, i.reference_bps, i.margin_bps, i.lump_minor "
    "FROM o, payouts_interestdebt i WHERE i.debt_id = {paid}",
    "count more days": "UPDATE payouts_interestdebt SET due_on = due_on - 1",
    "empty the interest": "TRUNCATE payouts_interestdebt",
}


def refused(statement: str) -> None:
    with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert "syntax" not in str(refusal.value) and "does not exist" not in str(refusal.value)


@pytest.mark.parametrize("attack", DISPUTE_ATTACKS, ids=lambda name: name.replace(" ", "-"))
def test_the_database_refuses_in_a_dispute_to(attack: str, disputed_world: DisputedWorld) -> None:
    refused(DISPUTE_ATTACKS[attack].format(**vars(disputed_world)))


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda name: name.replace(" ", "-"))
def test_the_database_refuses(attack: str, world: World) -> None:
    statement = ATTACKS[attack].format(**vars(world))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_one_cent_short_does_not_open() -> None:
    contest = draft_contest()
    escrow = request_funding(owner_of(contest.brand), contest.pk, now=contest.created_at)
    pay_in(contest, escrow.liability_minor - 1)
    moments = (
        "opens_at = now(), closes_at = now() + '1 day', shortlist_by = now() + '2 days', final_round_ends_at = "
        "now() + '3 days', decide_by = now() + '4 days', final_notice_at = now() + '5 days', lapses_at = now() "
        "+ '6 days'"
    )
    opening = f"UPDATE contests_contest SET state = 'open', {moments} WHERE id = %s"
    with pytest.raises(DatabaseError, match="is not funded"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(opening, [contest.pk])
    pay_in(contest, 1)
    assert ledger.balance(escrow.account_id) == escrow.liability_minor
    with connection.cursor() as cursor:
        cursor.execute(opening, [contest.pk])
        assert cursor.rowcount == 1


@pytest.mark.django_db(transaction=True)
def test_a_leg_that_comes_after_its_entry_is_refused() -> None:
    """In a transaction of its own: within the entry's, the books are still being written."""
    contest = open_contest()
    account = Escrow.objects.get(contest=contest).account_id
    entry = JournalEntry.objects.filter(contest=contest).latest("pk")
    late = (
        "INSERT INTO payouts_posting (entry_id, account_id, side, amount_minor) "
        "VALUES (%s, %s, 'debit', 1), (%s, %s, 'credit', 1)"
    )
    with pytest.raises(DatabaseError, match="is closed"), connection.cursor() as cursor:
        cursor.execute(late, [entry.pk, account, entry.pk, account])
