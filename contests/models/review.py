"""What a brand and its shortlisted makers say of one another once a contest is over, and when it is shown."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.models import review_guards
from contests.models.contest import Contest
from contests.review_rules import ASPECTS, ReviewKind
from duerows.models import DueRow

# A check lets NULL pass: what must be there is asked for by name.
STARS = Q(stars__isnull=False, stars__range=(1, 5))
NO_STARS = Q(stars__isnull=True)
ALL_ASPECTS = Q(**{f"{name}__isnull": False for name in ASPECTS}, **{f"{name}__range": (1, 5) for name in ASPECTS})
NO_ASPECTS = Q(**{f"{name}__isnull": True for name in ASPECTS})


class Review(models.Model):
    """One side of a pair: the brand and one shortlisted maker. Shown together (see `contests.review_rules`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="reviews")
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in ReviewKind])
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    clear_brief = models.PositiveSmallIntegerField(null=True, blank=True)
    answered = models.PositiveSmallIntegerField(null=True, blank=True)
    in_time = models.PositiveSmallIntegerField(null=True, blank=True)
    feedback = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.TextField(max_length=2000, blank=True, default="")
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    shown_at = models.DateTimeField(null=True, blank=True)
    reply = models.TextField(max_length=2000, blank=True, default="")
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("review")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["maker", "-shown_at", "-id"], name="review_of_maker"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["contest", "maker"], condition=Q(kind="about_brand"), name="review_of_brand_once"
            ),
            models.UniqueConstraint(
                fields=["contest", "maker"], condition=~Q(kind="about_brand"), name="review_of_maker_once"
            ),
            models.CheckConstraint(
                name="review_marks_fit_kind",
                condition=Q(NO_STARS, ALL_ASPECTS, kind="about_brand")
                | Q(STARS, NO_ASPECTS, kind="about_maker")
                | Q(NO_STARS, NO_ASPECTS, ~Q(words=""), kind="thanks"),
            ),
            models.CheckConstraint(
                name="review_reply_whole",
                condition=Q(reply="", replied_at__isnull=True, replied_by__isnull=True)
                | Q(~Q(reply=""), replied_at__isnull=False, replied_by__isnull=False),
            ),
        ]
        triggers: ClassVar = [review_guards.review_is_in_turn(), review_guards.review_stands()]

    def __str__(self) -> str:
        return f"{self.kind} in {self.contest_id}"


class ReviewReveal(DueRow):
    """When the reviews of a contest are shown, although one side of some pair stayed silent. Made with the first."""

    contest = models.OneToOneField(Contest, on_delete=models.PROTECT, related_name="review_reveal")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [DueRow.due_index("review_reveal_due")]

    def __str__(self) -> str:
        return f"reviews of {self.contest_id} {self.due_at:%Y-%m-%d %H:%M}"
