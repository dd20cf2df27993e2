"""Compares rails' own books with ours and prints every difference; exit code 1 if a person must look."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from duerows.clock import database_now
from payouts.rails.base import RailUnavailable
from payouts.rails.registry import UnknownRail
from payouts.services.reconcile import Reconciliation, reconcile


class Command(BaseCommand):
    help = "Compare the book of each rail (or of those named) with ours."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rails", nargs="*", default=[], help="names of rails (all)")

    def handle(self, *args: Any, **options: Any) -> None:
        clean = True
        for name in options["rails"] or sorted(settings.RAILS):
            try:
                outcome = reconcile(name, database_now())
            except (RailUnavailable, UnknownRail) as error:
                raise CommandError(f"{name}: {error}") from error
            self._print(outcome)
            clean = clean and outcome.is_clean
        if not clean:
            raise CommandError("A person must look at this.")

    def _print(self, outcome: Reconciliation) -> None:
        self.stdout.write(f"{outcome.rail}: {outcome.movements} movements, {len(outcome.differences)} differences")
        for bank in outcome.banks:
            self.stdout.write(
                f"  {bank.currency}: ledger {bank.ledger_minor}, rail {bank.rail_minor}, "
                f"explained {bank.explained_minor}, unexplained {bank.unexplained_minor}"
            )
        for one in outcome.differences:
            self.stdout.write(
                f"  {one.kind}: {one.key} ours {one.our_state or '-'} {one.our_amount_minor}, "
                f"rail {one.rail_status or '-'} {one.rail_amount_minor} {one.currency}"
            )
