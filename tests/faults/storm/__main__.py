"""The storm's command line: make a world, let it live while everything breaks, wait for calm, compare the books."""

import argparse
import json
import os
import random
import sys
import time
from typing import TYPE_CHECKING

from tests.faults.storm.engines import Ground

if TYPE_CHECKING:
    from tests.faults.storm.blows import Storm
    from tests.faults.storm.lives import Lives

ANSWERS_CUT = 0.01
NOTICES_LOST = 0.05
BANK_TROUBLE = 0.01
SENT_BACK_WITHIN = 2
"""Seconds after which the bank sends nothing back any more: it waits 0.2 s to pay and 0.5 s to return."""
STEADY_SECONDS = 0.25
"""The mean pause between two blows."""


def say(text: str) -> None:
    """One line of progress."""
    sys.stdout.write(f"[{time.strftime('%H:%M:%S')}] {text}\n")
    sys.stdout.flush()


def main() -> int:
    """Returns 0 if the books agree."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.storm", description=__doc__)
    parser.add_argument("--lives", type=int, default=60, help="contests (60)")
    parser.add_argument("--kills", type=int, default=12, help="worker processes to kill at least (12)")
    parser.add_argument("--seed", type=int, default=0, help="0 draws one and says it")
    parser.add_argument("--calm", type=int, default=600, help="seconds at most until all is paid after the storm (600)")
    options = parser.parse_args()
    seed = options.seed or random.SystemRandom().randrange(1, 2**31)
    say(f"seed {seed}: {options.lives} lives, {options.kills} kills")
    ground = Ground()
    try:
        ground.prepare()
        return _run(ground, options.lives, options.kills, seed, options.calm)
    finally:
        ground.clear()


def _run(ground: Ground, lives_wanted: int, kills: int, seed: int, calm: int) -> int:
    _set_up_django(ground)
    from django.conf import settings

    from tests.faults.storm.blows import Storm
    from tests.faults.storm.books import compare
    from tests.faults.storm.lives import Lives
    from tests.faults.storm.processes import Bank, Postman, start_beat, start_worker, tail
    from tests.faults.storm.wire import CuttingProxy

    lives = Lives(lives_wanted, seed)
    say(f"{lives_wanted} contests wait for their decision")
    post = Postman(loss=NOTICES_LOST, seed=seed)
    bank = Bank(ground, post.url)
    settings.RAILS = {"sandbox": {"url": "http://{}:{}".format(*bank.address), "secret": bank.secret}}
    wire = CuttingProxy(bank.address, chance=ANSWERS_CUT, seed=seed)
    ground.environment["SANDBOX_RAIL_URL"] = f"http://127.0.0.1:{wire.port}"
    for number, kind in enumerate(("timeout_after_accepting", "error_500_after_accepting", "error_500")):
        bank.arm(kind=kind, probability=BANK_TROUBLE, seed=seed + number)
    workers = [start_worker(ground, number) for number in range(2)]
    beat = start_beat(ground)
    storm = Storm(ground, workers, bank, seed)
    try:
        lives.begin()
        _storm(storm, lives, kills)
        is_calm = _wait_for_calm(storm, lives, calm)
        found = compare(bank.book)
        found.expect(is_calm, f"not all was paid {calm} s after the storm")
        found.expect(storm.kills >= kills, f"only {storm.kills} of {kills} kills before everything was over")
    finally:
        lives.stop()
        for program in (beat, *workers):
            program.kill()
        bank.kill()
        post.close()
        wire.close()
    blows = dict(sorted(storm.struck.items()))
    figures = {"seed": seed, "lives": lives_wanted, "kills": storm.kills, **found.figures}
    say(json.dumps(figures | {"answers cut": wire.cuts, "notices lost": post.lost, "blows": blows}))
    for line in found.wrong:
        say(f"WRONG {line}")
    if found.wrong:
        say(tail(workers[0].log))
    say("0 lost, 0 doubled, the three books agree." if not found.wrong else "The books do not agree.")
    return 1 if found.wrong else 0


def _set_up_django(ground: Ground) -> None:
    """This process acts as the owner's session in the runtime role, as tests do: it must ANALYZE what it makes."""
    from local import databases
    from local.testbed import AS_RUNTIME_ROLE

    server = ground.engines.postgres
    owner = server.url(databases.DATABASE, databases.OWNER, ground.keys.owner_password)
    os.environ.update(ground.environment | {"DATABASE_URL": f"{owner}?options={AS_RUNTIME_ROLE}"})
    import django
    from django.conf import settings

    django.setup()
    settings.DEBUG = False  # Debugging keeps every statement in memory.


def _storm(storm: "Storm", lives: "Lives", kills: int) -> None:
    """Strike until enough have died. The blows go on after the last payment, if need be: idle workers die, too."""
    from tests.faults.storm.books import unsettled

    pauses = random.Random(0)
    told = time.monotonic()
    while storm.kills < kills:
        storm.strike()
        storm.restart_the_dead()
        time.sleep(pauses.expovariate(1 / STEADY_SECONDS))
        if time.monotonic() - told > 15:
            told = time.monotonic()
            lives.mend_accounts()
            say(f"{storm.kills} killed, {lives.living()} lives left, {unsettled()}")


def _wait_for_calm(storm: "Storm", lives: "Lives", seconds: int) -> bool:
    """Nothing strikes any more. What is due is done, and what is doubtful asked about, until nothing is left.

    Where the notice of a return was lost, only the bank's book tells: so it is compared with ours, as is done daily.
    """
    from tests.faults.storm.books import heard_everything, unsettled

    say(f"The storm is over: {storm.kills} killed, {lives.living()} lives left, {unsettled()}")
    ends = time.monotonic() + seconds
    told = calm_since = time.monotonic()
    while time.monotonic() < ends:
        storm.restart_the_dead()
        lives.mend_accounts()
        left = unsettled()
        if lives.living() or left != {"unpaid": 0} or not heard_everything():
            calm_since = time.monotonic()
        elif time.monotonic() - calm_since > SENT_BACK_WITHIN:
            return True
        if time.monotonic() - told > 15:
            told = time.monotonic()
            say(f"{lives.living()} lives left, {left}")
        time.sleep(1)
    return False


if __name__ == "__main__":
    sys.exit(main())
