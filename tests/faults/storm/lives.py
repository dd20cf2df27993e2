"""The contests of a storm: how each is to end, and the brands who end them."""

import random
import threading
from datetime import timedelta
from itertools import cycle
from uuid import UUID

from django.db import connection
from django.utils import timezone

from accounts.models import Brand, MemberRole, Membership, User
from bench.worlds import World
from contests.lifecycle import FINAL
from contests.models import Contest, Deadline, ShortlistPlace
from contests.services.judging import award_contest, cancel_contest
from tests.faults.storm.funds import FundedWorld
from tests.faults.storm.patience import AWAY, patient
from tests.faults.storm.payees import RAILS, Payees
from tests.faults.storm.scene import Scene

ENTRIES, SHORTLISTED, PLACES = 5, 3, 4
"""One place more is paid for than is filled: so something is left of every contest, and goes back to its brand."""
PEOPLE = 126
DELIVERY = timedelta(seconds=1)
ENDINGS = ("lapse", "award", "cancel", "lapse", "award", "lapse", "cancel", "lapse", "award", "lapse")


class Lives:
    """So many contests that wait for their decision; `endings` says what becomes of each."""

    def __init__(self, scene: Scene, count: int, seed: int) -> None:
        self.dice = random.Random(seed)
        world = FundedWorld(scene, PEOPLE)
        self.owner: User = world.owner
        self.payees = Payees(scene, world.people, has_trouble=True)
        far = timezone.now() + timedelta(days=30)
        self.endings: dict[UUID, str] = {}
        for number, (brand, rail) in enumerate(zip(brands_of(world, self.payees), RAILS, strict=True)):
            share = (count + number) // len(RAILS)
            with world.paying(brand, rail):
                ids = world.contests(
                    share, entries=ENTRIES, shortlisted=SHORTLISTED, places=PLACES, state="judging", lapses_at=far
                )
            # By turns, so that even a few lives end in every way on every rail.
            self.endings |= dict(zip(ids, cycle(ENDINGS), strict=False))
        Contest.objects.filter(pk__in=self.endings).update(delivery_period=DELIVERY, acceptance_period=DELIVERY)
        self._stop = threading.Event()

    def begin(self) -> None:
        """Let the silent contests lapse from now on, and the brands decide the others, one after the other."""
        silent = [key for key, ending in self.endings.items() if ending == "lapse"]
        Deadline.objects.filter(contest__in=silent, kind="lapse").update(due_at=timezone.now())
        threading.Thread(target=self._decide, name="brands", daemon=True).start()

    def _decide(self) -> None:
        for key, ending in self.dice.sample(list(self.endings.items()), len(self.endings)):
            if self._stop.is_set():
                return
            try:
                if ending == "award":
                    self._award(key)
                elif ending == "cancel":
                    self._cancel(key)
            except AWAY:
                return
        connection.close()

    @patient
    def _award(self, key: UUID) -> None:
        if Contest.objects.get(pk=key).decided_at is not None:
            return  # The answer to an earlier try was lost; its commit was not.
        places = ShortlistPlace.objects.filter(contest=key).order_by("slot").values_list("entry_id", flat=True)
        award_contest(self.owner, key, {places[0]: 1, places[1]: 2}, now=timezone.now())

    @patient
    def _cancel(self, key: UUID) -> None:
        if Contest.objects.get(pk=key).decided_at is None:
            cancel_contest(self.owner, key, "The product was dropped.", now=timezone.now())

    @patient
    def living(self) -> int:
        """Contests that have not come to their end."""
        return Contest.objects.exclude(state__in=FINAL).count()

    def stop(self) -> None:
        self._stop.set()


def brands_of(world: World, payees: Payees) -> list[Brand]:
    """A brand for each rail, whose payout account is there; all belong to the world's owner."""
    brands = [world.brand]
    brands += [Brand.objects.create(name="Bench", slug=f"{world.brand.slug}-{rail}") for rail in RAILS[1:]]
    for number, brand in enumerate(brands):
        Membership.objects.create(brand=brand, user=world.owner, role=MemberRole.OWNER)
        payees.add_brand(world.owner, brand, number)
    return brands
