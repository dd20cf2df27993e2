"""So many requests a minute per caller. A cache that is away limits nobody: the API stays up, and it is logged.

Each caller has one counter per window. That costs the same however many requests are allowed, where a list of moments
would be read and written in full each time.
"""

import time
from functools import cache
from typing import Any

import structlog
from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

log = structlog.get_logger(__name__)
PATIENCE = 0.5  # Seconds until a counter that does not answer counts as away.


class PerCaller(SimpleRateThrottle):
    """Counts by program, else by person, else by address; strangers may ask less often."""

    scope = "caller"
    counter = "throttle"

    def allow_request(self, request: Request, view: Any) -> bool:
        rate: Any = self.parse_rate(self.THROTTLE_RATES[self.rate_of(request)])
        most, self.seconds = int(rate[0]), float(rate[1])
        self.asked_at = time.time()
        try:
            return self._count(self.get_cache_key(request, view)) <= most
        except (RedisError, OSError) as error:
            log.warning("throttle_away", error=str(error))
            return True

    def rate_of(self, request: Request) -> str:
        """The name of the caller's rate in the settings."""
        return "caller" if request.user and request.user.is_authenticated else "anonymous"

    def _count(self, key: str) -> int:
        """How many requests there were in this window, this one included."""
        with counters().pipeline(transaction=False) as together:
            together.incr(key)
            together.expire(key, int(self.seconds))
            return int(together.execute()[0])

    def wait(self) -> float:
        """Until the next window begins."""
        return self.seconds - self.asked_at % self.seconds

    def get_cache_key(self, request: Request, view: Any) -> str:
        client_id = getattr(request.auth, "client_id", "")
        ident = client_id or (request.user.pk if request.user and request.user.is_authenticated else None)
        window = int(self.asked_at // self.seconds)
        return f"fairbrief:{self.counter}:{ident or self.get_ident(request)}:{window}"


class PerExport(PerCaller):
    """Counts files besides: each keeps a connection to the database busy for as long as its reader takes."""

    counter = "throttle-export"

    def rate_of(self, request: Request) -> str:
        return "export"


@cache
def counters() -> Redis:
    """Asked without the cache's layers between: one round trip for each request of the API."""
    return Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
