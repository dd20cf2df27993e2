"""Offering a split to others, and taking the offer back. Nothing is entered, and nobody is bound, by an offer."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contests.errors import EntriesClosed, InvalidSplit, NotVisible, Problem, SplitClosed
from contests.kinds import CLOSED, Kind
from contests.lifecycle import Role, State
from contests.models import Contest, SplitOffer, SplitPart
from contests.selectors.roles import is_admitted, role_on
from contests.services.access import check_eligible, check_judges_not, check_not_blocked, lock_for
from contests.services.splitting.telling import tell_offered
from contests.split_rules import MAX_OFFERS, PartDraft, SplitDraft, problems_in_split


@transaction.atomic
def offer_split(author: User, contest_id: UUID, draft: SplitDraft, *, now: datetime) -> SplitOffer:
    """Offer it to everybody it names, who are told; the author signs by offering.

    Raises NotVisible, NotEligible, NotPermitted, EntriesClosed or InvalidSplit.
    """
    contest, role = lock_for(author, contest_id)
    check_eligible(role)
    check_judges_not(contest, author)
    check_not_blocked(author)
    if not takes_entries(contest, now):
        raise EntriesClosed(_("This contest takes no entries now."))
    if problems := problems_in_split(draft, author.handle):
        raise InvalidSplit(problems)
    people = _people(contest, draft.others)
    _check_room(author, contest)
    offer = SplitOffer.objects.create(contest=contest, author=author, people=len(people) + 1, made_at=now)
    SplitPart.objects.create(offer=offer, person=author, weight=draft.own_weight, signed_at=now)
    SplitPart.objects.bulk_create(
        SplitPart(offer=offer, person=people[part.key], weight=part.weight) for part in draft.others
    )
    tell_offered(offer, now=now)
    return offer


@transaction.atomic
def withdraw_split(author: User, ref: UUID, *, now: datetime) -> None:
    """Take an offer back that no entry stands on; twice is harmless. Raises NotVisible or SplitClosed."""
    contest_id = SplitOffer.objects.filter(ref=ref, author=author).values_list("contest_id", flat=True).first()
    if contest_id is None:
        raise NotVisible
    lock_for(author, contest_id)
    offer = SplitOffer.objects.select_for_update().get(ref=ref)
    if offer.entry_id is not None:
        raise SplitClosed(_("An entry was submitted with this split: it stands as it was signed."))
    if offer.withdrawn_at is None:
        offer.withdrawn_at = now
        offer.save(update_fields=["withdrawn_at"])


def takes_entries(contest: Contest, now: datetime) -> bool:
    """Whether somebody may still enter it, and so form a team for it."""
    return contest.state == State.OPEN and contest.closes_at is not None and now < contest.closes_at


def _check_room(author: User, contest: Contest) -> None:
    unused = SplitOffer.objects.filter(author=author, contest=contest, withdrawn_at=None, entry=None)
    if unused.count() >= MAX_OFFERS:
        sentence = _("You have %(most)d offers here that no entry stands on. Take one back first.")
        raise InvalidSplit([Problem("others", sentence % {"most": MAX_OFFERS})])


def _people(contest: Contest, parts: Sequence[PartDraft]) -> dict[str, User]:
    """The people of these handles. Why one cannot join is not told: it may be nobody's business but theirs."""
    found = {
        person.handle.lower(): person
        for person in User.objects.filter(handle__in=[*(part.key for part in parts), *(part.handle for part in parts)])
    }
    fit = {key: person for key, person in found.items() if _may_be_asked(contest, person)}
    if missing := [part.key for part in parts if part.key not in fit]:
        sentence = _("Nobody who could join goes by: %(names)s. Nobody was asked yet; correct it and send again.")
        raise InvalidSplit([Problem("others", sentence % {"names": ", ".join(missing)})])
    return fit


def _may_be_asked(contest: Contest, person: User) -> bool:
    """Creatives to whom the contest's title is shown; that of a confidential one is, before they have accepted it."""
    if not person.is_active or person.is_blocked or role_on(contest, person) != Role.CREATIVE:
        return False
    return contest.kind not in CLOSED or contest.kind == Kind.NDA or is_admitted(contest, person)
