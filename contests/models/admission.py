"""Who was let in to a closed contest: guests, the links by which they come, what they promised to keep silent."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.kinds import Kind
from contests.models import follow_up_guards, guards
from contests.models.contest import Contest


class InvitationLink(models.Model):
    """A link by which creatives invite themselves, as often as it says and until it ends. The link itself is signed and
    kept nowhere.
    """

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="invitation_links")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    most_uses = models.PositiveSmallIntegerField(_("for how many people"))
    uses = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("link to invite")
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="invitation_link_uses", condition=Q(uses__lte=F("most_uses"))),
            models.CheckConstraint(name="invitation_link_for_somebody", condition=Q(most_uses__gte=1)),
        ]
        triggers: ClassVar = [guards.only_in_kind("invitation_link", Kind.INVITED)]

    def __str__(self) -> str:
        return f"link {self.pk} to {self.contest_id}"

    def is_open(self, now: datetime) -> bool:
        """Whether somebody may still come by it."""
        return self.closed_at is None and now < self.expires_at and self.uses < self.most_uses


class Guest(models.Model):
    """A creative invited to a contest. Taken back, the row stays; whoever has entered meanwhile stays in."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="guests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    link = models.ForeignKey(InvitationLink, on_delete=models.PROTECT, null=True, blank=True, related_name="guests")
    invited_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("guest")
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contest", "person"], name="guest_once"),
            models.CheckConstraint(
                name="guest_by_person_or_link",
                condition=Q(invited_by__isnull=False, link__isnull=True)
                | Q(invited_by__isnull=True, link__isnull=False),
            ),
        ]
        triggers: ClassVar = [
            guards.only_in_kind("guest", Kind.INVITED),
            follow_up_guards.for_its_makers_only("guest", "person_id"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.contest_id}"


class NdaAcceptance(models.Model):
    """Somebody accepted a contest's confidentiality: which text, when, from where. It is never edited."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="nda_acceptances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.CharField(max_length=12)
    language = models.CharField(max_length=5)
    text = models.TextField()
    """The clauses as they were shown, one a line."""
    text_sha256 = models.CharField(max_length=64)
    signed_name = models.CharField(max_length=120)
    accepted_at = models.DateTimeField()
    accepted_from = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("accepted confidentiality")
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contest", "person"], name="nda_accepted_once"),
            models.CheckConstraint(name="nda_is_signed", condition=~Q(signed_name="")),
            models.CheckConstraint(name="nda_text_named", condition=Q(text_sha256__regex=r"^[0-9a-f]{64}$")),
        ]
        triggers: ClassVar = [*guards.insert_only("nda_acceptance"), guards.only_in_kind("nda_acceptance", Kind.NDA)]

    def __str__(self) -> str:
        return f"{self.person_id} keeps {self.contest_id} confidential"
