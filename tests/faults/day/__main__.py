"""The day's command line: make the contests, let them all end, wait until all is paid, compare the books."""

import argparse
import json
import random
import sys

from tests.faults.storm.engines import Ground, set_up_django


def main() -> int:
    """Returns 0 if the books agree."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.day", description=__doc__)
    parser.add_argument("--contests", type=int, default=1000, help="contests (1000)")
    parser.add_argument("--seed", type=int, default=0, help="0 draws one and says it")
    parser.add_argument("--calm", type=int, default=1800, help="seconds at most until all is paid (1800)")
    options = parser.parse_args()
    seed = options.seed or random.SystemRandom().randrange(1, 2**31)
    ground = Ground()
    try:
        ground.prepare()
        return _run(ground, options.contests, seed, options.calm)
    finally:
        ground.clear()


def _run(ground: Ground, count: int, seed: int, calm: int) -> int:
    set_up_django(ground)
    from tests.faults.day.ends import Ends
    from tests.faults.day.table import table
    from tests.faults.storm.books import compare
    from tests.faults.storm.calm import say, wait_for_calm
    from tests.faults.storm.processes import tail
    from tests.faults.storm.scene import Scene

    say(f"seed {seed}: {count} contests")
    scene = Scene(ground, seed, is_fair=True)
    try:
        ends = Ends(scene, count, seed)
        say(f"{len(ends.outcomes)} contests wait for their end")
        scene.start_product()
        ends.end_all()
        say("everybody has done what they do; the rest is the workers'")
        is_calm = wait_for_calm(scene, ends.answer, ends.payees, calm)
        found = compare(scene.banks)
        found.expect_refunds()
        found.expect(is_calm, f"not all was paid within {calm} s")
        found.wrong += ends.elsewhere()[:5]
        lines = table(ends.outcomes, scene.banks)
    finally:
        scene.close()
    sys.stdout.write("\n".join(lines) + "\n")
    say(json.dumps({"seed": seed, "contests": count} | found.figures))
    for line in found.wrong:
        say(f"WRONG {line}")
    if found.wrong:
        say(tail(scene.workers[0].log))
    say("0 lost, 0 doubled, the three books agree." if not found.wrong else "The books do not agree.")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
