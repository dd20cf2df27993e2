"""What somebody wants to hear of: briefs and brands they follow, searches they have saved, their calendar's address."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from contests.models.contest import Contest
from duerows.models import DueRow


class Following(models.Model):
    """A person follows one brief or one brand. The row goes when they stop; who follows is told to nobody."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followings")
    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, null=True, blank=True, related_name="followings")
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, null=True, blank=True, related_name="followings")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("following")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="following_one_thing",
                condition=Q(contest__isnull=True, brand__isnull=False) | Q(contest__isnull=False, brand__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["person", "contest"], name="following_brief_once", condition=Q(contest__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["person", "brand"], name="following_brand_once", condition=Q(brand__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.contest_id or self.brand_id}"


class SavedSearch(DueRow):
    """Filters of the list of briefs. As a due row it waits for the next day on which its new matches are mailed."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("name"), max_length=80)
    filters = models.JSONField(default=dict)
    """As in `contests.selectors.browsing.BrowseFilters`, what is empty left out."""
    told_until = models.DateTimeField()
    """Briefs that opened up to then have been told of."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering: ClassVar[list[str]] = ["created_at", "id"]
        indexes: ClassVar[list[models.Index]] = [DueRow.due_index("saved_search_due")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "name"], name="saved_search_name_once"),
            models.CheckConstraint(name="saved_search_named", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class CalendarFeed(models.Model):
    """Where somebody's calendar of deadlines is. Its address is signed and kept nowhere; a higher `generation` makes a
    new one, and the old one worthless."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="calendar_feed"
    )
    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    generation = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("calendar")

    def __str__(self) -> str:
        return f"{self.person_id} ({self.generation})"
