"""The command line: one role after the other, each upon a fresh world; a table of what was answered in the end."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from local import testing

LEFT_OUT = ("getReconciliation",)
"""Asks the rail, which is not there: 503, in so many words."""

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
    "response_schema_conformance"
)


def main() -> int:
    """Returns 0 if nothing broke: no server error, no answer that the document does not foresee."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", type=int, default=10, help="at most, of each operation, role and phase (10)")
    parser.add_argument("--phases", default="coverage,fuzzing,stateful")
    parser.add_argument("--seconds", type=int, help="begin anew until they are over, for each role")
    parser.add_argument("--roles", default="", help="some of them, by commas")
    parser.add_argument("--only", default="", help="operations whose path matches")
    options = parser.parse_args()
    world = make_ready()
    from tests.fuzz.roles import ROLES, asker

    roles = options.roles.split(",") if options.roles else list(ROLES)
    askers = [asker(world, role) for role in roles]
    started, broken = time.monotonic(), 0
    answers: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory(prefix="fairbrief-fuzz-") as name:
        folder = Path(name)
        write_down(world, folder)
        for one in askers:
            broken += not ask(one, folder, options)
            counted = count(folder / "answers")
            say(f"  {one.role}: {sum(counted.values())} requests, {by_class(counted)}")
            answers += counted
    for (operation, kind), number in sorted(answers.items()):
        say(f"{number:>7} {kind} {operation}")
    total, operations = sum(answers.values()), len({operation for operation, _ in answers})
    say(f"seed {options.seed}: {total} requests to {operations} operations by {len(roles)} roles")
    say(f"in {time.monotonic() - started:.0f} s: {by_class(answers)}; {broken} roles found something broken.")
    return 1 if broken else 0


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def make_ready() -> Any:
    """Engines, Django, and the world that each role gets a copy of."""
    testing.prepare_environment()
    bed = testing.testbed()
    bed.ensure_started()
    bed.recreate(testing.database_name())
    import django
    from django.conf import settings
    from django.db import connections
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment(debug=False)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    from tests.api.matrix_world import make_world

    world = make_world()
    assert connections["default"].ensure_connection() is None
    return world


def write_down(world: Any, folder: Path) -> None:
    """The document, and what exists, for Schemathesis."""
    from django.db import connections

    from api.document import document
    from tests.fuzz.known import known_bodies, known_parts

    schema = json.loads(document())
    paths = list(schema["paths"])
    (folder / "openapi.json").write_text(json.dumps(schema))
    words = sorted({word for path in paths for word in path.split("/") if word and "{" not in word})
    known = {"parts": known_parts(world, paths), "bodies": known_bodies(world, paths), "words": words}
    (folder / "known.json").write_text(json.dumps(known))
    say(f"{len(paths)} paths, {len(known['parts'])} that lead to something, {len(known['bodies'])} good bodies")
    connections.close_all()


def ask(one: Any, folder: Path, options: argparse.Namespace) -> bool:
    """All requests of one role. What is wrong is said by Schemathesis itself."""
    from django.db import connections

    from tests.fuzz.server import Server

    connections.close_all()
    (folder / "answers").write_text("")
    server = Server(folder / "server.log")
    environment = os.environ | {
        "SCHEMATHESIS_HOOKS": "tests.fuzz.hooks",
        "FUZZ_KNOWN": str(folder / "known.json"),
        "FUZZ_ANSWERS": str(folder / "answers"),
        "FUZZ_SEED": f"{options.seed} {one.role}",
        "FUZZ_PHASES": options.phases,
        "NO_PROXY": "*",
        "PYTHONPATH": os.getcwd(),  # noqa: PTH109 - the checkout, where `make` runs
    }
    command = [sys.executable, "-m", "schemathesis.cli", "run", str(folder / "openapi.json"), "-u", server.address]
    command += ["--seed", str(options.seed), "-n", str(options.examples), "--phases", options.phases]
    command += ["--checks", CHECKS, "--continue-on-failure", "--no-shrink", "--no-color", "--warnings", "off"]
    command += ["--generation-database", "none", "--suppress-health-check", "all", "--request-timeout", "60"]
    command += ["--output-truncate", "true"]
    for name, value in one.headers.items():
        command += ["-H", f"{name}: {value}"]
    for operation in LEFT_OUT:
        command += ["--exclude-operation-id", operation]
    if options.seconds:
        command += ["--max-time", str(options.seconds)]
    if options.only:
        command += ["--include-path-regex", options.only]
    say(f"{one.role} …")
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=folder)
    alive = server.is_alive
    server.stop()
    if done.returncode or not alive:
        say(done.stdout[-30_000:] + done.stderr[-3_000:] + ("" if alive else "the server died\n"))
        say(server.log.read_text(errors="replace")[-6_000:])
    return alive and done.returncode == 0


def count(answers: Path) -> Counter[tuple[str, str]]:
    """Of each operation and class of status."""
    counted: Counter[tuple[str, str]] = Counter()
    for line in answers.read_text().splitlines():
        operation, status = line.rsplit(" ", 1)
        counted[operation, f"{status[0]}xx"] += 1
    return counted


def by_class(counted: Counter[tuple[str, str]]) -> str:
    classes: Counter[str] = Counter()
    for (_, kind), number in counted.items():
        classes[kind] += number
    return ", ".join(f"{number} {kind}" for kind, number in sorted(classes.items()))


if __name__ == "__main__":
    sys.exit(main())
