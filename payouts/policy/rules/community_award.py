"""Rule 31: the community's award. Decides how votes share a sum of their own: they never change a floor or a prize."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from payouts.policy.arithmetic import apportion, bps_down
from payouts.policy.facts import Facts
from payouts.policy.line_kinds import LineKind, same
from payouts.policy.reading import Whole
from payouts.policy.rule import Rule
from payouts.policy.terms import Terms
from payouts.policy.voice import Section, Voice

if TYPE_CHECKING:
    from payouts.policy.document import PolicyDocument
    from payouts.policy.sheet import Sheet

VOTES = "community_award.votes"
KIND = LineKind(
    rule="community_award",
    component="earned",
    label={"en": "the community’s award", "fr": "prix de la communauté"},
    formula=same("{pool_minor:money} × {votes} ÷ {all_votes}"),
)


@dataclass(frozen=True, slots=True)
class CommunityAward(Rule):
    """⌊Z·`share_bps`⌋ on top of all else, shared by votes (largest remainder). Without a vote it is not spent."""

    slug: ClassVar[str] = "community_award"
    number: ClassVar[int | None] = 31
    required: ClassVar[bool] = False
    reads: ClassVar[frozenset[str]] = frozenset({VOTES})
    line_kinds: ClassVar[tuple[LineKind, ...]] = (KIND,)

    share_bps: Annotated[int, Whole(0, 2_000)]

    def pool(self, terms: Terms) -> int:
        return bps_down(terms.prizes_total_minor, self.share_bps)

    def reserve(self, policy: PolicyDocument, terms: Terms) -> int:
        return self.pool(terms)

    def strain(self, terms: Terms, facts: Facts) -> Facts:
        return facts.with_entry_quantity(VOTES, 1, lambda entry: entry.is_eligible)

    def add_lines(self, sheet: Sheet) -> None:
        votes = {entry.entry_id: entry.quantity(VOTES) for entry in sheet.eligible}
        all_votes, pool = sum(votes.values()), self.pool(sheet.terms)
        if not all_votes:
            return
        for entry_id, part in apportion(pool, votes).items():
            said: dict[str, int | str] = {
                "currency": sheet.terms.currency,
                "pool_minor": pool,
                "votes": votes[entry_id],
                "all_votes": all_votes,
            }
            sheet.add(KIND, entry_id, part, said)

    def describe(self, voice: Voice) -> Section:
        share = voice.percent(self.share_bps)
        return voice.section(
            en=(
                "The community’s award",
                f"On top of the prizes, {share} of their sum is shared in proportion to the community’s votes.",
                "Votes never change a floor, a prize or the shortlist.",
            ),
            fr=(
                "Prix de la communauté",
                f"En plus des prix, {share} de leur somme sont partagés en proportion des votes de la communauté.",
                "Les votes ne changent ni un plancher, ni un prix, ni la présélection.",
            ),
        )
