"""A brand: the organisation that launches and funds briefs, and its members."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User


class MemberRole(models.TextChoices):
    """Owner and manager decide; a judge looks and rates; finance sees and pays, but decides nothing about the work."""

    OWNER = "owner", _("owner")
    MANAGER = "manager", _("manager")
    JUDGE = "judge", _("judge")
    FINANCE = "finance", _("finance")


class Brand(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    country = models.CharField(_("country"), max_length=2, default="FR")
    website = models.URLField(_("website"), blank=True)
    about = models.TextField(_("about"), max_length=2000, blank=True)
    members: "models.ManyToManyField[User, Membership]" = models.ManyToManyField(User, through="Membership")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("brand")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=MemberRole)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("membership")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["brand", "user"], name="membership_once"),
            models.CheckConstraint(condition=models.Q(role__in=MemberRole.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.brand} · {self.role}"
