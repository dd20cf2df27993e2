"""The tabs of one's own account: each page has one, and says so once."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.fixtures.people import sign_in
from tests.fixtures.worlds import make_creative

pytestmark = pytest.mark.django_db
MARKED = re.compile(r'<a class="tab" href="([^"]+)" aria-current')


@pytest.mark.parametrize("name", ["profile", "payout_account", "notice_choices", "own_data", "webhooks"])
def test_one_tab_is_marked(client: Client, name: str) -> None:
    address = reverse(f"pages:{name}")
    page = sign_in(client, make_creative()).get(address, follow=True).content.decode()
    assert MARKED.findall(page) == [address]
