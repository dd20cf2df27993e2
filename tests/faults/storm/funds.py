"""Contests whose money has come in over each of the rails, so that what is left of it goes back over each of them."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from django.utils import timezone

from accounts.models import Brand
from bench.worlds import World
from payouts.models import BankFeed, IncomingTransfer, TransferState
from payouts.rails.base import ChargeRequest, RailStatus
from payouts.rails.registry import get_rail
from payouts.rails.sepa.references import contest_reference
from payouts.services.bank_reports import fetch_reports, read_reports
from payouts.services.transfers import match_transfers
from tests.faults.storm.scene import Scene

CARD: Final = "pm_card_visa"
CALLS_AT_ONCE: Final = 8
WITHIN_DAYS: Final = 4
"""Banks rest at weekends and on holidays."""


class FundedWorld(World):
    """A world whose brands pay in over the rail that is set."""

    def __init__(self, scene: Scene, people: int) -> None:
        super().__init__(people)
        self._scene, self._rail = scene, "sandbox"

    @contextmanager
    def paying(self, brand: Brand, rail: str) -> Iterator[None]:
        """Whatever contests are made meanwhile are this brand's, and their money comes in over this rail."""
        before, (self.brand, self._rail) = (self.brand, self._rail), (brand, rail)
        try:
            yield
        finally:
            self.brand, self._rail = before

    def pay_in(self, ids: Sequence[UUID], liability: int) -> None:
        if self._rail == "stripe":
            self._by_card(ids, liability)
        elif self._rail == "sepa":
            self._by_transfer(ids, liability)
        else:
            super().pay_in(ids, liability)

    def _by_card(self, ids: Sequence[UUID], liability: int) -> None:
        """Each is charged at the bank, and booked here."""
        rail, keys = get_rail("stripe"), {key: f"storm:{key}" for key in ids}
        orders = [ChargeRequest(key, liability, "EUR", CARD, "storm") for key in keys.values()]
        with ThreadPoolExecutor(CALLS_AT_ONCE) as pool:
            answers = list(pool.map(rail.create_charge, orders))
        assert all(answer.status == RailStatus.PAID for answer in answers), answers[:3]
        self.book("stripe", CARD, keys, liability)

    def _by_transfer(self, ids: Sequence[UUID], liability: int) -> None:
        """Each quotes its contest's reference; the product reads the bank's statement and finds the contests."""
        for number, key in enumerate(ids):
            self._scene.sepa.receive(liability, note=contest_reference(key), payer=number)
        for _ in range(WITHIN_DAYS):
            self._scene.sepa.pass_a_day()
            _read_and_match()
            applied = IncomingTransfer.objects.filter(contest__in=ids, state=TransferState.APPLIED).count()
            if applied == len(ids):
                return
        raise AssertionError(f"{applied} of {len(ids)} transfers have found their contest")


def _read_and_match() -> None:
    """As workers do it, visit after visit: the bank sends a notice of each transfer, more than one visit reads."""
    is_more = True
    while is_more:
        now = timezone.now()
        BankFeed.objects.update(due_at=now)  # Else it would be looked at a minute after the last time.
        is_more = bool(fetch_reports(now))
        while read_reports(now) or match_transfers(now):
            is_more = True
