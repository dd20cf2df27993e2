"""What a brief is likely to pay whoever enters it now. Writes nothing.

The floor is the engine's, from the policy and the terms the brief was funded under. What is expected shares floors and
prizes evenly over everybody who takes part, counting on at least as many entries as there are places, so that an empty
brief does not look like a sure win. The list of briefs is ordered by the same figure, which the database keeps with
each contest (`contests.models.expected`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final
from uuid import UUID

import orjson

from contests.selectors.paging import fetch_all
from payouts.policy import PolicyDocument, Terms, floor
from payouts.services.policies import load_policies

REMEMBERED: Final = 4_096

ESCROWS: Final = """
    SELECT s.contest_id, s.policy_id, s.terms::text, c.entry_count
    FROM payouts_escrow s JOIN contests_contest c ON c.id = s.contest_id
    WHERE s.contest_id = ANY(%(contests)s)
"""


@dataclass(frozen=True, slots=True)
class ExpectedPay:
    """One brief's pay as a creative weighs it; amounts in minor units, rounded down.

    `floor_minor` is the least that a shortlisted entry gets: the floor of a full shortlist. `entrants` is how many
    entries the estimate counts on, the next one included.
    """

    contest_id: UUID
    currency: str
    floor_minor: int
    prizes_minor: int
    places: int
    entrants: int
    entry_cap: int
    effort_minutes: int
    hourly_minimum_minor: int

    @property
    def expected_minor(self) -> int:
        """Floors and prizes over all who take part.

        >>> pay = ExpectedPay(UUID(int=0), "EUR", 16_828, 100_000, 5, 20, 20, 480, 1_202)
        >>> pay.expected_minor, pay.hourly_minor
        (9207, 1150)
        """
        return (min(self.places, self.entrants) * self.floor_minor + self.prizes_minor) // self.entrants

    @property
    def hourly_minor(self) -> int:
        """The same for an hour of the category's standard effort."""
        return self.expected_minor * 60 // self.effort_minutes

    @property
    def odds_bps(self) -> int:
        """The chance of a place on the shortlist, if all entries were alike."""
        return min(self.places, self.entrants) * 10_000 // self.entrants


def expected_pay_of(contest_ids: Iterable[UUID]) -> dict[UUID, ExpectedPay]:
    """By contest; those that never asked for funds are left out. One query, and one per policy not read before."""
    keys = list(contest_ids)
    rows = fetch_all(ESCROWS, {"contests": keys}) if keys else []
    return {row[0]: _with_entries(_of_an_empty_brief(*row[:3]), row[3]) for row in rows}


def expected_of_terms(contest_id: UUID, policy: PolicyDocument, terms: Terms) -> ExpectedPay:
    """What a brief without entries is expected to pay by these terms; of a draft, which has asked for no funds yet."""
    return ExpectedPay(
        contest_id=contest_id,
        currency=terms.currency,
        floor_minor=floor(policy, terms, terms.shortlist_max).amount_minor,
        prizes_minor=terms.prizes_total_minor,
        places=terms.shortlist_max,
        entrants=terms.shortlist_max,
        entry_cap=terms.entry_cap,
        effort_minutes=terms.effort_minutes,
        hourly_minimum_minor=terms.hourly_minimum_minor,
    )


@lru_cache(maxsize=REMEMBERED)
def _of_an_empty_brief(contest_id: UUID, policy_id: int, terms_text: str) -> ExpectedPay:
    """All that policy and terms say. They stand as long as the contest is open, so that it is worked out once."""
    terms = Terms.from_dict(orjson.loads(terms_text))
    return expected_of_terms(contest_id, load_policies({policy_id})[policy_id], terms)


def _with_entries(pay: ExpectedPay, entry_count: int) -> ExpectedPay:
    return replace(pay, entrants=min(max(entry_count + 1, pay.places), max(pay.entry_cap, 1)))
