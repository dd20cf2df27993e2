"""The addresses in the money side's mails are those of real pages."""

from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.urls import resolve

from payouts.services.links import contest_money_url, earnings_url, payout_account_url

PAGES = {
    "pages:earnings": earnings_url(),
    "pages:contest_money": contest_money_url(uuid4()),
    "pages:payout_account": payout_account_url(),
    "pages:brand_settings": payout_account_url(uuid4()),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_mail_leads_to_its_page(name: str) -> None:
    assert resolve(urlsplit(PAGES[name]).path).view_name == name
