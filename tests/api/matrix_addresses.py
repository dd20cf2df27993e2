"""Every address of the site, wherever it was included from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass
class Address:
    """One place of the URL configuration."""

    name: str
    """With its namespaces."""
    pattern: str
    view: Any
    converters: dict[str, Any] = field(default_factory=dict)


def addresses() -> Iterator[Address]:
    """Everything that the site answers to, wherever it was included from."""
    return _below(get_resolver(), "", "", {})


def _below(node: URLResolver, prefix: str, space: str, known: dict[str, Any]) -> Iterator[Address]:
    for pattern in node.url_patterns:
        path, converters = prefix + str(pattern.pattern), known | pattern.pattern.converters
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _below(pattern, path, inner, converters)
        elif isinstance(pattern, URLPattern):
            yield Address(f"{space}{pattern.name or path}", path, pattern.callback, converters)


def fill(pattern: str, keys: dict[str, Any]) -> str:
    """A pattern with its places filled, by name."""
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(keys[found[1]]), pattern)
    path = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda found: str(keys[found[1]]), path)
    path = path.replace("^api(?:/|$)", "api/nothing")
    return path.replace("^", "").replace("$", "").replace("\\Z", "").replace(".*", "anything").replace("\\.", ".")
