"""The OpenAPI document is valid, complete, tells the truth about its examples, and can be read on its page."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client

from api.document import document
from api.operations import operation_of
from tests.api.matrix_addresses import METHODS, addresses


@pytest.fixture(scope="module")
def described() -> Any:
    return json.loads(document())


def operations(described: Any) -> list[tuple[str, str, Any]]:
    return [(path, method, said) for path, item in described["paths"].items() for method, said in item.items()]


def test_it_is_valid_and_made_without_a_warning(tmp_path: Path) -> None:
    target = tmp_path / "openapi.json"
    call_command(
        "spectacular", validate=True, fail_on_warn=True, format="openapi-json", file=str(target), stderr=StringIO()
    )
    assert json.loads(target.read_text())["openapi"].startswith("3.1")


def test_every_method_is_described(described: Any) -> None:
    expected = set()
    for address in addresses():
        view = getattr(address.view, "view_class", None)
        if address.name.startswith("api:") and view is not None:
            methods = [method for method in METHODS if hasattr(view, method.lower())]
            assert all(operation_of(view, method) for method in methods), address.name
            expected |= {(address.name, method.lower()) for method in methods}
    assert len(operations(described)) == len(expected)
    ids = [said["operationId"] for _, _, said in operations(described)]
    assert len(set(ids)) == len(ids)


def test_every_method_says_its_problems_scopes_and_key(described: Any) -> None:
    for path, method, said in operations(described):
        assert said["summary"] and said["tags"] and said["security"], path
        assert {"400", "401", "403", "429", "500"} <= set(said["responses"]), path
        assert ("404" in said["responses"]) or "{" not in path
        problems = [reply for code, reply in said["responses"].items() if code >= "400"]
        assert all(list(reply["content"]) == ["application/problem+json"] for reply in problems)
        keys = [one["name"] for one in said.get("parameters", []) if one["in"] == "header"]
        if path.endswith("/uploads") and method == "post":
            # The tus protocol's clients send none; one upload too many is empty, and expires.
            assert keys == ["Tus-Resumable", "Upload-Length", "Upload-Metadata"]
        elif method == "post" and "quotes" not in path:
            assert keys == ["Idempotency-Key"], path
            assert "422" in said["responses"]


def test_where_both_sides_write_either_scope_is_said(described: Any) -> None:
    said = {said["operationId"]: said["security"] for _, _, said in operations(described)}
    tokens = [[*one.values()] for one in said["postEntryComments"] if "clientToken" in one]
    assert tokens == [[["entries:write"]], [["contests:write"]]]
    assert [one for one in said["postContestEntries"] if "clientToken" in one] == [{"clientToken": ["entries:write"]}]


def test_the_examples_are_what_they_say(described: Any) -> None:
    seen = 0
    for path, method, said in operations(described):
        bodies = [said.get("requestBody", {}), *said["responses"].values()]
        for content in (kind for body in bodies for kind in body.get("content", {}).values()):
            for example in content.get("examples", {}).values():
                schema = content["schema"] | {"components": described["components"]}
                try:
                    jsonschema.Draft202012Validator(schema).validate(example["value"])
                except jsonschema.ValidationError as error:
                    raise AssertionError(f"{method} {path}: {error.message}") from error
                seen += 1
    assert seen > 100


@pytest.mark.django_db
def test_it_is_served_with_a_page_that_needs_no_inline_script(client: Client) -> None:
    reply = client.get("/api/v1/openapi.json")
    assert reply["Content-Type"].startswith("application/vnd.oai.openapi+json")
    page = client.get("/api/v1/docs/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "style=" not in text and "<style" not in text
    assert text.count("<script") == text.count("<script defer")
    assert "unsafe" not in page["Content-Security-Policy"]
    assert finders.find("api/docs.js") and finders.find("drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js")
