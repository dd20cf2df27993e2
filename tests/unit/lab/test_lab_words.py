"""Nothing is assumed behind the reader's back, and no figure is without a name."""

from dataclasses import fields

import pytest
from django.utils import translation

from frontend.showing.lab import CHARTS
from frontend.showing.lab_words import MEASURES, NOTES, assumed, rival_ways
from payouts.lab.assumptions import Assumptions
from payouts.lab.measures import Figures
from payouts.lab.report import MEASURES as KINDS
from payouts.lab.report import NAMES
from payouts.lab.rivals import RIVALS


def test_every_assumption_is_said_once() -> None:
    said = [name for item in assumed(Assumptions()) for name in item.names]
    assert sorted(said) == sorted(item.name for item in fields(Assumptions))


def test_a_sentence_has_the_source_of_all_its_numbers() -> None:
    sources = {item.name: item.source for item in Assumptions().stated()}
    for item in assumed(Assumptions()):
        assert {bool(sources[name]) for name in item.names} == {bool(item.source)}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_sentences_hold_the_numbers_that_are_used(language: str) -> None:
    with translation.override(language):
        texts = [item.text for item in assumed(Assumptions(entrants=41, silent_bps=700))]
    assert any("41 " in text for text in texts)
    assert any("7%" in text.replace("\u202f", "").replace("\xa0", "") for text in texts)


def test_every_figure_has_a_name_and_every_chart_a_note() -> None:
    known = {item.name for item in fields(Figures)} - {"key", "contests"}
    assert set(MEASURES) == {measure.key for measure in KINDS} == known
    assert set(CHARTS) == set(NOTES)
    assert set(rival_ways()) == {rival.key for rival in RIVALS} == set(NAMES)
