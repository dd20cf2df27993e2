"""Fair pay and fair conditions. Points that rest on a figure are decided by it."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from frontend.formatting import format_bps, format_duration, format_minutes, format_money, format_number
from frontend.showing.fairwork.points import Known, Point, Verdict

MINIMUM_HOUR = 10_000


def pay(known: Known) -> tuple[Point, ...]:
    """On time, for all work, and at least at the legal minimum."""
    return (
        _shortlisted_are_paid(known),
        _on_time(known),
        _paid_work_earns_the_minimum(known),
        _all_work_is_paid(known),
    )


def conditions(known: Known) -> tuple[Point, ...]:
    """No overwork, protected data, safety."""
    return (
        _effort_is_limited(known),
        Point(
            _("Personal data is protected"),
            "partly",
            _(
                "Blind contests hide authors until the decision, pictures are shown without their metadata, and small "
                "groups are kept out of every figure. A data protection statement is missing."
            ),
        ),
        Point(
            _("Health and safety at work are looked after"),
            "not_met",
            _("There is no sick pay, no insurance, and no help against harassment."),
        ),
    )


def _shortlisted_are_paid(known: Known) -> Point:
    figures = known.figures
    numbers = {
        "paid": format_number(figures.shortlisted_owed),
        "all": format_number(figures.shortlisted),
        "held": format_money(figures.guarded_minor, figures.currency),
    }
    return Point(
        _("Whoever is shortlisted is paid, whatever the brand does"),
        "met" if figures.shortlisted_owed == figures.shortlisted else "not_met",
        _("The most a brief can cost is held before anybody sees it, and no settlement pays less than the floor."),
        _("%(paid)s of %(all)s shortlisted entries of ended contests are owed pay; %(held)s is held for running ones.")
        % numbers,
        known.rules,
        ("payouts_funded_before_shown", "settlement_floor_kept", "posting_escrow_covered"),
    )


def _on_time(known: Known) -> Point:
    counts, ratios, promised = known.counts, known.ratios, known.rule("payment_delay", "payment_seconds")
    verdict: Verdict = "partly"
    figure = ""
    if counts and ratios and promised and ratios.time_to_pay_p95_seconds is not None:
        p95 = ratios.time_to_pay_p95_seconds
        verdict = "met" if p95 <= promised and not counts.overdue_debts else "not_met"
        took = format_duration(timedelta(seconds=p95))
        numbers = {
            "time": _("at least %(time)s") % {"time": took} if ratios.time_to_pay_p95_at_least else took,
            "late": format_number(counts.overdue_debts),
            "promised": format_duration(timedelta(seconds=promised)),
        }
        figure = _("Promised: %(promised)s. 19 of 20 payments took no longer than: %(time)s. Overdue now: %(late)s.")
        figure %= numbers
    return Point(
        _("Pay arrives on time"),
        verdict,
        _("Every debt has a day on which it falls due, and each has at most one payment under way."),
        figure,
        reverse("pages:fairness"),
        ("payouts_settled_when_decided", "disbursement_one_live"),
    )


def _paid_work_earns_the_minimum(known: Known) -> Point:
    load = known.rule("hourly_floor", "load_bps")
    return Point(
        _("A paid entry earns at least the legal minimum hour"),
        "met" if load is not None and load >= MINIMUM_HOUR else "not_met",
        _("The floor is the standard effort at the legal minimum hour, with a load for unbilled time."),
        _("The load is at %(load)s of the minimum.") % {"load": format_bps(load)} if load else "",
        reverse("pages:how_pay_works"),
        ("settlement_floor_kept",),
    )


def _all_work_is_paid(known: Known) -> Point:
    counts, ratios = known.counts, known.ratios
    met, figure = False, ""
    if counts and ratios and ratios.hourly_median_bps is not None:
        met = counts.paid_entries == counts.entries and ratios.hourly_median_bps >= MINIMUM_HOUR
        figure = _("%(share)s of entries are paid, %(time)s of work were not.") % {
            "share": format_bps((ratios.paid_share_bps or 0) // 100 * 100),
            "time": format_minutes(counts.unpaid_minutes),
        }
    return Point(
        _("All work is paid"),
        "met" if met else "not_met",
        _("These are contests: whoever is not shortlisted works for nothing, unless the brand cancels or is silent."),
        figure,
        reverse("pages:fairness"),
    )


def _effort_is_limited(known: Known) -> Point:
    minutes, places = known.rule("unpaid_effort", "maximum_minutes"), known.rule("entry_cap", "per_shortlist_place")
    return Point(
        _("Unpaid effort and the number of rivals are limited"),
        "met" if minutes is not None and places else "not_met",
        _("What a brief may ask for before the shortlist is bounded, and so is the number of entries it takes."),
        _("At most %(time)s of unpaid effort, and %(entries)s entries for each place on the shortlist.")
        % {"time": format_minutes(minutes), "entries": format_number(places)}
        if minutes is not None and places
        else "",
        known.rules,
        ("contest_entry_cap", "shortlist_fits"),
    )
