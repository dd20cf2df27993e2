"""`python -m demo.artwork --sheet OUT.png` draws a contact sheet, to look at every hand at once."""

import argparse
import time
from pathlib import Path

from PIL import Image

from demo.artwork import HANDS, KINDS, cover, draw, draw_avatar
from demo.artwork.cover import SCENES

CELL = (320, 240)


def contact_sheet(kinds: list[str], brand: str, seed: int, columns: int) -> Image.Image:
    """Every hand of the kinds, one row or more for each."""
    cells: list[Image.Image] = []
    for kind in kinds:
        started = time.process_time()
        hands = len(HANDS[kind])
        for place in range(hands):
            image = draw(kind, seed + place, brand_name=brand)
            cells.append(image.resize(CELL, Image.Resampling.LANCZOS))
        cells += [Image.new("RGB", CELL, "white")] * (-len(cells) % columns)
        print(f"{kind:14} {hands:3} hands  {(time.process_time() - started) / hands * 1000:4.0f} ms each")  # noqa: T201
    sheet = Image.new("RGB", (columns * (CELL[0] + 8), len(cells) // columns * (CELL[1] + 8)), "white")
    for place, cell in enumerate(cells):
        sheet.paste(cell, (place % columns * (CELL[0] + 8) + 4, place // columns * (CELL[1] + 8) + 4))
    return sheet


def extras(seed: int, columns: int) -> Image.Image:
    """Covers and portraits."""
    names = sorted(SCENES)
    cells = [cover(name, seed + place).resize((CELL[0], 180)) for place, name in enumerate(names)]
    cells += [Image.new("RGB", (CELL[0], 180), "white")] * (-len(cells) % columns)
    cells += [draw_avatar(seed + place, 176) for place in range(2 * columns)]
    sheet = Image.new("RGB", (columns * (CELL[0] + 8), len(cells) // columns * 188), "white")
    for place, cell in enumerate(cells):
        sheet.paste(cell, (place % columns * (CELL[0] + 8) + 4, place // columns * 188 + 4))
    return sheet


def main() -> None:
    """Parse the command line, draw, save."""
    parser = argparse.ArgumentParser(prog="python -m demo.artwork", description=__doc__)
    parser.add_argument("--sheet", type=Path, required=True, help="the PNG to write")
    parser.add_argument("--kind", action="append", choices=(*KINDS, "extras"), help="only this kind (repeatable)")
    parser.add_argument("--brand", default="Halden", help="the name to draw for")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--columns", type=int, default=6)
    options = parser.parse_args()
    kinds = options.kind or list(KINDS)
    if kinds == ["extras"]:
        image = extras(options.seed, options.columns)
    else:
        image = contact_sheet(
            [kind for kind in kinds if kind != "extras"], options.brand, options.seed, options.columns
        )
    image.save(options.sheet)


if __name__ == "__main__":
    main()
