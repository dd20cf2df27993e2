"""A run is reproducible, bounded in memory, and calibrated on what has been published."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from payouts.lab import running
from payouts.lab.assumptions import Assumptions
from payouts.lab.economy import Draw, draw_block, draw_population
from payouts.lab.measures import Figures, gini
from payouts.lab.running import LARGEST, Result, run_lab
from payouts.policy import FAIR_1
from payouts.services.reference_data import CATEGORIES


@pytest.fixture(scope="module")
def result() -> Result:
    return run_lab(FAIR_1, contests=2_000, seed=3)


def by_key(result: Result) -> dict[str, Figures]:
    return {figures.key: figures for figures in result.figures}


def test_the_same_seed_gives_the_same_figures_whatever_the_chunk(result: Result) -> None:
    assert [run_lab(FAIR_1, contests=2_000, seed=3, chunk=chunk) for chunk in (1, 1_000)] == [result, result]


def test_another_seed_gives_other_figures_but_the_same_picture(result: Result) -> None:
    other = run_lab(FAIR_1, contests=2_000, seed=4)
    assert other.figures != result.figures
    for one, two in zip(result.figures, other.figures, strict=True):
        assert one.mean_hour_minor == pytest.approx(two.mean_hour_minor, rel=0.1)


def test_each_seed_and_each_block_has_contests_of_its_own() -> None:
    assumed = Assumptions()
    population = draw_population(assumed, 1, 50)
    prizes = [draw_block(assumed, population, seed, block, 50).prizes_total for seed, block in ((1, 0), (2, 0), (1, 1))]
    assert not any((one == two).all() for one, two in combinations(prizes, 2))


def test_progress_is_told_chunk_by_chunk() -> None:
    told: list[tuple[int, int]] = []
    run_lab(FAIR_1, contests=1_100, chunk=500, progress=lambda done, total: told.append((done, total)))
    assert told == [(500, 1_100), (1_000, 1_100), (1_100, 1_100)]


def test_no_chunk_is_larger_than_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []

    def watched(draws: list[Draw]) -> Draw:
        sizes.append(sum(draw.contests for draw in draws))
        return join(draws)

    join = running.join
    monkeypatch.setattr(running, "join", watched)
    run_lab(FAIR_1, contests=2_250, chunk=1_000)
    assert sizes == [1_000, 1_000, 250]


@pytest.mark.parametrize("wrong", [{"contests": 0}, {"contests": LARGEST + 1}, {"contests": 1, "seed": -1}])
def test_a_size_or_seed_out_of_bounds_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"not -?[0-9]+"):
        run_lab(FAIR_1, **wrong)


def test_a_single_contest_is_enough_for_a_run() -> None:
    assert all(figures.contests == 1 for figures in run_lab(FAIR_1, contests=1).figures)


def test_the_draw_has_the_published_means() -> None:
    assumed = Assumptions()
    draw = draw_block(assumed, draw_population(assumed, 1, 4_000), 1, 0, 4_000)
    pairs = len(np.unique(draw.contest * 1_000_000 + draw.creative))
    assert len(draw.contest) / draw.contests == pytest.approx(assumed.entries, rel=0.05)
    assert pairs / draw.contests == pytest.approx(assumed.entrants, rel=0.05)
    assert draw.minutes.mean() == pytest.approx(assumed.entry_minutes, rel=0.02)
    assert draw.prizes_total.mean() == pytest.approx(assumed.prize_minor, rel=0.05)
    assert (draw.arrival > 0.75).mean() == pytest.approx(0.5, abs=0.02)


def test_winner_takes_all_lands_where_it_was_measured(result: Result) -> None:
    """Between 234 $ over 89 entries (99designs) and 2.4 $ per crowd hour (crowdSPRING), both of 2009."""
    hour = by_key(result)["winner_take_all"].mean_hour_minor / 100
    assert 234 / (89 * 2.3) < hour < 2.4


def test_a_few_win_much() -> None:
    assumed = Assumptions()
    draw = draw_block(assumed, draw_population(assumed, 1, 2_000), 1, 0, 2_000)
    best = np.lexsort((-draw.merit, draw.contest))[draw.starts]
    wins = np.sort(np.bincount(draw.creative[best]))[::-1]
    top_percent = wins[: round(assumed.creatives * 20)]
    assert top_percent.sum() > 0.25 * wins.sum()


def test_shares_add_up(result: Result) -> None:
    for figures in result.figures:
        assert figures.brand_minor == pytest.approx(figures.creatives_minor + figures.platform_minor)
        assert figures.take_rate == pytest.approx(figures.platform_minor / figures.brand_minor)
        assert 0 < figures.paid_share < 1
    assert by_key(result)["policy"].take_rate < 0.15


def test_silence_never_costs_less_than_deciding_and_is_free_where_the_winner_takes_all(result: Result) -> None:
    figures = by_key(result)
    assert figures["policy"].silence == pytest.approx(1, abs=0.001)
    assert figures["winner_take_all"].silence == 0


def test_equal_spending_is_what_a_run_with_larger_prizes_pays(result: Result) -> None:
    figures = by_key(result)
    rival = figures["winner_take_all"]
    times = figures["policy"].brand_minor / rival.brand_minor
    larger = replace(
        Assumptions(),
        prize_minor=Assumptions().prize_minor * times,
        prize_least_minor=round(Assumptions().prize_least_minor * times),
        prize_most_minor=round(Assumptions().prize_most_minor * times),
    )
    richer = by_key(run_lab(FAIR_1, contests=2_000, seed=3, assumptions=larger))["winner_take_all"]
    assert richer.mean_hour_minor == pytest.approx(rival.equal_hour_minor, rel=0.01)


def test_gini_agrees_with_its_definition() -> None:
    amounts = np.random.default_rng(5).integers(0, 50, 60)
    differences = np.abs(amounts[:, None] - amounts[None, :]).sum()
    assert gini(amounts) == pytest.approx(differences / (2 * len(amounts) ** 2 * amounts.mean()))


def test_the_tariff_is_the_platforms_own() -> None:
    logo = next(row for row in CATEGORIES if row.slug == "logo")
    assumed = Assumptions()
    assert (assumed.effort_minutes, assumed.study_price_minor) == (logo.effort_minutes, logo.study_price_minor)


def test_every_assumption_says_why_and_the_published_ones_say_where() -> None:
    assert all(item.unit and item.reason for item in Assumptions().stated())
    published = {item.name for item in Assumptions().stated() if item.source}
    assert {"entrants", "entries", "entry_minutes", "prize_minor", "creatives", "reference_date"} <= published


def test_the_lab_reads_no_clock_and_no_framework() -> None:
    folder = Path(running.__file__).parent
    texts = [path.read_text() for path in folder.glob("*.py")]
    assert len(texts) > 5
    for text in texts:
        assert "django" not in text.replace("no Django", "").lower()
        assert "import time" not in text
