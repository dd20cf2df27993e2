"""Where money reaches a person or a brand. A changed destination is a new row; the old one is retired, never edited.

The destination (an IBAN, a processor's account id) lies sealed. Beside it stand a keyed fingerprint, for equality, and
its last four signs, for people: no list and no page ever needs to open it.
"""

from typing import ClassVar, Final
from uuid import UUID

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import Exact, GreaterThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import guards
from accounts.models.brand import Brand
from accounts.models.user import User
from accounts.vault import sealing
from duerows.guards import only_these_may_change

PURPOSE: Final = "payout account"
SHOWN: Final = 4
"""How many of the last signs are shown."""


_WHOLE: Final = models.IntegerField()


def _bytes_of(column: str) -> Func:
    """How many bytes a column holds, in SQL."""
    return Func(F(column), function="octet_length", output_field=_WHOLE)


class PayoutAccount(models.Model):
    """One destination on one rail, belonging to exactly one person or one brand.

    Payments go there from `takes_effect_at` on. A row with `parked_at` gets none before an operator has looked at it.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="payout_accounts")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, null=True, blank=True, related_name="payout_accounts")
    rail = models.CharField(_("rail"), max_length=20, default="sandbox")
    sealed = models.BinaryField()
    fingerprint = models.BinaryField()
    ending = models.CharField(_("last signs"), max_length=SHOWN)
    holder_name = models.CharField(_("account holder"), max_length=120)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    takes_effect_at = models.DateTimeField(_("takes effect at"), default=timezone.now, editable=False)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name=_("takes back")
    )
    parked_at = models.DateTimeField(_("parked at"), null=True, blank=True)
    reviewed_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
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
            models.CheckConstraint(
                condition=Q(takes_effect_at__gte=F("created_at")), name="payout_account_effect_after_change"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(parked_at__isnull=False, reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="payout_account_reviewed_if_parked",
            ),
            # Plain words would begin otherwise.
            models.CheckConstraint(
                condition=Q(GreaterThanOrEqual(_bytes_of("sealed"), sealing.SMALLEST))
                & Q(Exact(Func(F("sealed"), 0, function="get_byte", output_field=_WHOLE), sealing.VERSION[0]))
                & Q(Exact(_bytes_of("fingerprint"), sealing.FINGERPRINT_BYTES)),
                name="payout_account_sealed",
            ),
        ]
        triggers: ClassVar = [
            only_these_may_change(
                "payout_account", "retired_at", "reviewed_at", "reviewed_by_id", "sealed", "fingerprint"
            ),
            guards.payout_account_ends_once(),
        ]

    def __str__(self) -> str:
        return f"{self.rail} {self.masked}"

    @property
    def masked(self) -> str:
        """Enough to recognise the account, too little to use it.

        >>> PayoutAccount(ending="0123").masked
        '•••• 0123'
        """
        return f"•••• {self.ending}"

    @property
    def owner(self) -> str:
        """Whose it is, in one word: what the sealed destination is bound to, beside the rail."""
        return owner_word(self.user_id, self.brand_id)

    @property
    def is_parked(self) -> bool:
        """Whether an operator has still to look at it."""
        return self.parked_at is not None and self.reviewed_at is None

    def seal(self, destination: str) -> None:
        """Take this destination, once owner and rail are set."""
        context = sealing_context(self.owner, self.rail)
        self.sealed = sealing.seal(destination, purpose=PURPOSE, context=context)
        self.fingerprint = sealing.fingerprint(_with_rail(self.rail, destination), purpose=PURPOSE)
        self.ending = destination[-SHOWN:]

    def goes_to(self, rail: str, destination: str) -> bool:
        """Whether the money goes there, whichever key the row was written under. Opens nothing."""
        possible = sealing.possible_fingerprints(_with_rail(rail, destination), purpose=PURPOSE)
        return bytes(self.fingerprint) in possible


def owner_word(user_id: int | None, brand_id: UUID | None) -> str:
    """A person or a brand in one word.

    >>> owner_word(7, None)
    'user:7'
    """
    return f"user:{user_id}" if brand_id is None else f"brand:{brand_id}"


def sealing_context(owner: str, rail: str) -> str:
    """What a destination is bound to: in another's row, or on another rail, it does not open."""
    return f"{owner}|{rail}"


def _with_rail(rail: str, destination: str) -> str:
    return f"{rail}|{destination}"
