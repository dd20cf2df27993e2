"""Reads all books again and says whether they are what was sealed, and if not, which seal, entry or posting is not.

Exit code 1 if anything differs. Receipts are replies of the API about seals (`audit/seals/N`, or an entry's proof),
kept outside: with one, even seals that were removed from the end together with their entries are missed.
"""

import json
from argparse import ArgumentParser
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from payouts.services.audit.locating import Finding
from payouts.services.audit.sealed import verify_books

SHOWN: Final = 200


class Command(BaseCommand):
    help = "Verify every seal against the books; name what was changed, removed or added."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--receipt", action="append", type=Path, default=[], metavar="FILE", help="a seal as the API gave it (JSON)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        receipts = dict(map(_read_receipt, options["receipt"]))
        found = 0

        def report(finding: Finding) -> None:
            nonlocal found
            found += 1
            if found <= SHOWN:
                self.stdout.write(self.style.ERROR(f"{finding.what}: {finding}"))

        start = perf_counter()
        done = verify_books(report, receipts=receipts)
        took = perf_counter() - start
        self.stdout.write(
            f"{done.seals} seals, {done.entries} entries, {done.postings} postings in {took:.1f} s; "
            f"{done.unsealed} entries wait for their seal."
        )
        if found:
            more = f", {found - SHOWN} more than are shown" if found > SHOWN else ""
            raise CommandError(f"{found} findings{more}.")
        self.stdout.write("The books are what was sealed.")


def _read_receipt(path: Path) -> tuple[int, str]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        seal = content.get("seal", content)
        return int(seal["number"]), str(seal["digest"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CommandError(f"{path} is no seal as the API gives it: {error!r}") from error
