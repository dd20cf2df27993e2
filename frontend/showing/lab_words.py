"""The policy lab in the reader's words: its figures, the ways of paying, and everything that is assumed."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.formatting import format_bps, format_day, format_minutes, format_money, format_number
from payouts.lab.assumptions import Assumptions
from payouts.lab.rivals import FINALISTS_BPS, PLATFORM_SHARE_BPS, SILENCE_DAYS

MEASURES = {
    "paid_share": gettext_lazy("Entries that are paid"),
    "pay_an_entry_minor": gettext_lazy("Pay for an entry, on average"),
    "mean_hour_minor": gettext_lazy("Pay for an hour of work"),
    "median_hour_minor": gettext_lazy("Pay for an hour, creative in the middle"),
    "equal_hour_minor": gettext_lazy("Pay for an hour, if brands spent the same"),
    "at_minimum": gettext_lazy("Creatives who reach the legal minimum"),
    "gini": gettext_lazy("How unequal pay is"),
    "creatives_minor": gettext_lazy("Creatives earn, for each contest"),
    "brand_minor": gettext_lazy("What a brand pays"),
    "platform_minor": gettext_lazy("What the platform earns"),
    "take_rate": gettext_lazy("The platform’s share of what brands pay"),
    "silence": gettext_lazy("What silence costs"),
    "entries": gettext_lazy("Entries made"),
    "turned_away": gettext_lazy("Entries refused because the brief was full"),
    "entrants": gettext_lazy("Creatives who entered"),
}
NOTES = {
    "paid_share": gettext_lazy("Of all entries that were made."),
    "mean_hour_minor": gettext_lazy("All pay over all hours, those that earned nothing included."),
    "equal_hour_minor": gettext_lazy("If every brand spent on average what it spends under the policy."),
    "at_minimum": gettext_lazy("Creatives whose whole pay, over all their hours, is at least the legal minimum."),
    "gini": gettext_lazy("Gini coefficient of what creatives earned, zeros included: 0 is equal, 1 is one takes all."),
    "brand_minor": gettext_lazy("For each contest on average, without VAT. Refunds count as zero."),
    "platform_minor": gettext_lazy("For each contest on average, without VAT."),
    "silence": gettext_lazy("What brands that decided would have paid by saying nothing after the shortlist."),
}


@dataclass(frozen=True, slots=True)
class Way:
    """One way of paying: its name, what it does, and who publishes it."""

    name: str
    text: str
    source: str


def rival_ways() -> dict[str, Way]:
    """The rivals by key, in the order of the charts."""
    share, days = format_bps(FINALISTS_BPS), SILENCE_DAYS
    return {
        "winner_take_all": Way(
            _("Winner takes all"),
            _("The whole prize goes to one entry. A brand that never decides, or withdraws, has its money back."),
            _("the usual contest of the large sites"),
        ),
        "finalists_share": Way(
            _("%(share)s for finalists") % {"share": share},
            _(
                "Finalists share %(share)s of the prize and the winner has the rest. The prize is guaranteed: without "
                "a decision, the finalists share all of it."
            )
            % {"share": share},
            "99designs, Gold & Platinum",
        ),
        "auto_distribution": Way(
            _("Paid after %(days)d days of silence") % {"days": days},
            _(
                "The winner takes all. After %(days)d days of silence the highest rated entry has the prize; a brand "
                "that withdraws has its money back."
            )
            % {"days": days},
            "Freelancer",
        ),
    }


def platform_share() -> str:
    return _("In all three, the platform keeps %(share)s of what a brand pays.") % {
        "share": format_bps(PLATFORM_SHARE_BPS)
    }


@dataclass(frozen=True, slots=True)
class Assumed:
    """A sentence about one or several numbers. `source` is empty where nobody published them."""

    names: tuple[str, ...]
    text: str
    source: str


def assumed(assumptions: Assumptions) -> list[Assumed]:
    """Every assumption in a sentence, the published ones first."""
    sources = {item.name: item.source for item in assumptions.stated()}
    said = [(names, text(assumptions)) for names, text in (*_PUBLISHED.items(), *_SUPPOSED.items())]
    return [Assumed(names, text, sources[names[0]]) for names, text in said]


Said = dict[tuple[str, ...], Callable[[Assumptions], str]]

_PUBLISHED: Said = {
    ("entrants",): lambda a: (
        _("%(number)s creatives enter a contest, on average.") % {"number": format_number(a.entrants)}
    ),
    ("entries",): lambda a: (
        _("They make %(number)s entries, if nothing limits them.") % {"number": format_number(a.entries)}
    ),
    ("entry_minutes",): lambda a: (
        _("An entry for a logo takes %(time)s, on average.") % {"time": format_minutes(round(a.entry_minutes))}
    ),
    ("creatives",): lambda a: (
        _("There are %(number)s creatives for each contest of a run.") % {"number": format_number(a.creatives)}
    ),
    ("prize_minor",): lambda a: (
        _("Prizes are %(amount)s on average: two large sites paid out 234 and 425 dollars.")
        % {"amount": format_money(a.prize_minor)}
    ),
    ("prize_least_minor",): lambda a: (
        _("No prize is less than %(amount)s.") % {"amount": format_money(a.prize_least_minor)}
    ),
    ("effort_minutes", "study_price_minor"): lambda a: (
        _("A finalist works %(time)s in all, on average, and such a study usually costs %(price)s.")
        % {"time": format_minutes(a.effort_minutes), "price": format_money(a.study_price_minor)}
    ),
    ("reference_date",): lambda a: (
        _("The legal minimum is %(amount)s an hour, as of %(day)s.")
        % {"amount": format_money(a.hourly_minimum_minor), "day": format_day(a.reference_date)}
    ),
    ("vat_bps",): lambda a: _("VAT is %(rate)s; no figure here includes it.") % {"rate": format_bps(a.vat_bps)},
}
_SUPPOSED: Said = {
    ("silent_bps", "silent_unread_bps"): lambda a: (
        _("%(silent)s of brands never decide; %(unread)s of those do not even make a shortlist.")
        % {"silent": format_bps(a.silent_bps), "unread": format_bps(a.silent_unread_bps)}
    ),
    ("cancelled_bps",): lambda a: (
        _("%(share)s of brands cancel, a third of them in each stage.") % {"share": format_bps(a.cancelled_bps)}
    ),
    ("late_arrival",): lambda a: _("Half of all entries come in the last quarter of the time for them."),
    ("strength_tail",): lambda a: _("A few creatives are much stronger than all others, and win much."),
    ("activity",): lambda a: _("An eighth of the creatives make half of all entries."),
    ("entrants_shape",): lambda a: _("Some briefs draw a crowd, and many a handful."),
    ("entry_minutes_spread", "effort_spread"): lambda a: _(
        "Two of three entries take from 1 to 3½ hours, and two of three finalists from 6 to 11."
    ),
    ("prize_spread", "prize_most_minor"): lambda a: (
        _("Two of three prizes are between 160 and 440 euros, and none is above %(amount)s.")
        % {"amount": format_money(a.prize_most_minor)}
    ),
    ("one_prize_bps",): lambda a: (
        _("%(share)s of contests have one prize. The others split it over three places: 60, 25 and 15 in a hundred.")
        % {"share": format_bps(a.one_prize_bps)}
    ),
    ("places_least", "places_most"): lambda a: (
        _("A shortlist has from %(least)d to %(most)d places.") % {"least": a.places_least, "most": a.places_most}
    ),
}
