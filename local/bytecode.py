"""Bytecode where the caller's shell wants none beside the sources, as the images of many machines do.

Without any, each of the many programs that are started would compile everything that it imports anew.
"""

import os
import sys
from pathlib import Path


def remember_bytecode(folder: Path) -> None:
    """Keep it in this folder, with the rest of our data; for this process and those that it starts."""
    if sys.dont_write_bytecode:
        sys.dont_write_bytecode, sys.pycache_prefix = False, str(folder)
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
