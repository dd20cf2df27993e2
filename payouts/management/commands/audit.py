"""Checks every guarantee on the live data and prints a table; exit code 1 if any does not hold."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from duerows.clock import database_now
from payouts.services.audit import run_checks


class Command(BaseCommand):
    help = "Check that the books balance, escrows cover liabilities, floors are kept and every debt is paid once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--replays", type=int, default=None, metavar="N", help="replay the newest N settlements only (all)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        results = run_checks(now=database_now(), replays=options["replays"])
        width = max(len(result.title) for result in results)
        for result in results:
            mark = self.style.SUCCESS("ok   ") if result.ok else self.style.ERROR("WRONG")
            self.stdout.write(f"{mark}  {result.title:<{width}}  {result.detail}")
        wrong = sum(not result.ok for result in results)
        if wrong:
            raise CommandError(f"{wrong} of {len(results)} checks failed.")
        self.stdout.write(f"All {len(results)} checks hold.")
