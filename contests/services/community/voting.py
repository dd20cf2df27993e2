"""A ballot in the community's vote: one to a person, which may say something else until the vote closes.

The contest is locked, so that two of one person's requests come one after the other; the database has one ballot for
each person and each of its versions once, whoever writes.
"""

from collections.abc import Sequence
from datetime import datetime
from ipaddress import ip_address, ip_network
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.origin import present_origin
from contests.community import MOST_CHOICES, Bar, VoteState, bar_of, fits
from contests.errors import InvalidVote, NotEligible, NotVisible, PollClosed, Problem, WrongMoment
from contests.models import CommunityBallot, CommunityChoice, CommunityVote
from contests.selectors.community import VOTED_WHILE, entries_voted_on, voter_facts
from contests.services.access import lock_for

MOST_CHANGES = 20
"""Of one ballot. Nobody has so many minds about five works; each version is a row that is kept."""


@transaction.atomic
def cast_ballot(actor: User, contest_id: UUID, entries: Sequence[UUID], *, now: datetime) -> CommunityBallot:
    """Vote for one to three entries, or for others than before. The same again is no new version.

    Raises NotVisible, NotEligible, PollClosed, InvalidVote or WrongMoment.
    """
    contest, _role = lock_for(actor, contest_id)
    vote = CommunityVote.objects.select_for_update().filter(contest=contest).first()
    if vote is None:
        raise NotVisible
    if bar := bar_of(voter_facts(actor.pk, contest_id), vote.opened_at):
        raise NotEligible(reason_of(bar))
    if vote.state != VoteState.OPEN or contest.state not in VOTED_WHILE or now >= vote.closes_at:
        raise PollClosed(_("This vote is closed; ballots are not taken any more."))
    if not fits(entries, entries_voted_on(contest_id)):
        sentence = _("Choose one to %(most)d of the entries shown. If one is gone, reload the page.")
        raise InvalidVote([Problem("entries", sentence % {"most": MOST_CHOICES})])
    ballot = CommunityBallot.objects.filter(vote=vote, voter=actor).first()
    if ballot is None:
        ballot = CommunityBallot.objects.create(vote=vote, voter=actor, cast_at=now)
    last = ballot.choices.order_by("-number").first()
    if last is not None and set(last.entries) == set(entries):
        return ballot
    if last is not None and last.number >= MOST_CHANGES:
        raise WrongMoment(_("You have changed your ballot as often as it can be. It stands as it is."))
    CommunityChoice.objects.create(
        ballot=ballot,
        number=1 if last is None else last.number + 1,
        entries=sorted(entries),
        network=network_digest(contest_id, present_origin().address),
        cast_at=now,
    )
    return ballot


def network_digest(contest_id: UUID, address: str) -> str:
    """What is kept of where a ballot came from: a digest of its network (/24, or /48 of IPv6), another in each vote.

    Nothing is kept of an address that is not one.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None) or found
    network = ip_network((mapped, 24 if mapped.version == 4 else 48), strict=False)
    salt = f"contests.community:{contest_id}"
    return salted_hmac(salt, str(network), secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()


def reason_of(bar: Bar) -> str:
    """Why somebody does not vote, in words for them."""
    return str(REASONS[bar])


REASONS = {
    Bar.UNKNOWN: gettext_lazy("Sign in to vote."),
    Bar.BLOCKED: gettext_lazy("Your account is blocked: nothing new can be begun with it."),
    Bar.BRAND: gettext_lazy("People of the brand do not vote: its award is the community’s."),
    Bar.PLATFORM: gettext_lazy("People of the platform do not vote."),
    Bar.NOT_CREATIVE: gettext_lazy("Creatives vote. Make yourself a creative profile first."),
    Bar.UNVERIFIED: gettext_lazy("Confirm your e-mail address first; then you can vote."),
    Bar.SHORTLISTED: gettext_lazy("You made one of these entries, so you do not vote here."),
    Bar.JUROR: gettext_lazy("You sit on this contest’s jury, so you do not vote here."),
    Bar.TOO_NEW: gettext_lazy("Your account was less than 30 days old when this vote opened."),
    Bar.NO_STANDING: gettext_lazy("Whoever had entered a contest before this vote opened may vote."),
}
