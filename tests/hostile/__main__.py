"""The campaign's command line: make the files, send them all, print what became of them. Fails for anything wrong."""

import argparse
import json
import os
import sys
import time
from dataclasses import asdict
from multiprocessing import get_context
from typing import Any

from local import testing

IN_A_CONTEST = 15
"""Entries sent to one contest before the next is opened: each has a cap."""


def main() -> int:
    """Returns 0 if no worker died and every file ended as it may, within its means."""
    parser = argparse.ArgumentParser(prog="make hostile", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of the mutants (1)")
    parser.add_argument("--mutants", type=int, default=40, help="of each of nineteen honest files (40)")
    parser.add_argument("--lanes", type=int, default=min(2, os.cpu_count() or 1), help="how many at a time")
    parser.add_argument("--only", default="", help="kinds that begin so")
    options = parser.parse_args()
    set_up(options.lanes)
    from tests.hostile.corpus import everything
    from tests.hostile.table import extremes, faults, table
    from tests.hostile.trial import strays

    cases = [case for case in everything(options.seed, options.mutants) if case.kind.startswith(options.only)]
    say(f"seed {options.seed}: {len(cases)} files")
    started = time.monotonic()
    outcomes = run(cases, options.lanes)
    for line in [*table(outcomes), *extremes(outcomes)]:
        say(line)
    wrong = faults(outcomes) + [f"WRONG stored as {name}" for name in strays()]
    for line in wrong:
        say(line)
    died = sum(outcome.result == "worker died" for outcome in outcomes)
    say(f"seed {options.seed}: {len(outcomes)} files in {time.monotonic() - started:.0f} s, {died} workers died,")
    slow, heavy = sum(one.is_slow for one in outcomes), sum(one.is_heavy for one in outcomes)
    say(f"{slow} over 5 s of a processor, {heavy} over 512 MiB.")
    return 1 if wrong else 0


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def set_up(lanes: int) -> None:
    """Engines, a database for each lane, Django."""
    testing.prepare_environment()
    bed = testing.testbed()
    bed.ensure_started()
    for lane in range(lanes):
        bed.recreate(f"fairbrief_test_{lane}")
    import django
    from django.conf import settings

    django.setup()
    settings.DEBUG = False
    settings.LOGGING_CONFIG = None


def run(cases: list[Any], lanes: int) -> list[Any]:
    """All outcomes in the order of the cases."""
    from tests.hostile.trial import Outcome

    context = get_context("fork")
    pipes, processes = [], []
    for lane in range(lanes):
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=drive, args=(lane, cases[lane::lanes], sender))
        process.start()
        sender.close()
        pipes.append(receiver)
        processes.append(process)
    outcomes: list[Any] = [None] * len(cases)
    for lane, receiver in enumerate(pipes):
        for number in range(lane, len(cases), lanes):
            outcomes[number] = Outcome(**receiver.recv())
    for process in processes:
        process.join()
    return outcomes


class Lane:
    """One database, in which one file after the other is sent."""

    def __init__(self, number: int) -> None:
        from django.db import connections

        connections.close_all()
        connections["default"].settings_dict["NAME"] = f"fairbrief_test_{number}"
        self.contest_id: Any = None
        self.sent = 0

    def try_out(self, case: Any) -> Any:
        from tests.hostile.trial import try_out

        if self.sent % IN_A_CONTEST == 0:
            self.contest_id = open_one()
        self.sent += 1
        return try_out(case, self.contest_id)


def load_what_workers_need() -> None:
    """A real worker has long loaded what speaks to the broker; one forked for a single file would load it each time."""
    from celery import current_app

    assert current_app.amqp
    with current_app.connection_for_write() as connection:
        connection.connect()


def open_one() -> Any:
    """A contest that takes entries now."""
    from duerows.clock import database_now
    from tests.fixtures.worlds import open_contest

    return open_contest(now=database_now()).pk


def drive(number: int, cases: list[Any], sender: Any) -> None:
    """A lane's process."""
    from tests.hostile.table import faults

    lane = Lane(number)
    load_what_workers_need()
    for done, case in enumerate(cases, start=1):
        outcome = lane.try_out(case)
        sender.send(asdict(outcome))
        for line in faults([outcome]):
            say(line)
        if done % 250 == 0:
            say(json.dumps({"lane": number, "done": done, "of": len(cases)}))


if __name__ == "__main__":
    sys.exit(main())
