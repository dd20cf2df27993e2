"""Fair contracts, fair management and fair representation."""

from django.urls import reverse
from django.utils.translation import gettext as _

from frontend.showing.fairwork.points import Known, Point


def contracts(known: Known) -> tuple[Point, ...]:
    """Clear terms, and none that are unfair."""
    return (
        Point(
            _("Terms are clear, and anybody can read them beforehand"),
            "met" if known.policy else "not_met",
            _("Each rule of pay stands in plain English and French beside the document that the engine reads."),
            href=known.rules,
        ),
        Point(
            _("Terms do not change under people’s hands"),
            "met",
            _("A brief’s terms are frozen when it opens, and a policy once used is followed by another, never edited."),
            guards=("contest_frozen_terms", "escrow_fixed", "policy_kept"),
        ),
        Point(
            _("Creatives do not bear the brand’s risk"),
            "met",
            _("Silence and cancellation are settled by rule at the brand’s expense; what was shown cannot be deleted."),
            href=known.rules,
            guards=("payouts_settled_when_decided", "contest_kept_once_opened"),
        ),
        Point(
            _("There is a contract between the platform and each creative"),
            "not_met",
            _("The pay policy binds; general terms of use, with the law that applies, have not been published."),
        ),
    )


def management(known: Known) -> tuple[Point, ...]:
    """Due process, and equity."""
    gini = known.ratios.gini_bps if known.ratios else None
    return (
        Point(
            _("Decisions about people are explained"),
            "met",
            _("A disqualification needs a reason, and each amount names its rule and shows its arithmetic."),
            guards=("entry_disqualified_with_reason", "award_passed_over_with_reason"),
        ),
        Point(
            _("What was earned is not taken away"),
            "met",
            _("A place on the shortlist is never taken back, and only a person can take from what is still unpaid."),
            guards=("shortlist_place_insert_only", "obligation_moves", "dispute_decided"),
        ),
        Point(
            _("One can appeal to somebody who was not involved"),
            "partly",
            _("Any amount can be disputed; somebody without a part in the contest decides. Being ruled out cannot."),
            href=reverse("pages:how_pay_works"),
            guards=("dispute_decided", "obligation_hold"),
        ),
        Point(
            _("Nobody is put at a disadvantage for who they are"),
            "partly",
            _("A brand can choose a blind contest. How pay is spread is published; on whom it falls is unknown."),
            _("Gini coefficient of pay over all entrants: %(gini)s of 100.") % {"gini": gini // 100}
            if gini is not None
            else "",
            reverse("pages:fairness"),
        ),
    )


def representation(known: Known) -> tuple[Point, ...]:
    """A voice, and a say. Whether the policy in force was put to creatives is its own record."""
    consulted = known.policy is not None and known.policy.consulted_from is not None
    return (
        Point(
            _("Anybody can check what we say"),
            "met",
            _("The figures are open data with their numerators, and auditors can replay every settlement."),
            href=reverse("api:docs"),
        ),
        Point(
            _("Creatives can speak with one voice"),
            "not_met",
            _("There is no place where creatives meet, and no body that speaks for them."),
        ),
        Point(
            _("Creatives have a say in the rules"),
            "partly" if consulted else "not_met",
            _("A new policy is put to creatives for a week: they vote and comment, but the platform decides."),
            _("The policy in force was put to them.") if consulted else _("The policy in force was never put to them."),
            guards=("opinion_in_time", "policy_kept"),
        ),
    )
