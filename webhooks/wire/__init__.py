"""The wire: the only code of the webhooks that touches the network. It posts one message to one address.

`resolving` finds out which machines a name stands for and judges them, `connecting` speaks to exactly the one that was
judged, `posting` puts both together within one allowance of time. It knows neither rows nor settings.
"""

from webhooks.wire.posting import Limits, NotSent, Reply, post

__all__ = ["Limits", "NotSent", "Reply", "post"]
