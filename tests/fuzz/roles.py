"""Who asks: people by tokens with all that they may hold, one by a session, programs with few scopes, nobody."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from accounts.scopes import Scope, may_hold
from tests.api.matrix_world import World
from tests.fixtures.calls import token_of

CSRF = "a" * 32
PEOPLE = ("owner", "author", "other", "manager", "finance", "judge", "rival", "auditor", "admin")
READER, ENTRANT = "program that reads", "program that enters"
ROLES = (*PEOPLE, "owner by session", READER, ENTRANT, "nobody")


@dataclass(frozen=True)
class Asker:
    """A role and the headers by which it is known."""

    role: str
    headers: dict[str, str]


def asker(world: World, role: str) -> Asker:
    """Somebody of this role."""
    if role == "nobody":
        return Asker(role, {})
    if role == "owner by session":
        session = world.clients["owner"].cookies[settings.SESSION_COOKIE_NAME].value
        cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}"
        return Asker(role, {"Cookie": cookies, "X-CSRFToken": CSRF})
    if role == READER:
        return _by_token(world, role, "owner", [Scope.CONTESTS_READ])
    if role == ENTRANT:
        return _by_token(world, role, "author", [Scope.ENTRIES_WRITE])
    return _by_token(world, role, role, list(Scope))


def _by_token(world: World, role: str, person: str, scopes: list[Scope]) -> Asker:
    user: Any = world.people[person]
    held = [scope.value for scope in scopes if may_hold(user, scope)]
    return Asker(role, {"Authorization": f"Bearer {token_of(user, *held)}"})
