"""`make lint`, `make types`, `make contracts`, `make messages`: the checks that run no test.

    python -m local.checks lint types …

Each check is a list of commands; all of them run, and the exit code tells whether all were content.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from local.console import say
from local.testing import prepare_environment

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
LOCALE = "frontend/locale"
LANGUAGES = ("fr",)
TRANSLATED = ("accounts", "contests", "payouts", "moderation", "webhooks", "api", "frontend", "config")


def lint() -> list[list[str]]:
    """Style, format, templates, common security slips, who imports whom, migrations that somebody forgot."""
    return [
        ["ruff", "check", "--quiet", "."],
        ["ruff", "format", "--quiet", "--check", "."],
        ["djlint", "--quiet", "--lint", "frontend/templates", "accounts/templates"],
        ["bandit", "--quiet", "-ll", "--recursive", "--configfile", "pyproject.toml", *_packages()],
        *contracts(),
        # It asks the database whether its history is consistent; there is none here, which is only worth a warning.
        ["python", "-W", "ignore", "manage.py", "makemigrations", "--check", "--dry-run"],
    ]


def types() -> list[list[str]]:
    """mypy with Django's plugin. Tests are left out: what they do is checked by running them."""
    return [["mypy", *_packages()]]


def contracts() -> list[list[str]]:
    """import-linter; the contracts stand in pyproject.toml."""
    return [["lint-imports", "--no-logo"]]


def messages() -> list[list[str]]:
    """Collect the texts to translate, merge them into each language, compile."""
    template = str(Path(tempfile.gettempdir()) / f"fairbrief-{os.getpid()}.pot")
    keywords = ["gettext_lazy", "gettext_noop", "ngettext_lazy:1,2", "pgettext_lazy:1c,2"]
    collect = ["extract", "-F", f"{LOCALE}/babel.cfg", *(word for one in keywords for word in ("-k", one))]
    update = ["update", "-i", template, "-d", LOCALE, "-D", "django", "--no-fuzzy-matching"]
    return [
        ["python", "-m", "babel.messages.frontend", "--quiet", *collect, "--no-location", "-o", template, *TRANSLATED],
        *(["python", "-m", "babel.messages.frontend", "--quiet", *update, "-l", language] for language in LANGUAGES),
        ["rm", template],
        ["python", "-m", "local.translations"],
    ]


def _packages() -> list[str]:
    """The project's own packages, without tests."""
    found = sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))
    return [name for name in found if name != "tests"]


CHECKS = {"lint": lint, "types": types, "contracts": contracts, "messages": messages}


def run(command: list[str]) -> bool:
    """Run one command of the environment; say what it was, and whether it was content."""
    program, *words = command
    path = shutil.which(program, path=str(BIN)) or program
    say(f"→ {' '.join(command)}")
    return subprocess.run([path, *words], cwd=ROOT, env=os.environ).returncode == 0


def main(names: list[str]) -> int:
    """Run the named checks."""
    prepare_environment()
    results = [run(command) for name in names for command in CHECKS[name]()]
    say(f"{sum(results)} of {len(results)} checks are content.")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
