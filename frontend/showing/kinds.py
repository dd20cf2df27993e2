"""The kinds of contest in words, and a brief's tone as a small picture."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from contests.kinds import CLOSED, Kind
from contests.tones import SLIDERS, STEPS
from frontend.formatting import colon

Words = str | Promise


@dataclass(frozen=True, slots=True)
class KindShown:
    """A kind by its name, with what it means; `pill` is what lists show, empty for the usual kind."""

    name: Words
    meaning: Words
    pill: Words = ""

    @property
    def choice(self) -> Words:
        return format_lazy("{name}{colon} {meaning}", name=self.name, colon=lazy(colon, str)(), meaning=self.meaning)


KINDS: dict[str, KindShown] = {
    Kind.STANDARD: KindShown(_("Open"), _("everybody sees the brief and may enter")),
    Kind.INVITED: KindShown(
        _("By invitation"), _("only creatives whom you invite see it and may enter"), _("by invitation")
    ),
    Kind.NDA: KindShown(
        _("Confidential"),
        _("creatives see title, summary and pay; the rest once they have promised silence"),
        _("confidential"),
    ),
    Kind.FAST: KindShown(_("Fast"), _("short periods, the same pay and the same protection"), _("fast")),
    Kind.TWO_STAGE: KindShown(
        _("Two stages"), _("a sketch first; only the shortlist works it out, and is paid"), _("two stages")
    ),
    Kind.ZERO_SPEC: KindShown(
        _("No speculative work"),
        _("a portfolio and a few sentences first; new work only from the shortlist"),
        _("no speculative work"),
    ),
    Kind.OPEN_LICENCE: KindShown(
        _("Open licence"), _("the winner licenses the work to everybody under CC BY-SA 4.0"), _("open licence")
    ),
}

LANGUAGE_NAMES: dict[str, Words] = {
    "en": _("English"),
    "fr": _("French"),
    "de": _("German"),
    "es": _("Spanish"),
    "it": _("Italian"),
    "nl": _("Dutch"),
    "pt": _("Portuguese"),
    "pl": _("Polish"),
    "sv": _("Swedish"),
    "ar": _("Arabic"),
    "zh": _("Chinese"),
    "ja": _("Japanese"),
}

TRACK, MARGIN = 200, 10
"""The picture's width between the ends, and the room around them, in its own units."""


@dataclass(frozen=True, slots=True)
class ToneShown:
    """One slider as it is drawn: its dot stands at `at`, ticks at `ticks`."""

    left: Words
    right: Words
    step: int
    at: int
    ticks: tuple[int, ...]


def shown_tones(tones: Mapping[str, int]) -> tuple[ToneShown, ...]:
    """Those sliders of which the brief says something."""
    ticks = tuple(_place(step) for step in range(1, STEPS + 1))
    return tuple(
        ToneShown(slider.left, slider.right, tones[slider.name], _place(tones[slider.name]), ticks)
        for slider in SLIDERS
        if slider.name in tones
    )


def language_names(codes: Iterable[str]) -> list[Words]:
    """Languages by their names, in the reader's own."""
    return [LANGUAGE_NAMES.get(code, code) for code in codes]


def visibilities_of(kind: str, choices: Iterable[tuple[str, Words]]) -> list[tuple[str, Words]]:
    """Who may see the entries, as far as the kind leaves a choice."""
    hidden = {"public"} if kind in CLOSED else {"blind"} if kind == Kind.ZERO_SPEC else set()
    return [(value, words) for value, words in choices if value not in hidden]


def _place(step: int) -> int:
    return MARGIN + TRACK * (step - 1) // (STEPS - 1)
