"""So many requests a minute per caller. A cache that is away limits nobody: the API stays up, and it is logged."""

from typing import Any

import structlog
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

log = structlog.get_logger(__name__)


class PerCaller(SimpleRateThrottle):
    """Counts by program, else by person, else by address; strangers may ask less often."""

    scope = "caller"

    def allow_request(self, request: Request, view: Any) -> bool:
        known = bool(request.user and request.user.is_authenticated)
        self.rate = self.THROTTLE_RATES["caller" if known else "anonymous"]
        self.num_requests, self.duration = self.parse_rate(self.rate)
        try:
            return super().allow_request(request, view)
        except (RedisError, OSError) as error:
            log.warning("throttle_away", error=str(error))
            return True

    def get_cache_key(self, request: Request, view: Any) -> str:
        client_id = getattr(request.auth, "client_id", "")
        ident = client_id or (request.user.pk if request.user and request.user.is_authenticated else None)
        return self.cache_format % {"scope": self.scope, "ident": ident or self.get_ident(request)}
