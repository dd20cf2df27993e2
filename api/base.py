"""What every resource shares: its scopes, the moment of the request, checked parameters and content, pages."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.permissions import AllowAny, IsAuthenticated, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from accounts.models import User
from accounts.origin import name_client
from api.errors import ApiProblem
from api.operations import DEFAULT_LIMIT, operation_of
from api.permissions import HasScope, IsAdmin, IsAuditor
from contests.selectors.paging import Page
from duerows.clock import database_now

T = TypeVar("T")
LARGEST_BODY = 1024 * 1024
"""Of JSON, in bytes."""

FILES_AT_ONCE = 4
"""So many files of the largest size fit into one multipart request."""


class Resource(APIView):
    """A signed-in caller; a program needs the scope of the method."""

    permission_classes: Any = (IsAuthenticated, HasScope)  # type: ignore[misc]
    metadata_class = None
    read_scope = "contests:read"
    write_scope = "contests:write"
    brand_scope = ""
    """A scope that is enough to write for the brand of the contest, entry or comment in the address; usually none."""
    largest_body = LARGEST_BODY
    takes: ClassVar[type[BaseSerializer[Any]] | None] = None

    given: dict[str, Any]
    """The query's parameters that were given, each read as its type."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who asks and whether they may comes first; then the size of what they send; then the parameters."""
        super().initial(request, *args, **kwargs)
        name_client(getattr(request.auth, "client_id", ""))
        if int(request.META.get("CONTENT_LENGTH") or 0) > self.largest_body:
            sentence = _("This is too large; at most %(most)d bytes are taken here.") % {"most": self.largest_body}
            raise ApiProblem(413, "too-large", sentence)
        self.given = self._read_parameters(request)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Replies depend on who asks, so that nobody in between may keep one."""
        final = super().finalize_response(request, response, *args, **kwargs)
        final.headers.setdefault("Cache-Control", "no-store")
        return final

    def _read_parameters(self, request: Request) -> dict[str, Any]:
        query = request.query_params
        if not query:
            return {}
        said = operation_of(self, request.method or "GET")
        known = said.query._declared_fields if said else {}
        if strange := [name for name in query if name not in known]:
            names = ", ".join(known) or "-"
            sentence = _("Unknown parameter. Known here: %(names)s.") % {"names": names}
            raise ValidationError({name: [ErrorDetail(sentence, "unknown")] for name in strange})
        found, wrong = {}, {}
        for name in query:
            try:
                if query[name]:
                    found[name] = known[name].run_validation(query[name])
            except ValidationError as error:
                wrong[name] = error.detail
        if wrong:
            raise ValidationError(wrong)
        return found

    @cached_property
    def now(self) -> datetime:
        """The request's moment, by the database's clock; read once."""
        return database_now()

    @property
    def actor(self) -> User:
        """Who asks."""
        user = self.request.user
        if not isinstance(user, User):
            raise TypeError("This resource is for people who are signed in.")
        return user

    def read(self, **options: Any) -> Any:
        """The request's content, checked; raises ValidationError with every field's problem."""
        said = operation_of(self, self.request.method or "")
        if said is None or said.takes is None:
            raise TypeError("Nothing was said about what this method takes.")
        serializer = said.takes(data=self.request.data, **options)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    @property
    def after(self) -> str | None:
        """The cursor behind which to go on."""
        return self.given.get("cursor")

    @property
    def limit(self) -> int:
        """How many rows a page holds."""
        return self.given.get("limit", DEFAULT_LIMIT)

    def page(self, page: Page[T], items: Iterable[Any] | None = None) -> Response:
        """A selector's page as a reply."""
        following = self.address_behind(page.next) if page.next else None
        return Response({"results": list(page.items if items is None else items), "next": following})

    def address_behind(self, mark: str, **fixed: datetime) -> str:
        """Where the page behind this mark is. `fixed`: moments that the next page must not take from its own clock."""
        moments = {name: moment.isoformat() for name, moment in fixed.items()}
        query = self.request.query_params.dict() | {"cursor": mark} | moments
        return f"{self.request.build_absolute_uri(self.request.path)}?{urlencode(query)}"


class PublicResource(Resource):
    """Anybody may read, and what they see is for the selectors to say; to write, one signs in."""

    permission_classes: Any = (IsAuthenticatedOrReadOnly, HasScope)  # type: ignore[misc]


class OpenResource(PublicResource):
    """Anybody may ask, also with POST, because nothing is written."""

    permission_classes: Any = (AllowAny, HasScope)  # type: ignore[misc]


class UploadResource(Resource):
    """Takes files, as multipart form data."""

    write_scope = "entries:write"

    @property
    def largest_body(self) -> int:  # type: ignore[override]
        """What a request with files may weigh, before each file's own limit is looked at."""
        return FILES_AT_ONCE * settings.UPLOAD_MAX_BYTES


class AuditResource(Resource):
    """Auditors and admins; a program needs audit:read."""

    permission_classes: Any = (IsAuthenticated, HasScope, IsAuditor)  # type: ignore[misc]
    read_scope = "audit:read"
    write_scope = ""

    @property
    def at(self) -> datetime | None:
        """The past moment that is asked about; None for now. Raises a problem for one that has not come."""
        at: datetime | None = self.given.get("at")
        if at is not None and at > self.now:
            raise ValidationError({"at": [ErrorDetail(_("This moment has not come yet."), "future")]})
        return at


class AdminResource(Resource):
    """Admins in person: no program acts for the platform."""

    permission_classes: Any = (IsAuthenticated, HasScope, IsAdmin)  # type: ignore[misc]
    read_scope = "audit:read"
    write_scope = ""
