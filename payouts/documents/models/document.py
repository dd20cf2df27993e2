"""Documents: insert-only rows that hold all that is ever printed of them, the debts they are of, and their files."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from contests.models import Contest
from contests.models.guards import insert_only
from duerows.models import DueRow
from paper.models import SealedFile, sealed_once
from payouts.documents.models import guards
from payouts.documents.models.series import DocumentSeries
from payouts.models.settlement import Obligation, Settlement


class DocumentKind(models.TextChoices):
    """A fee invoice is the platform's to a brand; a self-billed one a creative's to a brand, made for them. A credit
    note takes back one of either. A statement says what reached somebody in a year."""

    FEE_INVOICE = "fee_invoice", _("fee invoice")
    SELF_BILLED = "self_billed", _("self-billed invoice")
    CREDIT_NOTE = "credit_note", _("credit note")
    STATEMENT = "statement", _("yearly statement")


class Document(models.Model):
    """One document as it was issued. `content` is `composing.values.Content` as a dictionary, `content_sha256` the hash
    of its canonical JSON; the other columns repeat what is searched, constrained or linked.

    `brand` and `person` are whose it is: both see it. `credits` is the invoice that a credit note takes back, at most
    one for each.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=DocumentKind)
    series = models.ForeignKey(DocumentSeries, on_delete=models.PROTECT, related_name="documents")
    number = models.PositiveIntegerField()
    reference = models.CharField(max_length=40, unique=True)
    issued_at = models.DateTimeField()
    issued_on = models.DateField()
    currency = models.CharField(max_length=3)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    gross_minor = models.BigIntegerField()
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, null=True, blank=True, related_name="documents")
    settlement = models.ForeignKey(
        Settlement, on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, null=True, blank=True, related_name="documents")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    credits = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="credited_by")
    objection_until = models.DateField(null=True, blank=True)
    statement_year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("document")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["brand", "-id"], name="document_brand_newest"),
            models.Index(fields=["person", "-id"], name="document_person_newest"),
            models.Index(fields=["contest", "kind"], name="document_contest_kind"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["series", "number"], name="document_number_once"),
            models.UniqueConstraint(
                fields=["person", "statement_year", "currency"],
                condition=Q(kind="statement"),
                name="document_statement_once",
            ),
            models.CheckConstraint(name="document_number_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="document_gross_is_net_and_tax", condition=Q(gross_minor=F("net_minor") + F("tax_minor"))
            ),
            models.CheckConstraint(
                name="document_of_its_kind",
                condition=Q(
                    kind="fee_invoice",
                    settlement__isnull=False,
                    contest__isnull=False,
                    brand__isnull=False,
                    person__isnull=True,
                    credits__isnull=True,
                )
                | Q(
                    kind="self_billed",
                    contest__isnull=False,
                    brand__isnull=False,
                    person__isnull=False,
                    objection_until__isnull=False,
                    credits__isnull=True,
                )
                | Q(kind="credit_note", credits__isnull=False)
                | Q(kind="statement", person__isnull=False, statement_year__isnull=False, credits__isnull=True),
            ),
        ]
        triggers: ClassVar = [
            *insert_only("document"),
            guards.next_number(),
            guards.content_adds_up(),
            guards.fee_invoiced_once(),
            guards.mandated(),
            guards.self_billed_in_full(),
        ]

    def __str__(self) -> str:
        return self.reference


class DocumentDebt(models.Model):
    """That a self-billed invoice documents a debt."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="debts")
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="documented_by")

    class Meta:
        verbose_name = _("invoiced debt")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "obligation"], name="document_debt_named_once")
        ]
        triggers: ClassVar = [*insert_only("document_debt"), guards.debt_documented_once()]

    def __str__(self) -> str:
        return f"{self.document_id} {self.obligation_id}"


class DocumentFile(SealedFile):
    """A document's PDF: due as soon as the document is issued, printed once."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="file")

    class Meta:
        verbose_name = _("printed document")
        indexes: ClassVar[list[models.Index]] = [DueRow.due_index("document_file_due")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            SealedFile.whole_or_empty("document_file_whole"),
            models.UniqueConstraint(
                fields=["storage_key"], condition=~Q(storage_key=""), name="document_file_key_once"
            ),
        ]
        triggers: ClassVar = [sealed_once("document_file", "document_id")]

    def __str__(self) -> str:
        return f"file of {self.document_id}"
