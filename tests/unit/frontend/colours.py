"""Reads the colour tokens and computes what a browser would show; kept apart so that the tests read as statements."""

import math
import re
from functools import cache
from pathlib import Path

from django.conf import settings

TOKENS = Path(settings.BASE_DIR) / "frontend/static/fairbrief/css/tokens"
LIGHT, DARK = 0, 1

_PAIR = re.compile(r"--(?P<name>[\w-]+): light-dark\(oklch\((?P<light>[^)]+)\), oklch\((?P<dark>[^)]+)\)\);")
_HEX = re.compile(r"--(?P<name>[\w-]+): (?P<value>#[0-9a-f]{6,8});")

Rgb = tuple[float, float, float]


@cache
def oklch_tokens() -> dict[str, tuple[str, str]]:
    """Name → (light, dark), as written."""
    source = (TOKENS / "colour.css").read_text()
    return {m["name"]: (m["light"], m["dark"]) for m in _PAIR.finditer(source)}


@cache
def fallback_blocks() -> list[dict[str, str]]:
    """The three sets of hexadecimal colours: light, dark by the system, dark by choice."""
    blocks = re.split(r"(?<!prefers-)color-scheme:", (TOKENS / "colour-fallback.css").read_text())[1:]
    return [{m["name"]: m["value"] for m in _HEX.finditer(block)} for block in blocks]


def from_oklch(written: str) -> Rgb:
    """Linear sRGB of "L C h" (an alpha behind a slash is left out), by the published OKLab matrices."""
    lightness, chroma, hue = (float(part) for part in written.split("/")[0].split())
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def from_hex(written: str) -> Rgb:
    """Linear sRGB of #rrggbb."""
    red, green, blue = (_decode(int(written[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return red, green, blue


def _decode(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def contrast(first: Rgb, second: Rgb) -> float:
    """The WCAG contrast ratio."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Rgb) -> float:
    red, green, blue = (min(1.0, max(0.0, channel)) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
