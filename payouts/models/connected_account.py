"""Accounts that a rail makes for the people whom it pays: one each, asked for by them and never typed by anybody."""

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from duerows.models import DueRow
from payouts.models import guards


class ConnectedState(models.TextChoices):
    """opening → unfinished ⇄ ready; opening → refused; unfinished | ready → gone; refused | gone → opening.

    opening     asked for; the rail has not said yes
    unfinished  it exists, and its holder owes the rail some particulars, or the rail is looking at them
    ready       the rail says that money sent there reaches the holder's bank
    refused     the rail will not make one, for this country
    gone        closed, or cut off from us, by its holder or the rail
    """

    OPENING = "opening", _("opening")
    UNFINISHED = "unfinished", _("unfinished")
    READY = "ready", _("ready")
    REFUSED = "refused", _("refused")
    GONE = "gone", _("gone")


STATE_MOVES = [
    ("opening", "unfinished"),
    ("opening", "ready"),
    ("opening", "refused"),
    ("unfinished", "ready"),
    ("ready", "unfinished"),
    ("unfinished", "gone"),
    ("ready", "gone"),
    ("refused", "opening"),
    ("gone", "opening"),
]
WITH_ACCOUNT = (ConnectedState.UNFINISHED, ConnectedState.READY, ConnectedState.GONE)


class ConnectedAccount(DueRow):
    """One person's or brand's account at one rail. As a due row it waits as long as the rail is to be asked about it.

    It becomes where money goes only once it is ready, and only if nothing else was chosen since `chosen_at`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="connected_accounts"
    )
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, null=True, blank=True, related_name="connected_accounts")
    rail = models.CharField(max_length=20)
    country = models.CharField(max_length=2)
    attempt = models.PositiveSmallIntegerField(default=1)
    account = models.CharField(max_length=64, blank=True, default="")
    state = models.CharField(max_length=10, choices=ConnectedState, default=ConnectedState.OPENING)
    reason = models.CharField(max_length=300, blank=True, default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    chosen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("connected account")
        indexes: ClassVar[list[models.Index]] = [DueRow.due_index("connected_account_due")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="connected_account_one_owner",
                condition=Q(user__isnull=True, brand__isnull=False) | Q(user__isnull=False, brand__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["user", "brand", "rail"], name="connected_account_once", nulls_distinct=False
            ),
            models.UniqueConstraint(
                fields=["rail", "account"], condition=~Q(account=""), name="connected_account_of_one"
            ),
            models.CheckConstraint(
                name="connected_account_exists",
                condition=Q(state__in=WITH_ACCOUNT) & ~Q(account="") | ~Q(state__in=WITH_ACCOUNT) & Q(account=""),
            ),
        ]
        triggers: ClassVar = [
            guards.only_these_may_change(
                "connected_account",
                "due_state",
                "due_at",
                "lease_until",
                "fence",
                "attempts",
                "last_error",
                "finished_at",
                "state",
                "country",
                "attempt",
                "account",
                "reason",
                "chosen_at",
            ),
            pgtrigger.FSM(name="connected_account_states", field="state", transitions=STATE_MOVES),
            guards.account_stays_once_made(),
        ]

    def __str__(self) -> str:
        return f"{self.rail} {self.account or '-'} {self.state}"

    @property
    def idempotency_key(self) -> str:
        """What the rail makes it under: another country, or another attempt, is another request."""
        return f"account:{self.public_id}:{self.attempt}:{self.country}"
