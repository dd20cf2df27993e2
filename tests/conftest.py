"""The one place that prepares a test run: its environment, its engines, its databases.

Nothing is started until a test asks for a database, so pure tests run at once.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from django.utils import timezone, translation

from local import testing

testing.prepare_environment(in_memory=True)
pytest.register_assert_rewrite("tests.fixtures")
django.setup()  # Before the plugins below are imported: they may name models.
# Parallel workers inherit this environment. With this name in it they would read the settings before they get here, and
# all of them would work on this process's database.
os.environ.pop("DJANGO_SETTINGS_MODULE")

HERE = Path(__file__).parent
# Parts of a program of its own (`make fuzz`), which another program loads into itself.
collect_ignore = ["fuzz"]
pytest_plugins = [f"tests.fixtures.{path.stem}" for path in sorted((HERE / "fixtures").glob("[!_]*.py"))]


def pytest_configure(config: pytest.Config) -> None:
    """Tests make many people; their passwords need no expensive hash."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _forget_the_last_reader() -> Iterator[None]:
    """A request leaves its reader's language and zone with the thread, as servers do; the next test has none of it."""
    yield
    translation.deactivate()
    timezone.deactivate()
