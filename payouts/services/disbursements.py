"""Paying what is owed, in three steps that survive a crash between any two of them.

1. `prepare_disbursements` commits a pending disbursement with its permanent idempotency key (`preparing`).
2. `send_due` claims it and calls the rail, outside any transaction (`sending`).
3. `send_due` records the outcome, its journal entry and the payee's mail in one transaction, fenced (`recording`).

    pending ──▶ sent ──▶ paid ──▶ returned ─┐
       │  ▲        └────────────▶ rejected ─┤ the debt stands, on its original clock; the payee is asked for
       ▼  │                                 ▼ another account, and a new disbursement with a new key follows
     held unknown: asked again under the same key until the rail says something definite; never minted anew

What the rails report by themselves comes in through `notices`; `holds` is what operators may do.
"""

from payouts.services.holds import ask_again, hold, release_hold
from payouts.services.preparing import ask_for_accounts, prepare_disbursements
from payouts.services.sending import send_due

__all__ = ["ask_again", "ask_for_accounts", "hold", "prepare_disbursements", "release_hold", "send_due"]
