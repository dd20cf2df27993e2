"""A brand sees what a refund goes back to, and what happens when it cannot, in its own language."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import PayoutAccount
from contests.models import Contest
from payouts.models import CARD_PAGE, Disbursement
from payouts.services.disbursements import prepare_disbursements
from tests.fixtures.payday import PAYDAY
from tests.fixtures.people import sign_in
from tests.fixtures.worlds import give_account, owner_of
from tests.integration.payouts.test_ways_back import SOURCE, refunded_draft

pytestmark = pytest.mark.django_db


def money_page(contest: Contest, language: str = "en") -> str:
    client = sign_in(Client(), owner_of(contest.brand))
    owner = owner_of(contest.brand)
    owner.locale = language
    owner.save(update_fields=["locale"])
    return client.get(reverse("pages:contest_money", args=[contest.pk])).content.decode()


@pytest.mark.parametrize(
    ("source", "english", "french"),
    [
        (CARD_PAGE, "back to the card it was paid with", "retour sur la carte qui a payé"),
        (SOURCE, f"back to the account •••• {SOURCE[-4:]}", f"retour sur le compte •••• {SOURCE[-4:]}"),
    ],
)
def test_a_refund_says_what_it_goes_back_to(source: str, english: str, french: str) -> None:
    contest = refunded_draft((source, 5_000), has_account=False)
    assert english not in money_page(contest)
    prepare_disbursements(PAYDAY)
    page = money_page(contest)
    assert english in page and "About to be sent" in page
    assert SOURCE not in page.replace(SOURCE[-4:], "")
    assert french in money_page(contest, "fr")


@pytest.mark.parametrize(("due_state", "words"), [("done", "Needs an account"), ("parked", "Being checked")])
def test_one_that_could_not_go_back_says_what_is_needed(due_state: str, words: str) -> None:
    contest = refunded_draft((SOURCE, 5_000), has_account=False)
    prepare_disbursements(PAYDAY)
    Disbursement.objects.update(state="rejected", reason="AC04", due_state=due_state)
    page = money_page(contest)
    assert words in page and "back to the account" not in page

    give_account(contest.brand, "FR7630006000011234567890999")
    assert PayoutAccount.objects.filter(brand=contest.brand, retired_at=None).count() == 1
    assert ("Being prepared" if due_state == "done" else words) in money_page(contest)
