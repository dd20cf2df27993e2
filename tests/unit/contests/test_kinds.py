"""What each kind of contest allows, and what a brief is told before its launch."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contests.brief_check import PayFacts, advise
from contests.brief_rules import problems_in
from contests.guides import FIGURES, all_guides
from contests.kinds import Kind, fitted
from contests.kit_rules import KitDraft, problems_in_kit
from contests.rights import RightsText
from contests.tones import SLIDERS, kept, said
from tests.fixtures.contests import brief_draft

MARCH = datetime(2026, 3, 2, tzinfo=UTC)
SKETCH = {"first_stage": "One sketch in pencil, no more.", "second_stage": "The sketch worked out in full."}


def wrong(**changes: object) -> set[str]:
    return {problem.field for problem in problems_in(brief_draft(**changes))}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"kind": "secret"}, {"kind"}),
        ({"kind": "invited"}, {"visibility"}),
        ({"kind": "nda", "visibility": "blind"}, set()),
        ({"kind": "fast"}, {"entries_period", "shortlisting_period", "final_round_period", "judging_period"}),
        ({"kind": "zero_spec"}, {"unpaid_effort_minutes"}),
        ({"kind": "zero_spec", "unpaid_effort_minutes": 0, "visibility": "blind"}, {"visibility"}),
        ({"kind": "two_stage"}, {"first_stage", "second_stage"}),
        ({"kind": "two_stage", "unpaid_effort_minutes": 0, **SKETCH}, {"unpaid_effort_minutes"}),
        ({"kind": "two_stage", **SKETCH}, set()),
        ({"kind": "open_licence", "rights_scope": "", "rights_territory": "", "rights_kinds": ()}, set()),
        ({"rights_scope": "", "rights_territory": ""}, {"rights_scope", "rights_territory"}),
        ({"tones": (1, 2)}, {"tones"}),
        ({"formats": ("exe",), "work_languages": ("xx",)}, {"formats", "work_languages"}),
    ],
)
def test_what_a_kind_does_not_allow_is_named_by_its_field(changes: dict[str, object], fields: set[str]) -> None:
    assert wrong(**changes) == fields


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("visibility", ["public", "private", "blind"])
def test_a_draft_of_any_terms_can_be_fitted_to_any_kind(kind: Kind, visibility: str) -> None:
    draft = fitted(brief_draft(kind=kind.value, visibility=visibility))
    assert problems_in(draft) == []
    assert fitted(draft) == draft
    assert (draft.title, draft.prizes) == (brief_draft().title, brief_draft().prizes), "only what must change does"


def test_tones_are_kept_by_place_and_read_by_name() -> None:
    told = {SLIDERS[1].name: 7, SLIDERS[3].name: 1}
    assert said(kept(told)) == told
    assert kept({}) == ()


def test_a_bare_brief_is_told_what_is_missing_and_a_whole_one_nothing() -> None:
    bare = brief_draft(deliverables=("Logo",))
    codes = [one.code for one in advise(bare, PayFacts(900, 1_200, 1_000), attachments=0, now=MARCH)]
    assert codes == [
        "short-description",
        "no-summary",
        "no-audience",
        "no-examples",
        "no-tone",
        "vague-deliverables",
        "no-format",
        "low-pay",
        "low-odds",
    ]
    whole = brief_draft(
        description="word " * 80,
        summary="A mark.",
        audience="Neighbours.",
        references="The signs of old harbours, for their calm.",
        tones=(1, 0, 0, 0, 0),
        sizes="12 mm",
    )
    assert advise(whole, PayFacts(1_200, 900, 2_500), attachments=0, now=MARCH) == []
    august = datetime(2026, 7, 28, tzinfo=UTC)
    assert [one.code for one in advise(whole, PayFacts(), attachments=0, now=august)] == ["holidays"]
    hurried = replace(whole, entries_period=timedelta(days=3))
    assert [one.code for one in advise(hurried, PayFacts(), attachments=1, now=MARCH)] == ["short-time"]
    assert advise(replace(hurried, kind="fast"), PayFacts(), attachments=1, now=MARCH) == []
    for_guests = replace(whole, kind="invited")
    assert [one.code for one in advise(for_guests, PayFacts(), attachments=0, now=MARCH)] == ["nobody-invited"]
    assert advise(for_guests, PayFacts(), attachments=0, now=MARCH, invited=1) == []


def test_every_guide_makes_a_brief_that_can_be_kept() -> None:
    for language in ("en", "fr"):
        guides = all_guides(language)
        assert [guide.category for guide in guides] == list(FIGURES)
        for guide in guides:
            words = guide.words
            draft = brief_draft(
                category=guide.category,
                title=words.title,
                summary=words.summary,
                description=words.description,
                audience=words.audience,
                tones=guide.figures.tones,
                language=language,
                **guide.defaults,
            )
            assert problems_in(draft) == [], guide.category


def test_a_kit_names_its_colours_by_value() -> None:
    assert problems_in_kit(KitDraft(colours=(("Quay", "#1f5c4d"),), fonts=("Inter",))) == []
    fields = [one.field for one in problems_in_kit(KitDraft(colours=(("Quay", "green"),), dos=("x" * 201,)))]
    assert fields == ["colours", "dos"]


def test_the_text_of_a_transfer_keeps_its_digest_and_a_licence_has_one_of_its_own() -> None:
    text = RightsText("en", "W", "C", "B", ("A",), "H", ("reproduction",), "Use", "World", 10, "Prize")
    assert "licence" not in text.to_dict()
    assert text.sha256 == "f3d77511d01cc777a17f38bb8d9009c1529add4e92e776eda599c1e0330613a0"
    licence = replace(text, rights=(), licence="CC BY-SA 4.0", format=2)
    assert RightsText.from_dict(licence.to_dict()) == licence
    assert licence.sha256 != text.sha256
    assert [name for name, _extent in licence.items] == ["Share", "Adapt", "Attribution", "ShareAlike"]
