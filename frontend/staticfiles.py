"""Serves the design system as one file: the stylesheet's imports are folded into it when static files are collected.

The sources stay small and work unfolded in development; a reader's browser makes one request instead of forty.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

STYLESHEET = "fairbrief/css/app.css"
_IMPORT = re.compile(r'^@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>[\w-]+)\);\n?', re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANK = re.compile(r"\s*\n\s*")


def fold_imports(source: str, sources: dict[str, str]) -> str:
    """`source` with each layered import replaced by that file's rules, comments and indentation left out.

    >>> fold_imports('@import url("a.css") layer(base);', {"a.css": "p {\\n  color: red;\\n}"})
    '@layer base{p {\\ncolor: red;\\n}}'
    """
    folded = _IMPORT.sub(lambda m: f"@layer {m['layer']}{{{sources[m['path']]}}}\n", source)
    return _BLANK.sub("\n", _COMMENT.sub("", folded)).strip()


def imported_paths(source: str) -> list[str]:
    """The files that a stylesheet imports, in order."""
    return [match["path"] for match in _IMPORT.finditer(source)]


class FoldedManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed names (also inside script modules), compressed copies, and the one folded stylesheet."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run and STYLESHEET in paths:
            self._fold_stylesheet(paths)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _fold_stylesheet(self, paths: dict[str, Any]) -> None:
        storage, name = paths[STYLESHEET]
        with storage.open(name) as file:
            source = file.read().decode()
        folder = PurePosixPath(STYLESHEET).parent
        sources = {}
        for path in imported_paths(source):
            origin, origin_name = paths[str(folder / path)]
            with origin.open(origin_name) as file:
                sources[path] = file.read().decode()
        self.delete(STYLESHEET)
        self._save(STYLESHEET, ContentFile(fold_imports(source, sources).encode()))
        paths[STYLESHEET] = (self, STYLESHEET)
