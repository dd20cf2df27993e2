"""Runs a policy and its rivals over simulated contests, prints the figures, and writes them and their charts down."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from frontend.charts.bars import picture_file
from frontend.showing.lab import lab_charts
from payouts.lab.paying import NotModelled
from payouts.lab.report import assumptions_csv, csv_text, json_text, text_table
from payouts.lab.running import Result, run_lab
from payouts.policy import PolicyDocument, PolicyError, parse_policy
from payouts.selectors.policies import default_policy_or_none, published_policy
from payouts.services.policies import load_policy

BAR = 40


class Command(BaseCommand):
    help = "Run a pay policy and its rivals over the same simulated contests."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--contests", type=int, default=100_000, help="how many to simulate (100000)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same figures (1)")
        parser.add_argument("--policy", metavar="SLUG/VERSION", help="a published policy (the default one)")
        parser.add_argument("--document", type=Path, metavar="FILE", help="a policy's JSON, published or not")
        parser.add_argument("--out", type=Path, metavar="FOLDER", help="write SVG, CSV and JSON files there")

    def handle(self, *args: Any, **options: Any) -> None:
        policy = self._policy(options["policy"], options["document"])
        try:
            result = run_lab(policy, contests=options["contests"], seed=options["seed"], progress=self._show_progress)
        except (NotModelled, ValueError) as refusal:
            raise CommandError(f"{policy.title} was not run: {refusal}.") from refusal
        self.stdout.write(f"{result.contests:,} contests, seed {result.seed}, in euros\n\n{text_table(result)}")
        if options["out"]:
            self._write(result, options["out"])

    def _policy(self, name: str | None, document: Path | None) -> PolicyDocument:
        """The policy to run. Only a document can be read without a database."""
        if name and document:
            raise CommandError("Give a published policy or a document, not both.")
        if document:
            try:
                return parse_policy(json.loads(document.read_text()))
            except (OSError, ValueError, PolicyError) as error:
                raise CommandError(f"{document} is not a policy: {error}") from error
        if name:
            slug, _, version = name.partition("/")
            record = published_policy(slug, int(version)) if version.isdecimal() else None
        else:
            record = default_policy_or_none()
        if record is None:
            raise CommandError(f"No policy {name or 'for new briefs'} has been published.")
        return load_policy(record.pk)

    def _show_progress(self, done: int, total: int) -> None:
        full = BAR * done // total
        line = f"\r[{'#' * full}{'.' * (BAR - full)}] {done:,} of {total:,}"
        self.stderr.write(line, ending="\n" if done == total else "")

    def _write(self, result: Result, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        # The files are in one language, that of the table, whatever the site's own is.
        with translation.override("en"):
            charts = {f"{chart.key}.svg": picture_file(chart) for chart in lab_charts(result)}
        files = {
            "figures.json": json_text(result),
            "figures.csv": csv_text(result),
            "assumptions.csv": assumptions_csv(result),
            **charts,
        }
        for name, text in files.items():
            (folder / name).write_text(text)
        self.stdout.write(f"\n{len(files)} files in {folder}")
