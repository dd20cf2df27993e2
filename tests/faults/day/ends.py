"""The contests of the day: made as far as each is to come, ended one after the other while the workers pay."""

import random
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import StaffRole
from contests.models import Contest
from payouts.models import Dispute, DisputeDecision
from tests.faults.day import acts
from tests.faults.day.acts import Cast
from tests.faults.day.outcomes import DISPUTES, OUTCOMES, Outcome
from tests.faults.storm.funds import FundedWorld
from tests.faults.storm.lives import brands_of
from tests.faults.storm.payees import RAILS, Payees
from tests.faults.storm.scene import Scene
from tests.fixtures.worlds import make_user

PEOPLE = 300
DELIVERY, ACCEPTANCE = timedelta(hours=1), timedelta(seconds=1)


class Ends:
    """So many contests; `outcomes` says how each is to end."""

    def __init__(self, scene: Scene, count: int, seed: int) -> None:
        world = FundedWorld(scene, PEOPLE)
        self.payees = Payees(scene, world.people, has_trouble=False)
        self.cast = Cast(world.owner, make_user("admin", staff_role=StaffRole.ADMIN))
        self.outcomes: dict[UUID, Outcome] = {}
        far = timezone.now() + timedelta(days=30)
        brands = brands_of(world, self.payees)
        turns = [(OUTCOMES[n], (n + turn) % len(RAILS)) for turn in range(len(RAILS)) for n in range(len(OUTCOMES))]
        for number, (outcome, rail) in enumerate(turns):
            if share := (count + len(turns) - 1 - number) // len(turns):
                with world.paying(brands[rail], RAILS[rail]):
                    ids = world.contests(
                        share,
                        entries=outcome.entries,
                        shortlisted=outcome.shortlisted,
                        state=outcome.state,
                        lapses_at=far,
                    )
                self.outcomes |= dict.fromkeys(ids, outcome)
        Contest.objects.update(delivery_period=DELIVERY, acceptance_period=ACCEPTANCE)
        self._dice = random.Random(seed)

    def end_all(self) -> None:
        """One after the other, in an order drawn from the seed; whoever is asked for more answers in between."""
        for key in self._dice.sample(list(self.outcomes), len(self.outcomes)):
            outcome = self.outcomes[key]
            with transaction.atomic():
                for act in outcome.act:
                    act(self.cast, key)
                acts.pass_time(key, *outcome.due)

    def answer(self) -> int:
        """What people do once the workers have done their part. Returns how many contests still wait for somebody."""
        waiting = [key for key, state in self._states() if self._waits(key, state)]
        for key in waiting:
            later = self.outcomes[key].later
            if later is not None:
                later(self.cast, key)
        return len(waiting)

    def _states(self) -> Iterator[tuple[UUID, str]]:
        return iter(Contest.objects.filter(pk__in=self.outcomes).values_list("pk", "state"))

    def _waits(self, key: UUID, state: str) -> bool:
        if state != self.outcomes[key].ends_in:
            return True
        disputes = Dispute.objects.filter(obligation__contest=key, decision=DisputeDecision.OPEN)
        return self.outcomes[key] in DISPUTES and disputes.exists()

    def elsewhere(self) -> list[str]:
        """Contests that have not ended where they should."""
        return [
            f"{self.outcomes[key].name} ended as {state}"
            for key, state in self._states()
            if state != self.outcomes[key].ends_in
        ]
