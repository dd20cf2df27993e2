"""`manage.py policy_case FILE…`: settles worked cases written as text, and says what does not come out as they say."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from payouts.policy import PolicyError, explain_line, settle
from payouts.policy.cases import Case, UnreadableCase, differences, read_case


class Command(BaseCommand):
    help = "Settle worked cases (TOML files, see docs/cases) and compare with what they expect."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--language", default="en", choices=["en", "fr"])

    def handle(self, *args: Any, files: list[Path], language: str, **options: Any) -> None:
        wrong = 0
        for path in files:
            try:
                case = read_case(path.read_text(encoding="utf-8"))
                found = differences(case)
            except (OSError, UnreadableCase, PolicyError) as error:
                raise CommandError(f"{path}: {error}") from error
            wrong += bool(found)
            self.stdout.write(f"{'✗' if found else '✓'} {case.title}")
            self._show(case, language)
            for difference in found:
                self.stdout.write(f"    {difference}")
        if wrong:
            raise CommandError(f"{wrong} of {len(files)} do not come out as they say.")

    def _show(self, case: Case, language: str) -> None:
        if case.facts is None:
            return
        for line in settle(case.policy, case.terms, case.facts).lines:
            self.stdout.write(f"    {line.entry_id or '–':12} {explain_line(line, language)}")
