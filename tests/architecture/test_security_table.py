"""The table of docs/security.md names, for each requirement, a test that exists."""

import ast
import re

from tests.architecture.reading import ROOT, tree

# fmt: off
SUBSET = [
    "1.2.1", "1.2.4", "1.3.1", "1.3.4", "1.3.6", "2.2.2", "2.3.1", "2.3.2", "2.3.3", "2.3.4", "2.4.1", "3.2.1",
    "3.3.1", "3.3.2", "3.3.3", "3.3.4", "3.4.1", "3.4.3", "3.4.4", "3.5.1", "3.5.4", "3.7.2", "5.2.1", "5.2.2",
    "5.2.3", "5.3.2", "5.4.1", "5.4.3", "6.2.12", "6.3.1", "6.3.3", "6.4.3", "7.2.4", "7.4.2", "7.5.1", "8.2.1",
    "8.2.2", "8.2.3", "13.3.1", "15.3.3", "16.4.2",
]
# fmt: on
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+) \| (.+) \| `(tests/[\w/]+\.py)::(\w+)` \|$", re.MULTILINE)
NAMED = re.compile(r"`([a-z_]+/[\w/]+(?:\.py)?)`")


def rows() -> list[tuple[str, ...]]:
    return ROW.findall((ROOT / "docs/security.md").read_text())


def test_every_requirement_has_its_row() -> None:
    assert [row[0] for row in rows()] == SUBSET


def test_every_row_names_a_test_that_exists() -> None:
    missing = []
    for number, _, _, path, name in rows():
        place = ROOT / path
        found = place.exists() and any(
            isinstance(node, ast.FunctionDef) and node.name == name for node in ast.walk(tree(place))
        )
        if not found:
            missing.append(f"{number}: {path}::{name}")
    assert missing == []


def test_every_place_that_it_names_exists() -> None:
    named = {place for row in rows() for place in NAMED.findall(row[2])}
    assert len(named) > 10
    assert [place for place in sorted(named) if not (ROOT / place).exists()] == []
