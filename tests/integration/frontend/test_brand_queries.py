"""The brand's and the auditors' lists ask the database as often for many rows as for few."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Brand, MemberRole, StaffRole
from contests.models import Contest
from tests.fixtures.people import hire, sign_in
from tests.fixtures.worlds import add_member, award, close_entries, enter, make_brand, open_contest, owner_of, shortlist
from tests.integration.frontend.test_pages_queries import grows

pytestmark = pytest.mark.django_db


@pytest.fixture
def brand(client: Client) -> Brand:
    brand = make_brand()
    sign_in(client, owner_of(brand))
    return brand


def test_the_dashboard(client: Client, brand: Brand) -> None:
    open_contest(brand, now=timezone.now())
    address = reverse("pages:brand", args=[brand.pk])
    few, many = grows(client, address, lambda: open_contest(brand, now=timezone.now()))
    assert few == many <= 16


def test_the_team(client: Client, brand: Brand) -> None:
    address = reverse("pages:brand_members", args=[brand.pk])
    few, many = grows(client, address, lambda: add_member(brand, MemberRole.JUDGE))
    assert few == many <= 12


def test_choosing(client: Client, brand: Brand) -> None:
    contest = open_contest(brand, shortlist_max=10)
    enter(contest)
    close_entries(contest)
    few, many = grows(client, reverse("pages:choose", args=[contest.pk]), lambda: enter(contest))
    assert few == many <= 9


def a_settled_one(brand: Brand, entries: int = 3) -> Contest:
    contest = open_contest(brand, shortlist_max=10)
    made = [enter(contest) for _ in range(entries)]
    return award(shortlist(contest, made), made[0])


def test_deciding_and_its_money(client: Client, brand: Brand) -> None:
    for name in ("decide", "contest_money", "review"):
        small, large = a_settled_one(brand), a_settled_one(brand, 9)
        few, _ = grows(client, reverse(f"pages:{name}", args=[small.pk]), lambda: None)
        many, _ = grows(client, reverse(f"pages:{name}", args=[large.pk]), lambda: None)
        assert few == many <= 22, name


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("audit_settlements", 10),
        ("audit_journal", 10),
        ("audit_accounts", 9),
        ("audit_deposits", 9),
        ("audit_deadlines", 10),
        ("audit_events", 10),
        ("audit", 39),
    ],
)
def test_the_audits_lists(client: Client, name: str, most: int) -> None:
    sign_in(client, hire(StaffRole.AUDITOR))
    brand = make_brand()
    a_settled_one(brand)
    add: Callable[[], object] = lambda: a_settled_one(brand)  # noqa: E731
    few, many = grows(client, reverse(f"pages:{name}"), add)
    assert few == many <= most
