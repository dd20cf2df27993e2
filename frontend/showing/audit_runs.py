"""Runs and rails as the audit's pages show them: states, differences and reasons in words, sums written out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from frontend.formatting import format_money
from frontend.in_words import amount_in_words, number_in_english, number_in_french
from frontend.showing.audit_words import Words
from frontend.showing.pay import capital
from frontend.showing.states import Shown
from payouts.approving import Member, RunTotal
from payouts.models import PayoutRun

RUN = {
    "proposed": Shown(_("Waits for a second person"), "warn"),
    "approved": Shown(_("Approved"), "good"),
    "withdrawn": Shown(_("Withdrawn")),
    "stale": Shown(_("Overtaken: nothing left"), "bad"),
}

DIFFERENCE: dict[str, Words] = {
    "gone": _("It is no longer there"),
    "amount_minor": _("Another amount"),
    "currency": _("Another currency"),
    "destination": _("Another account"),
    "payee": _("Another payee"),
    "approved_already": _("Another run has approved it"),
    "debt_cancelled": _("Its debt has been cancelled"),
    "held": _("It is on hold"),
    "ended": _("It has come to an end"),
    "account_retired": _("The payee has replaced the account"),
    "origin_closed": _("It cannot go back the way it came any more"),
}

CHANGE: dict[str, Words] = {
    "stopped": _("Stopped"),
    "started": _("Started again"),
    "lowered": _("Limits lowered"),
    "raised": _("Limits raised"),
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sum as it is confirmed: in digits, and written out."""

    total: RunTotal
    digits: str
    words: str


def spoken(totals: Iterable[RunTotal]) -> list[Spoken]:
    """Each sum in the reader's language."""
    language = get_language() or "en"
    return [
        Spoken(
            total,
            format_money(total.amount_minor, total.currency),
            amount_in_words(total.amount_minor, total.currency, language),
        )
        for total in totals
    ]


def count_in_words(count: int) -> str:
    """How many payments, written out: "Three payments"."""
    language = get_language() or "en"
    number = number_in_french(count) if language.startswith("fr") else number_in_english(count)
    return capital(ngettext("%(number)s payment", "%(number)s payments", count) % {"number": number})


@dataclass(frozen=True, slots=True)
class DifferenceShown:
    key: str
    words: Words
    was: str
    now: str


def differences_shown(run: PayoutRun) -> list[DifferenceShown]:
    """What had changed when the run was found stale."""
    return [_difference(one) for one in run.difference]


def _difference(one: Mapping[str, Any]) -> DifferenceShown:
    return DifferenceShown(one["key"], DIFFERENCE.get(one["what"], one["what"]), one["was"], one["now"])


@dataclass(frozen=True, slots=True)
class Moved:
    """One payment that is new, gone or changed since the run before."""

    tone: str
    words: Words
    member: Member
    name: str
    was: str = ""


def moved_shown(
    new: Sequence[Member], gone: Sequence[Member], changed: Sequence[tuple[Member, Member]], names: Mapping[str, str]
) -> list[Moved]:
    """The difference to the run before, changed ones first."""
    return [
        *(Moved("warn", _("Changed"), now, names.get(now.payee, ""), was.destination) for was, now in changed),
        *(Moved("note", _("New"), one, names.get(one.payee, "")) for one in new),
        *(Moved("calm", _("Gone"), one, names.get(one.payee, "")) for one in gone),
    ]
