"""In the OpenAPI document a name stands for one type: of two that share one, the first would describe both."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pytest

from api import json_types
from api.operations import operation_of
from api.urls import urlpatterns


def test_no_two_types_share_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    types: dict[str, set[str]] = defaultdict(set)
    reference = json_types._reference

    def noting(kind: Any, components: dict[str, Any], bound: Mapping[Any, Any]) -> Any:
        types[json_types._name(kind)].add(f"{kind.__module__}.{kind.__name__}")
        return reference(kind, components, bound)

    monkeypatch.setattr(json_types, "_reference", noting)
    for view in filter(None, (getattr(pattern.callback, "view_class", None) for pattern in urlpatterns)):
        for method in ("get", "post", "put", "patch", "delete"):
            said = operation_of(view, method)
            if said is not None and said.gives is not None and not said.media:
                json_types.schema_of(said.gives, {})
    assert len(types) > 50
    assert {name: found for name, found in types.items() if len(found) > 1} == {}
