"""What a maker declares of each version: how AI was used, and what in it is not theirs."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.declaration_rules import AiUse, ItemKind
from contests.models import declaration_guards, guards
from contests.models.entry import EntryVersion


class VersionDeclaration(models.Model):
    """Declared once, with the version; never edited. Versions from before there were any have none."""

    version = models.OneToOneField(EntryVersion, on_delete=models.PROTECT, primary_key=True, related_name="declaration")
    ai_use = models.CharField(_("use of AI"), max_length=8)
    ai_tool = models.CharField(_("with which tool"), max_length=120, blank=True)
    ai_purpose = models.CharField(_("what for"), max_length=600, blank=True)

    class Meta:
        verbose_name = _("declaration")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="declaration_use_of_ai",
                condition=Q(ai_use=AiUse.NONE.value, ai_tool="", ai_purpose="")
                | (Q(ai_use__in=[AiUse.IDEAS.value, AiUse.WORK.value]) & ~Q(ai_tool="") & ~Q(ai_purpose="")),
            ),
        ]
        triggers: ClassVar = [*guards.insert_only("version_declaration"), declaration_guards.within_policy()]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.ai_use}"


class DeclaredItem(models.Model):
    """One thing in a version that is not its maker's own."""

    declaration = models.ForeignKey(VersionDeclaration, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8)
    name = models.CharField(_("name"), max_length=160, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    licence = models.CharField(_("licence"), max_length=120)

    class Meta:
        verbose_name = _("declared item")
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["declaration", "position"], name="declared_item_once"),
            models.CheckConstraint(name="declared_item_kind", condition=Q(kind__in=[kind.value for kind in ItemKind])),
            models.CheckConstraint(
                name="declared_item_named",
                condition=~Q(name="") | (~Q(address="") & ~Q(kind=ItemKind.FONT.value)),
            ),
            models.CheckConstraint(name="declared_item_licensed", condition=~Q(licence="")),
        ]
        triggers: ClassVar = guards.insert_only("declared_item")

    def __str__(self) -> str:
        return f"{self.kind} {self.name or self.address}"
