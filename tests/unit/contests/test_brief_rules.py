"""What a brief must say, field by field, with every problem named at once."""

from datetime import timedelta

import pytest

from contests.brief_rules import BriefDraft, problems_in

GOOD = BriefDraft(
    category="logo",
    title="A mark for a bakery",
    description="A warm mark that works on paper bags and on a sign.",
    deliverables=("Vector file",),
    prizes=(100_000, 50_000),
    rights_scope="All printed and digital uses",
    rights_territory="World",
)


def changed(**fields):
    return BriefDraft(**{name: getattr(GOOD, name) for name in BriefDraft.__slots__} | fields)


def fields_of(draft):
    return [problem.field for problem in problems_in(draft)]


def test_a_good_brief_has_no_problems():
    assert problems_in(GOOD) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("category", ""),
        ("title", "  "),
        ("title", "x" * 121),
        ("title", "A mark\0 for"),
        ("description", "Short."),
        ("description", "x" * 20_001),
        ("summary", "x" * 241),
        ("audience", "x" * 2001),
        ("language", "xx"),
        ("deliverables", ()),
        ("deliverables", ("  ",)),
        ("deliverables", ("x" * 201,)),
        ("deliverables", ("x",) * 21),
        ("prizes", ()),
        ("prizes", (0,)),
        ("prizes", (100, -1)),
        ("prizes", (100, 200)),
        ("prizes", (1,) * 6),
        ("prizes", (10**13,)),
        ("visibility", "secret"),
        ("currency", "eur"),
        ("currency", "EURO"),
        ("shortlist_max", 101),
        ("unpaid_effort_minutes", -1),
        ("rights_scope", ""),
        ("rights_territory", ""),
        ("rights_years", 0),
        ("rights_years", 71),
        ("entries_period", timedelta(seconds=14)),
        ("judging_period", timedelta(days=181)),
    ],
)
def test_each_field_is_looked_at(field, value):
    assert fields_of(changed(**{field: value})) == [field]


def test_equal_prizes_are_fine():
    assert problems_in(changed(prizes=(100, 100))) == []


def test_a_shortlist_of_none_is_refused():
    assert "shortlist_max" in fields_of(changed(shortlist_max=0))


def test_seconds_are_long_enough_for_a_demonstration():
    moment = timedelta(seconds=20)
    assert problems_in(changed(entries_period=moment, shortlisting_period=moment)) == []


def test_all_problems_are_named_at_once():
    assert fields_of(changed(title="", prizes=(), rights_years=0)) == ["title", "prizes", "rights_years"]
