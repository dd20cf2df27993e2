"""The operations desk for money: to read everything, and the few acts that the services allow on a payment under way.

Books, settlements, obligations, escrows and policies can only be read, here as in the database. A correction is a
reversal, a policy is superseded, and both are done by the services.
"""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

import payouts.documents.admin  # noqa: F401 - the desk finds an app's own admin module alone
from accounts.desk import LEASE_FIELDS, DeskAdmin, DeskInline, DueRowAdmin, ReasonForm, operator_of, reason_in
from payouts.bank_desk import FILED_PAYMENT_ACTS, FiledPaymentActs
from payouts.errors import PayoutRefusal
from payouts.models import (
    CategoryTariff,
    ConnectedAccount,
    Deposit,
    Disbursement,
    Escrow,
    JournalEntry,
    LedgerAccount,
    Obligation,
    PayoutPolicy,
    Posting,
    RailNotice,
    Settlement,
    SettlementLine,
)
from payouts.policy import format_money
from payouts.services.holds import LONGEST_HOLD, ask_again, hold, release_hold


def money(amount_minor: int, currency: str) -> str:
    """An amount for the reader."""
    return format_money(amount_minor, currency, (get_language() or "en")[:2])


class MoneyColumn:
    """The column `amount`, for models with `amount_minor` and `currency`."""

    @admin.display(description=_("amount"), ordering="amount_minor")
    def amount(self, row: Any) -> str:
        return money(row.amount_minor, row.currency)


@admin.register(PayoutPolicy)
class PayoutPolicyAdmin(DeskAdmin):
    list_display = ("slug", "version", "title", "state", "is_default", "published_at", "superseded_at")
    list_filter = ("state", "is_default")
    search_fields = ("slug", "title", "document_sha256")
    ordering = ("slug", "-version")


@admin.register(CategoryTariff)
class CategoryTariffAdmin(DeskAdmin):
    list_display = ("category", "valid_from", "effort_minutes", "study_price", "source")
    list_filter = ("currency", "category")
    list_select_related = ("category",)
    search_fields = ("category__slug", "source")
    ordering = ("category", "-valid_from")

    @admin.display(description=_("price of a study"), ordering="study_price_minor")
    def study_price(self, tariff: CategoryTariff) -> str:
        return money(tariff.study_price_minor, tariff.currency)


@admin.register(Escrow)
class EscrowAdmin(DeskAdmin):
    list_display = ("contest", "policy", "liability", "created_at")
    list_filter = ("currency", "policy")
    list_select_related = ("contest", "policy")
    search_fields = ("contest__id", "contest__brief__title")
    ordering = ("-created_at",)

    @admin.display(description=_("can owe at most"), ordering="liability_minor")
    def liability(self, escrow: Escrow) -> str:
        return money(escrow.liability_minor, escrow.currency)


class PostingInline(DeskInline):
    model = Posting
    fields = ("account", "side", "amount_minor")
    readonly_fields = fields
    list_select_related = ("account",)
    show_change_link = False


@admin.register(LedgerAccount)
class LedgerAccountAdmin(DeskAdmin):
    list_display = ("code", "kind", "currency", "contest", "created_at")
    list_filter = ("kind",)
    list_select_related = ("contest",)
    search_fields = ("code", "contest__id")
    ordering = ("code",)


@admin.register(JournalEntry)
class JournalEntryAdmin(DeskAdmin):
    list_display = ("id", "kind", "effective_at", "posted_at", "contest", "reverses", "memo")
    list_select_related = ("contest", "reverses")
    search_fields = ("=id", "=kind", "=idempotency_key", "contest__id")
    ordering = ("-id",)
    inlines = (PostingInline,)


class LineInline(DeskInline):
    model = SettlementLine
    fields = ("position", "entry", "component", "rule", "amount_minor", "formula", "inputs")
    readonly_fields = fields
    list_select_related = ("entry",)
    show_change_link = False


class ObligationInline(DeskInline):
    model = Obligation
    fields = ("kind", "entry", "payee_user", "payee_brand", "amount_minor", "pay_by", "released_at", "cancelled_at")
    readonly_fields = fields
    list_select_related = ("entry", "payee_user", "payee_brand")


@admin.register(Settlement)
class SettlementAdmin(DeskAdmin):
    list_display = ("contest", "sequence", "outcome", "policy", "owed", "fee", "decided_at")
    list_filter = ("outcome", "currency", "policy")
    list_select_related = ("contest", "policy")
    search_fields = ("contest__id", "contest__brief__title", "digest")
    ordering = ("-decided_at", "-id")
    inlines = (LineInline, ObligationInline)

    @admin.display(description=_("owed"), ordering="owed_minor")
    def owed(self, settlement: Settlement) -> str:
        return money(settlement.owed_minor, settlement.currency)

    @admin.display(description=_("fee"), ordering="fee_minor")
    def fee(self, settlement: Settlement) -> str:
        return money(settlement.fee_minor, settlement.currency)


@admin.register(Obligation)
class ObligationAdmin(MoneyColumn, DeskAdmin):
    list_display = ("id", "contest", "kind", "payee_user", "payee_brand", "amount", "pay_by", "released_at", "paid_at")
    list_filter = (
        "kind",
        ("released_at", admin.EmptyFieldListFilter),
        ("paid_at", admin.EmptyFieldListFilter),
        ("cancelled_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("contest", "payee_user", "payee_brand")
    search_fields = ("public_id", "contest__id", "payee_user__email", "payee_brand__name")
    ordering = ("-id",)


@admin.register(Deposit)
class DepositAdmin(MoneyColumn, DueRowAdmin):
    """Money coming in. The account it is taken from is not shown."""

    list_display = ("public_id", "escrow", "amount", "state", "due_state", "attempts", "created_at", "received_at")
    list_filter = ("state", "due_state")
    list_select_related = ("escrow",)
    search_fields = ("public_id", "idempotency_key", "provider_reference", "escrow__contest__id")
    ordering = ("-id",)
    fields = (
        "public_id",
        "escrow",
        "amount",
        "state",
        "rail",
        "idempotency_key",
        "provider_reference",
        "reason",
        "created_by",
        "created_at",
        "received_at",
        *LEASE_FIELDS,
    )
    readonly_fields = fields


@admin.register(Disbursement)
class DisbursementAdmin(FiledPaymentActs, MoneyColumn, DueRowAdmin):
    list_display = ("idempotency_key", "obligation", "amount", "state", "due_state", "attempts", "sent_at", "paid_at")
    list_filter = ("state", "due_state")
    list_select_related = ("obligation",)
    search_fields = ("idempotency_key", "provider_reference", "obligation__payee_user__email")
    ordering = ("-id",)
    action_form = ReasonForm
    # Not the common way to try a parked row again: it would pass a payment off as one that was never sent.
    actions = ("ask_the_rail_again", "hold_back", "let_go", *FILED_PAYMENT_ACTS)

    @admin.action(description=_("Ask the rail again, under the same key"), permissions=["operate"])
    def ask_the_rail_again(self, request: HttpRequest, queryset: QuerySet[Disbursement]) -> None:
        now, actor = timezone.now(), operator_of(request)
        self.act(request, queryset, lambda row: ask_again(actor, row.pk, now=now), (PayoutRefusal,))

    @admin.action(description=_("Hold for 14 days, with a reason"), permissions=["operate"])
    def hold_back(self, request: HttpRequest, queryset: QuerySet[Disbursement]) -> None:
        now, actor, reason = timezone.now(), operator_of(request), reason_in(request)
        until = now + LONGEST_HOLD - timedelta(seconds=1)
        self.act(
            request, queryset, lambda row: hold(actor, row.pk, reason=reason, until=until, now=now), (PayoutRefusal,)
        )

    @admin.action(description=_("Release a hold"), permissions=["operate"])
    def let_go(self, request: HttpRequest, queryset: QuerySet[Disbursement]) -> None:
        now, actor = timezone.now(), operator_of(request)
        self.act(request, queryset, lambda row: release_hold(actor, row.pk, now=now), (PayoutRefusal,))


@admin.register(ConnectedAccount)
class ConnectedAccountAdmin(DueRowAdmin):
    list_display = ("rail", "account", "user", "brand", "state", "reason", "due_state", "chosen_at")
    list_filter = ("state", "due_state")
    list_select_related = ("user", "brand")
    search_fields = ("=account", "user__email", "brand__name")
    ordering = ("-id",)


@admin.register(RailNotice)
class RailNoticeAdmin(DueRowAdmin):
    list_display = ("rail", "provider_event_id", "received_at", "due_state", "attempts", "last_error")
    list_filter = ("due_state",)
    search_fields = ("provider_event_id",)
    ordering = ("-id",)
