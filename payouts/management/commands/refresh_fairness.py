"""Works out the published fairness figures now; otherwise it happens once a day."""

from typing import Any

from django.core.management.base import BaseCommand

from duerows.clock import database_now
from payouts.services.fairness import refresh_fairness


class Command(BaseCommand):
    help = "Work out the published fairness figures anew."

    def handle(self, *args: Any, **options: Any) -> None:
        groups = refresh_fairness(database_now())
        self.stdout.write(f"{groups} groups.")
