"""The brief wizard's steps: their names, what each asks, and the trail of those behind."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.forms.brief import STEPS

Words = str | Promise

TITLES: dict[str, tuple[Words, Words, Words]] = {
    "need": (
        _("What you need"),
        _("What do you need?"),
        _("The clearer the ask, the better the work. People can put questions in public while the brief is open."),
    ),
    "get": (
        _("What you get"),
        _("What do you get?"),
        _("Only the winner’s rights pass to you, once you both accept them. All else stays with its maker."),
    ),
    "pay": (
        _("What it pays"),
        _("What does it pay?"),
        _("Prizes come on top of the floor, which every shortlisted entry is paid whatever you decide."),
    ),
    "when": (
        _("Who sees it, and when"),
        _("Who sees it, and when?"),
        _("Each period begins when the one before it ends. Should you go silent, people are paid by rule."),
    ),
}
"""By step: its name in the trail, its question, and a word on it."""

REVIEW: Words = _("Review and fund")


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step on its page; `trail` are pairs of a name and an address, and `number` counts from one."""

    name: str
    number: int
    question: Words
    word: Words
    trail: tuple[tuple[Words, str], ...]
    back: str
    is_last: bool


def step_shown(step: str, here: str) -> StepShown:
    """A step of the wizard whose steps are at `here`."""
    order = tuple(STEPS)
    place = order.index(step)
    _name, question, word = TITLES[step]
    back = f"{here}?step={order[place - 1]}" if place else ""
    return StepShown(step, place + 1, question, word, review_trail(here), back, step == order[-1])


def review_trail(here: str) -> tuple[tuple[Words, str], ...]:
    """The names and addresses of all steps; the review, which is the last one, is reached by answering."""
    return (*((TITLES[step][0], f"{here}?step={step}") for step in STEPS), (REVIEW, ""))
