"""Which places of a source say only what type something has: a fault there can change nothing that runs.

What stands behind the first type of an `Annotated[…]` is a value and is read at run time: the bounds of a policy's
parameters are written so. It stays open to faults.
"""

import ast
from collections.abc import Iterator

Place = tuple[int, int]
"""A line, counted from 1, and a column of it in characters, from 0."""
Span = tuple[Place, Place]


def typing_spans(source: str) -> list[Span]:
    """Every span of the source that is only a type.

    >>> typing_spans("def f(x: int | None) -> str: ...")
    [((1, 9), (1, 19)), ((1, 24), (1, 27))]
    >>> typing_spans("n: Annotated[int, Whole(0, 9)]")
    [((1, 3), (1, 12)), ((1, 13), (1, 16))]
    """
    lines = source.splitlines()
    annotations = [found for node in ast.walk(ast.parse(source)) for found in _annotations(node)]
    return sorted(_span(part, lines) for annotation in annotations for part in _types(annotation))


def is_within(place: Place, spans: list[Span]) -> bool:
    return any(start <= place < end for start, end in spans)


def _annotations(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.arg(annotation=ast.expr() as annotation) | ast.AnnAssign(annotation=annotation):
            yield annotation
        case ast.FunctionDef(returns=ast.expr() as returns):
            yield returns


def _types(annotation: ast.expr) -> Iterator[ast.expr]:
    match annotation:
        case ast.Subscript(value=ast.Name(id="Annotated") as name, slice=ast.Tuple(elts=[kind, *_])):
            yield name
            yield from _types(kind)
        case ast.Subscript(value=value, slice=part):
            yield value
            yield from _types(part)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _types(part)
        case _:
            yield annotation


def _span(node: ast.expr, lines: list[str]) -> Span:
    assert node.end_lineno is not None and node.end_col_offset is not None
    return (
        (node.lineno, _characters(lines[node.lineno - 1], node.col_offset)),
        (node.end_lineno, _characters(lines[node.end_lineno - 1], node.end_col_offset)),
    )


def _characters(line: str, column: int) -> int:
    """Python counts columns in bytes of UTF-8, cosmic-ray in characters."""
    return len(line.encode()[:column].decode())
