"""What a point of a principle is, and what is known when one is judged."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from django.urls import reverse

from payouts.models import PayoutPolicy
from payouts.selectors.fairness import FairnessCounts, FairnessGroup, FairnessRatios
from payouts.selectors.figures import PublicFigures

Verdict: TypeAlias = Literal["met", "partly", "not_met"]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that is asked for. `figure` is what the system says today, and `href` leads to what shows it.

    `guards` are triggers and constraints of the database that enforce it.
    """

    claim: str
    verdict: Verdict
    why: str
    figure: str = ""
    href: str = ""
    guards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Principle:
    """`number` counts from one, in Fairwork's order."""

    number: int
    title: str
    points: tuple[Point, ...]

    @property
    def met(self) -> int:
        """How many points are met in full."""
        return sum(point.verdict == "met" for point in self.points)


@dataclass(frozen=True, slots=True)
class Known:
    """`total`: the group of all months and categories, if there is one. `policy`: that of new contests, if any."""

    figures: PublicFigures
    total: FairnessGroup | None
    policy: PayoutPolicy | None

    @property
    def counts(self) -> FairnessCounts | None:
        return self.total.counts if self.total else None

    @property
    def ratios(self) -> FairnessRatios | None:
        return self.total.ratios if self.total else None

    @property
    def rules(self) -> str:
        """Where the policy is read in plain words."""
        return reverse("pages:policy", args=[self.policy.slug, self.policy.version]) if self.policy else ""

    def rule(self, name: str, parameter: str) -> int | None:
        """A figure of the policy's own document; None if it has no such rule."""
        rules = self.policy.document.get("rules", {}) if self.policy else {}
        value = rules.get(name, {}).get(parameter)
        return value if isinstance(value, int) else None
