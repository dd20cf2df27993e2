"""The secrets that messages are signed with: made, changed, and opened for the sending step alone."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db.models import Q, QuerySet

from accounts.vault.keyring import UnknownKey
from accounts.vault.opening import CannotOpen, unseal
from accounts.vault.sealing import is_sealed_newest, seal
from webhooks.models import Endpoint, EndpointSecret
from webhooks.models.endpoint import PURPOSE
from webhooks.signing import new_secret

log = structlog.get_logger(__name__)

OVERLAP: Final = timedelta(hours=24)
"""How long a secret that was changed still signs, beside the new one."""


def add_secret(endpoint: Endpoint, *, now: datetime) -> str:
    """Give the endpoint a new secret, and the one before a day more. Returns it; it is never shown again.

    At most two are live: of two that are, the older ends at once. The endpoint is locked, or not there yet.
    """
    live = _live([endpoint.pk], now).order_by("-created_at", "-pk")
    for place, older in enumerate(live):
        older.expires_at = now + OVERLAP if place == 0 else now
        older.save(update_fields=["expires_at"])
    words = new_secret()
    sealed = seal(words, purpose=PURPOSE, context=_context(endpoint))
    EndpointSecret.objects.create(endpoint=endpoint, sealed=sealed, created_at=now)
    return words


def live_secrets(endpoint_ids: Iterable[int], *, now: datetime) -> dict[int, list[str]]:
    """The secrets that sign for these endpoints at this moment, the newest first.

    One that does not open (its key was taken away, or the row was tampered with) is left out, and an operator told:
    it must not keep the messages of others.
    """
    found: dict[int, list[str]] = {}
    rows = _live(list(endpoint_ids), now).select_related("endpoint").order_by("-created_at", "-pk")
    for row in rows:
        try:
            words = unseal(bytes(row.sealed), purpose=PURPOSE, context=_context(row.endpoint))
        except (CannotOpen, UnknownKey) as error:
            log.error("webhook_secret_closed", secret=row.pk, error=str(error))
        else:
            found.setdefault(row.endpoint_id, []).append(words)
    return found


def reseal_secrets() -> int:
    """Seal anew whatever lies under an older key. Returns how many."""
    done = 0
    for row in EndpointSecret.objects.select_related("endpoint").order_by("pk").iterator(chunk_size=500):
        if not is_sealed_newest(bytes(row.sealed), purpose=PURPOSE):
            context = _context(row.endpoint)
            words = unseal(bytes(row.sealed), purpose=PURPOSE, context=context)
            # Only if it is still the row that was read: one that was deleted or sealed meanwhile is left alone.
            done += EndpointSecret.objects.filter(pk=row.pk, sealed=bytes(row.sealed)).update(
                sealed=seal(words, purpose=PURPOSE, context=context)
            )
    return done


def secrets_under_older_keys() -> int:
    """How many secrets the older keys are still needed for."""
    rows = EndpointSecret.objects.values_list("sealed", flat=True).iterator(chunk_size=500)
    return sum(not is_sealed_newest(bytes(one), purpose=PURPOSE) for one in rows)


def _live(endpoint_ids: list[int], now: datetime) -> QuerySet[EndpointSecret]:
    unexpired = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
    return EndpointSecret.objects.filter(unexpired, endpoint__in=endpoint_ids)


def _context(endpoint: Endpoint) -> str:
    """Bound to its endpoint: copied to another's it does not open."""
    return str(endpoint.public_id)
