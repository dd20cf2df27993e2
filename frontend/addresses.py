"""Addresses of which a page writes dozens: looked up once in this process, then only put together.

Django's `reverse` takes as long for each as writing the rest of a card. For an address or two on a page, use it.
"""

from functools import lru_cache
from uuid import UUID

from django.urls import NoReverseMatch, reverse

_NOWHERE = UUID(int=0)


@lru_cache(maxsize=128)
def fixed_address(route: str) -> str | None:
    """The address of a route without parameters; None while there is no such route."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return None


def address_of(route: str, key: UUID, *more: int) -> str:
    """The address of this route for this id, and perhaps numbers after it. Raises NoReverseMatch."""
    before, after = _around(route, *more)
    return f"{before}{key}{after}"


def image_address(ref: UUID, width: int) -> str:
    """Where an image lies in this width."""
    return address_of("pages:image", ref, width)


def image_addresses(ref: UUID, widths: tuple[int, ...]) -> dict[int, str]:
    """Where it lies in each width."""
    key = str(ref)
    return {width: f"{before}{key}{after}" for width, before, after in _image_parts(widths)}


@lru_cache(maxsize=64)
def _image_parts(widths: tuple[int, ...]) -> tuple[tuple[int, str, str], ...]:
    return tuple((width, *_around("pages:image", width)) for width in widths)


@lru_cache(maxsize=64)
def _around(route: str, *more: int) -> tuple[str, str]:
    before, after = reverse(route, args=[_NOWHERE, *more]).split(str(_NOWHERE))
    return before, after
