"""Pages that list things ask the database as often for many as for few."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contests.models import Contest
from payouts.services.figures import refresh_public_figures
from tests.fixtures.contests import submit_examined
from tests.fixtures.people import sign_in
from tests.fixtures.worlds import award, enter, make_brand, make_creative, open_contest, shortlist

pytestmark = pytest.mark.django_db


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def grows(client: Client, address: str, add: Callable[[], object]) -> tuple[int, int]:
    """The queries with a few rows, and with three times as many."""
    few = queries(client, address)
    for _ in range(6):
        add()
    return few, queries(client, address)


@pytest.fixture
def contest() -> Contest:
    return open_contest(make_brand(), now=timezone.now(), shortlist_max=10)


@pytest.mark.parametrize(("name", "most"), [("home", 8), ("briefs", 8)])
def test_lists_of_briefs(client: Client, contest: Contest, name: str, most: int) -> None:
    submit_examined(contest, now=timezone.now())
    refresh_public_figures(timezone.now())
    few, many = grows(client, reverse(f"pages:{name}"), lambda: open_contest(contest.brand, now=timezone.now()))
    assert few == many <= most


def test_the_gallery(client: Client, contest: Contest) -> None:
    sign_in(client, make_creative())
    submit_examined(contest, now=timezone.now())
    address = reverse("pages:contest_entries", args=[contest.pk])
    few, many = grows(client, address, lambda: submit_examined(contest, now=timezone.now()))
    assert few == many <= 9


def test_a_brief(client: Client, contest: Contest) -> None:
    address = reverse("pages:contest", args=[contest.pk])
    few, many = grows(client, address, lambda: submit_examined(contest, now=timezone.now()))
    assert few == many <= 16


def test_ones_own_entries(client: Client) -> None:
    author = make_creative()
    sign_in(client, author)
    brand = make_brand()
    few, many = grows(
        client,
        reverse("pages:my_entries"),
        lambda: submit_examined(open_contest(brand, now=timezone.now()), author, now=timezone.now()),
    )
    assert many <= few + 2 <= 14


def test_earnings(client: Client) -> None:
    author = make_creative()
    sign_in(client, author)

    def earn() -> None:
        contest = open_contest(make_brand())
        entry = enter(contest, author)
        award(shortlist(contest, [entry]), entry)

    earn()
    few, many = grows(client, reverse("pages:earnings"), earn)
    assert few == many <= 14
