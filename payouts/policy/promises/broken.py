"""What a broken promise is: the rule, why, and a contest that shows it. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from payouts.policy.facts import Facts
from payouts.policy.promises.probes import Trial
from payouts.policy.rule import Rule
from payouts.policy.settlement import SettlementLine
from payouts.policy.terms import Terms
from payouts.policy.voice import Language, voice_of

Words: TypeAlias = Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class CounterExample:
    """A contest in which the promise fails: what should have been paid at least, and what is.

    `facts` is absent where the terms alone are the fault; `line` is the line that is short, absent where
    there is none at all. For a duration or a count both figures are in its own unit.
    """

    terms: Terms
    facts: Facts | None
    entry_id: str | None
    line: SettlementLine | None
    promised: int
    found: int

    def to_dict(self) -> dict[str, Any]:
        return {
            "terms": self.terms.to_dict(),
            "facts": self.facts and self.facts.to_dict(),
            "entry_id": self.entry_id,
            "line": self.line and self.line.to_dict(),
            "promised": self.promised,
            "found": self.found,
        }


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule the policy breaks: which, why, and a contest that shows it."""

    rule: str
    number: int | None
    reasons: Words
    counter_example: CounterExample

    @property
    def reason(self) -> str:
        return self.reasons["en"]

    def say(self, language: str) -> str:
        return self.reasons[voice_of(language).language]

    def to_dict(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "number": self.number,
            "reasons": dict(self.reasons),
            "counter_example": self.counter_example.to_dict(),
        }


def shown_by(rule: type[Rule], words: Words, trial: Trial, promised: int, found: int, entry_id: str = "") -> BrokenRule:
    """A promise broken by a settlement."""
    lines = trial.lines_of(entry_id)
    example = CounterExample(trial.terms, trial.facts, entry_id or None, lines[0] if lines else None, promised, found)
    return BrokenRule(rule.slug, rule.number, words, example)


def allowed_by(rule: type[Rule], words: Words, terms: Terms, promised: int, found: int) -> BrokenRule:
    """A promise broken by terms alone."""
    return BrokenRule(rule.slug, rule.number, words, CounterExample(terms, None, None, None, promised, found))


def too_long(rule: type[Rule], terms: Terms, most: int, found: int) -> Iterator[BrokenRule]:
    if found > most:
        en, fr = voice_of("en").duration(most), voice_of("fr").duration(most)
        words: Words = {"en": f"it may last longer than {en}", "fr": f"cela peut durer plus de {fr}"}
        yield allowed_by(rule, words, terms, most, found)
