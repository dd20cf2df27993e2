"""The worked cases under docs/cases, written by people who read payslips: each comes out as it says."""

from pathlib import Path

import pytest

from payouts.policy.cases import UnreadableCase, differences, read_amount, read_case

FILES = sorted((Path(__file__).resolve().parents[3] / "docs" / "cases").glob("*.toml"))
SMALL = """
outcome = "awarded"
[terms]
prizes = ["100.00"]
[[entry]]
name = "e1..e3"
shortlisted = true
rank = 1
[expected]
total = "{total}"
"""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_case_comes_out_as_it_says(path: Path) -> None:
    case = read_case(path.read_text())
    assert case.title
    assert case.source
    assert differences(case) == []


def test_there_are_cases() -> None:
    assert len(FILES) >= 8


def test_a_wrong_expectation_is_told_in_money() -> None:
    assert differences(read_case(SMALL.format(total="604.84"))) == []
    assert differences(read_case(SMALL.format(total="604.85"))) == ["total: expected 604.85 €, is 604.84 €"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = ", "Invalid"),
        ('tittle = "x"\n[expected]', "unknown: tittle"),
        ('title = "x"', "expected"),
        ('policy = "unfair"\n[expected]', "fair 1, fair 2"),
        (SMALL.format(total="1,00"), "in quotes"),
        (SMALL.format(total="1.001"), "more decimals"),
        (SMALL.format(total="1").replace("name", "nom"), "name is needed"),
        ('[terms]\nreference_date = "2026"\n[expected]', "a date without quotes"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, said: str) -> None:
    with pytest.raises(UnreadableCase, match=said):
        differences(read_case(text))


@pytest.mark.parametrize("amount", [12.5, 12, None, "", "12,50", "1 2345.00", "1.999"])
def test_amounts_are_never_guessed(amount: object) -> None:
    with pytest.raises(UnreadableCase):
        read_amount(amount, "EUR")
