"""Seals whatever has been written for good, at once; workers do the same every half minute."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from payouts.ledger.seals import TransactionNumbersRestarted
from payouts.ledger.signing import NoSigningKey
from payouts.services.seals import seal_books


class Command(BaseCommand):
    help = "Seal all journal entries that no running transaction can add to."

    def handle(self, *args: Any, **options: Any) -> None:
        made = 0
        try:
            while more := seal_books():
                made += more
        except (NoSigningKey, TransactionNumbersRestarted) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made} seals.")
