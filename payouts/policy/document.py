"""What a policy is: a named, versioned, immutable list of rules. Decides whether a text is one.

A document may be badly unfair and still be a document: `check_policy` decides whether it may be published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Any, TypeVar, cast

from payouts.policy.canonical import sha256_hex
from payouts.policy.problems import PolicyError, Problem
from payouts.policy.reading import Text, Whole, read_fields, unknown_keys
from payouts.policy.rule import FloorRule, Rule
from payouts.policy.rules import RULE_TYPES

R = TypeVar("R", bound=Rule)


@dataclass(frozen=True, slots=True)
class _Header:
    slug: Annotated[str, Text(60)]
    version: Annotated[int, Whole(1, 1_000_000)]
    title: Annotated[str, Text(120)]


@dataclass(frozen=True, slots=True)
class PolicyDocument:
    """A policy. `rules` are in the order of the published table."""

    slug: str
    version: int
    title: str
    rules: tuple[Rule, ...]
    floor_rules: tuple[FloorRule, ...] = field(init=False, repr=False, compare=False)
    speaking_rules: tuple[Rule, ...] = field(init=False, repr=False, compare=False)
    reads: frozenset[str] = field(init=False, repr=False, compare=False)
    _by_type: Mapping[type[Rule], Rule] = field(init=False, repr=False, compare=False)
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        rules = self.rules
        derived: dict[str, object] = {
            "floor_rules": tuple(rule for rule in rules if isinstance(rule, FloorRule)),
            "speaking_rules": tuple(rule for rule in rules if type(rule).add_lines is not Rule.add_lines),
            "reads": frozenset[str]().union(*(rule.reads for rule in rules)),
            "_by_type": {type(rule): rule for rule in rules},
            # Floors are cached by policy, so the hash is taken once and not at every look-up.
            "_hash": hash((self.slug, self.version, self.title, rules)),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    def __hash__(self) -> int:
        return self._hash

    def rule(self, kind: type[R]) -> R:
        """Return the rule of a type, with its parameters.

        >>> from payouts.policy import FAIR_1, Lapse
        >>> FAIR_1.rule(Lapse).silence_seconds
        1209600
        """
        return cast(R, self._by_type[kind])

    def optional(self, kind: type[R]) -> R | None:
        """Return the rule of a type, or None from a policy that does without it."""
        return cast(R | None, self._by_type.get(kind))

    def to_dict(self) -> dict[str, Any]:
        """Write the document down; `parse_policy` reads it back."""
        return {
            "slug": self.slug,
            "version": self.version,
            "title": self.title,
            "rules": {rule.slug: rule.to_dict() for rule in self.rules},
        }

    @property
    def digest(self) -> str:
        """The SHA-256 of the canonical text: what a settlement's own digest names its policy by."""
        return _digest(self)


@lru_cache(maxsize=1_024)
def _digest(policy: PolicyDocument) -> str:
    return sha256_hex(policy.to_dict())


def parse_policy(data: Mapping[str, Any], rule_types: Sequence[type[Rule]] = RULE_TYPES) -> PolicyDocument:
    """Read a policy from a JSON-able dictionary, or raise `PolicyError` with every problem found.

    >>> from payouts.policy import FAIR_1
    >>> parse_policy(FAIR_1.to_dict()) == FAIR_1
    True
    >>> parse_policy({"slug": "x", "version": 1, "title": "X", "rules": {"free_work": {}}}, rule_types=())
    Traceback (most recent call last):
    payouts.policy.problems.PolicyError: rules.free_work: unknown key (known keys: )
    """
    if not isinstance(data, Mapping):
        raise PolicyError([Problem("policy", "an object", "not an object")])
    header, problems = read_fields(_Header, {key: value for key, value in data.items() if key != "rules"}, "")
    texts = data.get("rules")
    if not isinstance(texts, Mapping):
        raise PolicyError([*problems, Problem("rules", "an object", "not an object")])
    problems += unknown_keys(texts, (kind.slug for kind in rule_types), "rules")
    rules: list[Rule] = []
    for kind in rule_types:
        if kind.slug in texts:
            values, faults = read_fields(kind, texts[kind.slug], f"rules.{kind.slug}")
            problems += faults
            if not faults:
                rules.append(kind(**values))
        elif kind.required:
            problems.append(Problem(f"rules.{kind.slug}", "an object", "missing"))
    if problems:
        raise PolicyError(problems)
    return PolicyDocument(rules=tuple(rules), **header)
