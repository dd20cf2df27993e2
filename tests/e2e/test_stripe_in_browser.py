"""Paying by card and signing up to be paid, in a real browser: our policy for forms and scripts lets people leave for
Stripe's pages and come back."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page

from accounts.models import User
from accounts.selectors import payout_account_of_person
from payouts.services.funding import request_funding
from tests.e2e.browser import PATIENCE_MS, a_browser, needs_browser
from tests.fixtures.people import sign_in_freshly
from tests.fixtures.stripe_money import StripeMoney, connected
from tests.fixtures.worlds import destination_of, draft_contest, make_brand, make_creative, owner_of

pytestmark = [needs_browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def cookie_of(user: User) -> str:
    """A session in which the person has just given their password."""
    client = sign_in_freshly(Client(), user)
    assert client.session[SESSION_KEY]
    return client.cookies["session"].value


def at_a_browser(browser: Browser, site: str, cookie: str) -> tuple[Page, list[str]]:
    """A page of somebody's own, and what the browser complains of."""
    context = browser.new_context()
    context.add_cookies([{"name": "session", "value": cookie, "url": site}])
    page, complaints = context.new_page(), []
    page.set_default_timeout(PATIENCE_MS)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    return page, complaints


def test_a_brief_is_paid_for_by_card(stripe_money: StripeMoney, site: str) -> None:
    contest = draft_contest(make_brand(), now=timezone.now())
    owner = owner_of(contest.brand)
    request_funding(owner, contest.pk, now=timezone.now())
    cookie, funding = cookie_of(owner), site + reverse("pages:funding", args=[contest.pk])
    with a_browser() as browser:
        page, complaints = at_a_browser(browser, site, cookie)
        page.goto(funding)
        page.get_by_role("button", name="Pay by card").click()
        page.wait_for_url(f"{stripe_money.fake.url}/pay/**")
        page.fill("#card", "4000 0000 0000 0002")
        page.get_by_role("button", name="Pay", exact=True).click()
        page.get_by_text("Declined: generic_decline").wait_for()
        page.get_by_role("link", name="Back without paying").click()
        page.wait_for_url(funding)
        page.get_by_text("Nothing is paid yet").wait_for()
        page.get_by_role("link", name="Go on paying").click()
        page.wait_for_url(f"{stripe_money.fake.url}/pay/**")
        page.get_by_role("button", name="Pay", exact=True).click()
        page.wait_for_url(funding)
        page.get_by_text("Your payment has arrived").wait_for()
        page.get_by_text("Covered: your brief is open").wait_for()
    # The declined card's page is answered 402, which the browser mentions.
    assert [one for one in complaints if "402" not in one] == []
    contest.refresh_from_db()
    assert contest.state == "open"


def test_a_creative_signs_up_to_be_paid(stripe_money: StripeMoney, site: str) -> None:
    ines = make_creative(payout_account=False)
    cookie, settings_page = cookie_of(ines), site + reverse("pages:payout_account")
    with a_browser() as browser:
        page, complaints = at_a_browser(browser, site, cookie)
        page.goto(settings_page)
        page.get_by_role("button", name="Be paid through Stripe").click()
        page.wait_for_url(f"{stripe_money.fake.url}/onboarding/**")
        page.get_by_role("button", name="Finish", exact=True).click()
        page.wait_for_url(settings_page)
        page.get_by_text("Stripe is ready").first.wait_for()
    assert complaints == []
    found = payout_account_of_person(ines.pk)
    assert found is not None
    assert destination_of(found) == connected(ines).account
