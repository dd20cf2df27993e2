"""Joins an upload that has arrived whole into one original, hashed on the way, by the same checks as any other file.

Whoever sent the last byte joins it; should that process die, whoever submits it does. Doing it twice is harmless.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from contests.errors import InvalidUpload, Problem
from contests.media.errors import MediaRefused
from contests.models import SourcePart, SourceUpload, UploadState
from contests.services.uploading.keeping import Joined, make_safe
from contests.services.uploads import StoredUpload, discard, last_part, store_upload


def join_upload(upload_id: UUID) -> None:
    """Join it, if it has arrived whole and nobody has yet. Raises InvalidUpload, after which it is gone."""
    found = SourceUpload.objects.get(pk=upload_id)
    if found.state != UploadState.RECEIVING or found.received < found.length:
        return
    parts = list(found.parts.all())
    try:
        whole = Joined(found.name, found.length, parts)
        stored = store_upload(whole, found.name, found.length, sources=True, in_pieces=True)
    except MediaRefused as refusal:
        remove_bytes(upload_id)
        sentence = _(refusal.template) % refusal.params
        raise InvalidUpload([Problem("files", f"{last_part(found.name)}: {sentence}")]) from refusal
    except FileNotFoundError:
        # Somebody else has joined it, and its parts are gone.
        return
    # Should writing the row fail, the bytes stay for the sweep: the database may have committed, and not said so.
    make_safe(stored.storage_key)
    if not _conclude(upload_id, stored, parts):
        discard([stored.storage_key])


@transaction.atomic
def _conclude(upload_id: UUID, stored: StoredUpload, parts: Sequence[SourcePart]) -> bool:
    found = SourceUpload.objects.select_for_update().filter(pk=upload_id, state=UploadState.RECEIVING).first()
    if found is None:
        return False
    found.state = UploadState.FINISHED
    found.storage_key, found.sha256 = stored.storage_key, stored.sha256
    found.media_type, found.name = stored.media_type.value, stored.name
    found.save(update_fields=["state", "storage_key", "sha256", "media_type", "name"])
    _let_go(found, [part.storage_key for part in parts])
    return True


def remove_bytes(upload_id: UUID) -> bool:
    """Let an upload go that no file has taken over: its bytes, and its name. Whether there was any."""
    with transaction.atomic():
        found = SourceUpload.objects.select_for_update().filter(pk=upload_id).first()
        if found is None or found.state in (UploadState.USED, UploadState.GONE):
            return False
        keys = [found.storage_key] if found.storage_key else []
        found.state, found.name, found.storage_key = UploadState.GONE, "", ""
        found.save(update_fields=["state", "name", "storage_key"])
        _let_go(found, [*keys, *found.parts.values_list("storage_key", flat=True)])
    return True


def _let_go(found: SourceUpload, keys: Sequence[str]) -> None:
    """The parts' rows now, the bytes once that is certain."""
    found.parts.all().delete()
    transaction.on_commit(lambda: discard(keys))
