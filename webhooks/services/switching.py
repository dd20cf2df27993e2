"""Switches endpoints off, when nothing was taken for days or their owner says so, and on again. Mails their keepers."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from accounts.models import MemberRole
from accounts.selectors import member_ids
from accounts.services.mail import MailRequest, ask_for_mails
from duerows.models import DueState
from webhooks.models import Delivery, DisabledBecause, Endpoint, Outcome

KEEPERS = (MemberRole.OWNER, MemberRole.MANAGER)


def switch_off(endpoint: Endpoint, because: DisabledBecause, *, now: datetime) -> None:
    """The endpoint, locked, hears nothing any more; what waits for it is not sent, and can be replayed later."""
    endpoint.disabled_at, endpoint.disabled_because = now, because
    endpoint.save(update_fields=["disabled_at", "disabled_because"])
    Delivery.objects.filter(endpoint=endpoint, due_state=DueState.WAITING).update(
        due_state=DueState.CANCELLED, outcome=Outcome.DISABLED, finished_at=now, lease_until=None
    )
    if because != DisabledBecause.OWNER:
        _tell(endpoint, because, now)


def switch_on(endpoint: Endpoint) -> None:
    """The endpoint, locked, hears again what happens from now on."""
    endpoint.disabled_at, endpoint.disabled_because = None, ""
    endpoint.failing_since, endpoint.hold_until = None, None
    endpoint.save(update_fields=["disabled_at", "disabled_because", "failing_since", "hold_until"])


def _tell(endpoint: Endpoint, because: DisabledBecause, now: datetime) -> None:
    people = [endpoint.user_id] if endpoint.brand_id is None else member_ids(endpoint.brand_id, KEEPERS)
    context = {
        "host": urlsplit(endpoint.url).hostname or "",
        "gone": because == DisabledBecause.GONE,
        "url": f"{settings.SITE_URL}/account/webhooks/{endpoint.public_id}/",
    }
    key = f"webhook_disabled:{endpoint.pk}:{now.isoformat()}"
    ask_for_mails((MailRequest(pk, "webhook_disabled", f"{key}:{pk}", context) for pk in people), now=now)
