"""Mandates to make somebody's invoices, and objections to such an invoice. Insert-only: what was said was said."""

import secrets
from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contests.models.guards import insert_only
from payouts.documents.models import guards
from payouts.documents.models.document import Document

LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without those that are taken for one another."""


def new_mandate_code() -> str:
    """What the references of a mandate's invoices begin with; it says nothing of whose they are.

    >>> len(new_mandate_code())
    6
    """
    return "".join(secrets.choice(LETTERS) for _ in range(6))


class MandateVerb(models.TextChoices):
    ACCEPTED = "accepted", _("given")
    REVOKED = "revoked", _("taken back")


class MandateAct(models.Model):
    """Somebody gave the mandate or took it back: to which text, when, from where. The last act is what stands.

    Each mandate has a code of its own, and with it a series of numbers.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mandate_acts")
    verb = models.CharField(max_length=8, choices=MandateVerb)
    code = models.CharField(max_length=6, default=new_mandate_code)
    text_version = models.CharField(max_length=20)
    text_sha256 = models.CharField(max_length=64)
    acted_at = models.DateTimeField()
    acted_from = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("act on a mandate")
        verbose_name_plural = _("acts on mandates")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "-id"], name="mandate_newest")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(verb=MandateVerb.ACCEPTED), name="mandate_code_once"
            ),
            models.CheckConstraint(name="mandate_verb_known", condition=models.Q(verb__in=MandateVerb.values)),
        ]
        triggers: ClassVar = insert_only("mandate_act")

    def __str__(self) -> str:
        return f"{self.verb} {self.text_version}"


class Objection(models.Model):
    """A creative says that an invoice made in their name is wrong. A person looks into it."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="objection")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(max_length=2000)
    objected_at = models.DateTimeField()
    objected_on = models.DateField()

    class Meta:
        verbose_name = _("objection to an invoice")
        verbose_name_plural = _("objections to invoices")
        triggers: ClassVar = [*insert_only("objection"), guards.objection_in_time()]

    def __str__(self) -> str:
        return f"objection to {self.document_id}"
