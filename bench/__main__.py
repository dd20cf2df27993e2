"""`make bench`: measures, prints a table of ratios against limits and goals, and writes it as JSON.

Engines are the tests' own: the same PostgreSQL for ours and for the limit. A time depends on the machine; a ratio is a
result. `ARGS="--quick"` takes a tenth of the work, `--only P1,P8` a part of it.
"""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from local import testing


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", default="", help="names, separated by commas")
    parser.add_argument("--quick", action="store_true", help="a tenth of the work")
    parser.add_argument("--json", type=Path, default=Path("bench/results/latest.json"))
    options = parser.parse_args()
    _prepare()
    from bench import tables
    from config import heap

    wanted = {name.strip() for name in options.only.split(",") if name.strip()}
    results, works = [], _works(options.quick)
    heap.set_aside()  # As web and workers do.
    for name, work in works.items():
        if not wanted or name in wanted:
            print(f"{name} …", flush=True)  # noqa: T201
            results += work()
    print(tables.show(results))  # noqa: T201
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps([row.to_dict() for row in results], indent=1) + "\n")


def _prepare() -> None:
    testing.prepare_environment()
    bed = testing.testbed()
    bed.ensure_started()
    bed.recreate(testing.database_name())
    import django
    from django.conf import settings

    django.setup()
    settings.DEBUG = False  # Tests have plain static files by it; here it would keep every statement in memory.


def _works(quick: bool) -> dict[str, Callable[[], list[Any]]]:
    from bench import (
        f1_fairness,
        l1_likeness,
        p1_settle,
        p2_disburse,
        p3_list,
        p4_briefs,
        p4_gallery,
        p5_deadlines,
        p6_derivatives,
        p7_audit,
        p8_engine,
        p9_start,
    )

    part = 10 if quick else 1
    return {
        "F1": lambda: f1_fairness.run(entries=1_000_000 // part),
        "P8": lambda: p8_engine.run(rounds=5, settlements=2000 // part),
        "L1": lambda: l1_likeness.run(hashes=1_000_000 // part, rounds=15),
        "P3": lambda: p3_list.run(entries=1_000_000 // part, requests=200 // min(part, 4)),
        "P4": lambda: [
            *p4_gallery.run(entries=1000, requests=60 // min(part, 3)),
            *p4_briefs.run(requests=60 // min(part, 3)),
        ],
        "P6": lambda: p6_derivatives.run(rounds=1 if quick else 3, with_largest=not quick),
        "P7": lambda: p7_audit.run(postings=1_000_000 // part),
        "P5": lambda: p5_deadlines.run(contests=10_000 // part, alone=300 // part),
        "P2": lambda: p2_disburse.run(payouts=10_000 // part, rounds=5),
        "P1": lambda: p1_settle.run(rounds=8, batch=1000 // part, slow=50 // min(part, 5)),
        "P9": lambda: p9_start.run(rounds=1 if quick else 5),
    }


if __name__ == "__main__":
    main()
