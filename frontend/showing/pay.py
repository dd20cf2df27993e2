"""What pay is called and why it is what it is, in the reader's language. The sentences are the engine's own."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise as Lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from frontend.charts import WaterfallChart, WaterfallStep, settlement_waterfall
from frontend.showing.states import place_words
from payouts.policy import SettlementLine, explain_line, label_rule
from payouts.selectors.promises import Promise

CASES: dict[str, tuple[Lazy, Lazy]] = {
    "shortlisted": (_("You are shortlisted, another wins"), _("The floor is yours.")),
    "silence": (
        _("You are shortlisted and the brand goes silent"),
        _("Floor and prizes go to the shortlist; all rights stay with you."),
    ),
    "silence_unchosen": (
        _("The brand never chooses at all"),
        _("Everybody who entered shares floors and prizes; this is your part if the contest is full."),
    ),
    "cancel_open": (
        _("The brand cancels while entries are open"),
        _("Everybody who entered shares the kill fee; this is your part if the contest is full."),
    ),
    "cancel_final": (_("You are shortlisted and the brand cancels"), _("Nothing is saved by cancelling this late.")),
}


@dataclass(frozen=True, slots=True)
class Explained:
    """A line of a settlement with its name and its arithmetic as a sentence."""

    title: str
    sentence: str
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class ShownPromise:
    title: str
    note: str
    amount_minor: int
    currency: str
    lines: tuple[Explained, ...]


def explained(lines: Iterable[SettlementLine], currency: str) -> tuple[Explained, ...]:
    """Each line in the reader's language."""
    language = get_language() or "en"
    return tuple(
        Explained(capital(label_rule(line.rule, language)), explain_line(line, language), line.amount_minor, currency)
        for line in lines
    )


def shown_promises(promises: Iterable[Promise]) -> tuple[ShownPromise, ...]:
    """What an entry is paid in each case."""
    return tuple(_shown(promise) for promise in promises)


def _shown(promise: Promise) -> ShownPromise:
    if promise.rank is not None:
        title, note = str(place_words(promise.rank)), str(_("Floor and prize."))
    else:
        title, note = (str(words) for words in CASES.get(promise.case, (promise.case, "")))
    lines = explained(promise.lines, promise.currency)
    return ShownPromise(title, note, promise.amount_minor, promise.currency, lines)


def pay_chart(
    lines: Iterable[Explained], own_minor: int, taken_minor: int = 0, added_minor: int = 0, *, currency: str, title: str
) -> WaterfallChart | None:
    """How an entry's pay adds up; where a team shares it, down to this person's part by rule, and from there on by what
    decisions and lateness took and added. None for fewer than two steps.
    """
    told = list(lines)
    total = sum(line.amount_minor for line in told)
    if len(told) < 2 and total == own_minor and not (taken_minor or added_minor):
        return None
    steps = [WaterfallStep("in", line.title, line.amount_minor) for line in told]
    if total > own_minor:
        steps.append(WaterfallStep("aside", str(_("To the rest of the team")), total - own_minor))
    if added_minor:
        steps.append(WaterfallStep("in", str(_("Added by decisions and lateness")), added_minor))
    if taken_minor:
        steps.append(WaterfallStep("aside", str(_("Taken by a decision")), taken_minor))
    steps.append(WaterfallStep("total", str(_("Yours")), own_minor + added_minor - taken_minor))
    return settlement_waterfall(steps, currency, title=title)


def capital(text: str) -> str:
    """The text with a capital letter first; the others stay as they are."""
    return text[:1].upper() + text[1:]
