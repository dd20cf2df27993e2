"""Prints the sign-in code of this moment for one of the demo's staff, in place of an authenticator app."""

import re
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo.management.commands.seed_demo import LOGINS
from demo.people import email_of

PERIOD_SECONDS = 30


class Command(BaseCommand):
    help = "Print the current code of the demo's auditor or admin."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("who", choices=["auditor", "admin"])

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.DATA_DIR / LOGINS
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        found = re.search(rf"{re.escape(email_of(options['who']))}: (\S+)", text)
        if found is None:
            raise CommandError("The demo has not been seeded here; start it with `make run` first.")
        self.stdout.write(format_hotp_value(hotp_value(found[1], int(time.time()) // PERIOD_SECONDS)))
