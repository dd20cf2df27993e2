"""Policy documents: what is read, what is refused, and the one text a document has."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payouts.policy import (
    FAIR_1,
    FAIR_1_DOCUMENT,
    KillFee,
    Lapse,
    NotCanonical,
    PolicyDocument,
    PolicyError,
    canonical_json,
    parse_policy,
    sha256_hex,
)
from payouts.policy.rules import RULE_TYPES
from tests.unit.policy.worlds import fit_policies, make_policy, prove

FAIR_1_SHA256 = "6f99218847a71045e0db5fa36ae5cb7601ce67693dfb6ff59b5c3895d5795d1b"


def changed(change: Any) -> dict[str, Any]:
    document = copy.deepcopy(FAIR_1_DOCUMENT)
    change(document)
    return document


def problems_of(document: Any) -> dict[str, tuple[str, str]]:
    with pytest.raises(PolicyError) as caught:
        parse_policy(document)
    return {problem.field: (problem.bound, problem.reason) for problem in caught.value.problems}


@prove
@given(fit_policies())
def test_a_document_is_read_back_as_it_was_written(policy: PolicyDocument) -> None:
    again = parse_policy(json.loads(canonical_json(policy.to_dict())))
    assert again == policy
    assert hash(again) == hash(policy)
    assert again.digest == policy.digest == sha256_hex(policy.to_dict())


def test_the_published_default_never_changes() -> None:
    """A used policy is superseded, never edited: a new default is a new document."""
    assert FAIR_1.to_dict() == FAIR_1_DOCUMENT
    assert FAIR_1.digest == FAIR_1_SHA256


def test_rules_are_kept_in_the_order_of_the_table_whatever_the_order_of_the_text() -> None:
    backwards = changed(lambda document: document.update(rules=dict(reversed(FAIR_1_DOCUMENT["rules"].items()))))
    assert parse_policy(backwards) == FAIR_1
    assert [rule.slug for rule in FAIR_1.rules] == [kind.slug for kind in RULE_TYPES if kind.required]


def test_a_rule_is_found_by_its_type_with_its_parameters() -> None:
    policy = make_policy(lapse={"silence_seconds": 60}, kill_fee={"open_bps": 2_600})
    assert policy.rule(Lapse).silence_seconds == 60
    assert policy.rule(KillFee).bps_at("open") == 2_600


def test_documents_that_differ_in_one_parameter_are_not_equal() -> None:
    assert make_policy(lapse={"silence_seconds": 60}) != make_policy(lapse={"silence_seconds": 61})
    assert make_policy(lapse={"silence_seconds": 60}).digest != FAIR_1.digest


def test_every_fault_is_named_with_its_field_and_bound() -> None:
    def spoil(document: dict[str, Any]) -> None:
        document["version"] = 0
        document["colour"] = "green"
        del document["title"]
        rules = document["rules"]
        rules["kill_fee"]["open_bps"] = 10_001
        rules["lapse"]["enabled"] = 1
        rules["lapse"]["silence"] = 3
        rules["prizes"]["mode"] = "generous"
        rules["fixed_floor"]["currency"] = "XXX"
        rules["free_work"] = {}
        del rules["ties"]
        rules["floor"] = []

    found = problems_of(changed(spoil))
    assert found.keys() == {
        "version",
        "colour",
        "title",
        "rules.kill_fee.open_bps",
        "rules.lapse.enabled",
        "rules.lapse.silence",
        "rules.prizes.mode",
        "rules.fixed_floor.currency",
        "rules.free_work",
        "rules.ties",
        "rules.floor",
    }
    assert found["rules.kill_fee.open_bps"] == ("a whole number from 0 to 10000", "10001 is out of bounds")
    assert found["rules.lapse.enabled"] == ("one of False, True", "1 is out of bounds")
    assert found["rules.ties"] == ("an object", "missing")
    assert found["title"] == ("text of 1 to 120 characters", "missing")
    assert found["rules.prizes.mode"][0] == "one of 'additive', 'absorbed'"
    assert found["rules.free_work"][1] == found["colour"][1] == "unknown key"


@pytest.mark.parametrize("value", [-1, 10_001, True, "2500", 25.0, None, [2500]])
def test_a_share_is_a_whole_number_of_basis_points(value: object) -> None:
    document = changed(lambda document: document["rules"]["kill_fee"].update(open_bps=value))
    assert problems_of(document).keys() == {"rules.kill_fee.open_bps"}


@pytest.mark.parametrize("value", [0, 366 * 86_400 + 1])
def test_a_period_is_bounded_on_both_sides(value: int) -> None:
    document = changed(lambda document: document["rules"]["lapse"].update(silence_seconds=value))
    assert problems_of(document).keys() == {"rules.lapse.silence_seconds"}


@pytest.mark.parametrize("value", ["", "   ", "x" * 121, 7])
def test_a_title_is_text_and_not_blank(value: object) -> None:
    assert problems_of(changed(lambda document: document.update(title=value))).keys() == {"title"}


def test_periods_of_a_minute_are_only_another_document() -> None:
    policy = make_policy(
        lapse={"silence_seconds": 60, "final_notice_seconds": 30}, payment_delay={"payment_seconds": 60}
    )
    assert policy.rule(Lapse).final_notice_seconds == 30


@pytest.mark.parametrize("value", [None, [], "fair", {**FAIR_1_DOCUMENT, "rules": None}])
def test_what_is_not_an_object_is_no_policy(value: Any) -> None:
    with pytest.raises(PolicyError):
        parse_policy(value)


def test_canonical_text_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical_json({"b": 1, "a": [True, None, "é"]}) == canonical_json({"a": (True, None, "é"), "b": 1})
    assert canonical_json({"a": "é"}) == b'{"a":"\xc3\xa9"}'


@pytest.mark.parametrize(
    "value", [1.0, {"a": [0.5]}, {1: "a"}, {"a": {None: 1}}, {"when": object()}, {"set": {1}}, "\ud800", {"\udfff": 1}]
)
def test_what_has_no_single_text_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical_json(value)


letters = st.text(st.characters(exclude_categories=["Cs"]))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | letters,
    lambda inner: st.lists(inner) | st.dictionaries(letters, inner),
)


@prove
@given(json_values)
def test_canonical_text_reads_back(value: object) -> None:
    text = canonical_json(value)
    assert json.loads(text) == value
    assert canonical_json(json.loads(text)) == text
