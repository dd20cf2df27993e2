"""Turns a contest, or a draft of one, into the engine's terms: the brand's figures, the platform's tariff, the
law's minimum.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from contests.brief_rules import BriefDraft
from contests.models import Contest, FollowUp
from payouts.errors import NoTariff
from payouts.models import CategoryTariff
from payouts.policy import PolicyDocument, Terms, hourly_minimum
from payouts.policy.rules.entry_cap import EntryCap
from payouts.policy.rules.voted_award import SUM

VAT_BPS = {"FR": 2000}
STANDARD_VAT_BPS = 2000


@dataclass(frozen=True, slots=True)
class DraftTerms:
    """The figures of a contest that may not have been saved yet, as the brief wizard knows them."""

    category: str
    currency: str
    prizes_minor: tuple[int, ...]
    shortlist_max: int
    unpaid_effort_minutes: int
    country: str = "FR"
    entry_cap: int | None = None
    """How many entries it takes at most, where that is fewer than its policy would let it."""
    community_minor: int = 0
    """The award that the community decides; none where it is 0."""


def terms_of_brief(draft: BriefDraft) -> DraftTerms:
    """The figures of a brief as its brand writes it."""
    return DraftTerms(
        draft.category,
        draft.currency,
        draft.prizes,
        draft.shortlist_max,
        draft.unpaid_effort_minutes,
        community_minor=draft.community_minor,
    )


def draft_terms_of(contest: Contest) -> DraftTerms:
    """The figures of a saved contest."""
    return DraftTerms(
        category=contest.brief.category_id,
        currency=contest.currency,
        prizes_minor=tuple(contest.prizes.order_by("rank").values_list("amount_minor", flat=True)),
        shortlist_max=contest.shortlist_max,
        unpaid_effort_minutes=contest.unpaid_effort_minutes,
        country=contest.brand.country,
        entry_cap=1 if FollowUp.objects.filter(contest=contest).exists() else None,
        community_minor=contest.brief.community_minor,
    )


def complete_terms(draft: DraftTerms, policy: PolicyDocument, *, on: date) -> Terms:
    """Complete the brand's figures with the tariff and the legal minimum of the day. Raises NoTariff.

    The legal minimum is that of the platform's country: it is the floor for everybody, wherever the brand sits.
    """
    tariff = tariff_for(draft.category, draft.currency, on=on)
    minimum = hourly_minimum("FR", on)
    most_entries = policy.rule(EntryCap).per_shortlist_place * draft.shortlist_max
    return Terms(
        currency=draft.currency,
        prizes_minor=draft.prizes_minor,
        shortlist_max=draft.shortlist_max,
        effort_minutes=tariff.effort_minutes,
        study_price_minor=tariff.study_price_minor,
        hourly_minimum_minor=minimum.amount_minor,
        reference_date=on,
        unpaid_effort_minutes=draft.unpaid_effort_minutes,
        vat_bps=VAT_BPS.get(draft.country, STANDARD_VAT_BPS),
        entry_cap=most_entries if draft.entry_cap is None else min(draft.entry_cap, most_entries),
        quantities=((SUM, draft.community_minor),) if draft.community_minor else (),
    )


def tariff_for(category: str, currency: str, *, on: date) -> CategoryTariff:
    """The tariff in force on a day."""
    tariffs = CategoryTariff.objects.filter(category=category, currency=currency, valid_from__lte=on)
    tariff = tariffs.order_by("-valid_from").first()
    if tariff is None:
        raise NoTariff(
            _("The platform has not published a tariff for this category in %(currency)s; choose another.")
            % {"currency": currency},
            field="category",
        )
    return tariff


def known_tariffs(*, on: date) -> Sequence[CategoryTariff]:
    """The tariffs in force on a day, one per category and currency."""
    rows = CategoryTariff.objects.filter(valid_from__lte=on).select_related("category")
    return list(rows.order_by("category_id", "currency", "-valid_from").distinct("category_id", "currency"))
