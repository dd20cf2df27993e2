"""`make reset`: ends what a killed run left, and forgets all data of this checkout."""

import fcntl
import shutil
import sys

from local.console import say
from local.records import Records
from local.run import data_folder
from local.surroundings import mark_of


def main() -> int:
    """Refuses while the site runs."""
    data = data_folder()
    if not data.exists():
        say("There is no data.")
        return 0
    (data / "run").mkdir(exist_ok=True)
    with (data / "run" / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Fairbrief is running from here: stop it first (Ctrl-C).")
            return 1
        Records(data / "run" / "processes.json").clear_leftovers(mark_of(data))
        engines = data / "engines"
        if engines.is_symlink():
            shutil.rmtree(engines.resolve(), ignore_errors=True)
        shutil.rmtree(data)
    say(f"{data} is gone.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
