"""What happened in a contest, and nothing else: the only thing a settlement knows besides policy and terms.

Facts are stored with the settlement and replayed later, so they hold no object, no clock and no look-up.
Decides nothing: `settle` refuses facts that break a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any, Literal, TypeAlias, get_args

from payouts.policy.problems import FactsError, Problem
from payouts.policy.quantities import Quantities, quantities_to_dict, quantity, read_quantities, set_quantity
from payouts.policy.reading import unknown_keys

Outcome: TypeAlias = Literal["awarded", "lapsed", "cancelled", "void"]
Stage: TypeAlias = Literal["open", "shortlisting", "final"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
STAGES: tuple[Stage, ...] = get_args(Stage)
"""In the order of a contest's life: the kill fee never falls from one to the next."""


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """One entry.

    `admissible`: it answers the brief and was not withdrawn. `shortlisted`: it was *ever* on the shortlist;
    nothing that happens later, not even withdrawing it, undoes what it earned by that. `rank`: 1 is the best,
    equal ranks are ties, only the order matters. `disqualified`: with a reason; it takes no prize but keeps
    what it earned, less `floor_reduction_bps` where the jury says so. `shares`: who is paid, with signed
    weights.
    """

    entry_id: str
    admissible: bool = True
    shortlisted: bool = False
    rank: int | None = None
    disqualified: bool = False
    disqualification_reason: str = ""
    floor_reduction_bps: int = 0
    shares: tuple[tuple[str, int], ...] = ()
    quantities: Quantities = ()

    def __post_init__(self) -> None:
        if len(self.shares) > 1:
            object.__setattr__(self, "shares", tuple(sorted(self.shares)))

    @property
    def is_eligible(self) -> bool:
        """Whether it may still win or share something, beyond what it has already earned."""
        return self.admissible and not self.disqualified

    @property
    def competed(self) -> bool:
        """Whether it counts among a contest's entries: on the shortlist once, or eligible to the end."""
        return self.shortlisted or self.is_eligible

    def quantity(self, name: str) -> int:
        return quantity(self.quantities, name)

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = {
            "entry_id": self.entry_id,
            "admissible": self.admissible,
            "shortlisted": self.shortlisted,
            "rank": self.rank,
            "disqualified": self.disqualified,
            "disqualification_reason": self.disqualification_reason,
            "floor_reduction_bps": self.floor_reduction_bps,
            "shares": [list(share) for share in self.shares],
        }
        if self.quantities:
            data["quantities"] = quantities_to_dict(self.quantities)
        return data


_entry_id = attrgetter("entry_id")


@dataclass(frozen=True, slots=True)
class Facts:
    """How a contest ended. `stage` is given for a cancelled one only; `decided_at` is ISO 8601 with its offset.

    The entries are kept in the order of their ids, so that equal facts are equal values with equal texts.
    """

    outcome: Outcome
    decided_at: str
    entries: tuple[EntryFacts, ...] = ()
    stage: Stage | None = None
    quantities: Quantities = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "entries", tuple(sorted(self.entries, key=_entry_id)))

    def quantity(self, name: str) -> int:
        return quantity(self.quantities, name)

    def with_quantity(self, name: str, value: int) -> Facts:
        """Return the same facts with one quantity of the contest set."""
        return replace(self, quantities=set_quantity(self.quantities, name, value))

    def with_entry_quantity(self, name: str, value: int, when: Callable[[EntryFacts], bool]) -> Facts:
        """Return the same facts with one quantity set on every entry for which `when` holds."""
        entries = (
            replace(entry, quantities=set_quantity(entry.quantities, name, value)) if when(entry) else entry
            for entry in self.entries
        )
        return replace(self, entries=tuple(entries))

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = {
            "outcome": self.outcome,
            "stage": self.stage,
            "decided_at": self.decided_at,
            "entries": [entry.to_dict() for entry in self.entries],
        }
        if self.quantities:
            data["quantities"] = quantities_to_dict(self.quantities)
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Facts:
        """Read facts back; the types are checked here, the rules by `settle`."""
        problems = unknown_keys(data, ("outcome", "stage", "decided_at", "entries", "quantities"), "facts")
        outcome, stage, decided_at = data.get("outcome"), data.get("stage"), data.get("decided_at")
        if outcome not in OUTCOMES:
            problems.append(Problem("facts.outcome", f"one of {', '.join(OUTCOMES)}", f"{outcome!r} is not"))
        if stage is not None and stage not in STAGES:
            problems.append(Problem("facts.stage", f"one of {', '.join(STAGES)}, or null", f"{stage!r} is not"))
        if not isinstance(decided_at, str):
            problems.append(Problem("facts.decided_at", "ISO 8601 text", f"{decided_at!r} is not"))
        quantities, more = read_quantities(data.get("quantities", {}), "facts.quantities")
        problems += more
        items = data.get("entries")
        if not isinstance(items, list | tuple):
            problems.append(Problem("facts.entries", "a list", "not a list"))
            items = ()
        entries = [_read_entry(item, f"facts.entries[{index}]", problems) for index, item in enumerate(items)]
        if problems:
            raise FactsError(problems)
        return cls(
            outcome=data["outcome"],
            stage=stage,
            decided_at=data["decided_at"],
            entries=tuple(EntryFacts(**values) for values in entries),
            quantities=quantities,
        )


def best_rated(entries: Sequence[EntryFacts]) -> list[EntryFacts]:
    """Return the entries of the best rank, or all of them if none has one."""
    best = min((entry.rank for entry in entries if entry.rank is not None), default=None)
    return [entry for entry in entries if entry.rank == best]


_ENTRY_SCALARS: dict[str, tuple[type, ...]] = {
    "entry_id": (str,),
    "admissible": (bool,),
    "shortlisted": (bool,),
    "rank": (int, type(None)),
    "disqualified": (bool,),
    "disqualification_reason": (str,),
    "floor_reduction_bps": (int,),
}


def _is_share(item: object) -> bool:
    return isinstance(item, list | tuple) and [type(part) for part in item] == [str, int]


def _read_entry(data: object, path: str, problems: list[Problem]) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        problems.append(Problem(path, "an object", "not an object"))
        return {}
    problems += unknown_keys(data, (*_ENTRY_SCALARS, "shares", "quantities"), path)
    values: dict[str, Any] = {}
    for name, kinds in _ENTRY_SCALARS.items():
        if name not in data:
            problems.append(Problem(f"{path}.{name}", kinds[0].__name__, "missing"))
        elif type(data[name]) not in kinds:
            problems.append(Problem(f"{path}.{name}", kinds[0].__name__, f"{data[name]!r} is not of this type"))
        else:
            values[name] = data[name]
    shares = data.get("shares")
    if not isinstance(shares, list | tuple) or not all(map(_is_share, shares)):
        problems.append(Problem(f"{path}.shares", "a list of [payee, weight]", f"{shares!r} is not"))
    else:
        values["shares"] = tuple((payee, weight) for payee, weight in shares)
    values["quantities"], more = read_quantities(data.get("quantities", {}), f"{path}.quantities")
    problems += more
    return values
