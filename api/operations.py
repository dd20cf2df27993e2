"""What a view's method takes and gives, said once: the OpenAPI document is derived from it, and from the view itself.

@operation(gives=Listing[EntryCard], query=EntryQuery)
def get(self, request, contest_id): ...
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypedDict, TypeVar

from rest_framework.serializers import BaseSerializer, CharField, IntegerField, Serializer

T = TypeVar("T")
Method = TypeVar("Method", bound=Callable[..., Any])
DEFAULT_LIMIT = 25
MAX_LIMIT = 100


class Listing(TypedDict, Generic[T]):
    """Some rows, and the address of the next ones (null after the last)."""

    results: list[T]
    next: str | None


class Query(Serializer[Any]):
    """A method's query parameters; here none. An unknown one is refused, never passed over."""


class Paged(Query):
    """Where to go on, and how many rows to give."""

    cursor = CharField(required=False, max_length=600, help_text="From the address in `next` of the page before")
    limit = IntegerField(required=False, min_value=1, max_value=MAX_LIMIT, default=DEFAULT_LIMIT)


@dataclass(frozen=True, slots=True)
class Operation:
    """`gives`: the type of a good reply, None for an empty one. `takes`: the serializer of what is sent. `media`: the
    type of a file that is given instead of JSON, or the types among which the caller chooses."""

    gives: Any
    takes: type[BaseSerializer[Any]] | None = None
    status: int = 200
    query: type[Query] = Query
    media: str | tuple[str, ...] = ""


def operation(**said: Any) -> Callable[[Method], Method]:
    """Say it of a method."""

    def mark(method: Method) -> Method:
        method.operation = Operation(**said)  # type: ignore[attr-defined]
        return method

    return mark


def operation_of(view: Any, method: str) -> Operation | None:
    """What was said of this view's method; what it takes may also stand on the view itself."""
    said: Operation | None = getattr(getattr(view, method.lower(), None), "operation", None)
    if said is not None and said.takes is None and method.upper() in ("POST", "PUT", "PATCH"):
        return Operation(said.gives, getattr(view, "takes", None), said.status, said.query, said.media)
    return said
