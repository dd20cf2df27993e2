"""Begins an upload, within what one person may have under way."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.models import CreativeProfile, Membership, User
from contests.errors import NotEligible
from contests.lifecycle import State
from contests.models import Handover, SourceUpload, UploadState
from contests.services.access import check_not_blocked
from contests.services.uploads import MAX_NAME, last_part
from contests.upload_rules import HELD_OVER, LIFETIME, Limits, UploadDraft, check_room
from contests.visibility import DECIDERS

UNDER_WAY = (UploadState.RECEIVING, UploadState.FINISHED)


def current_limits() -> Limits:
    """What the settings allow."""
    return Limits(one=settings.SOURCE_MAX_BYTES, together=settings.SOURCE_MAX_BYTES_IN_FLIGHT)


def begin_upload(actor: User, draft: UploadDraft, *, now: datetime) -> SourceUpload:
    """An empty upload of a maker's, to be sent in pieces. A blocked winner still delivers, and nothing else.

    Raises NotPermitted, NotEligible, InvalidUpload, UploadTooLarge or TooManyUploads.
    """
    if not _is_awaited(actor):
        check_not_blocked(actor)
    if not _is_maker(actor):
        raise NotEligible(_("Make yourself a creative profile first; then you can take part."))
    return _begin(actor, draft, LIFETIME, now=now)


def begin_held(actor: User, draft: UploadDraft, *, now: datetime) -> SourceUpload:
    """An empty upload for a file that came with a form: of a maker's, or of theirs who write a brand's briefs.

    Raises NotPermitted, NotEligible, InvalidUpload, UploadTooLarge or TooManyUploads.
    """
    check_not_blocked(actor)
    if not (_is_maker(actor) or Membership.objects.filter(user=actor, role__in=DECIDERS).exists()):
        raise NotEligible(_("Make yourself a creative profile first; then you can take part."))
    return _begin(actor, draft, HELD_OVER, now=now)


def _is_awaited(actor: User) -> bool:
    """Whether final files of theirs are yet to be handed over."""
    awaited = Handover.objects.filter(delivered_at=None, award__passed_over_at=None)
    return awaited.filter(award__entry__author=actor, award__contest__state=State.AWARDED).exists()


def _is_maker(actor: User) -> bool:
    return CreativeProfile.objects.filter(user=actor).exists()


@transaction.atomic
def _begin(actor: User, draft: UploadDraft, lifetime: timedelta, *, now: datetime) -> SourceUpload:
    """Their row is locked, so that many at once stay within the limits together."""
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    so_far = SourceUpload.objects.filter(owner=actor, state__in=UNDER_WAY, expires_at__gt=now).aggregate(
        count=Count("pk"), weight=Coalesce(Sum("length"), 0)
    )
    check_room(draft, under_way=so_far["count"], bytes_under_way=so_far["weight"], limits=current_limits())
    return SourceUpload.objects.create(
        owner=actor,
        name=_kept_name(draft.name),
        claimed_type=draft.claimed_type[:100],
        length=draft.length,
        created_at=now,
        expires_at=now + lifetime,
    )


def _kept_name(name: str) -> str:
    """Without folders and what cannot be printed; cut in its middle, so that its ending stays."""
    clean = "".join(sign for sign in last_part(name) if sign.isprintable()).strip()
    return clean if len(clean) <= MAX_NAME else clean[: MAX_NAME - 20] + clean[-20:]
