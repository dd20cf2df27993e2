"""Accounts that a rail makes for people: asked for by them, made once, and used for their money once the rail says so.

Nobody can name somebody else's account here, because nobody names one at all: it is made for a person or a brand, and
only the rail's word that it is payable makes it where their money goes. The database checks that both belong together.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.errors import MoneyHandlersOnly, SomebodyElses
from accounts.models import Brand, User
from accounts.selectors import creative_profile, role_in_brand
from accounts.services.locks import lock_brand_for, lock_person
from accounts.services.payout_accounts import MONEY_HANDLERS
from duerows.claims import Claim, claim
from duerows.doorbell import ring
from duerows.models import DueState
from payouts.errors import NoSuchRail
from payouts.models import ConnectedAccount, ConnectedState
from payouts.rails.base import AccountRail, AccountRefused, RailUnavailable
from payouts.rails.registry import UnknownRail, get_rail
from payouts.services.connected_recording import record_doubt, record_refusal, record_word
from payouts.services.links import connected_page_url, connected_return_url

log = structlog.get_logger(__name__)

RAIL: Final = "stripe"
LEASE: Final = timedelta(seconds=45)
SWEEP: Final = 20
DEFAULT_COUNTRY: Final = "FR"
CHOSEN: Final = (
    "state",
    "account",
    "reason",
    "attempt",
    "country",
    "chosen_at",
    "due_state",
    "due_at",
    "lease_until",
    "fence",
)


def is_offered() -> bool:
    """Whether people can be paid through accounts that a rail makes for them."""
    return RAIL in settings.RAILS


@transaction.atomic
def choose_connected_account(
    actor: User, *, user: User | None = None, brand: Brand | None = None, now: datetime
) -> ConnectedAccount:
    """Note that a person, or a brand's owner or finance member, wants money through Stripe.

    Asking again changes nothing but the moment of the wish; after a refusal or a loss it begins anew.

    The account itself is made right after, outside any transaction. Raises NoSuchRail, SomebodyElses,
    MoneyHandlersOnly or NoSuchBrand.
    """
    if (user is None) == (brand is None):
        raise TypeError("Name either a user or a brand.")
    _account_rail(RAIL)
    country = _lock_owner(actor, user, brand)
    found, made = ConnectedAccount.objects.select_for_update().get_or_create(
        user=user,
        brand=brand,
        rail=RAIL,
        defaults={"country": country, "created_by": actor, "created_at": now, "chosen_at": now, "due_at": now},
    )
    if not made:
        _choose_again(found, country, now)
    ring("payouts.tasks.look_after_connected_accounts")
    return found


def _choose_again(found: ConnectedAccount, country: str, now: datetime) -> None:
    if found.state in (ConnectedState.REFUSED, ConnectedState.GONE):
        found.attempt += 1
        found.state, found.account, found.reason = ConnectedState.OPENING, "", ""
    if found.state == ConnectedState.OPENING:
        found.country = country
    found.chosen_at = now
    found.due_state, found.due_at, found.lease_until, found.fence = DueState.WAITING, now, None, found.fence + 1
    found.save(update_fields=CHOSEN)


def _lock_owner(actor: User, user: User | None, brand: Brand | None) -> str:
    """Check that the actor may, and return the owner's country."""
    if user is not None:
        if actor.pk != user.pk:
            raise SomebodyElses
        lock_person(user)
        profile = creative_profile(user)
        return profile.country if profile else DEFAULT_COUNTRY
    if brand is None:
        raise TypeError("Name either a user or a brand.")
    locked, role = lock_brand_for(actor, brand.pk)
    if role not in MONEY_HANDLERS:
        raise MoneyHandlersOnly
    return locked.country


def look_now(pk: int, now: datetime) -> ConnectedAccount:
    """Make the account, or ask about it, at once, unless somebody is at it. Returns the row as it then stands."""
    hear_of_accounts([pk], now=now)
    for one in claim(ConnectedAccount, now=now, limit=1, lease=LEASE, where="id = %s", params=[pk]):
        _look(one, now)
    return ConnectedAccount.objects.get(pk=pk)


def look_after_due_accounts(now: datetime) -> int:
    """The sweep: accounts still to be made, and those that the rail reported something about. Returns how many."""
    for done in range(SWEEP):
        claims = claim(ConnectedAccount, now=now, limit=1, lease=LEASE)
        if not claims:
            return done
        _look(claims[0], now)
    return SWEEP


def page_for(actor: User, row: ConnectedAccount) -> str:
    """The address of the rail's page on which the holder goes on; '' if the account is not made yet.

    Whoever has it may say where the money goes on from there, so that it is for those alone who may choose the account.
    Calls the rail; never store the answer, it is good for one visit. Raises NoSuchRail, RailUnavailable, SomebodyElses,
    MoneyHandlersOnly.
    """
    if row.user_id is not None and row.user_id != actor.pk:
        raise SomebodyElses
    if row.brand_id is not None and role_in_brand(actor, row.brand_id) not in MONEY_HANDLERS:
        raise MoneyHandlersOnly
    if row.state not in (ConnectedState.UNFINISHED, ConnectedState.READY):
        return ""
    return _account_rail(row.rail).account_page(
        row.account, return_url=connected_return_url(row.brand_id), refresh_url=connected_page_url(row.brand_id)
    )


def hear_of_accounts(pks: Sequence[int], *, now: datetime) -> None:
    """Have the rail asked about these at once. The fences move, so that no older answer can be recorded."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE payouts_connectedaccount
            SET due_state = 'waiting', due_at = %s, lease_until = NULL, fence = fence + 1
            WHERE id = ANY(%s) AND state IN ('opening', 'unfinished', 'ready')
            """,
            [now, list(pks)],
        )


def accounts_of(references: Sequence[str], rail: str = RAIL) -> dict[str, int]:
    """Those of the rail's account ids that are ours, with our keys."""
    rows = ConnectedAccount.objects.filter(rail=rail, account__in=[one for one in references if one])
    return dict(rows.values_list("account", "pk"))


def _account_rail(name: str) -> AccountRail:
    try:
        rail = get_rail(name)
    except UnknownRail as error:
        raise NoSuchRail(_("This is not offered here.")) from error
    if not isinstance(rail, AccountRail):
        raise NoSuchRail(_("This is not offered here."))
    return rail


def _look(one: Claim, now: datetime) -> None:
    """Ask the rail, outside any transaction, and record what it says unless somebody was faster."""
    row = ConnectedAccount.objects.get(pk=one.pk)
    try:
        rail = _account_rail(row.rail)
        said = rail.fetch_account(row.account) if row.account else rail.open_account(row.idempotency_key, row.country)
    except AccountRefused as refusal:
        record_refusal(one, refusal.reason, now=now)
    except (NoSuchRail, RailUnavailable) as error:
        log.warning("connected_account_unclear", account=one.pk, error=str(error))
        record_doubt(one, str(error), now=now)
    else:
        record_word(one, said, now=now)
