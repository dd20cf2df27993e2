"""Notes whose file an upload has become, with the rows of what it was submitted to: once, whatever else is sent.

Both steps are the caller's transaction, after its contest's lock.
"""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from contests.errors import InvalidEntry, Problem
from contests.models import SourceUpload, StoredFile, UploadState


def hold_uploads(ids: Iterable[UUID]) -> None:
    """Lock them, in their order, before their files are written. Raises InvalidEntry: each is used only once."""
    for upload_id in sorted(ids):
        found = SourceUpload.objects.select_for_update().filter(pk=upload_id).first()
        if found is None or found.state != UploadState.FINISHED:
            sentence = _("A file that you had sent was submitted already. Choose it again to send it once more.")
            raise InvalidEntry([Problem("files", sentence)])


def mark_used(taken: Iterable[tuple[UUID, StoredFile]]) -> None:
    """Note the file that each has become."""
    for upload_id, file in taken:
        SourceUpload.objects.filter(pk=upload_id).update(state=UploadState.USED, file=file)
