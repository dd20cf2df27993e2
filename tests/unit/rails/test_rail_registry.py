"""Which rail a name gives: as the settings say, one for the process, none shared with a forked child."""

import os
from typing import Any

import pytest

from payouts.rails.base import AccountRail, HostedRail, RefundingRail
from payouts.rails.registry import UnknownRail, get_rail
from payouts.rails.sandbox.client import SandboxRail

STRIPE = {"secret_key": "sk_test_1", "webhook_secrets": ("whsec_1",), "api_base": "http://127.0.0.1:1"}
OPTIONS = {"url": "http://127.0.0.1:1", "secret": "s", "timeout_seconds": 1}


@pytest.fixture(autouse=True)
def configured(settings: Any) -> None:
    settings.RAILS = {"sandbox": OPTIONS, "barter": {}}


def test_a_rail_is_built_once() -> None:
    rail = get_rail("sandbox")
    assert isinstance(rail, SandboxRail)
    assert get_rail("sandbox") is rail


def test_other_options_give_another_rail(settings: Any) -> None:
    rail = get_rail("sandbox")
    settings.RAILS = {"sandbox": OPTIONS | {"url": "http://127.0.0.1:2"}}
    assert get_rail("sandbox") is not rail


@pytest.mark.parametrize("name", ["barter", "sepa", ""])
def test_a_rail_without_code_or_options_is_unknown(name: str) -> None:
    with pytest.raises(UnknownRail, match="sandbox"):
        get_rail(name)


def test_a_rail_without_a_secret_is_refused(settings: Any) -> None:
    settings.RAILS = {"sandbox": OPTIONS | {"secret": ""}}
    with pytest.raises(ValueError, match="secret"):
        get_rail("sandbox")


@pytest.mark.parametrize("blank", [{"secret_key": ""}, {"webhook_secrets": ()}, {"webhook_secrets": ("whsec_1", "")}])
def test_stripe_without_a_secret_is_refused(settings: Any, blank: dict[str, Any]) -> None:
    settings.RAILS = {"stripe": STRIPE | blank}
    with pytest.raises(ValueError, match="secret"):
        get_rail("stripe")


def test_what_a_rail_can_do_besides_is_seen(settings: Any) -> None:
    settings.RAILS = {"stripe": STRIPE, "sandbox": OPTIONS}
    for ability in (HostedRail, RefundingRail, AccountRail):
        assert isinstance(get_rail("stripe"), ability)
        assert not isinstance(get_rail("sandbox"), ability)


def test_a_forked_worker_has_connections_of_its_own() -> None:
    rail = get_rail("sandbox")
    child = os.fork()
    if child == 0:
        os._exit(0 if get_rail("sandbox") is not rail else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert get_rail("sandbox") is rail
