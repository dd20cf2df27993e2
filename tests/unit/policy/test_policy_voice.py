"""Numbers in words, at the places where they turn: the sign, the singular, the unit."""

import pytest

from payouts.policy import Section, format_money
from payouts.policy.line_kinds import LONGEST_REASON, LineKind, same
from payouts.policy.voice import VOICES

EN, FR = VOICES["en"], VOICES["fr"]


@pytest.mark.parametrize(
    ("amount", "said"), [(-101, "-1.01 €"), (-1, "-0.01 €"), (0, "0.00 €"), (1, "0.01 €"), (99, "0.99 €")]
)
def test_a_debt_of_a_cent_has_its_sign(amount: int, said: str) -> None:
    assert format_money(amount, "EUR", "en") == said


@pytest.mark.parametrize(
    ("number", "english", "french"),
    [
        (-2, "-2 days", "-2\u00a0jours"),
        (-1, "-1 days", "-1\u00a0jour"),
        (0, "0 days", "0\u00a0jour"),
        (1, "1 day", "1\u00a0jour"),
        (2, "2 days", "2\u00a0jours"),
        (1_000, "1,000 days", "1\u202f000\u00a0jours"),
    ],
)
def test_a_noun_follows_its_number(number: int, english: str, french: str) -> None:
    assert EN.count(number, "day", "days") == english
    assert FR.count(number, "jour", "jours") == french


@pytest.mark.parametrize(
    ("seconds", "english", "french"),
    [
        (1, "1 second", "1\u00a0seconde"),
        (59, "59 seconds", "59\u00a0secondes"),
        (60, "1 minute", "1\u00a0minute"),
        (120, "2 minutes", "2\u00a0minutes"),
        (3_599, "3,599 seconds", "3\u202f599\u00a0secondes"),
        (3_600, "1 hour", "1\u00a0heure"),
        (7_200, "2 hours", "2\u00a0heures"),
        (86_400, "1 day", "1\u00a0jour"),
        (90_000, "25 hours", "25\u00a0heures"),
        (14 * 86_400, "14 days", "14\u00a0jours"),
    ],
)
def test_a_period_is_said_in_the_largest_unit_that_divides_it(seconds: int, english: str, french: str) -> None:
    assert EN.duration(seconds) == english
    assert FR.duration(seconds) == french


def test_only_french_is_set_with_spaces_that_do_not_break() -> None:
    text = "one : two ; three"
    assert EN.typeset(text) == text
    assert FR.typeset(text) == "one\u00a0: two\u202f; three"
    assert FR.section(en=("A",), fr=("B :", "c ;")) == Section("B\u00a0:", ("c\u202f;",))
    assert EN.section(en=("A :", "b"), fr=("B",)) == Section("A :", ("b",))


KIND = LineKind(
    rule="example",
    component="earned",
    label={"en": "example", "fr": "exemple"},
    formula=same("{count} × {price:money}[ × {share:percent}][, for {why:brief}] ({factor:factor})"),
)


def test_a_template_leaves_out_the_brackets_whose_figures_are_absent() -> None:
    figures = {"currency": "EUR", "count": 1_200, "price": 150, "factor": 17_500}
    assert KIND.render(figures) == "1,200 × 1.50 € (1.75)"
    assert KIND.render(figures | {"share": 2_550}) == "1,200 × 1.50 € × 25.5 % (1.75)"
    assert KIND.render(figures | {"why": "theft"}, FR) == "1\u202f200 × 1,50\u00a0€, for theft (1,75)"
    assert KIND.render(figures | {"withheld_minor": 7}) == "1,200 × 1.50 € (1.75) − 0.07 €"


def test_a_long_reason_is_quoted_in_part() -> None:
    figures = {"currency": "EUR", "count": 1, "price": 1, "factor": 10_000}
    short, long = "a" * LONGEST_REASON, "bad " * 40
    assert KIND.render(figures | {"why": short}) == f"1 × 0.01 €, for {short} (1)"
    quoted = KIND.render(figures | {"why": long}).removeprefix("1 × 0.01 €, for ").removesuffix(" (1)")
    assert quoted == "bad " * 29 + "bad…"
    assert len(quoted) == LONGEST_REASON


@pytest.mark.parametrize(("component", "shown"), [("earned", True), ("prize", True), ("fee", False), ("tax", False)])
def test_what_is_withheld_is_shown_on_a_creatives_line_alone(component: str, shown: bool) -> None:
    kind = LineKind("example", component, {"en": "e", "fr": "e"}, same("{count}"))  # type: ignore[arg-type]
    assert kind.render({"currency": "EUR", "count": 1, "withheld_minor": 5}) == ("1 − 0.05 €" if shown else "1")
