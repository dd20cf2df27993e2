"""Who is answered how, at every address of the site and by every method: the table `matrix.txt`, line for line.

The addresses are read from the URL configuration, so that a new one without a line in the table fails. Every request is
a good one. Its line tells for each role the status, with a star where rows were written, even if they were taken back
by a refusal: 2xx lets in, 400, 409 and 422 refuse on the merits, 401 and a stranger's 302 say to sign in, 403 is not
theirs to do, 404 not theirs to know of.
"""

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.matrix_addresses import METHODS, Address, addresses
from tests.api.matrix_world import ROLES, World, make_world
from tests.fixtures.kept import Keep, Kept
from tests.fixtures.sepa import NO_BANK

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("matrix.txt")
PAGES = ("GET", "POST")
DESK = ("nobody", "owner", "auditor", "admin")
"""The desk has one guard for all its addresses; these four stand for everybody it tells apart."""

PARTS = ("api:", "admin:", "pages:", "")


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Hundreds of refusals are meant here; to write each one down with its variables takes longer than all requests."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def _rails_are_configured(settings: Any) -> None:
    """So that their addresses do what they are for; nobody answers there."""
    nowhere = {"secret_key": "sk_test_nobody", "webhook_secrets": ("whsec_nobody",), "api_base": "http://127.0.0.1:9"}
    settings.RAILS = settings.RAILS | {"stripe": nowhere, "sepa": NO_BANK}


@pytest.fixture(autouse=True)
def _fresh_stays_fresh(settings: Any) -> None:
    """A sign-in that is fresh at the beginning of the table is so at its end, however slow the machine."""
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 86_400


@pytest.fixture(scope="module")
def kept_world(keep: Keep, request: pytest.FixtureRequest) -> Kept[World]:
    return keep(request, make_world)


@pytest.fixture
def world(kept_world: Kept[World]) -> World:
    return kept_world()


def part_of(name: str) -> str:
    """The part of the site that an address belongs to; the last takes what is left."""
    return next(part for part in PARTS if name.startswith(part))


def methods_of(address: Address) -> Iterable[str]:
    """API views say which they have; of pages, those that browsers send."""
    view = getattr(address.view, "view_class", None)
    if view is None or not address.name.startswith("api:"):
        return PAGES
    return tuple(method for method in METHODS if hasattr(view, method.lower()))


def line(world: World, method: str, address: Address) -> str:
    """The table's line as it is now."""
    asked = DESK if part_of(address.name) == "admin:" else ROLES
    statuses = (world.ask(role, method, address) if role in asked else "-" for role in ROLES)
    return f"{method:6} {address.name:52} {' '.join(f'{status:4}' for status in statuses)}".rstrip()


def observed(world: World, part: str) -> list[str]:
    """One part of the table as it is now."""
    found = [address for address in addresses() if part_of(address.name) == part]
    return [line(world, method, address) for address in found for method in methods_of(address)]


def written() -> list[str]:
    return [text for text in TABLE.read_text().splitlines() if text and not text.startswith("#")]


@pytest.mark.parametrize("part", PARTS)
def test_every_role_is_answered_as_the_table_says(world: World, part: str) -> None:
    expected = [text for text in written() if part_of(text.split()[1]) == part]
    assert sorted(observed(world, part)) == sorted(expected)


def test_no_address_ever_fails() -> None:
    assert [text for text in written() if " 500" in text] == []


def test_methods_that_do_not_exist_are_told_so(world: World) -> None:
    wrong = []
    for address in addresses():
        view = getattr(address.view, "view_class", None)
        if view is not None and address.name.startswith("api:"):
            for method in set(METHODS) - set(methods_of(address)):
                status = world.ask("admin", method, address)
                wrong += [(method, address.name, status)] if status != "405" else []
    assert wrong == []
