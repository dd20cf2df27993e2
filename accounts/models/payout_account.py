"""Where money reaches a person or a brand. A changed destination is a new row; the old one is retired, never edited."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.brand import Brand
from accounts.models.user import User


class PayoutAccount(models.Model):
    """One destination on one rail, belonging to exactly one person or one brand."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="payout_accounts")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, null=True, blank=True, related_name="payout_accounts")
    rail = models.CharField(_("rail"), max_length=20, default="sandbox")
    destination = models.CharField(_("account number"), max_length=64)
    holder_name = models.CharField(_("account holder"), max_length=120)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("payout account")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(user__isnull=True, brand__isnull=False) | Q(user__isnull=False, brand__isnull=True),
                name="payout_account_one_owner",
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(retired_at__isnull=True), name="payout_account_one_per_user"
            ),
            models.UniqueConstraint(
                fields=["brand"], condition=Q(retired_at__isnull=True), name="payout_account_one_per_brand"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rail} {self.masked}"

    @property
    def masked(self) -> str:
        """Enough to recognise the account, too little to use it.

        >>> PayoutAccount(destination="FR7612345678901234567890123").masked
        'FR76 •••• 0123'
        """
        return f"{self.destination[:4]} •••• {self.destination[-4:]}"
