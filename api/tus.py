"""The tus protocol, version 1.0.0: what its headers say, read and written. Which bytes are taken is for the services.

Core, creation, expiration, termination and checksum; see https://tus.io/protocols/resumable-upload
"""

import base64
import binascii
import re
from typing import Any

from django.utils.http import http_date
from django.utils.translation import gettext as _
from rest_framework.request import Request

from api.errors import ApiProblem
from contests.models import SourceUpload
from contests.services.uploading.receiving import Checksum
from contests.upload_rules import ALGORITHMS, UploadDraft

VERSION = "1.0.0"
EXTENSIONS = ("creation", "expiration", "termination", "checksum")
CONTENT_TYPE = "application/offset+octet-stream"
LARGEST_NUMBER = 2**53
WHOLE = re.compile(r"[0-9]{1,16}")
KEY = re.compile(r"[\x21-\x2b\x2d-\x7e]+")

OVERRIDE = "X-HTTP-Method-Override"
OVERRIDDEN = frozenset({"PATCH", "DELETE", "HEAD"})


def check_version(request: Request) -> None:
    """Every request says which protocol it speaks. Raises a 412."""
    if request.headers.get("Tus-Resumable") != VERSION:
        raise ApiProblem(412, "tus-version", _("Say “Tus-Resumable: 1.0.0”: that is the protocol spoken here."))


def whole_number(request: Request, name: str) -> int:
    """A header that must hold a whole number from zero."""
    value = request.headers.get(name, "")
    if not WHOLE.fullmatch(value) or int(value) > LARGEST_NUMBER:
        raise ApiProblem(400, "bad-header", _("%(name)s must hold a whole number from zero.") % {"name": name})
    return int(value)


def read_draft(request: Request) -> UploadDraft:
    """What a new upload is announced with."""
    if "Upload-Defer-Length" in request.headers:
        raise ApiProblem(
            400, "bad-header", _("Say in Upload-Length how long the file is; it cannot be said later here.")
        )
    told = _metadata(request.headers.get("Upload-Metadata", ""))
    return UploadDraft(
        name=told.get("filename", ""),
        length=whole_number(request, "Upload-Length"),
        claimed_type=told.get("filetype", ""),
    )


def _metadata(header: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _space, value = pair.partition(" ")
        try:
            text = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            text = None
        if text is None or key in found or not KEY.fullmatch(key):
            sentence = _("Upload-Metadata holds pairs of a name and its value in base64, with commas in between.")
            raise ApiProblem(400, "bad-header", sentence)
        found[key] = text
    return found


def read_checksum(request: Request) -> Checksum | None:
    """The sender's word for what it sends, if it gives one."""
    header = request.headers.get("Upload-Checksum")
    if header is None:
        return None
    algorithm, _space, value = header.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except binascii.Error:
        digest = b""
    if algorithm not in ALGORITHMS or not digest:
        sentence = _("Upload-Checksum holds an algorithm (%(names)s) and the digest in base64.")
        raise ApiProblem(400, "bad-header", sentence % {"names": ", ".join(ALGORITHMS)})
    return Checksum(algorithm, digest)


def capabilities(largest: int) -> dict[str, str]:
    """What is answered to OPTIONS."""
    return {
        "Tus-Version": VERSION,
        "Tus-Max-Size": str(largest),
        "Tus-Extension": ",".join(EXTENSIONS),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
    }


def standing(found: SourceUpload) -> dict[str, str]:
    """Where an upload stands, and until when it may go on."""
    return {"Upload-Offset": str(found.received), "Upload-Expires": http_date(found.expires_at.timestamp())}


def announced(found: SourceUpload) -> dict[str, str]:
    """What it was begun with."""
    pairs = [("filename", found.name), ("filetype", found.claimed_type)]
    encoded = [f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs if value]
    return {"Upload-Length": str(found.length), "Upload-Metadata": ",".join(encoded)}


def method_meant(request: Any) -> str:
    """The method, or the one that a client means that may only send POST."""
    meant = str(request.headers.get(OVERRIDE, "")).upper()
    return meant if request.method == "POST" and meant in OVERRIDDEN else str(request.method)
