"""Seals everything that lies sealed in the database anew under the first of DATA_KEYS, so that older keys may go.

Run it after a key was put in front. It may run while the site does, and again after it was interrupted.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.services.resealing import payout_accounts_under_older_keys, reseal_payout_accounts
from accounts.vault.keyring import UnknownKey
from payouts.services.bank_secrets import bank_secrets_under_older_keys, reseal_bank_reports, reseal_payers
from webhooks.services.keys import reseal_secrets, secrets_under_older_keys


class Command(BaseCommand):
    help = "Seal account numbers, bank reports and webhooks' secrets anew under the newest key."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            accounts, secrets = reseal_payout_accounts(), reseal_secrets()
            reports, payers = reseal_bank_reports(), reseal_payers()
        except UnknownKey as error:
            raise CommandError(str(error)) from error
        left, others = payout_accounts_under_older_keys(), bank_secrets_under_older_keys()
        secrets_left = secrets_under_older_keys()
        self.stdout.write(f"{accounts} payout accounts were sealed anew; {left} lie under older keys.")
        self.stdout.write(
            f"{reports} bank reports and {payers} payers' accounts were sealed anew; {others} lie under older keys."
        )
        self.stdout.write(f"{secrets} webhooks' secrets were sealed anew; {secrets_left} lie under older keys.")
        if left + others + secrets_left:
            raise CommandError("Some lie under older keys still: keep those keys, and run this again.")
