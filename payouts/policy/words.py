"""A policy and a settlement in plain words, generated from their own figures, in French and in English.

Decides nothing: the words follow the parameters, so that no text can promise what the engine does not do.
"""

from __future__ import annotations

from typing import Final, Protocol

from payouts.policy.document import PolicyDocument
from payouts.policy.line_kinds import LineKind
from payouts.policy.rules import RULE_TYPES
from payouts.policy.settlement import Inputs
from payouts.policy.voice import Section, voice_of

LINE_KINDS: Final[dict[str, LineKind]] = {kind.rule: kind for rule in RULE_TYPES for kind in rule.line_kinds}
"""Every kind of line there is, by the name its lines bear."""


class Explainable(Protocol):
    """Anything that bears a line's rule, amount and inputs: a `SettlementLine`, or the row it was stored in."""

    @property
    def rule(self) -> str: ...

    @property
    def amount_minor(self) -> int: ...

    @property
    def inputs(self) -> Inputs: ...


def describe_policy(policy: PolicyDocument, language: str) -> list[Section]:
    """Return the policy in plain words, one section a rule, in the order of the published table.

    >>> from payouts.policy import FAIR_1
    >>> for section in describe_policy(FAIR_1, "en")[2:4]:
    ...     print(section.title, "-", section.sentences[0][:58])
    Fixed floor - A shortlisted entry is never paid less than 100.00 €.
    Prize-share floor - An amount equal to 30 % of all prizes, divided by the numb
    """
    voice = voice_of(language)
    return [rule.describe(voice) for rule in policy.rules]


def label_rule(rule: str, language: str) -> str:
    """Return the name of a kind of line, for a heading or a legend.

    >>> label_rule("hourly_floor", "fr"), label_rule("kill_fee", "en")
    ('plancher horaire', 'kill fee')
    """
    return LINE_KINDS[rule].label[voice_of(language).language]


def explain_line(line: Explainable, language: str) -> str:
    """Return one line as a sentence a person can check with a pencil.

    >>> from payouts.policy import SettlementLine
    >>> inputs = {"currency": "EUR", "effort_minutes": 480, "hourly_minimum_minor": 1202, "load_bps": 17500}
    >>> line = SettlementLine(1, "e", "hourly_floor", "earned", 16828, inputs, "")
    >>> explain_line(line, "en")
    '168.28 € – hourly floor: 480 min × 12.02 €/h × 1.75'
    >>> explain_line(line, "fr")
    '168,28\\xa0€ – plancher horaire\\xa0: 480 min × 12,02\\xa0€/h × 1,75'
    """
    voice = voice_of(language)
    kind = LINE_KINDS[line.rule]
    amount = voice.money(line.amount_minor, str(line.inputs.get("currency", "")))
    label = voice.typeset(f"{kind.label[voice.language]}{' :' if voice.language == 'fr' else ':'}")
    return f"{amount} – {label} {kind.render(line.inputs, voice)}"
