"""Every pair of colours that the stylesheets put together has enough contrast, in both themes and in the fallback."""

import pytest

from tests.unit.frontend import colours

GROUNDS = ("ground", "surface", "sunken")
TEXTS = ("ink", "ink-soft", "ink-faint", "accent", "accent-strong", "good", "warn", "bad")
TEXT_PAIRS = [
    *((text, ground) for text in TEXTS for ground in GROUNDS),
    *((tone, f"{tone}-wash") for tone in ("accent", "good", "warn", "bad")),
    *(("ink", f"{tone}-wash") for tone in ("accent", "good", "warn", "bad")),
    *(("ink-soft", f"{tone}-wash") for tone in ("accent", "good", "warn", "bad")),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-stage", "stage"),
    ("ink", "accent-pale"),
    ("ground", "ink-soft"),
    ("accent-strong", "accent-wash"),
]
SHAPE_PAIRS = [
    *((shape, ground) for shape in ("line-strong", "accent", "accent-mid") for ground in GROUNDS),
    ("bad", "bad-wash"),
]
THEMES = [pytest.param(colours.LIGHT, id="light"), pytest.param(colours.DARK, id="dark")]


def shown(name: str, theme: int) -> colours.Rgb:
    return colours.from_oklch(colours.oklch_tokens()[name][theme])


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_is_readable(text: str, ground: str, theme: int) -> None:
    assert colours.contrast(shown(text, theme), shown(ground, theme)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_shapes_and_control_borders_stand_out(shape: str, ground: str, theme: int) -> None:
    assert colours.contrast(shown(shape, theme), shown(ground, theme)) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_every_colour_lies_within_srgb(theme: int) -> None:
    for name in colours.oklch_tokens():
        assert all(-0.003 <= channel <= 1.003 for channel in shown(name, theme)), name


@pytest.mark.parametrize(("block", "theme"), [(0, colours.LIGHT), (1, colours.DARK), (2, colours.DARK)])
def test_the_fallback_shows_the_same_colours(block: int, theme: int) -> None:
    fallback = colours.fallback_blocks()[block]
    assert fallback.keys() == colours.oklch_tokens().keys()
    for name, written in fallback.items():
        for wanted, given in zip(shown(name, theme), colours.from_hex(written), strict=True):
            assert abs(min(1, max(0, wanted)) - given) < 0.01, name


def test_a_pale_grey_on_white_would_be_found() -> None:
    assert colours.contrast(colours.from_hex("#999999"), colours.from_hex("#ffffff")) < 4.5
