"""An address that wants to be told, whose it is, of what, and the secrets that its messages are signed with."""

import uuid
from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from webhooks.addresses import LONGEST

PURPOSE: Final = "webhook secret"


class Reach(models.TextChoices):
    """Whether an endpoint of a person's hears of what they take part in only, or of all that they may see."""

    OWN = "own", _("what I take part in")
    ALL = "all", _("everything that I may see")


class DisabledBecause(models.TextChoices):
    OWNER = "owner", _("switched off by hand")
    FAILING = "failing", _("nothing was taken for days")
    GONE = "gone", _("it answered that it is gone")


class Endpoint(models.Model):
    """Belongs to a person, or to a brand; then `user` is whoever made it, and what it hears is what the brand may see.

    One that a program made (`client_id`) hears only what that program's scopes let it read.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="webhooks")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, null=True, blank=True, related_name="webhooks")
    client_id = models.CharField(max_length=100, blank=True, default="")
    url = models.CharField(_("address"), max_length=LONGEST)
    description = models.CharField(_("what it is for"), max_length=120, blank=True, default="")
    event_types = ArrayField(models.CharField(max_length=40), verbose_name=_("events"))
    reach = models.CharField(_("of what"), max_length=4, choices=Reach, default=Reach.OWN)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_because = models.CharField(max_length=8, choices=DisabledBecause, blank=True, default="")
    failing_since = models.DateTimeField(null=True, blank=True)
    hold_until = models.DateTimeField(null=True, blank=True)
    last_success_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("webhook")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user"], name="endpoint_active", condition=Q(disabled_at__isnull=True))
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="endpoint_disabled_with_reason",
                condition=Q(disabled_at__isnull=True, disabled_because="")
                | Q(disabled_at__isnull=False) & ~Q(disabled_because=""),
            ),
            models.CheckConstraint(name="endpoint_reach_known", condition=Q(reach__in=Reach.values)),
            models.CheckConstraint(name="endpoint_hears_something", condition=~Q(event_types=[])),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None


class EndpointSecret(models.Model):
    """A secret, sealed. It signs until `expires_at`; the newest has none. While two are live both sign."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="secrets")
    sealed = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("webhook secret")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["endpoint"], condition=Q(expires_at__isnull=True), name="endpoint_one_lasting_secret"
            )
        ]

    def __str__(self) -> str:
        return f"secret of {self.endpoint_id} from {self.created_at:%Y-%m-%d}"
