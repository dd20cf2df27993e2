"""Puts a fault into functions that are already loaded, by giving them the code of their faulty selves.

That spares a process the import of the package and the search for its tests. It only serves where nothing but the
inside of functions has changed, and where none of them has run yet; whoever calls has to know the latter.
"""

import gc
from collections import Counter
from collections.abc import Iterator
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType, FunctionType
from typing import TypeAlias

Key: TypeAlias = tuple[str, str, int]
"""A function's file, its full name within, and its first line."""


def key_of(code: CodeType) -> Key:
    return code.co_filename, code.co_qualname, code.co_firstlineno


class Loaded:
    """The functions that a process has loaded from a few files."""

    def __init__(self, files: tuple[Path, ...]) -> None:
        names = {str(path) for path in files}
        self.functions: dict[Key, list[FunctionType]] = {}
        for found in gc.get_objects():
            if type(found) is FunctionType and found.__code__.co_filename in names:
                self.functions.setdefault(key_of(found.__code__), []).append(found)

    def put_in(self, path: Path, source: str, faulty: str) -> bool:
        """Change the functions of a file to those of the faulty source; False, with nothing done, where that fails."""
        before = compile(source, str(path), "exec", dont_inherit=True)
        after = compile(faulty, str(path), "exec", dont_inherit=True)
        if _outside(before) != _outside(after):
            return False
        old, new = list(_inside(before)), list(_inside(after))
        if len(old) != len(new):
            return False  # What can no longer be reached is not compiled, nor the functions in it.
        changed = {key_of(code): code for was, code in zip(old, new, strict=True) if was != code}
        alike = Counter(map(key_of, old))
        found = {key: self.functions.get(key, []) for key in changed}
        if not any(found.values()) or any(alike[key] > 1 for key in changed):
            return False
        if any(one.__code__.co_freevars != changed[key].co_freevars for key, many in found.items() for one in many):
            return False
        for key, many in found.items():
            for function in many:
                function.__code__ = changed[key]
        return True


def _outside(code: CodeType) -> object:
    """What of a module's or a class's code runs at import; of a function it holds, only the name."""
    if code.co_flags & CO_OPTIMIZED:
        return key_of(code)
    constants = tuple(_outside(one) if isinstance(one, CodeType) else (type(one), one) for one in code.co_consts)
    return code.co_code, code.co_names, constants


def _inside(code: CodeType) -> Iterator[CodeType]:
    """Every function's code, those within functions too."""
    if code.co_flags & CO_OPTIMIZED:
        yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _inside(one)
