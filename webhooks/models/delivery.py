"""A message to one endpoint about one event, and each try to deliver it."""

from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duerows.models import DueRow, DueState
from webhooks.models.endpoint import Endpoint

KEPT_OF_ANSWER: Final = 1000
"""So many characters of a receiver's answer are kept, for whoever looks for what went wrong."""


class Outcome(models.TextChoices):
    """What became of a message; none yet while it is waiting.

    waiting → delivered | given_up (nobody took it for three days) | withdrawn (its owner may not see it any more)
            | disabled (its endpoint was switched off). Each may be replayed, and waits again then.
    """

    DELIVERED = "delivered", _("delivered")
    GIVEN_UP = "given_up", _("given up")
    WITHDRAWN = "withdrawn", _("not for you any more")
    DISABLED = "disabled", _("the webhook was off")


class Delivery(DueRow):
    """The message's id and body stand as written, so that every try, and every replay, is the same message."""

    is_ours = False

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    message_id = models.CharField(max_length=40)
    event_type = models.CharField(_("event"), max_length=40)
    body = models.TextField()
    source = models.CharField(max_length=20, blank=True, default="")
    source_id = models.BigIntegerField(null=True, blank=True)
    happened_at = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    outcome = models.CharField(_("what became of it"), max_length=10, choices=Outcome, blank=True, default="")

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes: ClassVar[list[models.Index]] = [
            DueRow.due_index("delivery_due"),
            models.Index(
                fields=["endpoint", "due_at", "id"], name="delivery_queue", condition=Q(due_state=DueState.WAITING)
            ),
            models.Index(fields=["endpoint", "-id"], name="delivery_newest"),
            models.Index(fields=["endpoint", "happened_at"], name="delivery_happened"),
            models.Index(fields=["created_at"], name="delivery_old"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["endpoint", "message_id"], name="delivery_once"),
            models.CheckConstraint(
                name="delivery_ended_with_outcome",
                condition=Q(due_state=DueState.WAITING, outcome="") | ~Q(due_state=DueState.WAITING) & ~Q(outcome=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_type} {self.message_id}"


class Attempt(models.Model):
    """One try: the answer's status and beginning, or in a word why there was none."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)
    error = models.CharField(max_length=40, blank=True, default="")
    answer = models.CharField(max_length=KEPT_OF_ANSWER, blank=True, default="")
    milliseconds = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("try")
        verbose_name_plural = _("tries")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["delivery", "-id"], name="attempt_newest")]

    def __str__(self) -> str:
        return f"{self.status or self.error} at {self.at:%Y-%m-%d %H:%M:%S}"
