"""HTTP below Stripe's library: connections that are kept, tight time-outs, nothing repeated, nothing followed.

Stripe's library would otherwise choose its client by what is installed, wait eighty seconds and follow the
environment's proxies. It turns every accident on the wire into APIConnectionError with one word.
"""

from collections.abc import Mapping
from typing import Any

import httpx
import stripe

CONNECT_SECONDS = 3.0
MAX_CONNECTIONS = 64

# The library would keep an identifier in the home folder and send measurements along.
stripe.enable_telemetry = False


class Wire(stripe.HTTPClient):
    """Safe to share between threads; a forked process needs its own (see the registry)."""

    name = "httpx"

    def __init__(self, timeout_seconds: float) -> None:
        super().__init__()
        self._http = httpx.Client(
            timeout=httpx.Timeout(timeout_seconds, connect=min(CONNECT_SECONDS, timeout_seconds)),
            limits=httpx.Limits(max_connections=MAX_CONNECTIONS, max_keepalive_connections=MAX_CONNECTIONS),
            follow_redirects=False,
            trust_env=False,
        )

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        *,
        _usage: list[str] | None = None,
    ) -> tuple[str, int, Mapping[str, str]]:
        """One exchange. Raises APIConnectionError("timeout") or with the accident's name."""
        try:
            response = self._http.request(method, url, headers=dict(headers or {}), content=post_data)
        except httpx.TimeoutException as error:
            raise _accident("timeout") from error
        except httpx.HTTPError as error:
            raise _accident(type(error).__name__) from error
        return response.text, response.status_code, response.headers

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()


def _accident(word: str) -> stripe.APIConnectionError:
    return stripe.APIConnectionError(word)  # type: ignore[no-untyped-call]
