"""Files that arrive in pieces, by the tus protocol: begun, sent on after a break, taken back. One's own only."""

from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.parsers import BaseParser
from rest_framework.response import Response

from api import tus
from api.base import LARGEST_BODY, Resource
from api.errors import ApiProblem
from api.operations import Listing, Paged, operation
from contests.selectors.uploads import UploadCard, find_upload, upload_card, uploads_of
from contests.services.uploading.beginning import begin_upload
from contests.services.uploading.ending import end_upload
from contests.services.uploading.receiving import receive


class _Tus(Resource):
    """What all of them share: the scope, the version said in every reply, the method that a client may only mean."""

    read_scope = "entries:write"
    write_scope = "entries:write"
    own_problems: ClassVar[tuple[int, ...]] = (412,)
    """Beside those that any method may answer with."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        request.method = tus.method_meant(request)
        return super().dispatch(request, *args, **kwargs)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        final = super().finalize_response(request, response, *args, **kwargs)
        final.headers["Tus-Resumable"] = tus.VERSION
        if final.status_code == status.HTTP_412_PRECONDITION_FAILED:
            final.headers["Tus-Version"] = tus.VERSION
        return final

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """What this server can do."""
        return Response(status=status.HTTP_204_NO_CONTENT, headers=tus.capabilities(settings.SOURCE_MAX_BYTES))


class Uploads(_Tus):
    """The caller's uploads that are not submitted yet."""

    headers_of_post = ("Tus-Resumable", "Upload-Length", "Upload-Metadata")

    @operation(gives=Listing[UploadCard], query=Paged)
    def get(self, request: Any) -> Response:
        """The newest first; what was submitted is a file of its entry or handover."""
        return self.page(uploads_of(self.actor, now=self.now, after=self.after, limit=self.limit))

    @operation(gives=None, status=201)
    def post(self, request: Any) -> Response:
        """Begin an upload, announced by its headers; its address is in Location. It needs no key: one too many is
        empty, and expires."""
        tus.check_version(request)
        found = begin_upload(self.actor, tus.read_draft(request), now=self.now)
        address = request.build_absolute_uri(reverse("api:upload", args=[found.pk]))
        return Response(status=status.HTTP_201_CREATED, headers={"Location": address, **tus.standing(found)})


class OffsetStream(BaseParser):
    """Bytes for a place in a file. They are read as they come, and never by the framework."""

    media_type = tus.CONTENT_TYPE


class UploadDetail(_Tus):
    """One upload: where it stands, its next bytes, its end."""

    parser_classes = (OffsetStream,)
    own_problems = (410, 412, 460)
    body_of_patch = tus.CONTENT_TYPE
    headers_of_patch = ("Tus-Resumable", "Upload-Offset", "Upload-Checksum")
    headers_of_delete = ("Tus-Resumable",)

    @property
    def largest_body(self) -> int:  # type: ignore[override]
        """All of it at once, if the sender likes."""
        return int(settings.SOURCE_MAX_BYTES) if self.request.method == "PATCH" else LARGEST_BODY

    @operation(gives=UploadCard)
    def get(self, request: Any, upload_id: UUID) -> Response:
        """The upload, for reading; whoever goes on sending asks with HEAD."""
        return Response(upload_card(find_upload(self.actor, upload_id, now=self.now)))

    def head(self, request: Any, upload_id: UUID) -> Response:
        """Where it stands."""
        tus.check_version(request)
        found = find_upload(self.actor, upload_id, now=self.now)
        return Response(headers={**tus.announced(found), **tus.standing(found)})

    @operation(gives=None, status=204)
    def patch(self, request: Any, upload_id: UUID) -> Response:
        """The next bytes, as application/offset+octet-stream; those that arrive stay, however the request ends."""
        tus.check_version(request)
        if (request.content_type or "").partition(";")[0].strip() != tus.CONTENT_TYPE:
            raise ApiProblem(415, "wrong-type", _("Send the bytes as %(type)s.") % {"type": tus.CONTENT_TYPE})
        found = receive(
            self.actor,
            upload_id,
            request._request,
            offset=tus.whole_number(request, "Upload-Offset"),
            announced=int(request.META.get("CONTENT_LENGTH") or 0),
            checksum=tus.read_checksum(request),
            now=self.now,
        )
        return Response(status=status.HTTP_204_NO_CONTENT, headers=tus.standing(found))

    @operation(gives=None, status=204)
    def delete(self, request: Any, upload_id: UUID) -> Response:
        """Take it back, finished or not; its bytes go."""
        tus.check_version(request)
        end_upload(self.actor, upload_id, now=self.now)
        return Response(status=status.HTTP_204_NO_CONTENT)
