"""Brings a database up to date in one process: migrations, then the rights of the runtime role.

    python -m local.prepare

Runs with the owner's DATABASE_URL. What it calls are the same management commands as in production.
"""

import os
import sys

import django
from django.core.management import call_command


def main() -> int:
    """Migrate and grant."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("grant_runtime_role", verbosity=0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
