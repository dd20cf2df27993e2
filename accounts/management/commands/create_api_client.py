"""Registers a program that may call the API in a person's name, and prints its id and secret, once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.errors import AccountsRefusal
from accounts.scopes import Scope
from accounts.selectors import find_by_email
from accounts.services.api_clients import create_client


class Command(BaseCommand):
    help = "Register an API client in a person's name; print its id and secret, which cannot be shown again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--owner", required=True, help="the e-mail address of the person it acts for")
        parser.add_argument("--name", required=True, help="what the program is called")
        parser.add_argument(
            "--scopes", required=True, nargs="+", metavar="SCOPE", help=f"some of: {' '.join(sorted(Scope))}"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        owner = find_by_email(options["owner"])
        if owner is None:
            raise CommandError(f"Nobody here has the e-mail address {options['owner']}.")
        # Both "a b" and "a,b" are what people type.
        scopes = [name for word in options["scopes"] for name in word.replace(",", " ").split()]
        try:
            client = create_client(owner, name=options["name"], scopes=scopes, now=timezone.now())
        except AccountsRefusal as refusal:
            raise CommandError(f"{refusal} ({', '.join(scopes)})") from refusal
        self.stdout.write(f"client_id={client.client_id}")
        self.stdout.write(f"client_secret={client.secret}")
