"""What the maker of a version declares about where it comes from. Insert-only: one for each version, never changed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models import guards
from contests.models.entry import EntryVersion


class AiUse(models.TextChoices):
    """How far generative tools had a part in a version."""

    NONE = "none", _("none")
    IDEAS = "ideas", _("for ideas only")
    WORK = "work", _("in the work itself")


class Declaration(models.Model):
    """Each list holds objects with the keys that `contests.declarations` names; the words are the maker's."""

    version = models.OneToOneField(
        EntryVersion, on_delete=models.PROTECT, primary_key=True, related_name="declaration"
    )
    sources = models.JSONField(default=list)
    fonts = models.JSONField(default=list)
    stock = models.JSONField(default=list)
    ai_use = models.CharField(_("use of AI"), max_length=5, choices=AiUse)
    ai_tool = models.CharField(_("which tool"), max_length=120, blank=True)
    ai_purpose = models.CharField(_("what for"), max_length=400, blank=True)
    minutes_spent = models.PositiveIntegerField(_("minutes spent on this version"), null=True, blank=True)

    class Meta:
        verbose_name = _("declaration")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="declaration_ai_explained",
                condition=Q(ai_use=AiUse.NONE, ai_tool="", ai_purpose="")
                | (~Q(ai_use=AiUse.NONE) & ~Q(ai_tool="") & ~Q(ai_purpose="")),
            ),
            models.CheckConstraint(name="declaration_ai_known", condition=Q(ai_use__in=AiUse.values)),
        ]
        triggers: ClassVar = [*guards.insert_only("declaration"), guards.declares_within_policy()]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.ai_use}"
