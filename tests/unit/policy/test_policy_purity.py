"""The engine is pure: no framework, no clock, no chance, no float, nothing read or written."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import payouts.policy

PACKAGE = Path(payouts.policy.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
ALLOWED = {
    "__future__",
    "bisect",
    "collections",
    "dataclasses",
    "datetime",
    "functools",
    "hashlib",
    "itertools",
    "json",
    "operator",
    "payouts",
    "re",
    "textwrap",
    "tomllib",
    "typing",
}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_values_and_arithmetic(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            assert {alias.name.partition(".")[0] for alias in node.names} <= ALLOWED
        elif isinstance(node, ast.ImportFrom):
            assert node.module is not None and node.module.partition(".")[0] in ALLOWED
            assert not node.module.startswith("payouts") or node.module.startswith("payouts.policy")
        elif isinstance(node, ast.Attribute):
            assert node.attr not in {"now", "utcnow", "today", "fromtimestamp"}
        elif isinstance(node, ast.Constant):
            assert not isinstance(node.value, float)
        elif isinstance(node, ast.BinOp):
            assert not isinstance(node.op, ast.Div)


def test_importing_the_engine_loads_no_framework() -> None:
    script = "import sys, payouts.policy; print(' '.join(sys.modules))"
    root = PACKAGE.parent.parent
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert not loaded & {"django", "celery", "rest_framework", "redis", "psycopg", "config", "contests", "accounts"}
