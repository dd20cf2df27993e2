"""The policy of the live brief: the default one, rule for rule, at the pace of a demonstration."""

from copy import deepcopy
from typing import Any

from payouts.policy import FAIR_1_DOCUMENT


def fair_in_seconds() -> dict[str, Any]:
    """The default policy's document with periods of seconds; what anybody is paid is the same."""
    document = deepcopy(FAIR_1_DOCUMENT)
    document.update(slug="fair-in-seconds", title="Fair 1, at the pace of a demonstration")
    document["rules"]["lapse"].update(silence_seconds=20, final_notice_seconds=15)
    document["rules"]["handover"].update(delivery_seconds=120, acceptance_seconds=120)
    return document
