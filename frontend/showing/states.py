"""The words and the tone of every state a page may show. A state without words is a mistake that a test finds."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Shown:
    """A state as a pill shows it; `tone` is one of calm, note, good, warn, bad."""

    label: Words
    tone: str = "calm"


CONTEST = {
    "draft": Shown(_("Draft")),
    "awaiting_funds": Shown(_("Awaiting funds"), "warn"),
    "open": Shown(_("Open for entries"), "good"),
    "shortlisting": Shown(_("Shortlisting"), "note"),
    "final_round": Shown(_("Final round"), "note"),
    "judging": Shown(_("Judging"), "note"),
    "awarded": Shown(_("Awarded"), "good"),
    "handover": Shown(_("Handover"), "good"),
    "settled": Shown(_("Settled")),
    "lapsed": Shown(_("Lapsed: the brand stayed silent"), "warn"),
    "cancelled": Shown(_("Cancelled"), "warn"),
    "suspended": Shown(_("Suspended"), "bad"),
}

ENTRY = {
    "submitted": Shown(_("Submitted")),
    "withdrawn": Shown(_("Withdrawn")),
    "disqualified": Shown(_("Ruled out"), "bad"),
}

FILE = {
    "pending": Shown(_("Being examined"), "note"),
    "ready": Shown(_("Ready"), "good"),
    "refused": Shown(_("Refused"), "bad"),
}

PAYMENT = {
    "awaiting_handover": Shown(_("Paid once handed over"), "note"),
    "needs_account": Shown(_("Needs an account"), "bad"),
    "cooling": Shown(_("Waits: the account was changed"), "warn"),
    "under_review": Shown(_("Waits for a look at the account"), "warn"),
    "preparing": Shown(_("Being prepared"), "note"),
    "in_approval": Shown(_("Looked at by two people"), "note"),
    "pending": Shown(_("About to be sent"), "note"),
    "sent": Shown(_("Sent"), "note"),
    "unknown": Shown(_("Being checked with the bank"), "warn"),
    "paid": Shown(_("Paid"), "good"),
    "held": Shown(_("On hold"), "warn"),
    "disputed": Shown(_("In dispute"), "warn"),
}

DISPUTE = {
    "": Shown(_("Waits for a decision"), "warn"),
    "upheld": Shown(_("Upheld"), "good"),
    "dismissed": Shown(_("Dismissed")),
    "withdrawn": Shown(_("Taken back")),
}

DEPOSIT = {
    "pending": Shown(_("On its way"), "note"),
    "unknown": Shown(_("Being asked about"), "warn"),
    "received": Shown(_("Received"), "good"),
    "refused": Shown(_("Refused"), "bad"),
    "returned": Shown(_("Sent back"), "bad"),
}

REASONS = {
    "page_expired": _("Nobody paid in time, or it was given up"),
    "refunded": _("Refunded by hand"),
    "requires_action": _("The card's holder must confirm it"),
    "authentication_required": _("The card's holder must confirm it"),
    "amount_too_small": _("Too little to be charged"),
    "insufficient_funds": _("The card does not cover it"),
    "expired_card": _("The card has expired"),
    "generic_decline": _("Declined by the card's bank"),
    "card_declined": _("Declined by the card's bank"),
    "dispute": _("Disputed with the card's bank"),
    "origin_closed": _("It cannot go back the way it came any more"),
    "charge_disputed": _("Disputed with the card's bank"),
    "charge_already_refunded": _("Refunded by hand"),
    "lost_or_stolen_card": _("The card is no longer in use"),
    "expired_or_canceled_card": _("The card is no longer in use"),
}
"""What the rails' codes for cards mean to their payers. Banks' codes are shown as they are: people look them up."""

VISIBILITY = {
    "public": Shown(_("Public: everybody sees the entries")),
    "private": Shown(_("Private: only the brand sees the entries")),
    "blind": Shown(_("Blind: the brand does not see who made an entry")),
}

SHORTLISTED = Shown(_("Shortlisted"), "good")
NOT_SHORTLISTED = Shown(_("Not shortlisted"))
PLACES = {1: _("First place"), 2: _("Second place"), 3: _("Third place")}


def reason_words(code: str) -> Words:
    """Why a payment was refused or came back, for its payer."""
    return REASONS.get("dispute" if code.startswith("dispute_") else code, code)


def contest_state(state: str) -> Shown:
    return CONTEST[state]


def place_words(rank: int) -> Words:
    """A rank in words, as far as people have words for it."""
    return PLACES.get(rank) or _("Place %(rank)d") % {"rank": rank}


def entry_state(state: str, *, slot: int | None, rank: int | None, shortlist_known: bool = False) -> Shown:
    """What became of an entry, the best first."""
    if state != "submitted":
        return ENTRY[state]
    if rank is not None:
        return Shown(place_words(rank), "good")
    if slot is not None:
        return SHORTLISTED
    return NOT_SHORTLISTED if shortlist_known else ENTRY["submitted"]


SHORTLIST_KNOWN = frozenset({"final_round", "judging", "awarded", "handover", "settled", "lapsed"})
"""The states in which it is known who is on the shortlist."""
