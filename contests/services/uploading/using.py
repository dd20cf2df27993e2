"""Notes whose file an upload has become, with the rows of what it was submitted to: once, whatever else is sent."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from contests.errors import InvalidEntry, Problem
from contests.models import SourceUpload, StoredFile, UploadState


def mark_used(taken: Iterable[tuple[UUID, StoredFile]]) -> None:
    """In the caller's transaction, after its contest's lock; uploads are locked by id. Raises InvalidEntry."""
    for upload_id, file in sorted(taken, key=lambda pair: pair[0]):
        found = SourceUpload.objects.select_for_update().filter(pk=upload_id, state=UploadState.FINISHED).first()
        if found is None or found.storage_key != file.storage_key:
            sentence = _("A file that you had sent was submitted already. Choose it again to send it once more.")
            raise InvalidEntry([Problem("files", sentence)])
        found.state, found.file = UploadState.USED, file
        found.save(update_fields=["state", "file"])
