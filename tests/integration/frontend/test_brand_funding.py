"""Funding a brief on its page: the gate to the cent, payments, and what is refused there."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contests.models import Contest
from payouts.models import Deposit, Escrow
from payouts.selectors.funding import escrow_position
from payouts.services.funding import request_funding
from tests.fixtures.people import sign_in
from tests.fixtures.worlds import draft_contest, make_brand, owner_of, pay_in

pytestmark = pytest.mark.django_db
IBAN = "FR7630006000011234567890189"


@pytest.fixture
def contest(client: Client) -> Contest:
    brand = make_brand()
    contest = draft_contest(brand, now=timezone.now())
    request_funding(owner_of(brand), contest.pk, now=timezone.now())
    sign_in(client, owner_of(brand))
    return contest


def funding(contest: Contest) -> str:
    return reverse("pages:funding", args=[contest.pk])


def needed(contest: Contest) -> int:
    return Escrow.objects.get(contest=contest).liability_minor


def test_one_cent_short_is_refused_with_the_exact_sum(client: Client, contest: Contest) -> None:
    pay_in(contest, needed(contest) - 1, now=timezone.now())
    answer = client.post(reverse("pages:publish", args=[contest.pk]), follow=True)
    page = answer.content.decode().replace("\xa0", " ")
    assert "0.01 € is missing. The brief stays shut until it is held." in page
    assert "0.01 €</span> missing. The gate stays shut." in page
    contest.refresh_from_db()
    assert contest.state == "awaiting_funds"


def test_covered_to_the_cent_it_opens(client: Client, contest: Contest) -> None:
    pay_in(contest, needed(contest), now=timezone.now())
    answer = client.post(reverse("pages:publish", args=[contest.pk]))
    assert answer["Location"] == reverse("pages:contest", args=[contest.pk])
    contest.refresh_from_db()
    assert contest.state == "open"
    assert "your brief is open" in client.get(funding(contest)).content.decode()


def test_a_payment_is_begun_once_however_often_it_is_sent(client: Client, contest: Contest) -> None:
    data = {"token": "one", "amount_minor": "100.50", "source": IBAN}
    for _ in range(2):
        assert client.post(funding(contest), data).status_code == 302
    deposit = Deposit.objects.get()
    assert (deposit.amount_minor, deposit.state) == (10_050, "pending")
    page = client.get(funding(contest)).content.decode()
    assert 'hx-trigger="every 2s"' in page
    part = client.get(funding(contest), {"part": "1"}).content.decode()
    assert part.lstrip().startswith('<div id="funding-state"')
    assert "funding-actions" not in part, "whoever types beside it is not disturbed"
    Deposit.objects.update(state="refused")
    part = client.get(funding(contest), {"part": "1"}).content.decode()
    assert 'id="funding-actions"' in part and 'hx-swap-oob="true"' in part and 'name="source"' in part


def test_once_it_is_open_what_was_offered_before_goes(client: Client, contest: Contest) -> None:
    before = client.get(funding(contest)).content.decode()
    assert "Open the brief now" in before and before.count('id="funding-actions"') == 1
    pay_in(contest, needed(contest), now=timezone.now())
    part = client.get(funding(contest), {"part": "1"}).content.decode()
    assert 'hx-trigger="every 2s"' in part, "it opens in a step of its own, and the page follows it until then"
    client.post(reverse("pages:publish", args=[contest.pk]))
    part = client.get(funding(contest), {"part": "1"}).content.decode()
    assert 'id="funding-actions"' in part and "Open the brief now" not in part


def test_more_than_is_missing_is_refused_beside_its_field(client: Client, contest: Contest) -> None:
    data = {"token": "one", "amount_minor": "999999", "source": IBAN}
    answer = client.post(funding(contest), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_amount_minor_error"' in page
    assert 'value="999999"' in page
    assert IBAN in page
    assert not Deposit.objects.exists()


def test_it_can_be_taken_back_until_it_is_open(client: Client, contest: Contest) -> None:
    answer = client.post(reverse("pages:withdraw_funding", args=[contest.pk]))
    assert answer["Location"] == reverse("pages:brief_edit", args=[contest.pk])
    contest.refresh_from_db()
    assert contest.state == "draft"


def test_what_was_paid_in_for_a_draft_can_be_asked_back(client: Client, contest: Contest) -> None:
    pay_in(contest, 4_200)
    client.post(reverse("pages:withdraw_funding", args=[contest.pk]))
    review, refund = (reverse(name, args=[contest.pk]) for name in ("pages:brief_review", "pages:refund_draft"))
    assert refund in client.get(review).content.decode()
    answer = client.post(refund)
    assert answer["Location"] == review
    position = escrow_position(contest)
    assert position is not None
    assert (position.held_minor, position.refunded_minor) == (0, 4_200)
    assert refund not in client.get(review).content.decode()
    again = client.post(refund, follow=True)
    assert "Nothing is held" in "".join(str(message) for message in again.context["messages"])


def test_a_brief_that_breaks_the_policy_is_told_why(client: Client, contest: Contest) -> None:
    client.post(reverse("pages:withdraw_funding", args=[contest.pk]))
    Contest.objects.filter(pk=contest.pk).update(unpaid_effort_minutes=90)
    answer = client.post(reverse("pages:ask_for_funds", args=[contest.pk]), follow=True)
    assert "60" in "".join(str(message) for message in answer.context["messages"])
    contest.refresh_from_db()
    assert contest.state == "draft"


def test_the_money_page_speaks_before_anything_is_held(client: Client) -> None:
    brand = make_brand()
    contest = draft_contest(brand, now=timezone.now())
    sign_in(client, owner_of(brand))
    assert "Nothing is held yet" in client.get(reverse("pages:contest_money", args=[contest.pk])).content.decode()


def test_a_mistyped_account_is_told_at_once_and_no_money_is_awaited(client: Client, contest: Contest) -> None:
    for typed in ("BANANE", "FR7630006000011234567890188"):
        answer = client.post(funding(contest), {"token": "one", "amount_minor": "100,50", "source": typed})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'id="id_source_error"' in page
        assert f'value="{typed}"' in page and 'value="100,50"' in page
    assert not Deposit.objects.exists()
