"""Charts tell the truth about money: a missing cent is seen, a sum that does not add up is refused, text is escaped."""

import re
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontend.charts import (
    FundingPart,
    LifeStage,
    Multiple,
    WaterfallStep,
    contest_life,
    funding_gate,
    settlement_waterfall,
    small_multiples,
)
from frontend.charts.markup import element
from frontend.charts.share import visible_widths

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PARTS = [FundingPart("floor", "Floors", 100_968), FundingPart("prize", "Prizes", 200_000), FundingPart("fee", "Fee", 1)]
LIABILITY = 300_969


def shapes(svg: str, css_class: str) -> list[ET.Element]:
    return [node for node in ET.fromstring(svg).iter() if node.get("class") == css_class]


@given(st.lists(st.integers(min_value=0, max_value=10**12), min_size=1, max_size=40).filter(any))
def test_widths_add_up_and_nothing_that_exists_is_invisible(values: list[int]) -> None:
    widths = visible_widths(values, 1000, 10)
    assert sum(widths) == 1000
    for value, width in zip(values, widths, strict=True):
        assert (width >= 10) if value else (width == 0)


def test_a_larger_part_is_never_drawn_smaller() -> None:
    widths = visible_widths([1, 50, 5_000, 900_000], 1000, 10)
    assert widths == sorted(widths)


@pytest.mark.parametrize(("escrow", "missing", "covered"), [(LIABILITY, 0, True), (LIABILITY - 1, 1, False)])
def test_the_gate_opens_at_the_last_cent(escrow: int, missing: int, covered: bool) -> None:
    chart = funding_gate(PARTS, escrow)
    assert chart.missing_minor == missing
    assert chart.is_covered is covered
    assert bool(shapes(chart.svg, "chart-edge")) is not covered


def test_a_missing_cent_is_wide_enough_to_see_and_said_in_words() -> None:
    chart = funding_gate(PARTS, LIABILITY - 1)
    (gap,) = shapes(chart.svg, "chart-edge")
    assert float(gap.get("width", 0)) >= 10
    assert "0.01" in chart.description
    description = ET.fromstring(chart.svg).find("desc")
    assert description is not None
    assert description.text == chart.description


def test_a_surplus_lies_beyond_the_gate() -> None:
    chart = funding_gate(PARTS, LIABILITY + 50_000)
    (gate,) = shapes(chart.svg, "chart-gate")
    (surplus,) = shapes(chart.svg, "part-surplus")
    assert surplus.get("x") == gate.get("x1")
    assert chart.surplus_minor == 50_000


def test_an_unfunded_brief_without_parts_can_be_drawn() -> None:
    assert funding_gate([], 0).is_covered


def test_the_waterfall_refuses_steps_that_do_not_add_up() -> None:
    honest = [
        WaterfallStep("start", "Held", 100),
        WaterfallStep("out", "Floor", 60),
        WaterfallStep("total", "Left", 40),
    ]
    rows = settlement_waterfall(honest).rows
    assert [row.level_minor for row in rows] == [100, 40, 40]
    assert [row.change_minor for row in rows] == [None, -60, None]
    with pytest.raises(ValueError, match="leave 40"):
        settlement_waterfall([*honest[:2], WaterfallStep("total", "Left", 41)])
    with pytest.raises(ValueError, match="more than the 40"):
        settlement_waterfall([*honest[:2], WaterfallStep("out", "Prize", 41)])


@given(st.lists(st.integers(min_value=0, max_value=10**9), max_size=30))
def test_paying_everything_out_leaves_nothing(amounts: list[int]) -> None:
    steps = [WaterfallStep("start", "Held", sum(amounts)), *(WaterfallStep("out", "Line", a) for a in amounts)]
    assert settlement_waterfall([*steps, WaterfallStep("total", "Left", 0)]).rows[-1].level_minor == 0


def stage(label: str, start: int, end: int | None, **more: object) -> LifeStage:
    ends_at = None if end is None else NOW + timedelta(days=end)
    return LifeStage(label, NOW + timedelta(days=start), ends_at, **more)  # type: ignore[arg-type]


def test_a_life_knows_past_now_and_future() -> None:
    chart = contest_life([stage("Open", -4, -2), stage("Judging", -2, 2), stage("Handover", 2, 9)], 1, NOW)
    assert [row.place for row in chart.rows] == ["past", "now", "future"]
    (done,), (rest,) = shapes(chart.svg, "life-now"), shapes(chart.svg, "life-now-rest")
    assert Fraction(done.get("width", "0")) * 2 == pytest.approx(float(rest.get("width", 0)), abs=0.05)


def test_an_overdue_stage_is_full_and_not_fuller() -> None:
    chart = contest_life([stage("Judging", -9, -3)], 0, NOW)
    (done,), (rest,) = shapes(chart.svg, "life-now"), shapes(chart.svg, "life-now-rest")
    assert done.get("width") == rest.get("width")


def test_a_lapse_is_marked() -> None:
    chart = contest_life([stage("Open", -9, -5), stage("Lapsed", -5, -1, broken=True)], None, NOW)
    assert len(shapes(chart.svg, "life-broken")) == 1
    assert {row.place for row in chart.rows} == {"past"}


def test_a_suppressed_value_is_a_gap_and_not_a_zero() -> None:
    (spark,) = small_multiples([Multiple("Posters", [3, None, 5], ["May", "Jun", "Jul"])], str)
    assert len(shapes(spark.svg, "spark-line")) == 2
    assert spark.table == (("May", "3"), ("Jun", "not shown"), ("Jul", "5"))
    assert spark.latest == "5"


def test_multiples_share_one_scale() -> None:
    sparks = small_multiples([Multiple("a", [1], ["May"]), Multiple("b", [10], ["May"])], str)
    heights = [re.findall(r"M[\d.]+ ([\d.]+)", shapes(spark.svg, "spark-line")[0].get("d", "")) for spark in sparks]
    (low,), (high,) = heights
    assert float(low) > float(high)


def test_text_from_people_is_escaped() -> None:
    nasty = '<script>alert("x")</script>'
    chart = contest_life([LifeStage(nasty, NOW, NOW + timedelta(days=1))], 0, NOW)
    (spark,) = small_multiples([Multiple(nasty, [1], [nasty])], str)
    for svg in (chart.svg, spark.svg):
        assert "<script" not in svg
        assert "&lt;script&gt;" in svg


def test_what_the_content_security_policy_refuses_is_refused_when_drawn() -> None:
    for attribute in ("style", "onclick"):
        with pytest.raises(ValueError, match="content security policy"):
            element("rect", {attribute: "x"})


def test_unknown_kinds_and_negative_amounts_are_refused() -> None:
    with pytest.raises(ValueError, match="bribe"):
        FundingPart("bribe", "?", 1)
    with pytest.raises(ValueError, match="never negative"):
        WaterfallStep("out", "Line", -1)
