"""The contests of a storm: how each is to end, the brands who end them, and the payees who mend their accounts."""

import random
import threading
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone
from schwifty import IBAN

from accounts.models import MemberRole, Membership, StaffRole, User
from accounts.services.payout_accounts import set_payout_account
from bench.worlds import NOW, World
from contests.lifecycle import FINAL
from contests.models import Contest, Deadline, ShortlistPlace
from contests.services.judging import award_contest, cancel_contest
from payouts.models import Disbursement
from tests.faults.storm.patience import AWAY, patient
from tests.fixtures.four_eyes import raise_limits
from tests.fixtures.worlds import make_user

ENTRIES, SHORTLISTED = 5, 3
PEOPLE = 120
DELIVERY = timedelta(seconds=1)
ENDINGS = ("lapse",) * 5 + ("award",) * 3 + ("cancel",) * 2


class Lives:
    """So many contests that wait for their decision; `endings` says what becomes of each."""

    def __init__(self, count: int, seed: int) -> None:
        self.dice = random.Random(seed)
        world = World(PEOPLE)
        self.owner: User = world.owner
        Membership.objects.create(brand=world.brand, user=world.owner, role=MemberRole.OWNER)
        self._give_accounts(world)
        # So much falls due within minutes that two admins have seen to it beforehand.
        raise_limits(*(make_user("admin", staff_role=StaffRole.ADMIN) for _ in range(2)))
        far = timezone.now() + timedelta(days=30)
        self.ids = world.contests(count, entries=ENTRIES, shortlisted=SHORTLISTED, state="judging", lapses_at=far)
        Contest.objects.filter(pk__in=self.ids).update(delivery_period=DELIVERY, acceptance_period=DELIVERY)
        self.endings = {key: self.dice.choice(ENDINGS) for key in self.ids}
        self._stop = threading.Event()

    def _give_accounts(self, world: World) -> None:
        """Most payees can be paid at once; some accounts refuse, send back, or are heard of twice."""
        now = NOW - timedelta(days=90)
        for number, person in enumerate(User.objects.filter(pk__in=world.people).order_by("pk")):
            trouble = {7: "990001", 13: "990002", 23: "990007", 31: "990003", 37: "990006"}.get(number % 40, "")
            account = f"PAYEE{number:05d}{trouble}" if trouble else _iban(number)
            set_payout_account(person, user=person, rail="sandbox", destination=account, holder_name="P", now=now)
        set_payout_account(
            world.owner, brand=world.brand, rail="sandbox", destination=_iban(99_999), holder_name="Bench", now=now
        )

    def begin(self) -> None:
        """Let the silent contests lapse from now on, and the brands decide the others, one after the other."""
        silent = [key for key, ending in self.endings.items() if ending == "lapse"]
        Deadline.objects.filter(contest__in=silent, kind="lapse").update(due_at=timezone.now())
        threading.Thread(target=self._decide, name="brands", daemon=True).start()

    def _decide(self) -> None:
        for key, ending in self.endings.items():
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
    def mend_accounts(self) -> int:
        """Payees whose account failed give another, as they are asked to. Returns how many."""
        failed = Disbursement.objects.filter(
            state__in=("rejected", "returned"), obligation__paid_at=None, payout_account__retired_at=None
        ).exclude(reason="account_retired")
        people = set(failed.values_list("payout_account__user", flat=True))
        for person in User.objects.filter(pk__in=people):
            set_payout_account(
                person,
                user=person,
                rail="sandbox",
                destination=_iban(50_000 + person.pk),
                holder_name="P",
                now=timezone.now(),
            )
        return len(people)

    @patient
    def living(self) -> int:
        """Contests that have not come to their end."""
        return Contest.objects.exclude(state__in=FINAL).count()

    def stop(self) -> None:
        self._stop.set()


def _iban(number: int) -> str:
    return str(IBAN.generate("FR", bank_code="30006", account_code=f"{number:011d}", branch_code="00001"))
