"""The operations desk for banks that take files: files, reports, entries, transfers to read, and a person's few acts.

Registered with Django's admin by `payouts.admin`. Whatever waits for a person has its way out here.
"""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.desk import LEASE_FIELDS, DeskAdmin, DeskInline, DueRowAdmin, ReasonForm, operator_of, reason_in
from payouts.errors import PayoutRefusal
from payouts.models import (
    BankEntry,
    BankFeed,
    BankReport,
    BankStatement,
    Deposit,
    Disbursement,
    IncomingTransfer,
    PaymentFile,
    PaymentFileLine,
    TransferReturn,
)
from payouts.policy import format_money
from payouts.services import file_desk, transfer_desk

Rows = QuerySet[Any]


class WithAmount:
    """The column `amount`, for models with `amount_minor` and `currency`."""

    @admin.display(description=_("amount"), ordering="amount_minor")
    def amount(self, row: Any) -> str:
        return format_money(row.amount_minor, row.currency, (get_language() or "en")[:2])


class LineInline(DeskInline):
    model = PaymentFileLine
    fields = ("position", "order_id", "name", "amount_minor", "disbursement", "transfer_return")
    readonly_fields = fields
    list_select_related = ("disbursement", "transfer_return")
    show_change_link = False


@admin.register(PaymentFile)
class PaymentFileAdmin(DueRowAdmin):
    list_display = ("message_id", "state", "payment_count", "total", "due_state", "created_at", "sent_at", "last_error")
    list_filter = ("state", "due_state", "rail")
    search_fields = ("message_id", "lines__order_id")
    ordering = ("-id",)
    inlines = (LineInline,)
    action_form = ReasonForm
    actions = ("go_on", "refuse", "try_again")

    @admin.display(description=_("total"), ordering="total_minor")
    def total(self, file: PaymentFile) -> str:
        return format_money(file.total_minor, file.currency, (get_language() or "en")[:2])

    @admin.action(description=_("Go on: ask, send or wait, under the file's own name"), permissions=["operate"])
    def go_on(self, request: HttpRequest, queryset: Rows) -> None:
        now, actor = timezone.now(), operator_of(request)
        self.act(request, queryset, lambda row: file_desk.go_on_with_file(actor, row.pk, now=now), (PayoutRefusal,))

    @admin.action(description=_("The bank says: not carried out (with its words)"), permissions=["operate"])
    def refuse(self, request: HttpRequest, queryset: Rows) -> None:
        now, actor, said = timezone.now(), operator_of(request), reason_in(request)
        self.act(
            request,
            queryset,
            lambda row: file_desk.refuse_file(actor, row.pk, reason=said, now=now),
            (PayoutRefusal,),
        )

    @admin.action(description=_("Try its rejected payments again, with the same accounts"), permissions=["operate"])
    def try_again(self, request: HttpRequest, queryset: Rows) -> None:
        now, actor = timezone.now(), operator_of(request)
        self.act(request, queryset, lambda row: file_desk.try_file_again(actor, row.pk, now=now), (PayoutRefusal,))


class SetAside:
    """The act that ends a matter which a person has looked at."""

    @admin.action(description=_("Set aside: looked at, with a reason"), permissions=["operate"])
    def set_aside(self: Any, request: HttpRequest, queryset: Rows) -> None:
        now, actor, said = timezone.now(), operator_of(request), reason_in(request)
        self.act(request, queryset, lambda row: file_desk.set_aside(actor, row, reason=said, now=now), (PayoutRefusal,))


class RefusePayment:
    """The act that records the bank's word on one payment of a file."""

    @admin.action(description=_("The bank says: not carried out (with its words)"), permissions=["operate"])
    def refuse(self: Any, request: HttpRequest, queryset: Rows) -> None:
        now, actor, said = timezone.now(), operator_of(request), reason_in(request)
        self.act(
            request, queryset, lambda row: file_desk.refuse_payment(actor, row, reason=said, now=now), (PayoutRefusal,)
        )


class FiledPaymentActs(RefusePayment, SetAside):
    """What an operator may do about a disbursement that went out in a file. Mixed into its page."""

    @admin.action(description=_("Try again with the same account"), permissions=["operate"])
    def try_again(self: Any, request: HttpRequest, queryset: QuerySet[Disbursement]) -> None:
        now, actor = timezone.now(), operator_of(request)
        self.act(request, queryset, lambda row: file_desk.try_again(actor, [row.pk], now=now), (PayoutRefusal,))


FILED_PAYMENT_ACTS = ("refuse", "try_again", "set_aside")


@admin.register(BankFeed)
class BankFeedAdmin(DueRowAdmin):
    list_display = ("rail", "fetched_at", "due_state", "due_at", "last_error")
    ordering = ("rail",)


@admin.register(BankReport)
class BankReportAdmin(SetAside, DueRowAdmin):
    """What the bank sent, without its content: that lies sealed."""

    list_display = ("rail", "provider_report_id", "kind", "received_at", "due_state", "last_error")
    list_filter = ("kind", "due_state")
    search_fields = ("provider_report_id",)
    ordering = ("-id",)
    fields = ("rail", "provider_report_id", "kind", "body_sha256", "received_at", *LEASE_FIELDS)
    readonly_fields = fields
    action_form = ReasonForm
    actions = ("requeue_parked", "set_aside")


@admin.register(BankStatement)
class BankStatementAdmin(DeskAdmin):
    list_display = ("statement_id", "rail", "from_on", "to_on", "opening_minor", "closing_minor", "moved_minor")
    list_filter = ("rail",)
    search_fields = ("statement_id",)
    ordering = ("-id",)


@admin.register(BankEntry)
class BankEntryAdmin(WithAmount, DeskAdmin):
    list_display = ("reference", "booked_on", "direction", "amount", "meaning", "party_name", "explanation")
    list_filter = ("meaning", "direction", "rail")
    search_fields = ("reference", "order_id", "party_name", "text")
    ordering = ("-id",)
    action_form = ReasonForm
    actions = ("explain",)

    @admin.action(description=_("It was the bank's charge (with a word)"), permissions=["operate"])
    def explain(self, request: HttpRequest, queryset: Rows) -> None:
        now, actor, said = timezone.now(), operator_of(request), reason_in(request)
        self.act(
            request,
            queryset,
            lambda row: file_desk.explain_debit(actor, row.pk, reason=said, now=now),
            (PayoutRefusal,),
        )


class UseInline(DeskInline):
    model = Deposit
    fields = ("public_id", "escrow", "amount_minor", "received_at", "created_by")
    readonly_fields = fields
    list_select_related = ("escrow", "created_by")


@admin.register(IncomingTransfer)
class IncomingTransferAdmin(WithAmount, DueRowAdmin):
    """Transfers that came in. Assigning one to a contest is done on the audit's pages."""

    list_display = ("id", "amount", "state", "payer_name", "reference", "contest", "due_state", "last_error")
    list_filter = ("state", "due_state", "rail")
    list_select_related = ("contest",)
    search_fields = ("public_id", "reference", "payer_name", "entry__reference", "contest__id")
    ordering = ("-id",)
    fields = (
        "public_id",
        "entry",
        "amount",
        "state",
        "reference",
        "payer_name",
        "payer_ending",
        "contest",
        "kept_minor",
        "created_at",
        *LEASE_FIELDS,
    )
    readonly_fields = fields
    inlines = (UseInline,)
    action_form = ReasonForm
    actions = ("requeue_parked", "send_back", "keep")

    @admin.action(description=_("Send back what is left"), permissions=["operate"])
    def send_back(self, request: HttpRequest, queryset: Rows) -> None:
        now, actor = timezone.now(), operator_of(request)
        self.act(
            request, queryset, lambda row: transfer_desk.send_transfer_back(actor, row.pk, now=now), (PayoutRefusal,)
        )

    @admin.action(description=_("What is left is the platform's own (with a reason)"), permissions=["operate"])
    def keep(self, request: HttpRequest, queryset: Rows) -> None:
        now, actor, said = timezone.now(), operator_of(request), reason_in(request)
        self.act(
            request,
            queryset,
            lambda row: transfer_desk.keep_transfer(actor, row.pk, reason=said, now=now),
            (PayoutRefusal,),
        )


@admin.register(TransferReturn)
class TransferReturnAdmin(WithAmount, RefusePayment, SetAside, DueRowAdmin):
    list_display = ("public_id", "transfer", "amount", "state", "due_state", "created_by", "created_at", "last_error")
    list_filter = ("state", "due_state")
    list_select_related = ("transfer", "created_by")
    search_fields = ("public_id",)
    ordering = ("-id",)
    action_form = ReasonForm
    actions = ("refuse", "set_aside")
