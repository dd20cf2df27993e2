"""Who was invited, by what links, and what a confidential brief asks its readers to accept."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contests.errors import NotVisible
from contests.kinds import Kind
from contests.models import Contest, Guest, InvitationLink, NdaAcceptance
from contests.nda import NdaText, nda_text
from contests.selectors.cards import AuthorCard
from contests.selectors.contests import get_contest
from contests.selectors.roles import Viewer, read_as
from contests.visibility import DECIDERS


@dataclass(frozen=True, slots=True)
class GuestCard:
    """Somebody who was invited. Whether they came is not in it: a blind contest would tell too much."""

    person: AuthorCard
    invited_at: datetime
    by_link: bool
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class LinkCard:
    id: int
    created_at: datetime
    expires_at: datetime
    most_uses: int
    uses: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class NdaPage:
    """The confidentiality of a brief, as somebody meets it."""

    contest_id: UUID
    text: NdaText
    sha256: str
    accepted_at: datetime | None
    """When the reader accepted it; for people of the brand and the platform None."""


def guests_of(viewer: Viewer, contest_id: UUID) -> tuple[GuestCard, ...]:
    """Everybody invited, by their names, so that the order tells nothing of when they came. Raises NotVisible."""
    _check_decider(viewer, contest_id)
    rows = Guest.objects.filter(contest=contest_id).select_related("person").order_by("person__handle")
    return tuple(
        GuestCard(
            AuthorCard(guest.person.handle, guest.person.public_name),
            guest.invited_at,
            guest.link_id is not None,
            guest.withdrawn_at is not None,
        )
        for guest in rows
    )


def links_of(viewer: Viewer, contest_id: UUID, *, now: datetime) -> tuple[LinkCard, ...]:
    """The contest's links, the newest first. Raises NotVisible."""
    _check_decider(viewer, contest_id)
    return tuple(
        LinkCard(link.pk, link.created_at, link.expires_at, link.most_uses, link.uses, link.is_open(now))
        for link in InvitationLink.objects.filter(contest=contest_id)
    )


def nda_page(viewer: Viewer, contest_id: UUID) -> NdaPage:
    """What is to be accepted, for whoever meets the contest. Raises NotVisible, also where nothing is."""
    reader = read_as(viewer)
    page = get_contest(reader, contest_id)
    if page.card.kind != Kind.NDA:
        raise NotVisible
    accepted = NdaAcceptance.objects.filter(contest=contest_id, person=reader.user_id).first()
    if accepted is not None:
        text = NdaText(accepted.version, accepted.language, tuple(accepted.text.split("\n")))  # type: ignore[arg-type]
        return NdaPage(contest_id, text, accepted.text_sha256, accepted.accepted_at)
    text = nda_text(page.card.brand.name, page.card.title, page.language)
    return NdaPage(contest_id, text, text.sha256, None)


def nda_of(contest: Contest) -> NdaText:
    """The text of this contest as it is to be accepted now."""
    return nda_text(contest.brand.name, contest.brief.title, contest.brief.language)


def _check_decider(viewer: Viewer, contest_id: UUID) -> None:
    page = get_contest(viewer, contest_id)
    if page.role not in DECIDERS:
        raise NotVisible
