"""What every resource shares: its scopes, the moment of the request, checked input, refused unknown parameters."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from accounts.models import User
from api.pagination import read_limit
from api.permissions import HasScope, IsAdmin, IsAuditor
from api.problems import ApiProblem
from contests.selectors.paging import Page
from duerows.clock import database_now

T = TypeVar("T")
PAGING = ("cursor", "limit")


class Resource(APIView):
    """A signed-in caller; a program needs the scope of the method."""

    read_scope = "contests:read"
    write_scope = "contests:write"

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

    def read(self, kind: type[BaseSerializer[Any]], **options: Any) -> Any:
        """The request's content, checked; raises ValidationError with every field's problem."""
        serializer = kind(data=self.request.data, **options)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def query(self, *known: str) -> dict[str, str]:
        """The query's parameters. One that this list does not know is a mistake, not something to be passed over."""
        given = self.request.query_params
        strange = [name for name in given if name not in (*known, *PAGING)]
        if strange:
            sentence = _("Unknown parameter. Known here: %(names)s.") % {"names": ", ".join((*known, *PAGING))}
            errors = [{"field": name, "message": sentence} for name in strange]
            raise ApiProblem(400, "invalid", sentence, errors=errors)
        return {name: given[name] for name in known if given.get(name)}

    def one_of(self, value: str, field: str, choices: Iterable[str]) -> str:
        """The value, if it is one of these."""
        if value not in choices:
            sentence = _("Choose one of: %(names)s.") % {"names": ", ".join(choices)}
            raise ApiProblem(400, "invalid", sentence, errors=[{"field": field, "message": sentence}])
        return value

    def whole(self, text: str | None, field: str) -> int | None:
        """A whole number in the query, if it is given."""
        if text is None:
            return None
        if not text.isascii() or not text.isdigit() or len(text) > 15:
            sentence = _("Give a whole number.")
            raise ApiProblem(400, "invalid", sentence, errors=[{"field": field, "message": sentence}])
        return int(text)

    def check_signed_in(self) -> None:
        """Raise NotAuthenticated for somebody who is not, where only reading is public."""
        if not isinstance(self.request.user, User):
            raise NotAuthenticated

    @property
    def after(self) -> str | None:
        """The cursor behind which to go on."""
        return self.request.query_params.get("cursor")

    @property
    def limit(self) -> int:
        """How many rows a page holds."""
        return read_limit(self.request)

    def page(self, page: Page[T], items: Iterable[Any] | None = None) -> Response:
        """A selector's page as a reply."""
        following = None
        if page.next:
            query = self.request.query_params.copy()
            query["cursor"] = page.next
            following = f"{self.request.build_absolute_uri(self.request.path)}?{query.urlencode()}"
        return Response({"results": list(page.items if items is None else items), "next": following})


class PublicResource(Resource):
    """Anybody may read; what they see is for the selectors to say."""

    permission_classes = (AllowAny, HasScope)


class AuditResource(Resource):
    """Auditors and admins; a program needs audit:read."""

    permission_classes = (IsAuthenticated, HasScope, IsAuditor)
    read_scope = "audit:read"
    write_scope = ""


class AdminResource(Resource):
    """Admins in person: no program acts for the platform."""

    permission_classes = (IsAuthenticated, HasScope, IsAdmin)
    read_scope = "audit:read"
    write_scope = ""
