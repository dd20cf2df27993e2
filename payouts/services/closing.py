"""Closes a month of the books: its trial balance is written down for good, and nothing is booked into it any more.

What turns out wrong later is corrected by an entry in a month that is open.
"""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Act, User
from accounts.services.audit_trail import record_act, values_of
from payouts import ledger
from payouts.errors import CloseRefused, OperatorOnly
from payouts.ledger.periods import end_of, hold_still
from payouts.models import JournalEntry, PeriodClose

RIPE: Final = timedelta(days=1)
"""So long after its end a month stays open, for what is on its way into the books."""


@transaction.atomic
def close_month(actor: User | None, month: date, *, now: datetime) -> PeriodClose:
    """Close the month that begins on this day. `actor` is an admin, or nobody when the command line asks.

    Raises OperatorOnly, and CloseRefused for a month that has not been over for a day, or that does not follow the last
    closed one.
    """
    if actor is not None and not (actor.is_admin and actor.is_active):
        raise OperatorOnly(_("Only the platform's operators may do this."))
    if month.day != 1:
        raise CloseRefused(_("Name a month by its first day."), field="month")
    end = end_of(month)
    if now < end + RIPE:
        raise CloseRefused(_("A month can be closed a day after its end."), field="month")
    hold_still()
    _check_order(month)
    rows = ledger.trial_balance(effective_before=end)
    close = PeriodClose.objects.create(
        month=month,
        ends_at=end,
        trial_balance=[asdict(row) for row in rows if row.debit_minor or row.credit_minor],
        entry_count=JournalEntry.objects.filter(effective_at__lt=end).count(),
        closed_at=now,
        closed_by=actor,
    )
    record_act(Act.MONTH_CLOSE, actor, f"month:{close}", after=values_of(close, "ends_at", "entry_count"))
    return close


def _check_order(month: date) -> None:
    last = PeriodClose.objects.order_by("-month").first()
    if last is not None and last.ends_at.date() != month:
        words = _("The next month to be closed is %(month)s.") % {"month": f"{last.ends_at:%Y-%m}"}
        raise CloseRefused(words, field="month")
