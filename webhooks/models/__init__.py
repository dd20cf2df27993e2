"""Who wants to be told of what, the messages to them, and how far the events have been read."""

from webhooks.models.cursor import Cursor
from webhooks.models.delivery import Attempt, Delivery, Outcome
from webhooks.models.endpoint import DisabledBecause, Endpoint, EndpointSecret, Reach
from webhooks.models.turn import Turn

__all__ = ["Attempt", "Cursor", "Delivery", "DisabledBecause", "Endpoint", "EndpointSecret", "Outcome", "Reach", "Turn"]
