"""Rights in winning works: the text, who accepted it, and the sealed deed. What was accepted is never edited."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models import guards
from contests.models.award import Handover
from duerows.models import DueRow
from paper.models import SealedFile, sealed_once


class RightsSide(models.TextChoices):
    CREATIVE = "creative", _("for the work")
    BRAND = "brand", _("for the brand")


class RightsTransfer(models.Model):
    """The text for one handover (`contests.rights.RightsText` as a dictionary), fixed when it is first accepted."""

    handover = models.OneToOneField(Handover, on_delete=models.PROTECT, related_name="rights")
    text = models.JSONField()
    text_sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("transfer of rights")
        verbose_name_plural = _("transfers of rights")
        triggers: ClassVar = guards.insert_only("rights_transfer")

    def __str__(self) -> str:
        return f"rights of {self.handover_id}"


class RightsAcceptance(models.Model):
    """One person's acceptance: the author's, each team member's, and one for the brand."""

    transfer = models.ForeignKey(RightsTransfer, on_delete=models.PROTECT, related_name="acceptances")
    side = models.CharField(max_length=8, choices=RightsSide)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_name = models.CharField(max_length=120)
    accepted_at = models.DateTimeField()
    accepted_from = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("acceptance of a transfer")
        verbose_name_plural = _("acceptances of transfers")
        ordering: ClassVar[list[str]] = ["accepted_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["transfer", "person", "side"], name="rights_accepted_once"),
            models.UniqueConstraint(
                fields=["transfer"], condition=Q(side=RightsSide.BRAND), name="rights_one_brand_acceptance"
            ),
            models.CheckConstraint(name="rights_side_known", condition=Q(side__in=RightsSide.values)),
        ]
        triggers: ClassVar = guards.insert_only("rights_acceptance")

    def __str__(self) -> str:
        return f"{self.side} {self.transfer_id}"


class RightsDeed(SealedFile):
    """The deed's PDF: due once everybody has accepted, printed once. Where there is none, no right has passed."""

    transfer = models.OneToOneField(RightsTransfer, on_delete=models.PROTECT, related_name="deed")
    completed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("deed of rights")
        verbose_name_plural = _("deeds of rights")
        indexes: ClassVar[list[models.Index]] = [DueRow.due_index("rights_deed_due")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            SealedFile.whole_or_empty("rights_deed_whole"),
            models.UniqueConstraint(fields=["storage_key"], condition=~Q(storage_key=""), name="rights_deed_key_once"),
        ]
        triggers: ClassVar = [
            sealed_once("rights_deed", "transfer_id", "completed_at"),
            guards.accepted_by_all(),
        ]

    def __str__(self) -> str:
        return f"deed of {self.transfer_id}"
