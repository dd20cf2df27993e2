"""`manage.py close_period 2026-03`: closes a month of the books, after the one before it."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from duerows.clock import database_now
from payouts.errors import CloseRefused
from payouts.services.closing import close_month


class Command(BaseCommand):
    help = "Close a month: write down its trial balance and refuse later entries."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("month", help="YYYY-MM (UTC)")

    def handle(self, *args: Any, month: str, **options: Any) -> None:
        try:
            first = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC).date()
        except ValueError as error:
            raise CommandError(f"{month} is no month like 2026-03.") from error
        try:
            close = close_month(None, first, now=database_now())
        except CloseRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{close} is closed with {close.entry_count} entries.")
