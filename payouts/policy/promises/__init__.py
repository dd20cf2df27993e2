"""What a policy must never do. To add a promise, write it beside its kin and name it here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from payouts.policy.document import PolicyDocument
from payouts.policy.promises.broken import BrokenRule, CounterExample
from payouts.policy.promises.endings import cancelling_is_paid_for, disqualifying_saves_nothing, silence_costs_as_much
from payouts.policy.promises.later import (
    holds_are_short,
    lateness_costs_what_the_law_says,
    people_decide_on_clawbacks,
    unpaid_rights_return,
)
from payouts.policy.promises.limits import (
    entries_are_capped,
    handover_is_soon,
    payment_is_soon,
    somebody_else_is_shortlisted,
    unpaid_work_is_short,
)
from payouts.policy.promises.pay import (
    escrow_covers_everything,
    every_cent_is_payable,
    fee_is_the_brands,
    floors_are_positive,
    hours_are_paid,
    prizes_are_paid,
)

__all__ = ["PROMISES", "BrokenRule", "CounterExample"]

Promise: TypeAlias = Callable[[PolicyDocument], Iterator[BrokenRule]]

PROMISES: Final[tuple[Promise, ...]] = (
    hours_are_paid,
    floors_are_positive,
    escrow_covers_everything,
    prizes_are_paid,
    somebody_else_is_shortlisted,
    silence_costs_as_much,
    cancelling_is_paid_for,
    entries_are_capped,
    unpaid_work_is_short,
    fee_is_the_brands,
    disqualifying_saves_nothing,
    payment_is_soon,
    handover_is_soon,
    every_cent_is_payable,
    unpaid_rights_return,
    lateness_costs_what_the_law_says,
    people_decide_on_clawbacks,
    holds_are_short,
)
"""In the order of the published table."""
