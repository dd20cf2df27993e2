"""What a brief still misses, each with the step of the wizard in which it is mended."""

from collections.abc import Iterable
from dataclasses import dataclass

from contests.brief_check import Advice
from frontend.forms.brief import STEPS

GUESTS = "guests"
ELSEWHERE = {"tones": "need", "prizes": "pay", "guests": GUESTS}
"""Fields that the wizard shows as several, or that have a page of their own."""


@dataclass(frozen=True, slots=True)
class ShownAdvice:
    missing: str
    remedy: str
    step: str


def shown_advice(advice: Iterable[Advice]) -> list[ShownAdvice]:
    """In the same order."""
    return [ShownAdvice(one.missing, one.remedy, _step_of(one.field)) for one in advice]


def _step_of(field: str) -> str:
    found = next((step for step, fields in STEPS.items() if field in fields), "")
    return found or ELSEWHERE.get(field, next(iter(STEPS)))
