"""The statement's page and file: a month in full, for those of a brand who look after its money."""

import csv
import io
import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contests.models import Brief, Visibility
from contests.selectors.paging import PAGE
from payouts import ledger
from payouts.services.funding import request_funding
from tests.fixtures.brand_months import APRIL, FIRST_PART, Worked, awarded, worked_months
from tests.fixtures.kept import Kept
from tests.fixtures.people import sign_in
from tests.fixtures.worlds import NOON, draft_contest, make_brand, open_contest, owner_of, pay_in
from tests.integration.frontend.brand_world import PLATFORM, make_world
from tests.integration.frontend.test_pages_queries import grows, queries

pytestmark = pytest.mark.django_db
MARCH = {"month": "2026-03"}


@pytest.fixture
def worked(client: Client, kept_months: Kept[Worked]) -> Worked:
    worked = kept_months()
    sign_in(client, worked.owner)
    return worked


def address(brand_id: UUID, name: str = "brand_statement") -> str:
    return reverse(f"pages:{name}", args=[brand_id])


def seen(client: Client, brand_id: UUID, status: int = 200, **query: Any) -> str:
    """The page's words, without markup."""
    reply = client.get(address(brand_id), query)
    assert reply.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", reply.content.decode()).split())


def test_a_month_from_what_was_held_before_to_what_is_held_after(client: Client, worked: Worked) -> None:
    text = seen(client, worked.brand.pk, **MARCH)
    assert "March 2026 in sum" in text and "A mark for a tea house" in text
    assert "Paid in By card" in text and "+100.00\xa0€" in text.replace(" €", "\xa0€")
    for words in ("Set aside for creatives", "Platform fee", "VAT on the fee", "Owed back to you"):
        assert words in text
    assert "2 Mar 2026, 12:00 UTC" in text
    april = seen(client, worked.brand.pk, month="2026-04")
    assert "Decided in a dispute" in april and "Paid back to you" in april and "Platform fee" not in april


def test_neighbouring_months_are_a_step_away(client: Client, worked: Worked) -> None:
    pages = {month: client.get(address(worked.brand.pk), {"month": month}) for month in ("2026-02", "2026-04", "now")}
    assert pages["2026-04"].context["before"] == "?month=2026-03&currency=EUR"
    assert pages["2026-04"].context["after"] == "?month=2026-05&currency=EUR"
    assert pages["2026-02"].context["before"] == ""
    assert pages["now"].context["after"] == ""
    this_month = timezone.now().strftime("%Y-%m")
    assert [month.key for month in pages["now"].context["months"]][:: len(pages["now"].context["months"]) - 1] == [
        this_month,
        "2026-03",
    ]


def test_an_empty_month_says_so(client: Client, worked: Worked) -> None:
    assert "Nothing moved in June 2026" in seen(client, worked.brand.pk, month="2026-06")
    brand = make_brand(worked.owner)
    assert "Nothing moved in" in seen(client, brand.pk)


@pytest.mark.parametrize("month", ["", "2026-13", "9999-12", "0001-01", "x", "2026-03-01", "\0"])
def test_a_month_that_is_none_is_this_one(client: Client, worked: Worked, month: str) -> None:
    page = client.get(address(worked.brand.pk), {"month": month, "currency": "XXX"})
    assert page.context["asked"].month == page.context["asked"].this_month
    assert page.context["asked"].currency == "EUR"


def test_a_mark_that_was_made_up_is_refused(client: Client, worked: Worked) -> None:
    seen(client, worked.brand.pk, 400, cursor="x", **MARCH)


def test_currencies_can_be_chosen(client: Client, worked: Worked) -> None:
    ledger.escrow_account_id(draft_contest(worked.brand).pk, "SEK")
    assert "Currency" in seen(client, worked.brand.pk, **MARCH)
    assert "Nothing moved in March 2026" in seen(client, worked.brand.pk, currency="SEK", **MARCH)


def test_a_long_month_has_pages(client: Client, worked: Worked) -> None:
    for _ in range(PAGE):
        open_contest(worked.brand, now=NOON)
    first = client.get(address(worked.brand.pk), MARCH)
    second = client.get(address(worked.brand.pk) + first.context["following"])
    assert [len(page.context["rows"]) for page in (first, second)] == [PAGE, 6]
    assert first.context["found"].closing == second.context["found"].closing
    assert second.context["rows"][-1].row.after == second.context["found"].closing
    assert (second.context["following"], second.context["first"]) == ("", "?month=2026-03&currency=EUR")


def test_it_asks_the_database_as_often_for_many_as_for_few(client: Client, worked: Worked) -> None:
    path = address(worked.brand.pk) + "?month=2026-03"
    few, many = grows(client, path, lambda: open_contest(worked.brand, now=NOON))
    assert few == many <= 8
    assert queries(client, address(worked.brand.pk)) == few


def test_who_reads_it_and_takes_it_away() -> None:
    world = make_world()
    allowed = {"owner", "manager", "finance"} | PLATFORM
    for name in ("brand_statement", "brand_statement_csv"):
        assert world.readers(address(world.brand.pk, name)) == allowed
    for who in ("owner", "finance", "judge"):
        dashboard = world.client(who).get(address(world.brand.pk, "brand")).content.decode()
        assert (address(world.brand.pk) in dashboard) == (who != "judge")


def test_a_contests_money_leads_there(client: Client, worked: Worked) -> None:
    page = client.get(reverse("pages:contest_money", args=[worked.contest.pk])).content.decode()
    assert address(worked.brand.pk) in page


def test_a_blind_contest_names_nobody(client: Client) -> None:
    worked = awarded(visibility=Visibility.BLIND)
    sign_in(client, worked.owner)
    page = client.get(address(worked.brand.pk), MARCH).content.decode()
    assert "Set aside for creatives" in page
    for entry in worked.entries:
        for secret in (str(entry.pk), entry.code, entry.author.handle, entry.author.public_name):
            assert secret not in page


# --- The file --------------------------------------------------------------------------------------------------------


def table(client: Client, brand_id: UUID, **query: str) -> list[dict[str, str]]:
    reply = client.get(address(brand_id, "brand_statement_csv"), query)
    assert reply.status_code == 200 and reply["Cache-Control"] == "private, no-store"
    assert reply["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(reply.streaming_content).decode()  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.django_db(transaction=True)
def test_the_file_adds_up_as_the_page_does(client: Client) -> None:
    worked = worked_months()
    sign_in(client, worked.owner)
    march = table(client, worked.brand.pk, **MARCH)
    assert [row["kind"] for row in march] == [
        "opening", "payment_in", "payment_in", "creatives", "refund_owed", "fee", "vat", "closing",
    ]  # fmt: skip
    assert march[1] == {
        "at": "2026-03-02T12:00:00.000000Z",
        "kind": "payment_in",
        "means": "card",
        "contest": str(worked.contest.pk),
        "contest_title": "A mark for a tea house",
        "currency": "EUR",
        "escrow_change_minor": str(FIRST_PART),
        "owed_back_change_minor": "0",
        "escrow_minor": str(FIRST_PART),
        "owed_back_minor": "0",
        "total_minor": str(FIRST_PART),
    }
    for row, before in zip(march[1:-1], march[:-2], strict=True):
        for part in ("escrow", "owed_back"):
            assert int(row[f"{part}_minor"]) == int(before[f"{part}_minor"]) + int(row[f"{part}_change_minor"])
    april = table(client, worked.brand.pk, month="2026-04")
    balances = ("escrow_minor", "owed_back_minor", "total_minor")
    assert [march[-1][one] for one in balances] == [march[-2][one] for one in balances]
    assert [april[0][one] for one in balances] == [march[-1][one] for one in balances]
    assert april[0]["at"] == march[-1]["at"] == APRIL.strftime("%Y-%m-%dT%H:%M:%S.000000Z")
    assert april[-1]["total_minor"] == "0"


@pytest.mark.django_db(transaction=True)
def test_no_title_is_a_formula_and_an_empty_month_has_both_ends(client: Client) -> None:
    contest = draft_contest(now=NOON)
    Brief.objects.filter(contest=contest).update(title="=HYPERLINK(1)")
    request_funding(owner_of(contest.brand), contest.pk, now=NOON)
    pay_in(contest, FIRST_PART)
    sign_in(client, owner_of(contest.brand))
    assert table(client, contest.brand_id, **MARCH)[1]["contest_title"] == "'=HYPERLINK(1)"
    june = table(client, contest.brand_id, month="2026-06")
    assert [row["kind"] for row in june] == ["opening", "closing"]
    assert june[0]["total_minor"] == june[1]["total_minor"] == str(FIRST_PART)
