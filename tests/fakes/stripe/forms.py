"""Stripe's requests are forms whose names hold brackets. Reads them into dictionaries and lists, and checks values."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from tests.fakes.stripe.errors import invalid

STEP = re.compile(r"\[([^\]]*)\]")


def read_form(text: str) -> dict[str, Any]:
    """
    >>> read_form("amount=5&metadata[key]=a&expand[0]=x&expand[1]=y&line_items[0][price_data][currency]=eur")
    {'amount': '5', 'metadata': {'key': 'a'}, 'expand': ['x', 'y'], 'line_items': [{'price_data': {'currency': 'eur'}}]}
    """
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        first, steps = name.partition("[")[0], STEP.findall(name)
        place = tree
        for step, following in zip([first, *steps], [*steps, None], strict=True):
            if following is None:
                place[step or str(len(place))] = value
            else:
                place = place.setdefault(step, {})
    return {name: _lists(value) for name, value in tree.items()}


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: _lists(one) for name, one in value.items()}
    if inner and all(name.isdigit() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner


class Params:
    """A request's parameters, each of which must be known."""

    def __init__(self, given: Mapping[str, Any], known: str, path: str = "") -> None:
        strange = set(given) - set(known.split()) - {"expand"}
        if strange:
            name = f"{path}[{min(strange)}]" if path else min(strange)
            code = "parameter_unknown"
            if name == "payment_method_types":
                code = "payment_method_types_no_longer_supported"
            raise invalid(f"Received unknown parameter: {name}", param=name, code=code)
        self._given = given

    def text(self, name: str, default: str | None = "") -> str:
        value = self._given.get(name, default)
        if value is None:
            raise invalid(f"Missing required param: {name}.", param=name, code="parameter_missing")
        if not isinstance(value, str):
            raise invalid(f"Invalid string: {name}", param=name)
        return value

    def amount(self, name: str = "amount") -> int:
        word = self.text(name, None)
        if not word.isdigit():
            raise invalid(f"Invalid integer: {word}", param=name, code="parameter_invalid_integer")
        if int(word) < 1:
            raise invalid(
                "This value must be greater than or equal to 1.", param=name, code="parameter_invalid_integer"
            )
        return int(word)

    def currency(self, name: str = "currency") -> str:
        word = self.text(name, None)
        if not (len(word) == 3 and word.isalpha() and word.islower()):
            raise invalid(f"Invalid currency: {word}", param=name)
        return word

    def flag(self, name: str) -> bool:
        return self.text(name, "false") == "true"

    def address(self, name: str) -> str:
        word = self.text(name, None)
        if not word.startswith(("http://", "https://")):
            raise invalid("Not a valid URL", param=name, code="url_invalid")
        return word

    def metadata(self) -> dict[str, str]:
        found = self._given.get("metadata") or {}
        if not isinstance(found, dict) or any(len(k) > 40 or len(v) > 500 for k, v in found.items()):
            raise invalid("Metadata keys have at most 40 characters and values at most 500.", param="metadata")
        return found

    def inner(self, name: str, known: str) -> "Params":
        return Params(self._given.get(name) or {}, known, name)

    def listed(self, name: str) -> list[Any]:
        found = self._given.get(name) or []
        return found if isinstance(found, list) else [found]
