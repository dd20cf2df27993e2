"""The OpenAPI 3.1 document: derived from the addresses, the views and what `api.operations` says of their methods.

Which problems a method may answer with, which scope it needs and whether it wants a key is read from the view, so that
the document cannot say anything else than the code does.
"""

from functools import cache
from typing import Any

from django.conf import settings
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from rest_framework.permissions import SAFE_METHODS

from accounts.scopes import TITLES as SCOPES
from api.examples import EXAMPLES, problem_example
from api.idempotency import HEADER, LONGEST_KEY
from api.json_types import Schema, schema_of
from api.operations import Operation, operation_of
from api.problems import TITLES
from api.shapes import FieldProblem

PROBLEM_JSON = "application/problem+json"
PROBLEM_REF = {"$ref": "#/components/schemas/Problem"}
KEY_PARAMETER: Schema = {
    "name": HEADER,
    "in": "header",
    "required": True,
    "description": "A key of your own making (a UUID, say). The same request under the same key has its effect once, "
    "and gets the same reply, for ever.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": r"^[\x21-\x7e]+$"},
}

WHOLE: Schema = {"type": "integer", "minimum": 0}
HEADERS: dict[str, Schema] = {
    name: {"name": name, "in": "header", "required": required, "description": told, "schema": schema}
    for name, required, told, schema in (
        ("Tus-Resumable", True, "The protocol that is spoken", {"type": "string", "enum": ["1.0.0"]}),
        ("Upload-Length", True, "How many bytes the file has", WHOLE),
        ("Upload-Offset", True, "The place of the first byte that is sent: as many as are there", WHOLE),
        (
            "Upload-Metadata",
            True,
            "`filename` and, if known, `filetype`, each with its value in base64, with a comma in between",
            {"type": "string", "pattern": r"^[\x20-\x7e]+$"},
        ),
        (
            "Upload-Checksum",
            False,
            "`sha1` or `sha256` and the digest of this request's bytes in base64: all of them are kept, or none",
            {"type": "string", "pattern": r"^(sha1|sha256) [A-Za-z0-9+/]+=*$"},
        ),
    )
}
"""Of the tus protocol, which views name in `headers_of_<method>`."""


class ResourceSchema(AutoSchema):
    """Describes one method of a `Resource`."""

    def is_excluded(self) -> bool:
        return self._said is None

    @property
    def _said(self) -> Operation | None:
        return operation_of(self.view, self.method)

    @property
    def said(self) -> Operation:
        """What was said of this method."""
        if self._said is None:
            raise TypeError("Nothing was said of this method.")
        return self._said

    def get_operation_id(self) -> str:
        """The method and the address's name: getContestEntries. Names of addresses are unique, and are kept."""
        words = names_of_addresses()[type(self.view)].split("-")
        return self.method.lower() + "".join(word.title() for word in words)

    def get_tags(self) -> list[str]:
        return [type(self.view).__module__.rsplit(".", 1)[-1].title()]

    def get_summary(self) -> str:
        return str(self.get_description()).split(". ")[0].split("\n")[0].rstrip(".")

    def get_auth(self) -> list[Schema]:
        view: Any = self.view
        is_public = not any(kind.__name__ == "IsAuthenticated" for kind in view.permission_classes)
        is_open = is_public and (self.method in SAFE_METHODS or type(view).__name__ == "QuoteDraft")
        scope = view.read_scope if self.method in SAFE_METHODS else view.write_scope
        scopes = [scope] if self.method in SAFE_METHODS else [scope, view.brand_scope]
        ways: list[Schema] = [{"clientToken": [one]} for one in scopes if one]
        return [*ways, {"session": []}, *([{}] if is_open else [])]

    def get_override_parameters(self) -> list[Any]:
        return [self.said.query] if self.said.query._declared_fields else []

    def _get_parameters(self) -> list[Schema]:
        needs_key = hasattr(getattr(self.view, self.method.lower()), "needs_idempotency_key")
        spoken = getattr(self.view, f"headers_of_{self.method.lower()}", ())
        headers = [HEADERS[name] for name in spoken]
        return [*super()._get_parameters(), *headers, *([KEY_PARAMETER] if needs_key else [])]

    def get_response_serializers(self) -> Any:
        """None: replies are described by their types (`_content`)."""
        return {}

    def get_request_serializer(self) -> Any:
        return self.said.takes

    def _get_request_body(self, direction: Any = "request") -> Any:
        raw = getattr(self.view, f"body_of_{self.method.lower()}", None)
        if raw:
            return {"content": {raw: {"schema": {"type": "string", "format": "binary"}}}, "required": True}
        body = super()._get_request_body(direction) if self.said.takes else None
        example = EXAMPLES.get(getattr(self.said.takes, "__name__", ""))
        if body and example:
            for content in body["content"].values():
                content["examples"] = {"example": {"value": example}}
        return body

    def _get_response_bodies(self, direction: Any = "response") -> Schema:
        good: Schema = {"description": self.get_summary()}
        if self.said.media:
            kinds = (self.said.media,) if isinstance(self.said.media, str) else self.said.media
            good["content"] = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}
        elif self.said.gives is not None:
            good["content"] = {"application/json": self._content()}
        return {str(self.said.status): good} | {str(code): problem_reply(code) for code in sorted(self._problems())}

    def _content(self) -> Schema:
        components: dict[str, Schema] = {}
        schema = schema_of(self.said.gives, components)
        for name, found in components.items():
            component = ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, object=name, schema=found)
            self.registry.register_on_missing(component)
        example = EXAMPLES.get(schema.get("$ref", "").rsplit("/", 1)[-1])
        return {"schema": schema} | ({"examples": {"example": {"value": example}}} if example else {})

    def _problems(self) -> set[int]:
        """The statuses of the problems that may be answered."""
        codes = {400, 401, 403, 406, 429, 500}
        if "{" in self.path or "/me/" in self.path:
            codes |= {404, 409}  # Reading, too: a proof or a paper may not be ready, one's own account not given yet.
        if self.method not in SAFE_METHODS:
            codes |= {404, 409, 413, 415}
        if hasattr(getattr(self.view, self.method.lower()), "needs_idempotency_key"):
            codes.add(422)
        if "reconciliation" in self.path:
            codes.add(503)
        return codes | set(getattr(self.view, "own_problems", ()))


@cache
def names_of_addresses() -> dict[type, str]:
    """By view: each stands at one address."""
    from api.urls import urlpatterns  # Which imports the views, which are described here.

    views: list[Any] = [pattern for pattern in urlpatterns if is_resource(pattern)]
    return {pattern.callback.view_class: str(pattern.name) for pattern in views}


def is_resource(pattern: Any) -> bool:
    """Whether one of our resources answers there."""
    return hasattr(pattern.callback, "view_class")


def problem_reply(code: int) -> Schema:
    """A problem with this status."""
    reply: Schema = {
        "description": str(TITLES[code]),
        "content": {PROBLEM_JSON: {"schema": PROBLEM_REF, "examples": {"example": {"value": problem_example(code)}}}},
    }
    if code == 401:
        reply["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
    if code == 429:
        reply["headers"] = {"Retry-After": {"description": "In seconds", "schema": {"type": "integer"}}}
    return reply


def complete(result: Schema, generator: Any, request: Any, public: bool) -> Schema:
    """Add what belongs to the document as a whole: problems, ways to sign in, the server."""
    components = result.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas["Problem"] = {
        "type": "object",
        "description": "What went wrong (RFC 9457). Programs decide by `code`; `detail` is for people.",
        "required": ["type", "title", "status", "code", "detail"],
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "code": {"type": "string"},
            "detail": {"type": "string"},
            "errors": {"type": "array", "items": schema_of(FieldProblem, schemas)},
            "held_minor": {"type": "integer"},
            "liability_minor": {"type": "integer"},
            "missing_minor": {"type": "integer"},
            "currency": {"type": "string"},
        },
    }
    components["schemas"] = dict(sorted(schemas.items()))
    _drop(result, "x-spec-enum-id")
    scopes = {scope.value: str(title) for scope, title in SCOPES.items()}
    components["securitySchemes"] = {
        "clientToken": {
            "type": "oauth2",
            "description": "A program acts in the name of the person who owns it, narrowed to its scopes.",
            "flows": {"clientCredentials": {"tokenUrl": "/oauth/token", "scopes": scopes}},
        },
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "The site's own session; writing needs the header X-CSRFToken, too.",
        },
    }
    return result


def _drop(node: Any, name: str) -> None:
    """The library's own notes, for a hook of its that gives every enumeration a name."""
    if isinstance(node, dict):
        node.pop(name, None)
        for inner in node.values():
            _drop(inner, name)
    elif isinstance(node, list):
        for inner in node:
            _drop(inner, name)
