"""What parties say of themselves for their documents. A change is a new row; the latest counts, the others stand.

A creative's own are encrypted: whoever reads the table without the key reads country, status and masks, and no more.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from contests.models.guards import insert_only


class TaxDetails(models.Model):
    """A creative's name, address and numbers. `sealed` holds them encrypted for this person alone
    (`services.secrecy`); `masked` is what is shown."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tax_details")
    country = models.CharField(max_length=2)
    vat_status = models.CharField(max_length=10)
    vat_rate_bps = models.PositiveSmallIntegerField(default=0)
    is_artist_author = models.BooleanField(default=False)
    sealed = models.TextField()
    masked = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("tax details")
        verbose_name_plural = _("tax details")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "-id"], name="tax_details_newest")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="tax_details_status_known", condition=Q(vat_status__in=["private", "franchise", "registered"])
            ),
        ]
        triggers: ClassVar = insert_only("tax_details")

    def __str__(self) -> str:
        return f"tax details of {self.person_id}"


class BillingDetails(models.Model):
    """Whom a brand's invoices are made out to."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="billing_details")
    name = models.CharField(max_length=160)
    street = models.CharField(max_length=240)
    postcode = models.CharField(max_length=16)
    city = models.CharField(max_length=100)
    country = models.CharField(max_length=2)
    vat_number = models.CharField(max_length=20, blank=True, default="")
    company_number = models.CharField(max_length=20, blank=True, default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("billing details")
        verbose_name_plural = _("billing details")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["brand", "-id"], name="billing_details_newest")]
        triggers: ClassVar = insert_only("billing_details")

    def __str__(self) -> str:
        return self.name
