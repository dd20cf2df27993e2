"""Ends uploads: taken back by their owner, or out of time. What became part of an entry is not touched."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from contests.errors import WrongMoment
from contests.models import SourceUpload, UploadState
from contests.selectors.uploads import find_upload
from contests.services.uploading.joining import remove_bytes
from contests.upload_rules import KEPT_AS_GONE

BATCH = 500


def end_upload(actor: User, upload_id: UUID, *, now: datetime) -> None:
    """Take it back, finished or not. Raises NotVisible, UploadGone or WrongMoment."""
    found = find_upload(actor, upload_id, now=now)
    if found.state == UploadState.USED or not remove_bytes(found.pk):
        raise WrongMoment(_("This file was submitted already, and stays where it was sent to."))


def sweep_uploads(now: datetime) -> int:
    """Let go of what has expired, and forget what has long been gone or submitted. Returns how many expired."""
    due = SourceUpload.objects.filter(
        state__in=(UploadState.RECEIVING, UploadState.FINISHED), expires_at__lte=now
    ).order_by("expires_at")
    swept = sum(remove_bytes(pk) for pk in due.values_list("pk", flat=True)[:BATCH])
    over = Q(state=UploadState.GONE) | Q(state=UploadState.USED)
    SourceUpload.objects.filter(over, expires_at__lte=now - KEPT_AS_GONE).delete()
    return swept
