"""Plays one live brief: simulated creatives enter, a simulated brand shortlists and goes silent. No more than that."""

import time
from datetime import timedelta
from random import Random
from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import User
from contests.models import Contest
from contests.services.briefs import create_contest
from contests.services.judging import confirm_shortlist
from demo.briefs import LIVE
from demo.people import BRANDS, CREATIVES, email_of
from demo.policies import fair_in_seconds
from demo.telling import Teller, await_deposit, pay
from duerows.clock import database_now
from payouts.services.policies import publish_policy

FIRST_ENTRY_AFTER = timedelta(seconds=6)
BETWEEN_ENTRIES = timedelta(seconds=7)


class Command(BaseCommand):
    help = "Open the live brief and act in it, until everybody has been paid."

    def handle(self, *args: Any, **options: Any) -> None:
        contest = self._open()
        self.stdout.write(f"Live brief open: /contests/{contest.pk}/")
        entries = self._enter(contest)
        self._wait_for(contest, "shortlisting")
        owner = User.objects.get(email=email_of(LIVE.brand))
        confirm_shortlist(owner, contest.pk, entries[: LIVE.shortlisted], now=database_now())
        self.stdout.write(f"{LIVE.shortlisted} shortlisted; from here on the brand is silent.")
        self._wait_for(contest, "lapsed")
        self.stdout.write("The brand's silence has been settled: everybody shortlisted is being paid.")

    def _open(self) -> Contest:
        now = database_now()
        policy = publish_policy(fair_in_seconds(), now=now)
        brand = next(spec for spec in BRANDS if spec.slug == LIVE.brand)
        owner = User.objects.get(email=email_of(brand.slug))
        contest = create_contest(owner, owner.memberships.get().brand_id, LIVE.draft, now=now)
        await_deposit(pay(owner, contest, now=now, policy=policy), iter(database_now, None))
        return contest

    def _enter(self, contest: Contest) -> list[Any]:
        teller = Teller(cast=None, say=self.stdout.write)  # type: ignore[arg-type]
        teller.random = Random(str(contest.pk))
        authors = teller.random.sample(CREATIVES, LIVE.entries)
        time.sleep(FIRST_ENTRY_AFTER.total_seconds())
        entries = []
        for author in authors:
            user = User.objects.get(email=email_of(author.handle))
            entries.append(teller.enter(contest, user, LIVE, now=database_now()).pk)
            time.sleep(BETWEEN_ENTRIES.total_seconds())
        return entries

    def _wait_for(self, contest: Contest, state: str) -> None:
        while Contest.objects.values_list("state", flat=True).get(pk=contest.pk) != state:
            time.sleep(1)
