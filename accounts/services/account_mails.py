"""Warns of a changed payout account: at the present addresses, and at those that were left within the cooling period.

The link that takes the change back is a key to it, so it is not stored with the mail: it is made when the mail is sent
(`accounts.services.mail_sending`), from the account's number that stands in the mail's context.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from typing import Any

from django.conf import settings

from accounts.models import EmailChange, PayoutAccount, User
from accounts.selectors import member_ids
from accounts.selectors.cooling import MONEY_HANDLERS
from accounts.services.mail import MailRequest, ask_for_mails
from accounts.services.undo_links import CHANGE


def tell_changed(account: PayoutAccount, *, now: datetime) -> None:
    """Tell whoever owns the account that it takes the place of another, from when on, and how to take that back."""
    context = _context(account) | {CHANGE: account.pk}
    if account.takes_effect_at > now:
        context["date"] = _moment(account.takes_effect_at)
    _tell(account, "payout_account_changed", context, now)


def tell_restored(account: PayoutAccount, *, now: datetime) -> None:
    """Tell the same people that a change was taken back, and that payments wait until somebody has looked at it."""
    _tell(account, "payout_account_restored", _context(account), now)


def _context(account: PayoutAccount) -> dict[str, Any]:
    brand = account.brand
    page = f"/brands/{brand.pk}/settings/" if brand else "/account/payout/"
    return {
        "account": account.masked,
        "holder": account.holder_name,
        "brand": brand.name if brand else "",
        "url": f"{settings.SITE_URL}{page}",
    }


def _tell(account: PayoutAccount, template: str, context: dict[str, Any], now: datetime) -> None:
    key = f"{template}:{account.pk}"
    people = _people(account)
    present = (MailRequest(person.pk, template, f"{key}:{person.pk}", context) for person in people)
    former = (
        MailRequest(None, template, f"{key}:former:{number}", context, address=address, locale=locale)
        for number, address, locale in _former_addresses(people, now)
    )
    ask_for_mails(chain(present, former), now=now)


def _people(account: PayoutAccount) -> list[User]:
    if account.brand_id is not None:
        return list(User.objects.filter(pk__in=member_ids(account.brand_id, MONEY_HANDLERS)).order_by("pk"))
    return [account.user] if account.user else []


def _former_addresses(people: Iterable[User], now: datetime) -> list[tuple[int, str, str]]:
    """The addresses that these people left within the period, each once: a number, the address, the language."""
    present = {person.email for person in people}
    recent = EmailChange.objects.filter(user__in=people, changed_at__gt=now - settings.PAYOUT_COOLING)
    rows = recent.order_by("former", "pk").distinct("former").values_list("pk", "former", "user__locale")
    return [(number, former, locale) for number, former, locale in rows if former not in present]


def _moment(when: datetime) -> str:
    """In UTC and as numbers, which are read alike in every language."""
    return f"{when:%Y-%m-%d %H:%M} UTC"
