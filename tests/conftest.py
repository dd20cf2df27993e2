"""Starts real engines when a test first needs them; pure tests start none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local import testing

testing.set_environment()

FIXTURES = Path(__file__).parent / "fixtures"
pytest_plugins = [f"tests.fixtures.{name}" for name in ("rails",) if (FIXTURES / f"{name}.py").exists()]


def pytest_configure(config: pytest.Config) -> None:
    """Set Django up, except for runs of pure tests alone; start the engines here if parallel workers follow."""
    if config.pluginmanager.hasplugin("django"):
        import django

        django.setup()
    if getattr(config.option, "numprocesses", None):
        testing.start_engines()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None) -> Iterator[None]:
    """Give this worker a copy of the migrated template, and another one after each test that commits."""
    from django.db import connections
    from django.test import TransactionTestCase

    testing.start_engines()
    name = connections["default"].settings_dict["NAME"]
    testing.fresh_database(name)

    def start_afresh(case: TransactionTestCase) -> None:
        connections.close_all()
        testing.fresh_database(name)

    with pytest.MonkeyPatch.context() as patch:
        # Emptying tables by TRUNCATE is refused by the books, rightly.
        patch.setattr(TransactionTestCase, "_fixture_teardown", start_afresh)
        yield
    connections.close_all()
