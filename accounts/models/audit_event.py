"""Who did what about money, when, from where, and what was before and after. Insert-only."""

from enum import StrEnum
from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import guards
from duerows.guards import insert_only
from duerows.xacts import CurrentTransaction


class Act(StrEnum):
    """What is recorded. The word before the point names what it is done to."""

    PAYMENT_HOLD = "payment.hold"
    PAYMENT_RELEASE = "payment.release"
    PAYMENT_ASK_AGAIN = "payment.ask_again"
    ROW_REQUEUE = "row.requeue"
    RUN_PROPOSE = "run.propose"
    RUN_APPROVE = "run.approve"
    RUN_WITHDRAW = "run.withdraw"
    RAIL_STOP = "rail.stop"
    RAIL_PROPOSE_START = "rail.propose_start"
    RAIL_START = "rail.start"
    LIMITS_LOWER = "limits.lower"
    LIMITS_PROPOSE = "limits.propose"
    LIMITS_RAISE = "limits.raise"
    PROPOSAL_WITHDRAW = "proposal.withdraw"
    POLICY_DRAFT = "policy.draft"
    POLICY_REVISE = "policy.revise"
    POLICY_CONSULT = "policy.consult"
    POLICY_PUBLISH = "policy.publish"
    DISPUTE_OPEN = "dispute.open"
    DISPUTE_WITHDRAW = "dispute.withdraw"
    DISPUTE_DISMISS = "dispute.dismiss"
    DISPUTE_UPHOLD = "dispute.uphold"
    DEPOSIT_START = "deposit.start"
    DRAFT_REFUND = "draft.refund"
    CONTEST_MOVE = "contest.move"
    ACCOUNT_CHANGE = "account.change"
    ACCOUNT_ADOPT = "account.adopt"
    ACCOUNT_UNDO = "account.undo"
    ACCOUNT_REVIEW = "account.review"
    TRANSFER_ASSIGN = "transfer.assign"
    TRANSFER_SEND_BACK = "transfer.send_back"
    TRANSFER_KEEP = "transfer.keep"
    FILE_GO_ON = "file.go_on"
    FILE_REFUSE = "file.refuse"
    PAYMENT_REFUSE = "payment.refuse"
    PAYMENT_TRY_AGAIN = "payment.try_again"
    ROW_SET_ASIDE = "row.set_aside"
    DEBIT_EXPLAIN = "debit.explain"
    DOCUMENT_TAKE_BACK = "document.take_back"
    SELLERS_READ = "sellers.read"
    MONTH_CLOSE = "month.close"
    BOOKS_EXPORT = "books.export"
    PERSON_BLOCK = "person.block"
    PERSON_UNBLOCK = "person.unblock"
    MODERATION_DECIDE = "moderation.decide"
    MODERATION_REVERSE = "moderation.reverse"
    MODERATION_UPHOLD = "moderation.uphold"
    LIKENESS_DISMISS = "likeness.dismiss"
    MESSAGES_READ = "messages.read"


class AuditEvent(models.Model):
    """One act, written in its own transaction: `own_xid` is also that of the journal entries that it caused.

    `subject` names what it was done to, as in disbursement:17. Without an actor it was the holder of a link, a rail, or
    the command line.
    """

    at = models.DateTimeField(db_default=Now(), editable=False)
    own_xid = models.BigIntegerField(db_default=CurrentTransaction(), editable=False)
    act = models.CharField(max_length=30)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    subject = models.CharField(max_length=80)
    contest_id = models.UUIDField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, default="")
    before = models.JSONField(encoder=DjangoJSONEncoder, default=dict)
    after = models.JSONField(encoder=DjangoJSONEncoder, default=dict)
    channel = models.CharField(max_length=10)
    client = models.CharField(max_length=100, blank=True, default="")
    address = models.CharField(max_length=64, blank=True, default="")
    request_id = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("audit trail")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["actor", "-id"], name="audit_event_actor"),
            models.Index(fields=["subject", "-id"], name="audit_event_subject"),
            models.Index(fields=["contest_id", "-id"], name="audit_event_contest"),
        ]
        triggers: ClassVar = [*insert_only("audit_event"), guards.event_of_its_own_moment()]

    def __str__(self) -> str:
        return f"{self.act} {self.subject}"
