"""What this reader may do about this contest now: one call to act with its reason, or why there is none.

A convenience for the eye: whether it is allowed is decided by the services when it is done.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contests.entry_rules import MAX_ENTRIES_PER_AUTHOR
from contests.follow_up_rules import Purpose
from contests.lifecycle import Role
from contests.selectors.cards import ContestPage, EntryCard
from contests.selectors.follow_ups import FollowUpCard
from contests.visibility import BRAND_ROLES, PLATFORM_ROLES
from frontend.showing.brand import STEPS


@dataclass(frozen=True, slots=True)
class Call:
    """`label` and `href` are empty where nothing can be done; `second` is a quieter way on."""

    text: str
    label: str = ""
    href: str = ""
    second_label: str = ""
    second_href: str = ""


def call_for(page: ContestPage, own: Sequence[EntryCard], *, signed_in: bool, here: str) -> Call:
    """The call for this reader."""
    if page.role in BRAND_ROLES:
        step, name = STEPS[page.card.state]
        if name == "pages:contest":
            return Call(_("This is your brand’s brief, as others see it."), *_desk(page))
        words, desk = _("This is your brand’s brief, as others see it."), _desk(page)
        return Call(words, str(step), reverse(name, args=[page.card.id]), *desk)
    if page.role in PLATFORM_ROLES:
        words = _("You read this for the platform; people of the platform do not enter.")
        return Call(words, _("See its books"), reverse("pages:audit_contest", args=[page.card.id]))
    state = page.card.state
    if state == "open":
        return _while_open(page, own, signed_in, here)
    admissible = [card for card in own if card.state == "submitted"]
    if not admissible:
        return Call(_waiting(state))
    return _for_entrant(page, admissible)


def call_to_answer(card: FollowUpCard) -> Call:
    """The call for whom a brief is for alone, as long as they have not answered."""
    address = reverse("pages:offer", args=[card.contest_id])
    if card.purpose == Purpose.PURCHASE:
        return Call(_("The brand offers to buy this work of yours."), _("Read the offer and answer"), address)
    enter = (_("Enter this brief"), reverse("pages:enter", args=[card.contest_id]))
    return Call(_("This brief is for you alone."), *enter, _("Decline it"), address)


def _while_open(page: ContestPage, own: Sequence[EntryCard], signed_in: bool, here: str) -> Call:
    if not signed_in:
        return Call(
            _("Sign up as a creative to take part. It costs nothing."),
            _("Sign up and enter"),
            f"{reverse('account_signup')}?next={here}",
            _("Sign in"),
            f"{reverse('account_login')}?next={here}",
        )
    if page.is_covered:
        words = _("This brief is confidential. Promise silence, and you see all of it; you owe nothing else.")
        return Call(words, _("Read the agreement"), reverse("pages:nda", args=[page.card.id]))
    if page.role == Role.STRANGER:
        words = _("You have no creative profile yet. Making one takes a minute.")
        return Call(words, _("Make a creative profile"), reverse("pages:profile"))
    admissible = [card for card in own if card.state == "submitted"]
    enter = reverse("pages:enter", args=[page.card.id])
    if admissible:
        words = _("You have entered. You can send new versions until entries close.")
        see = (_("See your entry"), reverse("pages:entry", args=[admissible[0].id]))
        if len(admissible) < MAX_ENTRIES_PER_AUTHOR and not _is_full(page):
            return Call(words, *see, _("Enter another"), enter)
        return Call(words, *see)
    if _is_full(page):
        return Call(_("This brief is full: more entries would have no fair chance."), *_other_briefs())
    return Call(_("You keep every right in your work unless it wins and has been paid."), _("Enter this brief"), enter)


def _for_entrant(page: ContestPage, own: Sequence[EntryCard]) -> Call:
    first = min(own, key=lambda card: (card.rank or 99, card.slot or 99))
    see = (_("See your entry"), reverse("pages:entry", args=[first.id]))
    if page.card.state == "final_round" and first.slot is not None:
        words = _("You are on the shortlist: your floor is certain. You may send a new version in the final round.")
        return Call(words, _("Send a new version"), reverse("pages:entry_version", args=[first.id]), *see)
    if page.card.state == "awarded" and first.rank is not None:
        words = _("Your entry was awarded. Hand over the final files and the prize is paid.")
        return Call(words, _("Hand over"), reverse("pages:handover", args=[first.id]), *see)
    if first.slot is not None:
        return Call(_("Your entry is on the shortlist: at least the floor is yours."), *see)
    return Call(_waiting(page.card.state), *see)


WAITING: dict[str, Promise] = {
    "shortlisting": gettext_lazy("Entries are closed; the brand is choosing its shortlist."),
    "final_round": gettext_lazy("The shortlist works on; entries are closed."),
    "judging": gettext_lazy("The brand is judging; entries are closed."),
    "awarded": gettext_lazy("This brief has its winners; they are handing over."),
    "handover": gettext_lazy("The winners have delivered; the brand is looking."),
    "settled": gettext_lazy("This brief is settled; the brief tells where its money went."),
    "lapsed": gettext_lazy("The brand stayed silent. The money went to those who worked."),
    "cancelled": gettext_lazy("The brand cancelled. What was owed by then was paid."),
    "suspended": gettext_lazy("This brief stands still while the platform looks into it. No deadline runs."),
}


def _waiting(state: str) -> str:
    return str(WAITING[state]) if state in WAITING else _("This brief is not open for entries.")


def _is_full(page: ContestPage) -> bool:
    return page.card.entry_cap is not None and page.card.entry_count >= page.card.entry_cap


def _other_briefs() -> tuple[str, str]:
    return _("See other briefs"), reverse("pages:briefs")


def _desk(page: ContestPage) -> tuple[str, str]:
    return _("To the dashboard"), reverse("pages:brand", args=[page.card.brand.id])
