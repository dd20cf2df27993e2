"""The mails that tell both sides of a dispute that it was opened, decided, or has held money as long as it may.

They say what and how much, never why: what one side writes of the other stands on the page, which they lead to, and is
mailed to nobody. Nor do they name the creative to the brand.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from accounts.models import Membership, OutgoingMail, User
from accounts.services.mail import MailRequest, ask_for_mails
from contests.models import Brief
from payouts.models import Dispute, DisputeDecision, DisputeSide
from payouts.policy import format_money
from payouts.services.deposits import PAYERS
from payouts.services.links import contest_money_url, earnings_url

AT_ONCE: Final = 500
LOOK_BACK: Final = timedelta(days=30)
"""How long after a hold's end its mail is still written, should no worker have run meanwhile."""


def tell_opened(dispute: Dispute, *, now: datetime) -> None:
    """The side that opened it hears what is held, or that nothing is; the other, what is said and what waits."""
    creative, brand = _sides(dispute)
    own, other = (creative, brand) if dispute.side == DisputeSide.PAYEE else (brand, creative)
    _ask(own, "dispute_received", dispute, now=now)
    if dispute.side == DisputeSide.PAYEE:
        _ask(other, "dispute_opened_brand", dispute, now=now)
    else:
        _ask(other, "dispute_opened_creative", dispute, now=now)


def tell_decided(dispute: Dispute, *, now: datetime) -> None:
    """Both sides hear how it ended."""
    _ask([person for side in _sides(dispute) for person in side], "dispute_decided", dispute, now=now)


@transaction.atomic
def tell_of_ended_holds(now: datetime) -> int:
    """Both sides hear, once, that nobody has decided in time and that what was held is being paid. Returns of how many
    disputes.
    """
    # The creative is always among those who are told, so that their letter stands for all of its dispute.
    key = Concat(
        Value("dispute_hold_ended:"),
        Cast("pk", CharField()),
        Value(":"),
        Cast("obligation__payee_user", CharField()),
    )
    ended = Dispute.objects.filter(
        decision=DisputeDecision.OPEN,
        held__held_until__lte=now,
        held__held_until__gt=now - LOOK_BACK,
        held__released_at__isnull=False,
        held__cancelled_at=None,
    )
    told = OutgoingMail.objects.filter(dedupe_key=OuterRef("letter"))
    untold = ended.annotate(letter=key).filter(~Exists(told))
    found = list(
        untold.select_related("obligation__contest", "obligation__payee_user", "held").order_by("pk")[:AT_ONCE]
    )
    for dispute in found:
        _ask([person for side in _sides(dispute) for person in side], "dispute_hold_ended", dispute, now=now)
    return len(found)


def _sides(dispute: Dispute) -> tuple[list[User], list[User]]:
    """The creative, and the brand's people who pay."""
    debt = dispute.obligation
    members = Membership.objects.filter(brand=debt.contest.brand_id, role__in=PAYERS).select_related("user")
    return [debt.payee_user] if debt.payee_user else [], [member.user for member in members.order_by("pk")]


def _ask(people: Sequence[User], template: str, dispute: Dispute, *, now: datetime) -> None:
    ask_for_mails(list(_letters(people, template, dispute)), now=now)


def _letters(people: Iterable[User], template: str, dispute: Dispute) -> Iterable[MailRequest]:
    title = Brief.objects.filter(contest=dispute.obligation.contest_id).values_list("title", flat=True).first()
    for person in people:
        is_payee = person.pk == dispute.obligation.payee_user_id
        yield MailRequest(
            user_id=person.pk,
            template=template,
            dedupe_key=_key(template, dispute, person),
            context={
                "title": title or "",
                "url": earnings_url() if is_payee else contest_money_url(dispute.obligation.contest_id),
                "decision": dispute.decision,
                **_amounts(dispute, person.locale),
            },
        )


def _key(template: str, dispute: Dispute, person: User) -> str:
    return f"{template}:{dispute.pk}:{person.pk}"


def _amounts(dispute: Dispute, locale: str) -> dict[str, Any]:
    """`amount`: what was upheld, or else claimed; `held` and `date`: what waits, and until when, if anything does."""
    currency, held = dispute.obligation.currency, dispute.held
    said = dispute.decided_minor or dispute.claim_minor
    told: dict[str, Any] = {"amount": format_money(said, currency, locale)}
    if held is not None and held.held_until is not None:
        told["held"] = format_money(held.amount_minor, currency, locale)
        told["date"] = held.held_until.date().isoformat()
    return told
