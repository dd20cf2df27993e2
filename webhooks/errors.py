"""What the webhooks' services refuse, in the families of `accounts.errors`, which say what pages and API answer."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.errors import Forbidden, Impossible, Malformed, NotThere

REASONS: dict[str, Promise] = {
    "malformed": _("This is not an address that a message can be sent to, as in https://hooks.example/fairbrief."),
    "port": _("Use the usual port, or one from 1024 on."),
    "insecure": _("The address must begin with https://."),
    "not-public": _("This address is not on the public internet."),
}


class NoSuchWebhook(NotThere):
    code = "no-such-webhook"
    sentence = _("There is no such webhook.")


class NoSuchDelivery(NotThere):
    code = "no-such-delivery"
    sentence = _("There is no such delivery.")


class AddressRefused(Malformed):
    """The address cannot be used; the sentence says why."""

    code = "address-refused"
    field = "url"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.sentence = REASONS.get(reason, REASONS["malformed"])


class UnknownEvents(Malformed):
    code = "unknown-events"
    sentence = _("Choose at least one event, and only such as exist and as you may hear.")
    field = "events"


class TooManyWebhooks(Impossible):
    code = "too-many-webhooks"
    sentence = _("Too many webhooks. Delete one that is not needed any more.")


class WebhookIsOff(Impossible):
    code = "webhook-is-off"
    sentence = _("This webhook is off. Switch it on first.")


class SpanRefused(Malformed):
    code = "span-refused"
    sentence = _("Name a beginning before the end, at most 30 days apart.")
    field = "until"


class BrandKeepersOnly(Forbidden):
    code = "brand-keepers-only"
    sentence = _("Only an owner or a manager of this brand may do this.")
