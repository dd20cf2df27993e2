"""Policies as stored documents, and the platform's tariff per category. What they mean is in `payouts.policy`."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.models import Category
from payouts.models import guards


class PolicyState(models.TextChoices):
    """draft → published → superseded; contests keep the version under which they opened."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    SUPERSEDED = "superseded", _("superseded")


class PayoutPolicy(models.Model):
    """One version of a policy. `created_by` is who wrote it last (nobody, for what comes with the platform);
    somebody else publishes it.
    """

    slug = models.SlugField(max_length=40)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    document = models.JSONField()
    document_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=PolicyState, default=PolicyState.DRAFT)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    consulted_from = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    published_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("payout policy")
        verbose_name_plural = _("payout policies")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["slug", "version"], name="policy_version_once"),
            models.UniqueConstraint(
                fields=["is_default"],
                condition=Q(is_default=True, state=PolicyState.PUBLISHED),
                name="policy_one_default",
            ),
            models.CheckConstraint(
                name="policy_published_when",
                condition=Q(state=PolicyState.DRAFT) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="policy_four_eyes",
                condition=Q(state=PolicyState.DRAFT)
                | Q(created_by__isnull=True)
                | Q(published_by__isnull=False) & ~Q(published_by=F("created_by")),
            ),
        ]
        triggers: ClassVar = [guards.policy_kept_once_used(), guards.records_policy_changes()]

    def __str__(self) -> str:
        return f"{self.slug} {self.version}"


class CategoryTariff(models.Model):
    """The standard effort and the usual price of a study, per category and currency, from a date on."""

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="tariffs")
    currency = models.CharField(max_length=3, default="EUR")
    valid_from = models.DateField()
    effort_minutes = models.PositiveIntegerField()
    study_price_minor = models.BigIntegerField()
    source = models.CharField(max_length=300)

    class Meta:
        verbose_name = _("category tariff")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["category", "currency", "valid_from"], name="tariff_once"),
            models.CheckConstraint(
                name="tariff_positive",
                condition=Q(effort_minutes__gt=0, study_price_minor__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category_id} {self.valid_from}"
