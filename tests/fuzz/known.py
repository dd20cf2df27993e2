"""What exists in the world, by the document's own paths: without it most requests would end at a 404."""

import re
from typing import Any

import orjson
from django.utils.functional import Promise

from tests.api.matrix_addresses import addresses
from tests.api.matrix_world import World


def known_parts(world: World, paths: list[str]) -> dict[str, dict[str, str]]:
    """For each path of the document, values of its parameters that lead to something."""
    known = {}
    for path in paths:
        pattern = re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path)))
        for filled in _filled(world):
            found = pattern.fullmatch(filled)
            if found is not None and found.groupdict():
                known[path] = found.groupdict()
                break
    return known


def known_bodies(world: World, paths: list[str]) -> dict[str, Any]:
    """For each path that takes a body without files, one that is as good as it can be."""
    bodies = {}
    for address in addresses():
        if not address.name.startswith("api:"):
            continue
        body = world.sent(address.name)
        if not body or "files" in body:
            continue
        filled = _path_of(world, address)
        for path in paths:
            if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)), filled):
                bodies[path] = orjson.loads(orjson.dumps(body, default=_plain))
    return bodies


def _plain(value: object) -> str:
    return str(value) if isinstance(value, Promise) else repr(value)


def _path_of(world: World, address: Any) -> str:
    try:
        return world.path(address)
    except KeyError:
        return ""


def _filled(world: World) -> list[str]:
    return [_path_of(world, address) for address in addresses() if address.name.startswith("api:")]
