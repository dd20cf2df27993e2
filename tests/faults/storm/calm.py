"""Waiting after a storm until everything is paid and heard of, with time passing at the banks."""

import sys
import time
from collections.abc import Callable

from tests.faults.storm.books import heard_everything, unsettled
from tests.faults.storm.payees import Payees
from tests.faults.storm.scene import Scene

SENT_BACK_WITHIN = 2
"""Seconds after which the sandbox sends nothing back any more: it waits 0.2 s to pay and 0.5 s to return."""

TELL_EVERY = 15


def say(text: str) -> None:
    """One line of progress."""
    sys.stdout.write(f"[{time.strftime('%H:%M:%S')}] {text}\n")
    sys.stdout.flush()


def wait_for_calm(scene: Scene, living: Callable[[], int], payees: Payees, seconds: int) -> bool:
    """Nothing strikes any more. What is due is done, and what is doubtful asked about, until nothing is left, neither
    contests (`living` counts them) nor payments. Returns whether it came to that.

    Where the notice of a return was lost, only the bank's book tells: so it is compared with ours, as is done daily.
    """
    ends = time.monotonic() + seconds
    told = calm_since = time.monotonic()
    while time.monotonic() < ends:
        scene.restart_the_dead()
        scene.tick()
        payees.mend()
        left, lives = unsettled(), living()
        is_quiet = all(bank.is_quiet() for bank in scene.banks)
        if lives or left != {"unpaid": 0} or not is_quiet or not heard_everything(scene.banks):
            calm_since = time.monotonic()
        elif time.monotonic() - calm_since > SENT_BACK_WITHIN:
            return True
        if time.monotonic() - told > TELL_EVERY:
            told = time.monotonic()
            say(f"{lives} lives left, {left}")
        time.sleep(1)
    return False
