"""The ways in which facts may break a rule; each exception names the broken rule. Decides nothing."""

from __future__ import annotations


class FactsRefused(ValueError):
    """The facts cannot have happened under this policy and these terms."""


class DuplicateEntry(FactsRefused):
    """Two entries share one id."""


class EntryCapExceeded(FactsRefused):
    """More entries competed than the terms allow (rule 13)."""


class ShortlistTooShort(FactsRefused):
    """Fewer entries are shortlisted than the policy's minimum (rule 8)."""


class ShortlistTooLong(FactsRefused):
    """More entries were shortlisted than the terms allow."""


class InvalidRank(FactsRefused):
    """A rank is below one."""


class RankOutsideShortlist(FactsRefused):
    """An award ranks an entry that was never shortlisted."""


class NothingAwarded(FactsRefused):
    """An award ranks nobody (rule 7)."""


class DisqualifiedWithoutReason(FactsRefused):
    """An entry is disqualified and no reason is given (rule 21)."""


class ReductionNotAllowed(FactsRefused):
    """A floor is reduced without disqualification, or beyond the policy's bound (rule 21)."""


class EntryWithoutPayee(FactsRefused):
    """An entry is owed something and nobody is named to receive it (rule 19)."""


class InvalidShares(FactsRefused):
    """A team's shares name a payee twice, hold a negative weight, or are all zero (rule 19)."""


class StageMismatch(FactsRefused):
    """A cancelled contest has no stage, or an awarded or lapsed one has."""


class NoAdmissibleEntry(FactsRefused):
    """A contest in which nobody competed is void; it can be neither awarded nor lapsed."""


class VoidWithEntries(FactsRefused):
    """A contest in which somebody competed cannot be void."""


class UndatedDecision(FactsRefused):
    """The moment of the decision is not an ISO 8601 instant with its offset from UTC."""


class BeyondItsBound(FactsRefused):
    """More was asked of somebody, or by somebody, than the policy admits and the escrow covers (rules 11, 12…)."""


class UnreadQuantity(FactsRefused):
    """A quantity is given that no rule of the policy reads."""
