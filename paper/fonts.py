"""The three cuts that documents are set in, taken once from the installed variable fonts and kept as plain files.

To cut one takes seconds, to use it milliseconds. A cut's name says what it was made from, so that another version of a
font never takes an earlier one's place; its bytes depend on nothing else.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Final

from fpdf import FPDF
from fpdf.fonts import TTFFont


@dataclass(frozen=True, slots=True)
class Cut:
    """A position on the axes of one variable font."""

    distribution: str
    file: str
    axes: tuple[tuple[str, int], ...]

    @property
    def source(self) -> Path:
        """The variable font, where its package was installed."""
        return Path(str(files(self.distribution.replace("-", "_")) / "files" / self.file))

    @property
    def name(self) -> str:
        """What the cut's file is called: by its font's version and its axes."""
        made_from = f"{self.distribution} {version(self.distribution)} {self.file} {self.axes} fpdf2 {version('fpdf2')}"
        return f"{self.distribution}-{sha256(made_from.encode()).hexdigest()[:16]}.ttf"


CUTS: Final[Mapping[str, Cut]] = {
    "serif": Cut(
        "fontpkg-fraunces",
        "Fraunces[SOFT,WONK,opsz,wght].ttf",
        (("opsz", 72), ("wght", 380), ("SOFT", 0), ("WONK", 0)),
    ),
    "sans": Cut("fontpkg-archivo", "Archivo[wdth,wght].ttf", (("wght", 400), ("wdth", 100))),
    "bold": Cut("fontpkg-archivo", "Archivo[wdth,wght].ttf", (("wght", 600), ("wdth", 100))),
}


@cache
def cut_files(folder: Path) -> Mapping[str, Path]:
    """The cuts as files in this folder, made if they are not there yet; several processes may make them at once."""
    folder.mkdir(parents=True, exist_ok=True)
    return {family: _made(cut, folder) for family, cut in CUTS.items()}


def _made(cut: Cut, folder: Path) -> Path:
    path = folder / cut.name
    if not path.exists():
        font = _cut(cut)
        # A font notes when it was saved; a cut must not, or the same document would have other bytes tomorrow.
        font.ttfont.recalcTimestamp = False
        descriptor, partial = tempfile.mkstemp(dir=folder, suffix=".partial")
        with os.fdopen(descriptor, "wb") as file:
            font.ttfont.save(file)
        Path(partial).replace(path)
    return path


def _cut(cut: Cut) -> TTFFont:
    printer = FPDF()
    printer.add_font("cut", "", str(cut.source), variations={axis: float(place) for axis, place in cut.axes})
    font = printer.fonts["cut"]
    if not isinstance(font, TTFFont):
        raise TypeError(f"{cut.file} is no TrueType font")
    return font
