"""Policies, terms, facts and all that is computed from them are values: nobody changes one in passing."""

import importlib
import pkgutil
import re
from dataclasses import FrozenInstanceError, fields, is_dataclass

import pytest

import payouts.policy
from payouts.policy import FAIR_1, Settlement, Terms, floor, settle
from payouts.policy.rule import FloorRule, Rule
from tests.unit.policy.worlds import awarded, finalist, make_terms

MODULES = [
    importlib.import_module(found.name) for found in pkgutil.walk_packages(payouts.policy.__path__, "payouts.policy.")
]
VALUES = sorted(
    {one for module in MODULES for one in vars(module).values() if isinstance(one, type) and is_dataclass(one)},
    key=lambda kind: f"{kind.__module__}.{kind.__qualname__}",
)
KEEP_A_DICTIONARY = {"LineKind"}


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: f"{kind.__module__}.{kind.__qualname__}")
def test_a_value_cannot_be_changed(kind: type) -> None:
    value = object.__new__(kind)
    names = [field.name for field in fields(kind)]
    for name in [*names, "something_new"]:
        with pytest.raises((FrozenInstanceError, TypeError)):
            setattr(value, name, 1)
    assert hasattr(value, "__dict__") is (kind.__name__ in KEEP_A_DICTIONARY), "it holds its own fields and no others"


def test_every_rule_is_such_a_value() -> None:
    rules = {
        one for module in MODULES for one in vars(module).values() if isinstance(one, type) and issubclass(one, Rule)
    }
    assert rules - {Rule, FloorRule} <= set(VALUES)


def test_values_with_the_same_figures_are_one_key() -> None:
    assert {make_terms(): "first"} | {make_terms(): "second"} == {make_terms(): "second"}
    assert len({FAIR_1.rules, tuple(FAIR_1.rules)}) == 1
    one, two = (settle(FAIR_1, make_terms(), awarded(finalist("a", 1), finalist("b"), finalist("c"))) for _ in "12")
    assert isinstance(one, Settlement)
    assert one == two
    assert repr(make_terms()).startswith("Terms(currency='EUR', prizes_minor=(100000, 50000)")
    assert make_terms() != make_terms(entry_cap=23)
    assert not isinstance(make_terms(), tuple) and isinstance(make_terms(), Terms)


def test_a_value_shows_its_own_fields_and_nothing_that_is_derived() -> None:
    assert set(re.findall(r"(\w+)=", repr(make_terms(quantities=(("a", 1),))))) == {
        field.name for field in fields(Terms) if field.init
    }
    shown = repr(FAIR_1).partition("rules=(")
    assert re.findall(r"(\w+)=", shown[0]) == ["slug", "version", "title"]
    assert not re.search(r"floor_rules|speaking_rules|reads|_by_type|_hash|line_kinds", shown[2])
    assert "kind=" not in repr(floor(FAIR_1, make_terms(), 3))
    assert "_compiled" not in repr(FAIR_1.rules[0].line_kinds[0])
