"""A contest: its state, its terms, and the moments fixed when it opens."""

import uuid
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from contests.kinds import CLOSED, FAST_LIMITS, Kind
from contests.lifecycle import Periods, State, Timeline
from contests.models import follow_up_guards, guards
from contests.models.expected import expected_hour


class Visibility(models.TextChoices):
    """public: entries are seen by all. private: by the brand and their author. blind: so too, and authors are hidden
    from the brand until the award."""

    PUBLIC = "public", _("public")
    PRIVATE = "private", _("private")
    BLIND = "blind", _("blind")


STATE_CHOICES = [
    (State.DRAFT.value, _("draft")),
    (State.AWAITING_FUNDS.value, _("awaiting funds")),
    (State.OPEN.value, _("open for entries")),
    (State.SHORTLISTING.value, _("shortlisting")),
    (State.FINAL_ROUND.value, _("final round")),
    (State.JUDGING.value, _("judging")),
    (State.AWARDED.value, _("awarded")),
    (State.HANDOVER.value, _("handover")),
    (State.SETTLED.value, _("settled")),
    (State.LAPSED.value, _("lapsed")),
    (State.CANCELLED.value, _("cancelled")),
    (State.SUSPENDED.value, _("suspended")),
]


KIND_CHOICES = [
    (Kind.STANDARD.value, _("standard")),
    (Kind.INVITED.value, _("by invitation")),
    (Kind.NDA.value, _("confidential")),
    (Kind.FAST.value, _("fast")),
    (Kind.TWO_STAGE.value, _("in two stages")),
    (Kind.ZERO_SPEC.value, _("without speculative work")),
    (Kind.OPEN_LICENCE.value, _("open licence")),
]
IS_OPEN = Q(state=State.OPEN.value)


class Contest(models.Model):
    """Written only by `contests.services`; a wrong transition or a changed term is refused by the database too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="contests")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=16, choices=STATE_CHOICES, default=State.DRAFT.value)
    state_since = models.DateTimeField(default=timezone.now)
    suspended_from = models.CharField(max_length=16, choices=STATE_CHOICES, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    # Terms, the brand's.
    kind = models.CharField(_("kind"), max_length=12, choices=KIND_CHOICES, default=Kind.STANDARD.value)
    visibility = models.CharField(_("visibility"), max_length=8, choices=Visibility, default=Visibility.PUBLIC)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    shortlist_max = models.PositiveSmallIntegerField(_("most that may be shortlisted"), default=5)
    unpaid_effort_minutes = models.PositiveSmallIntegerField(_("unpaid effort asked for, in minutes"), default=60)
    entries_period = models.DurationField(_("entries are taken for"), default=timedelta(days=14))
    shortlisting_period = models.DurationField(_("shortlisting takes"), default=timedelta(days=5))
    final_round_period = models.DurationField(_("the final round takes"), default=timedelta(days=5))
    judging_period = models.DurationField(_("judging takes"), default=timedelta(days=5))

    # Terms, the policy's: written when the policy is fixed, by whoever asks for funds.
    shortlist_min = models.PositiveSmallIntegerField(null=True, blank=True)
    entry_cap = models.PositiveIntegerField(null=True, blank=True)
    silence_period = models.DurationField(null=True, blank=True)
    final_notice_period = models.DurationField(null=True, blank=True)
    delivery_period = models.DurationField(null=True, blank=True)
    acceptance_period = models.DurationField(null=True, blank=True)
    extension_days_max = models.PositiveSmallIntegerField(default=0)
    revision_rounds_max = models.PositiveSmallIntegerField(default=0)

    # What creatives weigh briefs by: the figures are written with the policy's terms, the hour by the database itself
    # after each entry.
    floor_minor = models.BigIntegerField(null=True, blank=True, editable=False)
    prizes_minor = models.BigIntegerField(null=True, blank=True, editable=False)
    effort_minutes = models.PositiveIntegerField(null=True, blank=True, editable=False)
    hourly_minor = models.GeneratedField(
        expression=expected_hour(), output_field=models.BigIntegerField(), db_persist=True
    )

    # Moments, fixed at the opening; moved together when a suspension ends.
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    shortlist_by = models.DateTimeField(null=True, blank=True)
    final_round_ends_at = models.DateTimeField(null=True, blank=True)
    decide_by = models.DateTimeField(null=True, blank=True)
    final_notice_at = models.DateTimeField(null=True, blank=True)
    lapses_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    cancel_stage = models.CharField(max_length=12, blank=True, default="")
    cancel_reason = models.TextField(_("reason for cancelling"), max_length=2000, blank=True, default="")
    entry_count = models.PositiveIntegerField(default=0)
    extension_days = models.PositiveSmallIntegerField(default=0)
    """Days by which people who had entered were made to wait longer. Each is paid for, and reserved beforehand."""

    class Meta:
        verbose_name = _("contest")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "closes_at"], name="contest_state_closes"),
            models.Index(fields=["brand", "-created_at"], name="contest_brand_newest"),
            models.Index(fields=["hourly_minor", "id"], name="contest_open_hourly", condition=IS_OPEN),
            models.Index(fields=["prizes_minor", "id"], name="contest_open_prizes", condition=IS_OPEN),
            models.Index(fields=["id"], name="contest_confidential", condition=Q(kind=Kind.NDA.value)),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="contest_state_known",
                condition=Q(state__in=[s.value for s in State]),
            ),
            models.CheckConstraint(name="contest_kind_known", condition=Q(kind__in=[k.value for k in Kind])),
            models.CheckConstraint(
                name="contest_closed_is_not_public",
                condition=~Q(kind__in=sorted(CLOSED)) | ~Q(visibility=Visibility.PUBLIC),
            ),
            models.CheckConstraint(
                name="contest_zero_spec",
                condition=~Q(kind=Kind.ZERO_SPEC.value)
                | (Q(unpaid_effort_minutes=0) & ~Q(visibility=Visibility.BLIND)),
            ),
            models.CheckConstraint(
                name="contest_fast_is_short",
                condition=~Q(kind=Kind.FAST.value)
                | Q(**{f"{field}__lte": longest for field, longest in FAST_LIMITS.items()}),
            ),
            models.CheckConstraint(name="contest_currency_iso", condition=Q(currency__regex=r"^[A-Z]{3}$")),
            models.CheckConstraint(name="contest_shortlist_max", condition=Q(shortlist_max__range=(1, 100))),
            models.CheckConstraint(
                name="contest_shortlist_min",
                condition=Q(shortlist_min__isnull=True) | Q(shortlist_min__lte=F("shortlist_max")),
            ),
            models.CheckConstraint(
                name="contest_entry_cap",
                condition=Q(entry_cap__isnull=True) | Q(entry_count__lte=F("entry_cap")),
            ),
            models.CheckConstraint(
                name="contest_figures_whole",
                condition=Q(floor_minor=None, prizes_minor=None, effort_minutes=None)
                | Q(floor_minor__gte=0, prizes_minor__gte=0, effort_minutes__gt=0),
            ),
            models.CheckConstraint(
                name="contest_extension_reserved",
                condition=Q(extension_days__lte=F("extension_days_max")),
            ),
            models.CheckConstraint(
                name="contest_opened_has_moments",
                condition=Q(state__in=[State.DRAFT.value, State.AWAITING_FUNDS.value])
                | Q(
                    opens_at__isnull=False,
                    closes_at__gt=F("opens_at"),
                    shortlist_by__gte=F("closes_at"),
                    final_round_ends_at__gte=F("shortlist_by"),
                    decide_by__gte=F("final_round_ends_at"),
                    lapses_at__gte=F("decide_by"),
                    shortlist_min__isnull=False,
                    entry_cap__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="contest_suspended_from",
                condition=(Q(state=State.SUSPENDED.value) & ~Q(suspended_from=""))
                | (~Q(state=State.SUSPENDED.value) & Q(suspended_from="")),
            ),
        ]
        triggers: ClassVar = [
            guards.born_as_draft(),
            guards.state_machine(),
            guards.frozen_terms(),
            guards.no_delete_once_opened(),
            guards.not_by_the_blocked("contest", "created_by_id"),
            follow_up_guards.follow_up_keeps_its_terms(),
        ]

    def __str__(self) -> str:
        return f"{self.id} ({self.state})"

    @property
    def is_blind_now(self) -> bool:
        """Whether authors are hidden from the brand at this moment."""
        return self.visibility == Visibility.BLIND and self.decided_at is None

    @property
    def periods(self) -> Periods | None:
        """The contest's periods, once its policy is fixed."""
        if (
            self.silence_period is None
            or self.final_notice_period is None
            or self.delivery_period is None
            or self.acceptance_period is None
        ):
            return None
        return Periods(
            entries=self.entries_period,
            shortlisting=self.shortlisting_period,
            final_round=self.final_round_period,
            judging=self.judging_period,
            silence=self.silence_period,
            final_notice=self.final_notice_period,
            delivery=self.delivery_period,
            acceptance=self.acceptance_period,
        )

    @property
    def extension_days_left(self) -> int:
        """By how many days it may still be extended; 0 under a policy that sets nothing aside for it."""
        return self.extension_days_max - self.extension_days

    @property
    def timeline(self) -> Timeline | None:
        """The contest's moments, once it has opened."""
        moments = [getattr(self, name) for name in Timeline.__slots__]
        return Timeline(*moments) if all(moments) else None


class Prize(models.Model):
    """An announced prize. Its sum is paid in full, whatever happens."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="prizes")
    rank = models.PositiveSmallIntegerField(_("rank"))
    amount_minor = models.BigIntegerField(_("amount in minor units"))

    class Meta:
        verbose_name = _("prize")
        ordering: ClassVar[list[str]] = ["rank"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contest", "rank"], name="prize_rank_once"),
            models.CheckConstraint(name="prize_positive", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(name="prize_rank_from_one", condition=Q(rank__gte=1)),
        ]
        triggers: ClassVar = [guards.only_before_opening("prize")]

    def __str__(self) -> str:
        return f"#{self.rank}: {self.amount_minor}"
