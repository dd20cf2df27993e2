"""The mutation run itself: on a package of one function, with one fault that its tests miss."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from local.mutation.annotations import typing_spans
from local.mutation.mutants import list_mutants
from local.mutation.patching import Loaded
from local.mutation.reporting import Score
from local.mutation.statements import statement_at
from local.mutation.target import ROOT

FEE = '''"""A fee."""

LEAST = 5


def fee(amount: int, rate: int | None = None) -> int:
    """One in the hundred.

    >>> fee(1_000, 2)
    20
    """
    if amount > 100:
        return amount * (rate or 1) // 100
    return LEAST
'''
TESTS = """
from tiny.fee import fee


def test_a_small_amount() -> None:
    assert fee(7) == 5


def test_a_large_amount() -> None:
    assert fee(1_000) == 10
"""
MORE = """
from tiny.fee import fee


def test_the_edge() -> None:
    assert (fee(100), fee(101)) == (5, 1)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in {"tiny/__init__.py": "", "tiny/fee.py": FEE, "checks/test_fee.py": TESTS}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def mutate(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "local.mutation", "--root", str(project), "--package", "tiny", "--tests", "checks"]
    return subprocess.run([*command, *words], cwd=ROOT, capture_output=True, text=True)


def number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    assert found, text
    return int(found[1])


def test_survivors_are_named_and_alone_are_tried_again(project: Path) -> None:
    first = mutate(project, "--least", "60")
    assert first.returncode == 0, first.stdout + first.stderr
    named = "tiny/fee.py:12  ReplaceComparisonOperator_Gt_GtE\n    - if amount > 100:\n    + if amount >= 100:"
    assert named in first.stdout
    assert "ReplaceOrWithAnd" not in first.stdout, "a killed one is not"
    assert "LEAST" not in first.stdout, "what runs at import is held too"
    assert (project / "tiny/fee.py").read_text() == FEE

    (project / "checks/test_more.py").write_text(MORE)
    second = mutate(project, "--least", "100")
    assert number(r"(\d+) of them to try", second.stdout) == number(r"(\d+) survived", first.stdout) > 0
    assert "Gt_GtE" not in second.stdout
    assert second.returncode == (0 if " 0 survived" in second.stdout else 1)


def test_tests_that_fail_anyway_teach_nothing(project: Path) -> None:
    (project / "checks/test_fee.py").write_text("def test_nothing(): assert False\n")
    run = mutate(project)
    assert run.returncode == 1
    assert "must pass before any fault is made: ['checks/test_fee.py::test_nothing']" in run.stdout


def test_types_are_no_place_for_a_fault_but_bounds_are(tmp_path: Path) -> None:
    source = "class Rate:\n    most: Annotated[int | None, Whole(0, 9)]\n    é: str | None = None; n: int = 1 * 2\n"
    assert [(start[1], end[1]) for start, end in typing_spans(source)] == [(10, 19), (20, 30), (7, 17), (29, 32)]
    (tmp_path / "rate.py").write_text(source)
    mutants = list(list_mutants(tmp_path / "rate.py"))
    assert {mutant.line for mutant in mutants if mutant.fault == "NumberReplacer"} == {2, 3}
    assert {mutant.line for mutant in mutants if "BinaryOperator" in mutant.fault} == {3}, "that of 1 * 2"


def test_a_statement_is_all_its_lines_and_a_block_only_its_head() -> None:
    source = "@held\ndef f(\n    a,\n):\n    g(\n        a\n    )\n    return a\n"
    assert statement_at(source, 3) == range(1, 5)
    assert statement_at(source, 6) == range(5, 8)
    assert statement_at(source, 9) == range(9, 10)


def test_a_loaded_function_is_given_the_fault_and_what_runs_at_import_is_not(tmp_path: Path) -> None:
    source = "N = 1\ndef f(a, b=2):\n    return a + b + N\n"
    path = tmp_path / "f.py"
    loaded: dict[str, object] = {}
    exec(compile(source, str(path), "exec", dont_inherit=True), loaded)
    functions = Loaded((path,))
    assert not functions.put_in(path, source, source.replace("N = 1", "N = 2"))
    assert not functions.put_in(path, source, source.replace("b=2", "b=3"))
    assert loaded["f"](1) == 4  # type: ignore[operator]
    assert functions.put_in(path, source, source.replace("a + b", "a - b"))
    assert loaded["f"](1) == 0  # type: ignore[operator]


def test_a_function_that_can_no_longer_be_reached_is_not_compiled_and_so_tried_anew(tmp_path: Path) -> None:
    source = "def f(a):\n    if a:\n        return [n for n in sorted(a, key=lambda b: -b)]\n    return []\n"
    path = tmp_path / "f.py"
    exec(compile(source, str(path), "exec", dont_inherit=True), {})
    assert not Loaded((path,)).put_in(path, source, source.replace("if a:", "if 0:"))


def test_a_run_that_broke_off_is_never_enough() -> None:
    assert Score(killed=99, timed_out=0, survived=1).is_enough(99)
    assert not Score(killed=98, timed_out=0, survived=2).is_enough(99)
    assert not Score(killed=99, timed_out=0, survived=0, untried=1).is_enough(99)
