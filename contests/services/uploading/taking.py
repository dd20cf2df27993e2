"""Finished uploads as files of what is being submitted. They are taken over with the rows (`using`), and only once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from contests.errors import InvalidEntry, InvalidUpload, Problem
from contests.media.media_types import MediaType
from contests.models import FileKind, SourceUpload, UploadState
from contests.services.uploading.joining import join_upload
from contests.services.uploads import StoredUpload


def take_uploads(actor: User, ids: Sequence[UUID], *, now: datetime) -> list[StoredUpload]:
    """The uploads of one's own by these ids, in their order. Raises InvalidEntry, saying which and why."""
    own = {found.pk: found for found in SourceUpload.objects.filter(owner=actor, pk__in=ids)}
    return [_taken(own.get(key), now) for key in dict.fromkeys(ids)]


def _taken(found: SourceUpload | None, now: datetime) -> StoredUpload:
    if found is not None and found.state == UploadState.RECEIVING and found.received == found.length:
        try:
            join_upload(found.pk)
        except InvalidUpload as refusal:
            raise InvalidEntry(refusal.problems) from refusal
        found.refresh_from_db()
    if (
        found is None
        or found.state == UploadState.GONE
        or (found.state != UploadState.USED and found.expires_at <= now)
    ):
        raise _refused(_("A file that you had sent is not here any more. Choose it again."))
    if found.state == UploadState.USED:
        raise _refused(
            _("“%(name)s” was submitted already. Choose it again to send it once more.") % {"name": found.name}
        )
    if found.state == UploadState.RECEIVING:
        raise _refused(_("“%(name)s” has not arrived whole yet. Wait for it, or leave it out.") % {"name": found.name})
    media_type = MediaType(found.media_type)
    return StoredUpload(
        storage_key=found.storage_key,
        sha256=found.sha256,
        media_type=media_type,
        kind=FileKind.IMAGE if media_type.is_image else FileKind.ATTACHMENT,
        size=found.length,
        name=found.name,
        upload=found.pk,
    )


def _refused(sentence: str) -> InvalidEntry:
    return InvalidEntry([Problem("files", sentence)])
