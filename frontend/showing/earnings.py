"""Somebody's earnings as the page tells them: each line with its reason, each payment with when it arrives."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.charts import WaterfallChart
from frontend.formatting import format_moment, format_money
from frontend.forms.disputes import DisputeForm
from frontend.showing.disputes import ShownDispute, shown_disputes
from frontend.showing.pay import Explained, explained, pay_chart
from frontend.showing.states import PAYMENT, Shown
from payouts.selectors.earnings import EntryEarnings, Payment, PaymentState


@dataclass(frozen=True, slots=True)
class ShownPayment:
    payment: Payment
    title: str
    state: Shown
    sentence: str
    """When it arrives, or what has to happen first."""

    form: DisputeForm | None
    """For saying that it is wrong; None where that cannot be said, or was said before."""


@dataclass(frozen=True, slots=True)
class EarnedEntry:
    entry: EntryEarnings
    lines: tuple[Explained, ...]
    payments: tuple[ShownPayment, ...]
    disputes: tuple[ShownDispute, ...]
    chart: WaterfallChart | None

    @property
    def is_shared(self) -> bool:
        """Whether a team shares it, so that the lines are more than this person's part."""
        return self.entry.settled_minor != self.entry.entry_amount_minor


def earned_entry(entry: EntryEarnings, now: datetime) -> EarnedEntry:
    lines = explained(entry.lines, entry.currency)
    title = _("How it adds up")
    sums = (entry.settled_minor, entry.taken_minor, entry.added_minor)
    chart = pay_chart(lines, *sums, currency=entry.currency, title=title) if lines else None
    payments = tuple(_shown(payment, now) for payment in entry.payments)
    disputes = tuple(shown_disputes(entry.disputes, now, is_brand=False))
    return EarnedEntry(entry, lines, payments, disputes, chart)


TITLES = {
    "earned": gettext_lazy("Pay for the work"),
    "prize": gettext_lazy("Prize"),
    "adjustment": gettext_lazy("Decided in a dispute"),
    "interest": gettext_lazy("Interest, for having been paid late"),
}


def _shown(payment: Payment, now: datetime) -> ShownPayment:
    form = DisputeForm(auto_id=f"id_{payment.ref.hex}_%s") if payment.can_dispute else None
    return ShownPayment(payment, str(TITLES[payment.component]), PAYMENT[payment.state], _when(payment, now), form)


def _when(payment: Payment, now: datetime) -> str:
    if payment.state == PaymentState.PAID and payment.paid_at is not None:
        return _("Arrived on %(day)s.") % {"day": format_moment(payment.paid_at, "date")}
    if payment.state == PaymentState.AWAITING_HANDOVER:
        return _("It is paid once the brand, or the clock, has accepted the handover.")
    if payment.state == PaymentState.NEEDS_ACCOUNT:
        if payment.reason:
            return _("The bank sent it back: %(reason)s. Give another account and it is sent again.") % {
                "reason": payment.reason
            }
        return _("It waits for an account to be paid to. Nothing is lost meanwhile.")
    if payment.state == PaymentState.COOLING and payment.waits_until is not None:
        moment = format_moment(payment.waits_until)
        return _("It waits until %(moment)s, because the account or an e-mail address was changed.") % {
            "moment": moment
        }
    if payment.state == PaymentState.UNDER_REVIEW:
        return _("A change of the account was taken back: it waits until somebody of the platform has looked at it.")
    if payment.state == PaymentState.HELD and payment.held_until is not None:
        words = {"reason": payment.reason, "day": format_moment(payment.held_until, "date")}
        return _("On hold until %(day)s at the latest: %(reason)s") % words
    if payment.state == PaymentState.DISPUTED and payment.held_until is not None:
        return _("The brand disputes it: it is paid on %(day)s, unless somebody has decided otherwise by then.") % {
            "day": format_moment(payment.held_until, "date")
        }
    if payment.pay_by < now and payment.interest_minor:
        words = {
            "day": format_moment(payment.pay_by, "date"),
            "interest": format_money(payment.interest_minor, payment.currency),
        }
        return _("It should have arrived by %(day)s. So far it has earned %(interest)s of interest for that.") % words
    if payment.state == PaymentState.IN_APPROVAL and payment.pay_by >= now:
        return _("Two of us look at so large a payment before it leaves. It arrives by %(day)s.") % {
            "day": format_moment(payment.pay_by, "date")
        }
    if payment.pay_by < now:
        return _("It should have arrived by %(day)s. The platform is told of every late payment.") % {
            "day": format_moment(payment.pay_by, "date")
        }
    return _("It arrives by %(day)s.") % {"day": format_moment(payment.pay_by, "date")}
