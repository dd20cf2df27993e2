"""Disputes as pages tell them: what is said, what waits and what was decided, from the reader's side of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from frontend.formatting import format_moment, format_money
from frontend.forms.disputes import DisputeForm
from frontend.showing.states import DISPUTE, Shown
from payouts.policy import Consequence
from payouts.selectors.disputes import DisputeCard


@dataclass(frozen=True, slots=True)
class ShownDispute:
    """A dispute with its state in words. `title` says who disputes what; `sentence` what waits, or what came of it."""

    card: DisputeCard
    state: Shown
    title: str
    sentence: str


def shown_disputes(cards: Iterable[DisputeCard], now: datetime, *, is_brand: bool) -> list[ShownDispute]:
    """Disputes for one side of them."""
    return [ShownDispute(card, DISPUTE[card.decision], _title(card, is_brand), _sentence(card, now)) for card in cards]


def _title(card: DisputeCard, is_brand: bool) -> str:
    words = {"claim": format_money(card.claim_minor, card.currency), "code": card.entry_code}
    if card.side == "payee":
        own = _("You say: %(claim)s too little")
        said = _("Entry %(code)s: its creative says %(claim)s too little") if is_brand else own
    elif is_brand:
        said = _("Entry %(code)s: you say %(claim)s was not earned")
    else:
        said = _("The brand says: %(claim)s was not earned")
    return said % words


def _sentence(card: DisputeCard, now: datetime) -> str:
    if card.is_open:
        return _waiting(card, now)
    if card.decision != "upheld" or card.decided_minor is None:
        return _("Nothing waits for it any more.")
    words = {"amount": format_money(card.decided_minor, card.currency)}
    if card.moved:
        return _("%(amount)s is owed otherwise now.") % words
    return _("%(amount)s was upheld. It had been paid by then, and stays as it is.") % words


def _waiting(card: DisputeCard, now: datetime) -> str:
    if not card.held_minor or card.held_until is None:
        return _("Nothing of it was still unpaid, so nothing waits. A person decides all the same.")
    words = {"held": format_money(card.held_minor, card.currency), "day": format_moment(card.held_until, "date")}
    if card.held_until <= now:
        return _("%(held)s has waited until %(day)s and is being paid. A person decides all the same.") % words
    return _("%(held)s waits until %(day)s at the latest; everything else is paid as usual.") % words


def dispute_forms(refs: Iterable[UUID]) -> dict[UUID, DisputeForm]:
    """An empty form for each amount, with fields of its own on the page."""
    return {ref: DisputeForm(auto_id=f"id_{ref.hex}_%s") for ref in refs}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what a decision moves: to whom, and how much."""

    label: str
    amount_minor: int


def consequences(found: Consequence | None, card: DisputeCard, codes: dict[str, str]) -> list[Part]:
    """What upholding would do with what is held, to the cent; nothing if it would only be recorded."""
    if found is None:
        return []
    parts: dict[str, int] = {}
    for one in found.adjustments:
        label = _("To entry %(code)s") % {"code": codes.get(one.entry_id, "")}
        parts[label] = parts.get(label, 0) + one.amount_minor
    if found.to_brand_minor:
        parts[_("Back to the brand")] = found.to_brand_minor
    if found.kept_minor:
        label = _("Goes back to the brand as before") if card.side == "payee" else _("Stays with its creative")
        parts[label] = found.kept_minor
    return [Part(label, amount) for label, amount in parts.items()]
