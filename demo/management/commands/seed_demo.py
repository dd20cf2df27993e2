"""Fills a site with the demo's people and briefs, and notes how to sign in. Run again, it adds what is missing."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from contests.models import Brief
from demo.afterwards import go_on
from demo.approvals import propose_what_waits
from demo.briefs import STORIES
from demo.cast import Cast, find_cast, is_cast, make_cast
from demo.consultation import consult
from demo.papers import tell_papers
from demo.people import ADMIN, AUDITOR, BRANDS, CREATIVES, PASSWORD, SECOND_ADMIN, email_of
from demo.reports import report_some
from demo.reviews import count_all
from demo.studio import Studio
from demo.telling import Teller
from demo.voting import vote
from duerows.clock import database_now
from payouts.services.fairness import refresh_fairness
from payouts.services.reference_data import publish_reference_data

LOGINS = Path("demo-logins.txt")


class Command(BaseCommand):
    help = "Seed people, brands and briefs in every state, with artwork drawn by code."

    def handle(self, *args: Any, **options: Any) -> None:
        now = database_now()
        publish_reference_data(now=now)
        if is_cast():
            cast = find_cast()
        else:
            with transaction.atomic():
                cast = make_cast(now=now)
            path = settings.DATA_DIR / LOGINS
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(logins(cast), encoding="utf-8")
        told = set(Brief.objects.values_list("title", flat=True))
        # The oldest first: letting time pass for one story must not reach into another's future.
        untold = [story for story in STORIES if story.draft.title not in told]
        stories = sorted(untold, key=lambda story: story.age, reverse=True)
        teller = Teller(cast, say=lambda text: self.stdout.write(f"  · {text}"), studio=Studio(stories))
        for story in stories:
            teller.tell(story, now=now)
        count_all(now)
        vote(cast, now=now)
        go_on(cast, now=now)
        consult(cast, now=now)
        tell_papers(cast, now=database_now())
        propose_what_waits(cast, now=database_now())
        report_some(cast, now=database_now())
        refresh_fairness(database_now())


def logins(cast: Cast) -> str:
    """What a newcomer needs to sign in as anybody."""
    rows = [
        ("brand owner", email_of(BRANDS[0].slug)),
        *((f"brand {role}", email_of(f"{role}.{BRANDS[0].slug}")) for role, _ in BRANDS[0].members),
        ("creative", email_of(CREATIVES[0].handle)),
        ("another creative", email_of(CREATIVES[1].handle)),
        ("auditor", email_of(AUDITOR[0])),
        ("admin", email_of(ADMIN[0])),
        ("another admin", email_of(SECOND_ADMIN[0])),
    ]
    lines = [f"{role:18}{email}" for role, email in rows]
    lines += ["", f"Password for all:  {PASSWORD}", ""]
    lines += ["Auditor and admins also need a code from an authenticator app. Their secrets:"]
    lines += [f"  {email}: {secret}" for email, secret in cast.secrets.items()]
    lines += ['or: make manage ARGS="demo_code auditor"', ""]
    lines += ["API client of the auditor (see docs/api.md):"]
    lines += [f"  client_id={cast.client.client_id}", f"  client_secret={cast.client.secret}", ""]
    return "\n".join(lines)
