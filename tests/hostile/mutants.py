"""Honest files of every accepted format, and what a seed makes of them: cut, turned, swapped, with lengths that lie."""

import io
import random
import struct
import zipfile
from collections.abc import Callable
from functools import cache
from itertools import pairwise

from tests.hostile.case import Case
from tests.unit.media.builders import animation, picture, png_with_words, saved, with_gps

Change = Callable[[bytearray, random.Random], bytes]


@cache
def honest() -> dict[str, bytes]:
    """Small whole files, by the name that each would be sent by."""
    small, clear = picture((160, 120)), picture((160, 120), "RGBA")
    return {
        "plain.png": saved(small, "PNG"),
        "clear.png": png_with_words(),
        "palette.png": saved(picture((160, 120), "P"), "PNG"),
        "moving.apng": animation("PNG", 5, (40, 40)),
        "plain.jpg": saved(small, "JPEG"),
        "steps.jpg": saved(small, "JPEG", progressive=True, quality=90),
        "telephone.jpg": with_gps(),
        "press.jpg": saved(picture((160, 120), "CMYK"), "JPEG"),
        "lossy.webp": saved(clear, "WEBP", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0", xmp=b"<x>canary</x>"),
        "lossless.webp": saved(clear, "WEBP", lossless=True),
        "moving.webp": animation("WEBP", 5, (40, 40)),
        "plain.avif": saved(small, "AVIF", speed=10),
        "clear.avif": saved(clear, "AVIF", speed=10),
        "moving.avif": animation("AVIF", 4, (40, 40)),
        "plain.gif": saved(picture((160, 120), "P"), "GIF"),
        "moving.gif": animation("GIF", 6, (40, 40)),
        "sources.zip": archive({"mark.svg": b"<svg/>", "fonts/a.otf": b"OTTO" * 500, "readme.txt": b"canary"}),
        "sheet.pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n%%EOF\n",
        "mark.svg": b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><circle r="9"/></svg>\n',
    }


def archive(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as opened:
        for name, body in files.items():
            opened.writestr(zipfile.ZipInfo(name), body, method)
    return target.getvalue()


def cut(data: bytearray, chance: random.Random) -> bytes:
    return bytes(data[: chance.randrange(1, len(data))])


def turn_bits(data: bytearray, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 2, 8, 40))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def overwrite(data: bytearray, chance: random.Random) -> bytes:
    at, size = chance.randrange(len(data)), chance.choice((4, 16, 200))
    data[at : at + size] = chance.randbytes(size)
    return bytes(data)


def lie_about_a_number(data: bytearray, chance: random.Random) -> bytes:
    """Any four bytes may be a length, a size or an offset: extremes in either order of bytes."""
    value = chance.choice((0, 1, 0x7FFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, len(data), 0x00FFFFFF))
    at = chance.randrange(min(len(data) - 4, 600) if chance.random() < 0.7 else len(data) - 4)
    data[at : at + 4] = struct.pack(chance.choice("<>") + "I", value)
    return bytes(data)


def swap_parts(data: bytearray, chance: random.Random) -> bytes:
    """Cut at random places, or at places that look like chunks, and put together in another order."""
    marks = [at for at in range(8, len(data) - 8) if bytes(data[at : at + 4]).isalpha()][:400]
    places = sorted({chance.choice(marks) if marks else chance.randrange(len(data)) for _ in range(4)} | {0, len(data)})
    parts = [bytes(data[start:end]) for start, end in pairwise(places)]
    first, rest = parts[0], parts[1:]
    chance.shuffle(rest)
    return first + b"".join(rest)


def repeat_part(data: bytearray, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    end = min(len(data), start + chance.choice((1, 12, 400)))
    return bytes(data[:end] + data[start:end] * chance.choice((1, 5, 300)) + data[end:])


def leave_part_out(data: bytearray, chance: random.Random) -> bytes:
    start = chance.randrange(4, len(data))
    del data[start : start + chance.choice((1, 2, 4, 60))]
    return bytes(data)


def graft(data: bytearray, chance: random.Random) -> bytes:
    """The start of one file, the rest of another."""
    other = honest()[chance.choice(sorted(honest()))]
    return bytes(data[: chance.randrange(12, len(data))]) + other[chance.randrange(len(other)) :]


CHANGES: tuple[Change, ...] = (
    cut,
    turn_bits,
    overwrite,
    lie_about_a_number,
    swap_parts,
    repeat_part,
    leave_part_out,
    graft,
)


def mutant(name: str, change: Change, seed: str) -> bytes:
    return change(bytearray(honest()[name]), random.Random(seed))


def mutant_cases(seed: int, of_each: int) -> list[Case]:
    """`of_each` mutants of each honest file; the same seed gives the same files."""
    cases = []
    for name in sorted(honest()):
        for number in range(of_each):
            change, own = CHANGES[number % len(CHANGES)], f"{seed}/{name}/{number}"

            def make(name: str = name, change: Change = change, own: str = own) -> bytes:
                return mutant(name, change, own)

            cases.append(Case("mutants", f"{own} {change.__name__}", name, make))
    return cases
