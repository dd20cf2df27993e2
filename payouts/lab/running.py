"""Runs several ways of paying over the same contests, a chunk at a time, so that memory does not grow with the run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from payouts.lab.assumptions import Assumptions
from payouts.lab.economy import BLOCK, draw_block, draw_population, join
from payouts.lab.field import Field, make_field
from payouts.lab.measures import Figures, Tally
from payouts.lab.payer import DocumentPayer
from payouts.lab.paying import Payer
from payouts.lab.proof import prove
from payouts.lab.rivals import RIVALS
from payouts.policy import PolicyDocument

CHUNK: Final = 5_000
PROVED: Final = 60
"""Contests that the engine settles as well before each run."""
TROUBLED: Final[dict[str, Any]] = {
    "entrants": 6,
    "entries": 9,
    "silent_bps": 3_000,
    "cancelled_bps": 4_000,
    "one_prize_bps": 4_000,
}
"""What is assumed for those: few entries, so that they are soon settled one by one, and every ending in plenty."""
LARGEST: Final = 1_000_000
"""Contests of the largest run: beyond it, the sums by creative outgrow a small machine."""


@dataclass(frozen=True, slots=True)
class Result:
    """A run: what was assumed, the seed, and the figures of each way of paying, the policy first."""

    policy_title: str
    policy_digest: str
    seed: int
    contests: int
    assumptions: Assumptions
    figures: tuple[Figures, ...]

    def to_dict(self) -> dict[str, Any]:
        assumed = asdict(self.assumptions) | {"reference_date": self.assumptions.reference_date.isoformat()}
        return {
            "policy": self.policy_title,
            "policy_digest": self.policy_digest,
            "seed": self.seed,
            "contests": self.contests,
            "hourly_minimum_minor": self.assumptions.hourly_minimum_minor,
            "assumptions": assumed,
            "figures": [figures.to_dict() for figures in self.figures],
        }


def run_lab(
    policy: PolicyDocument,
    *,
    contests: int,
    seed: int = 1,
    assumptions: Assumptions | None = None,
    rivals: Sequence[Payer] = RIVALS,
    chunk: int = CHUNK,
    progress: Callable[[int, int], None] | None = None,
) -> Result:
    """Run a policy and its rivals over so many contests.

    The same arguments give the same figures, whatever the chunk. `progress` is told how many contests are done, of
    how many. Each run begins by settling a sample with the engine itself. Raises `NotModelled` for a policy that the
    lab cannot follow, and `ValueError` for a size or a seed out of bounds.

    >>> from payouts.policy import FAIR_1
    >>> fair, winner_takes_all, *_ = run_lab(FAIR_1, contests=100).figures
    >>> fair.mean_hour_minor > winner_takes_all.mean_hour_minor
    True
    """
    if not 1 <= contests <= LARGEST:
        raise ValueError(f"a run has from 1 to {LARGEST} contests, not {contests}")
    if seed < 0:
        raise ValueError(f"a seed is zero or more, not {seed}")
    assumed = assumptions or Assumptions()
    population = draw_population(assumed, seed, contests)
    own_payer = DocumentPayer(policy, assumed)
    troubled = replace(assumed, **TROUBLED)
    prove(own_payer, troubled, draw_block(troubled, population, seed, 0, PROVED))
    tallies = [Tally(payer, population.size) for payer in (own_payer, *rivals)]
    sizes = [min(BLOCK, contests - first) for first in range(0, contests, BLOCK)]
    step, done = max(1, chunk // BLOCK), 0
    for first in range(0, len(sizes), step):
        blocks = range(first, min(first + step, len(sizes)))
        draw = join([draw_block(assumed, population, seed, block, sizes[block]) for block in blocks])
        fields: dict[tuple[int | None, int], Field] = {}
        for tally in tallies:
            cap, least = key = tally.payer.entries_a_place, tally.payer.least_shortlisted
            if key not in fields:
                fields[key] = make_field(draw, entries_a_place=cap, least=least)
            tally.add(fields[key])
        done += draw.contests
        if progress:
            progress(done, contests)
    minimum = assumed.hourly_minimum_minor
    own = tallies[0].figures(minimum)
    figures = (own, *(tally.figures(minimum, own.brand_minor) for tally in tallies[1:]))
    return Result(policy.title, policy.digest, seed, contests, assumed, figures)
