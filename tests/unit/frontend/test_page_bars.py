"""Bars tell the truth: their lengths are in proportion, a zero has none, and nothing that exists is invisible."""

from xml.etree import ElementTree as ET

import pytest

from frontend.charts.bars import Bar, BarChart, bar_chart, picture_file

BARS = [Bar("Ours", 12.0, "12", own=True), Bar("<b>", 6.0, "6"), Bar("Little", 0.001, "0.001"), Bar("None", 0, "0")]


def widths(chart: BarChart) -> list[float]:
    return [float(ET.fromstring(row.svg)[0].get("width") or -1) for row in chart.rows]


def test_lengths_are_in_proportion_and_little_is_still_seen() -> None:
    assert widths(bar_chart("pay", "Pay", BARS)) == [1000, 500, 4, 0]


def test_a_reference_beyond_all_bars_is_on_the_scale() -> None:
    chart = bar_chart("pay", "Pay", BARS[:2], reference=Bar("minimum", 24, "24"))
    assert widths(chart) == [500, 250]
    lines = [ET.fromstring(row.svg)[1] for row in chart.rows]
    assert {line.get("x1") for line in lines} == {"1000"}


def test_all_zero_is_drawn() -> None:
    assert widths(bar_chart("pay", "Pay", [Bar("None", 0, "0")])) == [0]


def test_less_than_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be -1"):
        Bar("Debt", -1, "-1")


def test_the_file_stands_alone_and_escapes_its_words() -> None:
    chart = bar_chart("pay", "Pay & time", BARS, note="An hour", reference=Bar("minimum", 9, "9 €"))
    root = ET.fromstring(picture_file(chart))
    words = [node.text for node in root.iter() if node.tag.endswith("text")]
    assert words == ["Pay & time", "An hour", "Ours", "12", "<b>", "6", "Little", "0.001", "None", "0", "minimum 9 €"]
    rects = [node for node in root.iter() if node.tag.endswith("rect")][1:]
    assert [float(node.get("width") or -1) for node in rects] == [500, 250, 4, 0]
    assert all(node.get("class") is None for node in root.iter())
