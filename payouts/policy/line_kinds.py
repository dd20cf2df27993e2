"""The words and the arithmetic of each kind of line, in both languages. Decides no amount."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import shorten
from typing import Final, TypeAlias

from payouts.policy.settlement import Component, Input, Inputs
from payouts.policy.voice import VOICES, Language, Voice

Step: TypeAlias = tuple[str, str, str]
"""Literal text, then the name of an input and how to say it; both empty after the last literal."""

Segment: TypeAlias = tuple[bool, tuple[Step, ...]]
"""Whether the segment is left out when one of its inputs is absent, and its steps."""

LONGEST_REASON: Final = 120
"""A person's reason is quoted in a formula up to here; the inputs hold it whole."""

_SEGMENT: Final = re.compile(r"\[([^\]]*)\]|([^\[]+)")
_FIELD: Final = re.compile(r"\{(\w+)(?::(\w+))?\}")


def _steps(text: str) -> tuple[Step, ...]:
    parts = _FIELD.split(text)
    fields = zip(parts[1::3], parts[2::3], strict=True)
    steps = [(literal, name, spec or "") for literal, (name, spec) in zip(parts[::3], fields, strict=False)]
    return (*steps, (parts[-1], "", "")) if parts[-1] else tuple(steps)


def _compile(template: str) -> tuple[Segment, ...]:
    return tuple((optional != "", _steps(optional or always)) for optional, always in _SEGMENT.findall(template))


def _say(value: Input, spec: str, currency: str, voice: Voice) -> str:
    if isinstance(value, str):
        return shorten(value, LONGEST_REASON, placeholder="…") if spec == "brief" else value
    if spec == "money":
        return voice.money(value, currency)
    if spec == "percent":
        return voice.percent(value)
    if spec == "factor":
        return voice.factor(value)
    return voice.number(value)


@dataclass(frozen=True)
class LineKind:
    """A kind of line: its rule, its component, its name and its arithmetic.

    A template holds `{input:how}` with how among money, percent, factor and brief; a part in brackets is left
    out when one of its inputs is absent. The same inputs therefore say the same arithmetic in either
    language, at any later date.
    """

    rule: str
    component: Component
    label: Mapping[Language, str]
    formula: Mapping[Language, str]
    _compiled: dict[Language, tuple[Segment, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Whatever a policy takes out of a creative's pay is shown on the line it was taken from.
        suffix = "[ − {withheld_minor:money}]" if self.component in ("earned", "prize") else ""
        compiled = {language: _compile(template + suffix) for language, template in self.formula.items()}
        object.__setattr__(self, "_compiled", compiled)

    def render(self, inputs: Inputs, voice: Voice = VOICES["en"]) -> str:
        """Write the arithmetic with its numbers."""
        currency = str(inputs.get("currency", ""))
        text: list[str] = []
        for optional, steps in self._compiled[voice.language]:
            if optional and any(name and name not in inputs for _, name, _ in steps):
                continue
            for literal, name, spec in steps:
                text.append(literal)
                if name:
                    text.append(_say(inputs[name], spec, currency, voice))
        return "".join(text)


def same(template: str) -> dict[Language, str]:
    """A formula without words is the same in every language."""
    return {"en": template, "fr": template}
