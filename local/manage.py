"""`make manage ARGS="audit"`: Django's command line against the site that runs from this checkout.

It finds database, broker and keys where `make run` has put them, so that nobody has to export anything by hand.
"""

import json
import os
import sys

from local.bootstrap import ROOT
from local.console import say
from local.run import data_folder
from local.surroundings import KEPT


def main(words: list[str]) -> int:
    """Become `manage.py` with these words."""
    try:
        kept = json.loads((data_folder() / "run" / KEPT).read_text())
    except FileNotFoundError:
        say("Nothing runs from here yet: start it with `make run`, and ask in a second terminal.")
        return 1
    os.chdir(ROOT)
    os.execve(sys.executable, [sys.executable, "manage.py", *words], {**os.environ, **kept})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
