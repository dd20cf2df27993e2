"""The life of a contest, driven at random against the real database, beside a model of a few lines.

After every step: what the model says is what the database holds, and every guarantee of the audit stands. The short
form is part of every run; `make prove` takes fifty thousand steps. A failing run prints the steps that lead there.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet, Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.models import Brand, StaffRole, User
from contests.errors import ContestRefusal
from contests.lifecycle import BEFORE_FUNDS, FINAL, State, WrongMove
from contests.models import Contest, Deadline, Entry, ShortlistPlace
from contests.services.deadlines import work_off_deadlines
from contests.services.judging import award_contest, cancel_contest, confirm_shortlist, end_final_round
from payouts import ledger
from payouts.errors import PayoutRefusal
from payouts.models import Dispute, Escrow, Obligation
from payouts.policy import FAIR_1, most_taken
from payouts.services.audit import run_checks
from payouts.services.dispute_decisions import dismiss_dispute, uphold_dispute
from payouts.services.disputing import open_dispute, withdraw_dispute
from payouts.services.funding import open_if_funded, request_funding, withdraw_from_funding
from payouts.services.refunding import refund_draft
from tests.fixtures.disputes import carry_out_payments
from tests.fixtures.four_eyes import raise_limits
from tests.fixtures.worlds import NOON, draft_contest, enter, make_brand, make_creative, make_user, owner_of, pay_in

LIVES = int(os.environ.get("PROVE_LIVES", "12"))
LIVES_EACH = 100
"""In one transaction: what is rolled back within it cannot be swept before it ends, and slows down whatever follows."""

STEPS = 25
REFUSALS = (ContestRefusal, PayoutRefusal, WrongMove)
SELDOM = st.sampled_from((False, False, False, True))
DECIDING = {State.SHORTLISTING, State.FINAL_ROUND, State.JUDGING}


class Life(RuleBasedStateMachine):
    """One contest from its draft on. `state`, `held`, `shortlisted` and `quarrels` are the model; the clock goes as it
    says. `quarrels`: the amounts that are in dispute, by whom and what for; `said`: what each side has disputed.
    """

    brand: ClassVar[Brand]
    admin: ClassVar[User]
    makers: ClassVar[list[User]]
    steps: ClassVar[int] = 0
    reached: ClassVar[Counter[str]] = Counter()
    """How often each state was the last of a life."""
    ended: ClassVar[Counter[str]] = Counter()
    """How often each end of a dispute came, and with or without money that waited."""

    @initialize(
        prizes=st.lists(st.integers(10_000, 500_000), min_size=1, max_size=3),
        places=st.integers(3, 6),
        ahead=st.integers(0, 9),
    )
    def begin(self, prizes: list[int], places: int, ahead: int) -> None:
        """A draft, taken some usual steps ahead: chance alone seldom leaves the draft."""
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now = NOON
        self.contest = draft_contest(self.brand, prizes=sorted(prizes, reverse=True), shortlist_max=places)
        self.owner = owner_of(self.brand)
        self.state, self.held, self.entries, self.shortlisted = State.DRAFT, 0, 0, 0
        self.quarrels: set[tuple[object, ...]] = set()
        self.said: set[tuple[object, ...]] = set()
        self.go_on(ahead)

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            Life.reached[self.state] += 1
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def attempt(self, act: Callable[[], Any], *, allowed: bool) -> bool:
        """Do it, and hold the answer against the model's."""
        self.now += timedelta(minutes=1)
        try:
            with transaction.atomic():
                act()
        except REFUSALS as refusal:
            assert not allowed, f"refused although {self.state}: {refusal!r}"
            return False
        assert allowed, f"accepted although {self.state}"
        return True

    @rule()
    def ask_for_funds(self) -> None:
        if self.attempt(
            lambda: request_funding(self.owner, self.contest.pk, now=self.now), allowed=self.state == State.DRAFT
        ):
            liability = Escrow.objects.get(contest=self.contest).liability_minor
            self.state = State.OPEN if self.held >= liability else State.AWAITING_FUNDS

    @rule(part=st.sampled_from((1, 2, 2, 3)))
    def pay(self, part: int) -> None:
        """A third, two thirds, or all of the liability arrives, whether it is still wanted or not."""
        escrow = Escrow.objects.filter(contest=self.contest).first()
        if escrow is None or self.state not in BEFORE_FUNDS:
            return
        amount = -(-escrow.liability_minor * part // 3)
        pay_in(self.contest, amount, now=self.now)
        self.held += amount
        if self.state == State.AWAITING_FUNDS and self.held >= escrow.liability_minor:
            self.state = State.OPEN
        open_if_funded(self.contest.pk, now=self.now)

    @rule(wanted=SELDOM)
    def take_back(self, wanted: bool) -> None:
        if not wanted:
            return
        allowed = self.state == State.AWAITING_FUNDS
        if self.attempt(lambda: withdraw_from_funding(self.owner, self.contest.pk, now=self.now), allowed=allowed):
            self.state = State.DRAFT

    @rule()
    def ask_the_money_back(self) -> None:
        allowed = self.state == State.DRAFT and self.held > 0
        if self.attempt(lambda: refund_draft(self.owner, self.contest.pk, now=self.now), allowed=allowed):
            self.held = 0

    @rule(count=st.integers(1, 4))
    def enter(self, count: int) -> None:
        if self.state == State.OPEN:
            for _ in range(min(count, len(self.makers) - self.entries)):
                enter(self.contest, self.makers[self.entries], now=self.now)
                self.entries += 1

    @rule(count=st.integers(1, 6))
    def shortlist(self, count: int) -> None:
        chosen = list(Entry.objects.filter(contest=self.contest).order_by("pk").values_list("pk", flat=True)[:count])
        enough = min(3, self.entries) <= len(chosen) <= self.contest.shortlist_max and chosen
        allowed = self.state == State.SHORTLISTING and bool(enough)
        if self.attempt(lambda: confirm_shortlist(self.owner, self.contest.pk, chosen, now=self.now), allowed=allowed):
            self.state, self.shortlisted = State.FINAL_ROUND, len(chosen)

    @rule()
    def end_the_round(self) -> None:
        allowed = self.state == State.FINAL_ROUND
        if self.attempt(lambda: end_final_round(self.owner, self.contest.pk, now=self.now), allowed=allowed):
            self.state = State.JUDGING

    @rule(tie=st.booleans())
    def award(self, tie: bool) -> None:
        places = ShortlistPlace.objects.filter(contest=self.contest).order_by("slot")
        prizes = self.contest.prizes.count()
        ranks = {
            key: 1 if tie else rank
            for rank, key in enumerate(list(places.values_list("entry_id", flat=True))[:prizes], start=1)
        }
        allowed = self.state == State.JUDGING
        if self.attempt(lambda: award_contest(self.owner, self.contest.pk, ranks, now=self.now), allowed=allowed):
            self.state = State.AWARDED

    @rule(wanted=SELDOM)
    def cancel(self, wanted: bool) -> None:
        if not wanted:
            return
        allowed = self.state == State.OPEN or self.state in DECIDING
        act: Callable[[], Any] = lambda: cancel_contest(self.owner, self.contest.pk, "Enough.", now=self.now)  # noqa: E731
        if self.attempt(act, allowed=allowed):
            self.state = State.CANCELLED

    @rule(side=st.sampled_from(("payee", "brand")), which=st.integers(0, 9), claim=st.integers(1, 40_000))
    def dispute(self, side: str, which: int, claim: int) -> None:
        """Some line of pay is too low, or was not earned: of what is unpaid, exactly the disputed part waits."""
        debts = list(self.debts(kind__in=("earned", "prize")).order_by("pk"))
        if not debts:
            return
        debt = debts[which % len(debts)]
        family = (debt.entry_id, debt.payee_user_id, debt.kind)
        most = debt.amount_minor if side == "brand" else Escrow.objects.get(contest=self.contest).liability_minor
        said = (side, debt.settlement_id, *family)
        allowed = claim <= most and family not in self.quarrels and said not in self.said
        least, most_held = self.at_stake(side, debt, claim)
        actor, opened, before = debt.payee_user if side == "payee" else self.owner, [], self.standing()

        def act() -> None:
            opened.append(open_dispute(actor, debt.public_id, claim_minor=claim, reason="Wrong.", now=self.now))

        if self.attempt(act, allowed=allowed):
            self.said.add(said)
            self.quarrels.add(family)
            held = opened[0].held
            assert least <= (held.amount_minor if held else 0) <= most_held
        assert self.standing() == before

    def at_stake(self, side: str, debt: Obligation, claim: int) -> tuple[int, int]:
        """The least and the most that may wait for such a dispute."""
        if side == "brand":
            amount = 0 if debt.paid_at else min(claim, most_taken(FAIR_1, debt.kind, debt.amount_minor))
            return amount, amount
        waiting = Dispute.objects.filter(decision="", held__isnull=False).values("held")
        free = self.debts(kind="refund", paid_at=None, adjustment=None).exclude(pk__in=waiting)
        amounts = sorted(free.values_list("amount_minor", flat=True))
        return min(claim, amounts[-1] if amounts else 0), min(claim, sum(amounts))

    @rule(verdict=st.sampled_from(("upheld", "upheld", "dismissed", "withdrawn")), quarters=st.integers(1, 4))
    def decide(self, verdict: str, quarters: int) -> None:
        """The oldest dispute ends: what was upheld, and still waits, is owed otherwise, and nothing else changes."""
        found = Dispute.objects.filter(obligation__contest=self.contest, decision="").select_related(
            "held", "obligation"
        )
        dispute = found.order_by("pk").first()
        if dispute is None:
            return
        held = dispute.held if dispute.held and not dispute.held.paid_at else None
        amount = max(1, (held.amount_minor if held else dispute.claim_minor) * quarters // 4)
        by = dispute.opened_by if verdict == "withdrawn" else self.admin
        acts: dict[str, Callable[[], Any]] = {
            "upheld": lambda: uphold_dispute(by, dispute.public_id, decided_minor=amount, reason="So.", now=self.now),
            "dismissed": lambda: dismiss_dispute(by, dispute.public_id, reason="No.", now=self.now),
            "withdrawn": lambda: withdraw_dispute(by, dispute.public_id, now=self.now),
        }
        before = self.standing()
        if self.attempt(acts[verdict], allowed=verdict != "upheld" or held is None or self.state in FINAL):
            debt = dispute.obligation
            self.quarrels.remove((debt.entry_id, debt.payee_user_id, debt.kind))
            Life.ended[f"{verdict}, {'held' if held else 'nothing held'}"] += 1
            moved = self.debts(adjustment__dispute=dispute).aggregate(sum=Sum("amount_minor"))["sum"] or 0
            assert moved == (amount if verdict == "upheld" and held else 0)
        assert self.standing() == before

    @rule(wanted=SELDOM)
    def pay_out(self, wanted: bool) -> None:
        """Whatever is payable at this moment arrives: what waits for a dispute does not."""
        if not wanted:
            return
        waiting = list(self.debts(held_until__gt=self.now, paid_at=None).values_list("pk", flat=True))
        carry_out_payments(self.now)
        assert self.debts(pk__in=waiting, paid_at__isnull=False).count() == 0
        assert not self.debts(released_at__isnull=False, paid_at=None).exclude(pk__in=waiting).exists()

    def debts(self, **which: object) -> QuerySet[Obligation]:
        """The contest's debts that stand and were settled or decided on: not what a draft gave back."""
        return Obligation.objects.filter(contest=self.contest, cancelled_at=None, settlement__isnull=False, **which)

    def standing(self) -> int:
        return self.debts().aggregate(sum=Sum("amount_minor"))["sum"] or 0

    @rule()
    def wait(self) -> None:
        """Until the next deadline of the contest, and let it pass."""
        due = Deadline.objects.filter(contest=self.contest, due_state="waiting").order_by("due_at").first()
        if due is None:
            return
        self.now = max(self.now, due.due_at)
        while work_off_deadlines(now=self.now):
            pass
        self.state = self._after(str(due.kind))

    @rule(times=st.integers(1, 4))
    def go_on(self, times: int) -> None:
        """The usual next steps."""
        for _ in range(times):
            self._go_on()

    def _go_on(self) -> None:
        usual: dict[State, Callable[[], None]] = {
            State.DRAFT: self.ask_for_funds,
            State.AWAITING_FUNDS: lambda: self.pay(3),
            State.OPEN: self.wait if self.entries >= 3 else lambda: self.enter(4),
            State.SHORTLISTING: lambda: self.shortlist(3),
            State.FINAL_ROUND: self.end_the_round,
            State.JUDGING: lambda: self.award(tie=False),
        }
        usual.get(self.state, self.wait)()

    def _after(self, kind: str) -> State:
        if kind == "entries_close":
            return State.SHORTLISTING if self.entries else State.CANCELLED
        after = {
            "funding_expires": State.DRAFT,
            "final_round_ends": State.JUDGING,
            "lapse": State.LAPSED,
            "acceptance_due": State.SETTLED,
        }
        if kind == "delivery_due":  # Nobody in this world delivers: the prize passes on until nobody is left.
            return State(Contest.objects.get(pk=self.contest.pk).state)
        return after.get(kind, self.state)

    @invariant()
    def the_model_is_right(self) -> None:
        Life.steps += 1
        if not hasattr(self, "state"):
            return
        self.contest.refresh_from_db()
        assert self.contest.state == self.state
        escrow = Escrow.objects.filter(contest=self.contest).first()
        if escrow is not None and self.state not in FINAL | {State.AWARDED, State.HANDOVER}:
            assert ledger.balance(escrow.account_id) == self.held
        rows = Dispute.objects.filter(obligation__contest=self.contest, decision="")
        columns = ("obligation__entry", "obligation__payee_user", "obligation__kind")
        assert sorted(map(str, rows.values_list(*columns))) == sorted(map(str, self.quarrels))

    @invariant()
    def every_guarantee_stands(self) -> None:
        if hasattr(self, "state"):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            # Little is paid out in this world, so that debts do grow old.
            wrong = [one for one in run_checks(now=NOON) if not one.ok]
            assert wrong == []


@contextmanager
def shared_world() -> Iterator[None]:
    """A brand and people for all lives: each life is undone at its end. No payment is so large that it takes two."""
    raise_limits(make_user("admin", staff_role=StaffRole.ADMIN), make_user("admin", staff_role=StaffRole.ADMIN))
    Life.brand = make_brand()
    Life.makers = [make_creative() for _ in range(12)]
    Life.admin = make_user("admin", staff_role=StaffRole.ADMIN)
    yield


@pytest.mark.django_db
@pytest.mark.parametrize("begun", range(0, LIVES, LIVES_EACH))
def test_no_life_breaks_a_promise(begun: int) -> None:
    lives = min(LIVES_EACH, LIVES - begun)
    Life.steps = 0
    Life.reached.clear()
    Life.ended.clear()
    with shared_world():
        run_state_machine_as_test(
            Life,
            settings=settings(
                max_examples=lives,
                stateful_step_count=STEPS,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                print_blob=True,
            ),
        )
    print(f"{Life.steps} steps; lives ended in {dict(Life.reached)}; disputes in {dict(Life.ended)}")
    assert Life.steps > lives * STEPS // 2
