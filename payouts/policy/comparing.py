"""What changes from one policy to another, in plain words. Decides nothing: the words are generated from both."""

from __future__ import annotations

from dataclasses import dataclass

from payouts.policy.document import PolicyDocument
from payouts.policy.rule import Rule
from payouts.policy.voice import Section, voice_of


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule that reads otherwise. `was` is empty for a rule that is added, `becomes` for one that is left out.

    `parameters` are the figures that changed: name, before, after.
    """

    rule: str
    title: str
    was: tuple[str, ...]
    becomes: tuple[str, ...]
    parameters: tuple[tuple[str, object, object], ...]


def compare_policies(old: PolicyDocument, new: PolicyDocument, language: str) -> list[RuleChange]:
    """Return the rules that differ, in the order of the table; nothing between documents that pay alike.

    >>> from payouts.policy import FAIR_1, FAIR_1_DOCUMENT, parse_policy
    >>> rules = FAIR_1_DOCUMENT["rules"]
    >>> floor = {"amount_minor": 12_000, "currency": "EUR"}
    >>> higher = parse_policy({**FAIR_1_DOCUMENT, "rules": {**rules, "fixed_floor": floor}})
    >>> for change in compare_policies(FAIR_1, higher, "en"):
    ...     print(change.title, change.parameters, change.was[0], change.becomes[0], sep="\\n")
    Fixed floor
    (('amount_minor', 10000, 12000),)
    A shortlisted entry is never paid less than 100.00 €.
    A shortlisted entry is never paid less than 120.00 €.
    """
    voice = voice_of(language)
    before, after = ({rule.slug: rule for rule in policy.rules} for policy in (old, new))
    order = [rule.slug for rule in (*new.rules, *old.rules)]
    changes = []
    for slug in dict.fromkeys(order):
        was, becomes = before.get(slug), after.get(slug)
        if was == becomes:
            continue
        said = [rule.describe(voice) if rule else Section("", ()) for rule in (was, becomes)]
        title = said[1].title or said[0].title
        changes.append(RuleChange(slug, title, said[0].sentences, said[1].sentences, _figures(was, becomes)))
    return changes


def _figures(was: Rule | None, becomes: Rule | None) -> tuple[tuple[str, object, object], ...]:
    before, after = (rule.to_dict() if rule else {} for rule in (was, becomes))
    names = dict.fromkeys((*before, *after))
    return tuple((name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name))
