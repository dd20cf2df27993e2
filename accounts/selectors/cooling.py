"""From when on somebody's account is paid to, and why not yet. The rule stands here once, in SQL, for all who ask.

Payments wait until the account takes effect, and for as long again after a changed e-mail address of whoever may change
the account: the payee, or the brand's owners and finance members. A parked account waits for an operator.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.conf import settings
from django.db import connection

from accounts.models import MemberRole, PayoutAccount

MONEY_HANDLERS: Final = (MemberRole.OWNER, MemberRole.FINANCE)


class WaitingFor(StrEnum):
    """Why payments wait."""

    NEW_ACCOUNT = "new_account"
    NEW_EMAIL = "new_email"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Why payments to an account wait, and until when; no date while an operator has to look at it."""

    reason: WaitingFor
    until: datetime | None


def pays_from(account: str) -> str:
    """SQL: the moment from which this alias of accounts_payoutaccount is paid to; NULL if there is no such account.

    Beside it `is_parked` must hold not. Needs the parameters of `cooling_params`.
    """
    return f"""GREATEST({account}.takes_effect_at, {_email_changed(account)} + %(cooling)s)"""


def is_parked(account: str) -> str:
    """SQL: whether an operator has still to look at this account."""
    return f"({account}.parked_at IS NOT NULL AND {account}.reviewed_at IS NULL)"


def cooling_params() -> dict[str, Any]:
    """What the SQL forms need."""
    return {"cooling": settings.PAYOUT_COOLING, "money_handlers": [role.value for role in MONEY_HANDLERS]}


def what_waits(account: PayoutAccount | None, *, now: datetime) -> Waiting | None:
    """Why payments to this account wait at this moment; None if they do not. One query."""
    if account is None:
        return None
    if account.is_parked:
        return Waiting(WaitingFor.OPERATOR, None)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {pays_from('a')} FROM accounts_payoutaccount a WHERE a.id = %(id)s",
            {**cooling_params(), "id": account.pk},
        )
        (moment,) = cursor.fetchone()
    if moment <= now:
        return None
    return Waiting(WaitingFor.NEW_ACCOUNT if moment == account.takes_effect_at else WaitingFor.NEW_EMAIL, moment)


def _email_changed(account: str) -> str:
    """When the payee, or the last of a brand's money handlers, changed their address; NULL if never."""
    return f"""CASE WHEN {account}.brand_id IS NULL THEN (
            SELECT max(change.changed_at) FROM accounts_emailchange change WHERE change.user_id = {account}.user_id
        ) ELSE (
            SELECT max(change.changed_at)
            FROM accounts_membership handler JOIN accounts_emailchange change ON change.user_id = handler.user_id
            WHERE handler.brand_id = {account}.brand_id AND handler.role = ANY(%(money_handlers)s)
        ) END"""
