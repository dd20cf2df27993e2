"""Lists the faults that cosmic-ray knows to make in a source, and makes one."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from cosmic_ray import plugins
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator

from local.mutation.annotations import is_within, typing_spans
from local.mutation.digests import digest


@dataclass(frozen=True)
class Mutant:
    """The `occurrence`-th place where an operator applies to a source. `key` names the mutated text for good."""

    path: Path
    line: int
    operator: str
    occurrence: int
    key: str

    @property
    def fault(self) -> str:
        """The operator's name without that of its provider."""
        return self.operator.partition("/")[2]

    def make(self) -> str:
        """The mutated source."""
        mutated = mutate_code(self.path.read_text(), operators()[self.operator], self.occurrence)
        assert mutated is not None
        return str(mutated)


@cache
def operators() -> dict[str, Operator]:
    """Every operator that needs no argument, by its name."""
    kinds = {name: plugins.get_operator(name) for name in plugins.operator_names()}
    return {name: kind() for name, kind in kinds.items() if not kind.arguments()}


def list_mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of a file, in the order of its lines, but for those inside of types."""
    source = path.read_text()
    nodes = list(ast_nodes(get_ast(source)))
    spans = typing_spans(source)
    found: list[Mutant] = []
    for name, operator in operators().items():
        places = [start for node in nodes for start, _ in operator.mutation_positions(node)]
        for occurrence, place in enumerate(places):
            if not is_within(place, spans):
                key = digest(version("cosmic-ray"), source, name, str(occurrence))
                found.append(Mutant(path, place[0], name, occurrence, key))
    yield from sorted(found, key=lambda mutant: mutant.line)


def is_code(source: str) -> bool:
    """Whether Python takes the text at all: `def f(+, x)` tests nobody's tests."""
    try:
        compile(source, "mutant", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


def first_difference(before: str, after: str) -> tuple[str, str]:
    """The first line that differs, as it was and as it is."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    was, now = next(((was, now) for was, now in pairs if was != now), ("", ""))
    return was.strip(), now.strip()
