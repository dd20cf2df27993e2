"""Which lines belong together."""

import ast
from functools import lru_cache


def statement_at(source: str, line: int) -> range:
    """The lines of the smallest statement that a line belongs to; of a block only its head.

    >>> statement_at("if (a\\n    and b):\\n    c = (\\n        d)", 2)
    range(1, 3)
    """
    return min((lines for lines in _statements(source) if line in lines), key=len, default=range(line, line + 1))


@lru_cache(maxsize=128)
def _statements(source: str) -> list[range]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.stmt | ast.ExceptHandler):
            assert node.end_lineno is not None
            first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
            body = getattr(node, "body", None)
            last = max(first, body[0].lineno - 1) if body else node.end_lineno
            found.append(range(first, last + 1))
    return found
