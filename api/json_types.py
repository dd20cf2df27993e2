"""Python types as JSON Schema (2020-12, as OpenAPI 3.1 uses it): dataclasses, typed dictionaries, unions, enumerations.

Replies are plain values that no serializer ever sees; this says what they look like, from the types that mypy checks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import (
    Any,
    Literal,
    NotRequired,
    Required,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)
from uuid import UUID

Schema = dict[str, Any]
PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    float: {"type": "number"},
    NoneType: {"type": "null"},
    UUID: {"type": "string", "format": "uuid"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
    Any: {},
    object: {},
}


def schema_of(kind: Any, components: dict[str, Schema], bound: Mapping[Any, Any] | None = None) -> Schema:
    """The schema of a type. Named types become entries of `components`, and references to them.

    >>> schema_of(list[int | None], {})
    {'type': 'array', 'items': {'anyOf': [{'type': 'integer'}, {'type': 'null'}]}}
    """
    kind = (bound or {}).get(kind, kind) if isinstance(kind, TypeVar) else kind
    if kind in PLAIN:
        return dict(PLAIN[kind])
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (NotRequired, Required):
        return schema_of(inner[0], components, bound)
    if origin in (Union, UnionType):
        return {"anyOf": [schema_of(one, components, bound) for one in inner]}
    if origin is Literal:
        return {"type": "string", "enum": list(inner)}
    if origin is tuple and Ellipsis not in inner:
        return {"type": "array", "prefixItems": [schema_of(one, components, bound) for one in inner]}
    if origin is not None and is_typeddict(origin):
        return _reference(origin, components, dict(zip(origin.__parameters__, inner, strict=True)))
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": schema_of(inner[1], components, bound)}
    if origin is not None and issubclass(origin, Sequence):
        return {"type": "array", "items": schema_of(inner[0], components, bound)}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"type": "string", "enum": [one.value for one in kind]}
    if is_dataclass(kind) or is_typeddict(kind):
        return _reference(kind, components, {})
    raise TypeError(f"{kind!r} has no JSON form here.")


def _reference(kind: Any, components: dict[str, Schema], bound: Mapping[Any, Any]) -> Schema:
    name = _name(kind) + "".join(f"Of{_name(one)}" for one in bound.values())
    if name not in components:
        components[name] = {}  # Reserved, for types that hold themselves.
        components[name] = _object(kind, components, bound)
    return {"$ref": f"#/components/schemas/{name}"}


def _name(kind: Any) -> str:
    """In Python the type of a document stands beside the model of the same name; here it stands alone."""
    return kind.__name__.removesuffix("Doc") if isinstance(kind, type) else "Value"


def _object(kind: Any, components: dict[str, Schema], bound: Mapping[Any, Any]) -> Schema:
    hints = get_type_hints(kind, include_extras=True)
    names = [field.name for field in fields(kind)] if is_dataclass(kind) else list(hints)
    properties = {name: schema_of(hints[name], components, bound) for name in names}
    needed = [name for name in names if name not in getattr(kind, "__optional_keys__", ())]
    schema: Schema = {"type": "object", "properties": properties, "required": needed}
    if is_typeddict(kind):
        schema["additionalProperties"] = False
    doc = (kind.__doc__ or "").strip().split("\n\n")[0]
    if doc and not doc.startswith((f"{kind.__name__}(", "dict(")):
        schema["description"] = " ".join(doc.split())
    return schema
