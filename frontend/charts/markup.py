"""Writes SVG elements. Every attribute and text is escaped; what the content security policy refuses is refused."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Coordinate = int | float | Fraction


def coordinate(value: Coordinate) -> str:
    """A coordinate with at most two decimals and no needless zeros.

    >>> coordinate(Fraction(1, 3)), coordinate(40.0), coordinate(-0.001)
    ('0.33', '40', '0')
    """
    text = f"{float(value):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def element(name: str, attributes: Mapping[str, object] | None = None, *children: object) -> SafeString:
    """One element. An underscore in an attribute's name stands for a hyphen; None leaves the attribute out.

    >>> element("title", None, "a < b")
    '<title>a &lt; b</title>'
    """
    written = []
    for key, value in (attributes or {}).items():
        attribute = key.rstrip("_").replace("_", "-")
        if attribute == "style" or attribute.startswith("on"):
            raise ValueError(f"The content security policy refuses the attribute {attribute!r}.")
        if value is not None:
            number = isinstance(value, (int, float, Fraction)) and not isinstance(value, bool)
            written.append((attribute, coordinate(value) if number else value))  # type: ignore[arg-type]
    content = mark_safe(
        "".join(conditional_escape(child if isinstance(child, str) else str(child)) for child in children)
    )  # nosec B308 B703 - just escaped
    return format_html("<{0}{1}>{2}</{0}>", name, format_html_join("", ' {}="{}"', written), content)


def picture(
    width: int,
    height: int,
    css_class: str,
    chart_id: str,
    title: str,
    description: str,
    shapes: Sequence[SafeString],
) -> SafeString:
    """An SVG image that stretches to its box, with its title and description for those who can't see it."""
    attributes = {
        "viewBox": f"0 0 {width} {height}",
        "preserveAspectRatio": "none",
        "class": f"chart-svg {css_class}",
        "role": "img",
        "aria_labelledby": f"{chart_id}-title {chart_id}-desc",
    }
    words = (
        element("title", {"id": f"{chart_id}-title"}, title),
        element("desc", {"id": f"{chart_id}-desc"}, description),
    )
    return element("svg", attributes, *words, *shapes)


def ornament(width: int, height: int, css_class: str, shapes: Sequence[SafeString]) -> SafeString:
    """An SVG that repeats what the text beside it says, and is therefore hidden from screen readers."""
    attributes = {
        "viewBox": f"0 0 {width} {height}",
        "preserveAspectRatio": "none",
        "class": f"chart-svg {css_class}",
        "aria_hidden": "true",
        "focusable": "false",
    }
    return element("svg", attributes, *shapes)


def rectangle(x: Coordinate, y: Coordinate, width: Coordinate, height: Coordinate, css_class: str) -> SafeString:
    return element("rect", {"x": x, "y": y, "width": width, "height": height, "class": css_class})


def line(x1: Coordinate, y1: Coordinate, x2: Coordinate, y2: Coordinate, css_class: str) -> SafeString:
    return element("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2, "class": css_class})
