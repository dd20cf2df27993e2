"""Pure tests: no database, no framework. The very long batch runs only when asked for by its marker."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "million: a million random splits; run with -m million")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "million" in (config.getoption("-m") or ""):
        return
    for item in items:
        if item.get_closest_marker("million"):
            item.add_marker(pytest.mark.skip(reason="a million splits take a minute; run with -m million"))
