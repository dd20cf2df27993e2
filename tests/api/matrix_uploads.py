"""The matrix's upload, the author's, and with which headers the tus protocol is spoken there."""

from datetime import datetime
from uuid import UUID

from accounts.models import User
from contests.services.uploading.beginning import begin_upload
from contests.upload_rules import UploadDraft
from tests.fixtures.tus import VERSION, metadata

TUS: dict[str, dict[str, str]] = {
    "api:uploads": VERSION | {"Upload-Length": "9", "Upload-Metadata": metadata(filename="leaf.psd")},
    "api:upload": VERSION | {"Upload-Offset": "0"},
}


def begun(author: User, now: datetime) -> UUID:
    """Nothing of it has come yet."""
    return begin_upload(author, UploadDraft(name="fox.psd", length=9), now=now).pk
