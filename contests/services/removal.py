"""Files that are taken back while nobody relies on them: their rows, their derivatives, and then their bytes."""

from collections.abc import Sequence

from django.db import transaction

from contests.models import Derivative, SourceUpload, StoredFile
from contests.services.uploads import discard


def drop_files(files: Sequence[StoredFile]) -> None:
    """Delete these rows, and their bytes once the transaction has succeeded; what remains in storage is swept."""
    keys = [file.storage_key for file in files]
    derived = Derivative.objects.filter(file__in=files)
    keys += derived.values_list("storage_key", flat=True)
    derived.delete()
    # That it came as an upload says nothing more, once there is nothing that came.
    SourceUpload.objects.filter(file__in=files).delete()
    StoredFile.objects.filter(pk__in=[file.pk for file in files]).delete()
    transaction.on_commit(lambda: discard(keys))
