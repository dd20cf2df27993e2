"""The examples in the docstrings of accounts hold."""

import doctest
from importlib import import_module

import pytest

MODULES = [
    "accounts.models.payout_account",
    "accounts.models.user",
    "accounts.services.payout_accounts",
    "accounts.services.preferences",
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    failed, attempted = doctest.testmod(import_module(name))
    assert attempted and not failed
