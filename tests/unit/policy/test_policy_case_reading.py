"""A worked case says little: what it leaves out has a default, and whatever differs is told either way."""

from datetime import date

import pytest

from payouts.policy.cases import UnreadableCase, differences, read_amount, read_case
from tests.unit.policy.worlds import make_terms

THREE = """
outcome = "awarded"
[terms]
prizes = ["100.00"]
[[entry]]
name = "e1..e3"
shortlisted = true
rank = 1
"""


def told(expected: str, case: str = THREE) -> list[str]:
    return differences(read_case(f"{case}\n[expected]\n{expected}"))


def test_terms_that_are_not_given_are_those_of_a_logo_brief() -> None:
    assert read_case("[expected]").terms == make_terms(prizes_minor=(), study_price_minor=0)
    assert read_case("[terms]\nshortlist_max = 5\n[expected]").terms.entry_cap == 20


def test_every_term_can_be_given() -> None:
    text = """
    [terms]
    currency = "JPY"
    prizes = ["1500", "700"]
    shortlist_max = 4
    effort_minutes = 90
    study_price = "20"
    hourly_minimum = "1000"
    reference_date = 2026-02-03
    unpaid_effort_minutes = 15
    vat_bps = 1000
    entry_cap = 7
    [expected]
    """
    assert read_case(text).terms == make_terms(
        currency="JPY",
        prizes_minor=(1_500, 700),
        shortlist_max=4,
        effort_minutes=90,
        study_price_minor=20,
        hourly_minimum_minor=1_000,
        reference_date=date(2026, 2, 3),
        unpaid_effort_minutes=15,
        vat_bps=1_000,
        entry_cap=7,
    )


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ("total = '604.84'", []),
        ("total = '604.85'", ["total: expected 604.85 €, is 604.84 €"]),
        ("total = '604.83'", ["total: expected 604.83 €, is 604.84 €"]),
        ("pay = {'e1..e2' = '201.62', e3 = '201.61'}", ["pay of e2: expected 201.62 €, is 201.61 €"]),
        ("pay = {nobody = '0'}", []),
        ("pay = {nobody = '0.01'}", ["pay of nobody: expected 0.01 €, is 0.00 €"]),
        ("lines = {ties = '100.00', hourly_floor = '504.84', kill_fee = '0'}", []),
        ("lines = {kill_fee = '0.01'}", ["lines of kill_fee: expected 0.01 €, is 0.00 €"]),
        ("rights_pass = true", []),
        ("rights_pass = false", ["rights: expected to stay"]),
        ("refused = []", []),
        ("refused = [6]", ["expected to be refused for the rules [6], but broken are []"]),
    ],
)
def test_what_differs_is_told_in_money(expected: str, said: list[str]) -> None:
    assert told(expected) == said


def test_rights_that_should_have_passed_are_missed() -> None:
    assert told("rights_pass = true", THREE.replace("awarded", "lapsed")) == ["rights: expected to pass"]
    assert told("rights_pass = false", THREE.replace("awarded", "lapsed")) == []


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        ("[9]", []),
        ("[]", ["expected to be refused for the rules [], but broken are [9]"]),
        ("[10]", ["expected to be refused for the rules [10], but broken are [9]"]),
        ("[9, 10]", ["expected to be refused for the rules [9, 10], but broken are [9]"]),
    ],
)
def test_a_refusal_names_exactly_the_rules_that_are_broken(refused: str, said: list[str]) -> None:
    assert told(f"refused = {refused}", "[change]\nlapse = {enabled = false}") == said


def test_a_rule_without_a_number_is_told_as_none_at_all() -> None:
    assert told("refused = [0]", "[change]\nhandover = {delivery_seconds = 31000000}") == []


def test_what_somebody_is_paid_is_summed_by_entry_and_by_person() -> None:
    case = THREE.replace("rank = 1", "rank = 1\nteam = ['iris', 'alder']")
    assert told("pay = {e1 = '201.62', alder = '302.43', iris = '302.41'}", case) == []


def test_a_share_of_the_team_is_the_same_for_each() -> None:
    case = read_case(THREE.replace("rank = 1", "team = ['iris', 'alder']") + "[expected]")
    assert case.facts is not None
    assert {share for one in case.facts.entries for share in one.shares} == {("alder", 1), ("iris", 1)}


@pytest.mark.parametrize("row", ["name = 'a'\nmood = 'good'", "mood = 'good'", "shortlisted = true"])
def test_an_entry_has_a_name_and_nothing_unknown(row: str) -> None:
    with pytest.raises(
        UnreadableCase, match="known are disqualified, happened, name, rank, shortlisted, team, and name"
    ):
        read_case(f"outcome = 'void'\n[[entry]]\n{row}\n[expected]")


def test_an_unknown_currency_is_read_in_hundredths() -> None:
    assert read_amount("1.25", "XXX") == 125
    assert read_amount("-1_000.5", "EUR") == -100_050
    assert read_amount(" 7 ", "EUR") == 700
    with pytest.raises(UnreadableCase, match="more decimals than XXX"):
        read_amount("1.255", "XXX")


def test_an_amount_of_a_change_is_money_and_a_number_is_itself() -> None:
    case = read_case("[change]\nfixed_floor = {amount_minor = '120.00'}\nkill_fee = {open_bps = 2600}\n[expected]")
    rules = case.policy.to_dict()["rules"]
    assert (rules["fixed_floor"]["amount_minor"], rules["kill_fee"]["open_bps"]) == (12_000, 2_600)
    assert read_case("policy = 'fair 2'\n[expected]").policy.version == 2
