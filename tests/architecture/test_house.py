"""How the code looks and lives: sizes, words, who may read the clock or the environment, what is declared."""

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from tests.architecture.reading import PACKAGES, PRODUCT, ROOT, imports, name_of, sources, tree

MOST_LINES = 400
MEDIAN_LINES = 130
LONGEST_FUNCTION = 60
PURE = (
    *("payouts/policy", "contests/lifecycle.py", "contests/ranking.py"),
    *("contests/jury.py", "contests/jury_result.py", "contests/review_rules.py", "contests/standing.py"),
    *("payouts/ledger/merkle.py", "payouts/ledger/statement.py"),
)
CLOCK_AND_CHANCE = {"now", "utcnow", "today", "time", "monotonic", "uuid1", "uuid4", "urandom", "random", "randint"}
WRITES = {"save", "create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create"}
# The API's own bookkeeping of who repeated which request is written where it is decided.
MAY_WRITE = {"api/idempotency.py"}
# A drawing is a list of strokes: cutting it in two would not make it clearer.
LONG_BY_NATURE = "demo/artwork/"
NO_CONFIGURATION = {
    "config/celery.py": "says which settings are meant",
    "config/wsgi.py": "says which settings are meant",
    "contests/media/children.py": "hands a child process as little of it as possible",
}
# In pieces, so that this file does not hold what it forbids.
FORBIDDEN = re.compile(
    "|".join(
        [
            r"/wo" + r"rk(/|\b(?=[\s`'\"]))",
            r"\biss" + r"ue #?\d",
            r"\bTO" + r"DO\b|\bFIX" + r"ME\b",
            r"py" + r"pi\.org|pythonho" + r"sted|npm" + r"js\.|gh" + r"cr\.io|qu" + r"ay\.io|registry-1\.do" + r"cker",
        ]
    )
)
# Modules whose package is called otherwise.
CALLED = {"django_cotton": "django-cotton", "rest_framework": "djangorestframework"}


def tracked_texts() -> Iterator[tuple[str, str]]:
    """Every text file that belongs to the repository."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if not path.is_file():
            continue
        try:
            yield name, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """Line and name of every call of an attribute."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.lineno, node.func.attr


def test_files_are_small() -> None:
    sizes = {name_of(path): len(path.read_text().splitlines()) for path in sources(*PACKAGES)}
    assert {name: size for name, size in sizes.items() if size > MOST_LINES} == {}
    assert statistics.median(size for size in sizes.values() if size) <= MEDIAN_LINES


def test_functions_are_short() -> None:
    long = {
        f"{name_of(path)}:{function.lineno} {function.name}": length
        for path in sources(*PACKAGES)
        if not name_of(path).startswith(LONG_BY_NATURE)
        for function in functions(path)
        if (length := (function.end_lineno or 0) - function.lineno + 1) >= LONGEST_FUNCTION
    }
    assert long == {}


def test_every_module_says_what_it_is_for() -> None:
    spoken = (path for path in sources(*PACKAGES) if path.stat().st_size and path.name != "apps.py")
    assert [name_of(path) for path in spoken if not ast.get_docstring(tree(path))] == []


def test_no_stubs_no_private_paths_no_registries() -> None:
    found = [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in tracked_texts()
        for number, line in enumerate(text.splitlines(), 1)
        if FORBIDDEN.search(line)
    ]
    assert found == []


def test_only_one_module_reads_the_environment() -> None:
    readers = {
        name_of(path)
        for path in sources(*PRODUCT)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    }
    assert readers - set(NO_CONFIGURATION) == {"config/env.py"}


@pytest.mark.parametrize("place", PURE)
def test_the_pure_core_asks_neither_clock_nor_chance(place: str) -> None:
    paths = sources(place) if (ROOT / place).is_dir() else [ROOT / place]
    asked = [
        f"{name_of(path)}:{line} {name}()" for path in paths for line, name in calls(path) if name in CLOCK_AND_CHANCE
    ]
    assert asked == []


def test_pages_and_api_never_write_models() -> None:
    found = [
        f"{name_of(path)}:{node.lineno} {node.func.attr}()"
        for path in sources("api", "frontend")
        if name_of(path) not in MAY_WRITE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_model_write(node.func)
    ]
    assert found == []


def is_model_write(function: ast.Attribute) -> bool:
    """`….objects.….create()` and the like; `save` on anything."""
    if function.attr not in WRITES:
        return False
    chain = {node.attr for node in ast.walk(function.value) if isinstance(node, ast.Attribute)}
    return function.attr == "save" or "objects" in chain


def test_every_library_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    declared = {name_of_requirement(line) for line in project["project"]["dependencies"]}
    owners = metadata.packages_distributions()
    ours = declared | {name_of_requirement(line) for line in project["dependency-groups"]["dev"]}
    undeclared = {
        f"{name_of(path)}: {module}"
        for part in (*PRODUCT, "local")
        for path in sources(part)
        for module in imports(path)
        if not belongs_to(module.partition(".")[0], ours if part == "local" else declared, owners)
    }
    assert undeclared == set()


def name_of_requirement(line: str) -> str:
    return re.split(r"[\[<>=~!;\s]", line)[0].lower()


def belongs_to(top: str, declared: set[str], owners: "dict[str, list[str]] | object") -> bool:
    """Whether a top-level module is ours, Python's, or of a declared package."""
    if top in PACKAGES or top in sys.stdlib_module_names or top == "tests":
        return True
    names = {name.lower().replace("_", "-") for name in owners.get(top, ())}  # type: ignore[attr-defined]
    return bool(names & {name.replace("_", "-") for name in declared})


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-uv.lock"])
def test_locks_name_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert "--index-url" not in text
    for requirement in re.split(r"\n(?=\S)", text):
        assert requirement.startswith("#") or "--hash=sha256:" in requirement, requirement


def test_the_development_lock_repeats_the_runtime_s_versions() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^([\w.\-\[\]]+==\S+)", (ROOT / name).read_text(), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


OPENS_WHAT_IS_SEALED = {
    "accounts/services/resealing.py": "seals it anew under a newer key",
    "payouts/documents/services/secrecy.py": "shows a person their own tax details, and declares them",
    "payouts/services/outgoing.py": "sends money there",
    "payouts/services/bank_secrets.py": "reads what a bank has reported",
    "webhooks/services/keys.py": "signs messages; of webhooks, only their secrets are sealed",
}


def test_what_is_sealed_is_opened_in_the_named_places_only() -> None:
    """The contract `vault` names who may not; this names everybody who does."""
    openers = {name_of(path) for path in sources(*PRODUCT) if "accounts.vault.opening" in imports(path)}
    assert openers == set(OPENS_WHAT_IS_SEALED)
