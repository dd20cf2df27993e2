"""Publishes categories, tariff and default policy wherever they are missing; run after each migration."""

from typing import Any

from django.core.management.base import BaseCommand

from duerows.clock import database_now
from payouts.services.reference_data import publish_reference_data


class Command(BaseCommand):
    help = "Publish the platform's categories, tariff and default policy where they are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        policy = publish_reference_data(now=database_now())
        self.stdout.write(f"Default policy: {policy}")
