"""Files that are two things at once, files with secrets in them, and what a scanner must find."""

import struct
import sys
import zlib

from tests.hostile.case import AT_THE_DOOR, EITHER, KEPT, ON_READING, REFUSED, WAITING, Case, always
from tests.hostile.drawn import drawn
from tests.hostile.mutants import archive
from tests.unit.media.builders import picture, png_chunk, png_with_words, saved, with_gps

SCRIPT = b"<script>alert('canary')</script>"
PHP = b"<?php system('canary'); ?>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">%s</svg>'
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
BROKEN = (("/no/such/scanner",), (sys.executable, "-c", "raise SystemExit(2)"))
FINDS_EICAR = (sys.executable, "-c", "import sys; sys.exit(b'EICAR-STANDARD' in open(sys.argv[1], 'rb').read())")


def polyglot_cases() -> list[Case]:
    """Each is kept as what it begins as, or refused; nothing of its other life reaches a page."""
    plain, gif = saved(picture(), "PNG"), saved(picture((64, 64), "P"), "GIF")
    jpeg = saved(picture(), "JPEG", comment=PHP + SCRIPT)
    zipped = archive({"run.sh": b"#!/bin/sh\necho canary"})
    comment = b"\xff\xfe" + struct.pack(">H", len(SCRIPT) + 2) + SCRIPT
    files = {
        ("PNG and ZIP", "a.png"): plain + zipped,
        ("PNG and page", "a.png"): drawn(before=png_chunk(b"tEXt", b"x\0" + SCRIPT)) + SCRIPT,
        ("PNG and PHP in its pixels", "a.png"): drawn(after=png_chunk(b"IDAT", zlib.compress(PHP))),
        ("GIF and script", "a.gif"): gif[:6] + b"/*" + gif[8:] + b"*/=1;alert('canary')//",
        ("GIF and script behind it", "a.gif"): gif + b";" + SCRIPT,
        ("GIF and PHP", "a.gif"): gif[:-1] + b"!\xfe" + bytes([len(PHP)]) + PHP + b"\0;",
        ("JPEG and PHP", "a.jpg"): jpeg + PHP,
        ("JPEG and page", "a.jpg"): jpeg[:2] + comment + jpeg[2:] + b"<html>" + SCRIPT,
        ("JPEG and ZIP", "a.jpg"): jpeg + zipped,
        ("JPEG and program", "a.jpg"): jpeg + b"\x7fELF" + bytes(200),
        ("WebP and ZIP", "a.webp"): saved(picture(), "WEBP") + zipped,
        ("AVIF and ZIP", "a.avif"): saved(picture((64, 64)), "AVIF", speed=10) + zipped,
    }
    cases = [Case("polyglots", *names, always(data)) for names, data in files.items()]
    attached = {
        ("PDF and script", "a.pdf"): b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>endobj",
        ("PDF and ZIP", "a.pdf"): b"%PDF-1.7\n" + zipped,
        ("SVG and script", "a.svg"): SVG % SCRIPT,
        ("SVG and handler", "a.svg"): SVG % b'<a xlink:href="javascript:alert(1)" onload="alert(1)">x</a>',
        ("SVG and foreign page", "a.svg"): SVG % (b"<foreignObject>" + SCRIPT + b"</foreignObject>"),
        ("SVG and elsewhere", "a.svg"): SVG
        % b'<image xlink:href="http://127.0.0.1/"/><use href="file:///etc/passwd#a"/>',
        ("SVG and a file", "a.svg"): b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SVG % b"&x;",
        ("SVG and laughs", "a.svg"): laughs(),
        ("SVG behind a long comment", "a.svg"): b"<!--" + b"x" * 3_000 + b"-->" + SVG % SCRIPT,
    }
    cases += [Case("polyglots", *names, always(data), frozenset({KEPT})) for names, data in attached.items()]
    outside = {
        ("a page", "a.png"): b"<!DOCTYPE html>" + SCRIPT,
        ("a shell's script", "a.png"): b"#!/bin/sh\necho canary",
        ("a program", "a.jpg"): b"MZ" + bytes(100),
        ("a ZIP as a picture", "a.png"): zipped,
        ("a page as an SVG", "a.svg"): b"<html><svg>" + SCRIPT,
        ("an SVG in UTF-16", "a.svg"): (SVG % SCRIPT).decode().encode("utf-16"),
        ("an SVG that never begins", "a.svg"): b"<!--" * 1_000,
        ("a picture as an SVG", "a.svg"): plain,
        ("TIFF in a ring", "a.tif"): b"II*\0\x08\0\0\0\0\0\x08\0\0\0",
        ("a TIFF as a JPEG", "a.jpg"): b"MM\0*\0\0\0\x08\0\0\0\0\0\x08",
    }
    return cases + [
        Case("polyglots", *names, always(data), frozenset({AT_THE_DOOR})) for names, data in outside.items()
    ]


def laughs() -> bytes:
    """Nested entities that a parser would unfold to gigabytes. Nobody parses it here."""
    lines = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
    return b'<!DOCTYPE svg [<!ENTITY l0 "canary">' + lines + b"]>" + SVG % b"&l11;"


def exif_lies() -> dict[str, bytes]:
    """EXIF blocks that lead in rings, announce gigabytes, or nest."""
    ring = b"Exif\0\0II*\0\x08\0\0\0" + b"\1\0" + struct.pack("<HHII", 0x8769, 4, 1, 8) + struct.pack("<I", 8)
    huge = b"Exif\0\0II*\0\x08\0\0\0" + b"\1\0" + struct.pack("<HHII", 0x0112, 3, 2**31, 8) + b"\0" * 4
    crowd = b"Exif\0\0MM\0*\0\0\0\x08" + b"\xff\xff" + struct.pack(">HHII", 0x0112, 3, 1, 0x60000) * 5_000
    words = (
        b"Exif\0\0MM\0*\0\0\0\x08" + b"\0\1" + struct.pack(">HHII", 0x0112, 2, 60_000, 26) + b"\0" * 4 + b"6" * 60_000
    )
    return {"a ring": ring, "two thousand million": huge, "a crowd": crowd, "words for a number": words}


def secret_cases() -> list[Case]:
    """Places, names and prints of a person in every format that can carry them; gone from whatever is shown."""
    words = {"exif": with_gps_block(), "xmp": b"<x:xmpmeta>canary</x:xmpmeta>"}
    files = {
        ("JPEG of a telephone", "a.jpg"): with_gps(),
        ("PNG full of words", "a.png"): png_with_words(),
        ("WebP with a place", "a.webp"): saved(picture(), "WEBP", **words),
        ("AVIF with a place", "a.avif"): saved(picture((64, 64)), "AVIF", speed=10, **words),
        ("GIF with a comment", "a.gif"): saved(picture((64, 64), "P"), "GIF", comment=b"canary comment"),
    }
    cases = [Case("secrets", *names, always(data), frozenset({KEPT})) for names, data in files.items()]
    for label, block in exif_lies().items():
        data = saved(picture(), "JPEG", exif=block[:65_000])
        cases.append(Case("secrets", f"EXIF: {label}", "a.jpg", always(data), EITHER))
        data = drawn(before=png_chunk(b"eXIf", block[6:]))
        cases.append(Case("secrets", f"EXIF in a PNG: {label}", "a.png", always(data), EITHER))
    return cases


def with_gps_block() -> bytes:
    """The EXIF of the telephone's picture."""
    data = with_gps()
    at = data.index(b"Exif\0\0")
    return data[at : at + struct.unpack(">H", data[at - 2 : at])[0] - 2]


def scanner_cases() -> list[Case]:
    """What the scanner finds is refused, in whatever it hides; a scanner that fails lets nothing through."""
    hidden = {
        "a.png": drawn(before=png_chunk(b"tEXt", b"x\0" + EICAR)),
        "b.png": saved(picture(), "PNG") + EICAR,
        "c.pdf": b"%PDF-1.7\n" + EICAR,
        "d.zip": archive({"eicar.com": EICAR}, 0),
        "e.svg": SVG % EICAR.replace(b"<", b""),
    }
    cases = []
    for name, data in hidden.items():
        made = always(data)
        cases.append(Case("scanner", name, name, made, frozenset({ON_READING}), FINDS_EICAR, "infected"))
        cases += [
            Case("scanner", f"{name}, {broken[-1]}", name, made, frozenset({WAITING}), broken) for broken in BROKEN
        ]
    cases.append(Case("scanner", "bare", "eicar.com", always(EICAR), REFUSED, FINDS_EICAR))
    cases.append(Case("scanner", "clean", "a.png", always(drawn()), frozenset({KEPT}), FINDS_EICAR))
    return cases
