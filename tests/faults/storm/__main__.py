"""The storm's command line: make a world, let it live while everything breaks, wait for calm, compare the books."""

import argparse
import json
import random
import sys
import time
from typing import TYPE_CHECKING

from local.processes import wait_until
from tests.faults.storm.engines import PATIENCE, Ground, set_up_django

if TYPE_CHECKING:
    from tests.faults.storm.blows import Storm
    from tests.faults.storm.lives import Lives

TICK_SECONDS = 2
"""So often a day passes at the bank that takes files."""


def main() -> int:
    """Returns 0 if the books agree."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.storm", description=__doc__)
    parser.add_argument("--lives", type=int, default=60, help="contests (60)")
    parser.add_argument("--kills", type=int, default=12, help="worker processes to kill at least (12)")
    parser.add_argument("--seed", type=int, default=0, help="0 draws one and says it")
    parser.add_argument("--pause", type=float, default=0.25, help="mean seconds between two blows (0.25)")
    parser.add_argument("--calm", type=int, default=600, help="seconds at most until all is paid after the storm (600)")
    options = parser.parse_args()
    seed = options.seed or random.SystemRandom().randrange(1, 2**31)
    ground = Ground()
    try:
        ground.prepare()
        return _run(ground, options, seed)
    finally:
        ground.clear()


def _run(ground: Ground, options: argparse.Namespace, seed: int) -> int:
    set_up_django(ground)
    from tests.faults.storm.blows import Storm
    from tests.faults.storm.books import compare
    from tests.faults.storm.calm import say, wait_for_calm
    from tests.faults.storm.lives import Lives
    from tests.faults.storm.processes import tail
    from tests.faults.storm.scene import Scene

    say(f"seed {seed}: {options.lives} lives, {options.kills} kills")
    scene = Scene(ground, seed)
    try:
        lives = Lives(scene, options.lives, seed)
        say(f"{options.lives} contests wait for their decision")
        scene.start_product()
        storm = Storm(scene, seed)
        lives.begin()
        _storm(storm, lives, options.kills, options.pause)
        is_calm = wait_for_calm(scene, lives.living, lives.payees, options.calm)
        lives.stop()
        found = compare(scene.banks)
        found.expect_refunds()
        found.expect(is_calm, f"not all was paid {options.calm} s after the storm")
        found.expect(storm.kills >= options.kills, f"only {storm.kills} of {options.kills} kills")
    finally:
        scene.close()
    say(
        json.dumps(
            {"seed": seed, "lives": options.lives, "kills": storm.kills}
            | found.figures
            | {"answers cut": scene.cuts, "notices": scene.post.carried, "blows": dict(sorted(storm.struck.items()))}
        )
    )
    for line in found.wrong:
        say(f"WRONG {line}")
    if found.wrong:
        say(tail(scene.workers[0].log))
    say("0 lost, 0 doubled, the three books agree." if not found.wrong else "The books do not agree.")
    return 1 if found.wrong else 0


def _storm(storm: "Storm", lives: "Lives", kills: int, pause: float) -> None:
    """Strike from the first payment on, until enough have died.

    The blows go on after the last payment, if need be: idle workers die, too.
    """
    from tests.faults.storm.books import has_begun, unsettled
    from tests.faults.storm.calm import say

    pauses = random.Random(0)
    wait_until(has_begun, PATIENCE)
    told = ticked = time.monotonic()
    while storm.kills < kills:
        storm.strike()
        storm.scene.restart_the_dead()
        time.sleep(pauses.expovariate(1 / pause))
        if time.monotonic() - ticked > TICK_SECONDS:
            ticked = time.monotonic()
            storm.scene.tick()
        if time.monotonic() - told > 15:
            told = time.monotonic()
            lives.payees.mend()
            say(f"{storm.kills} killed, {lives.living()} lives left, {unsettled()}")
    say(f"The storm is over: {storm.kills} killed, {lives.living()} lives left, {unsettled()}")


if __name__ == "__main__":
    sys.exit(main())
