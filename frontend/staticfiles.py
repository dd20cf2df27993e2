"""Serves the design system as one file: the stylesheet's imports are folded into it when static files are collected.

The sources stay small and work unfolded in development; a reader's browser makes one request instead of forty.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
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


class Folding:
    """What both storages below do. Mixed in front of a storage with a manifest."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run and STYLESHEET in paths:
            self._fold_stylesheet(paths)
        yield from super().post_process(paths, dry_run=dry_run, **options)  # type: ignore[misc]

    def _fold_stylesheet(self, paths: dict[str, Any]) -> None:
        source = _read(paths[STYLESHEET])
        folder = PurePosixPath(STYLESHEET).parent
        sources = {path: _read(paths[str(folder / path)]) for path in imported_paths(source)}
        self.delete(STYLESHEET)  # type: ignore[attr-defined]
        self._save(STYLESHEET, ContentFile(fold_imports(source, sources).encode()))  # type: ignore[attr-defined]
        paths[STYLESHEET] = (self, STYLESHEET)


def _read(place: tuple[Any, str]) -> str:
    storage, name = place
    with storage.open(name) as file:
        text: str = file.read().decode()
    return text


# Django's own switch for hashed names in script modules reads every file, and trips over comments in other people's;
# this pattern reads ours.
PATTERNS = (
    *ManifestStaticFilesStorage.patterns,
    ("fairbrief/js/*.js", (('(?P<matched>from "(?P<url>[^"]+)";)', 'from "%(url)s";'),)),
)


class FoldedStorage(Folding, ManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names and the one folded stylesheet, in seconds: for trying the site out."""

    patterns = PATTERNS


class FoldedCompressedStorage(Folding, CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """The same with gzip and brotli copies, which take a minute to make: for production images."""

    patterns = PATTERNS
