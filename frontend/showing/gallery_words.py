"""What a gallery says: why an entry was eliminated, and what its filters and orders are called."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from contests.models import EliminationReason
from contests.selectors.curation import EliminationCard
from frontend.showing.states import Words

ELIMINATED_FOR: dict[str, Words] = {reason.value: reason.label for reason in EliminationReason}


@dataclass(frozen=True, slots=True)
class ShownElimination:
    """Why an entry was put aside, as its author and its brand read it."""

    reason: Words
    words: str
    at: datetime


def shown_elimination(card: EliminationCard) -> ShownElimination:
    return ShownElimination(ELIMINATED_FOR[card.reason], card.words, card.eliminated_at)


SHOWN: dict[str, Words] = {
    "": _("in the running"),
    "unseen": _("new since your last visit"),
    "picked": _("picked"),
    "shortlisted": _("shortlisted"),
    "eliminated": _("eliminated"),
    "all": _("all entries"),
}
STARS: dict[str, Words] = {
    "": _("any rating"),
    "none": _("not rated yet"),
    "2": _("2 stars or more"),
    "3": _("3 stars or more"),
    "4": _("4 stars or more"),
    "5": _("5 stars"),
}
ORDERS: dict[str, Words] = {
    "newest": _("newest first"),
    "rating": _("best rated first"),
    "standing": _("shortlist first"),
}
