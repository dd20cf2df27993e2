"""Comments on entries, between the brand and the makers; and the brand's word that everybody may read them."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.comment_rules import WHOLE, Side
from contests.models import comment_guards, guards
from contests.models.contest import Contest
from contests.models.entry import Entry, EntryVersion
from contests.models.file import StoredFile
from duerows.guards import only_these_may_change

SIDES = [(Side.BRAND.value, _("the brand")), (Side.MAKER.value, _("the maker"))]


class Comment(models.Model):
    """Something said of one version of an entry, or a reply to it. Its words never change; they may be taken
    back, or hidden by the platform.

    `thread` counts what was begun on an entry, `place` what was said in one: 0 is the comment that began it. Places on
    an image are in thousandths of its size; a point has neither width nor height.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="comments")
    version = models.ForeignKey(EntryVersion, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    x = models.PositiveSmallIntegerField(null=True, blank=True)
    y = models.PositiveSmallIntegerField(null=True, blank=True)
    width = models.PositiveSmallIntegerField(null=True, blank=True)
    height = models.PositiveSmallIntegerField(null=True, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies")
    thread = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField(default=0)
    side = models.CharField(max_length=5, choices=SIDES)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(_("comment"), max_length=2000)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)
    """From when on the platform shows it to whoever wrote it only."""

    class Meta:
        verbose_name = _("comment")
        ordering: ClassVar[list[str]] = ["entry", "thread", "place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "thread", "place"], name="comment_place_once"),
            models.CheckConstraint(name="comment_says_something", condition=~Q(body="")),
            models.CheckConstraint(name="comment_side_known", condition=Q(side__in=[side.value for side in Side])),
            models.CheckConstraint(
                name="comment_first_or_reply",
                condition=Q(parent__isnull=True, place=0)
                | Q(parent__isnull=False, place__gt=0, file__isnull=True, resolved_at__isnull=True),
            ),
            models.CheckConstraint(
                name="comment_anchor_on_image",
                condition=Q(x__isnull=True, y__isnull=True, width__isnull=True, height__isnull=True)
                | (
                    Q(file__isnull=False, x__isnull=False, y__isnull=False, width__isnull=False, height__isnull=False)
                    & Q(x__lte=WHOLE - F("width"), y__lte=WHOLE - F("height"))
                    & (Q(width=0, height=0) | Q(width__gt=0, height__gt=0))
                ),
            ),
            models.CheckConstraint(
                name="comment_resolved_by_somebody",
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
            ),
        ]
        triggers: ClassVar = [
            comment_guards.comment_fits(),
            guards.not_by_the_blocked("comment", "author_id"),
            comment_guards.withdrawn_stays(),
            only_these_may_change("comment", "resolved_at", "resolved_by_id", "withdrawn_at", "hidden_at"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.thread}.{self.place}"


class CommentRelease(models.Model):
    """The brand lets everybody who sees an entry of this contest read its comments. It cannot be taken back."""

    contest = models.OneToOneField(Contest, on_delete=models.PROTECT, primary_key=True, related_name="comment_release")
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("release of comments")
        triggers: ClassVar = [
            *guards.insert_only("comment_release"),
            comment_guards.release_after_decision(),
        ]

    def __str__(self) -> str:
        return f"{self.contest_id}, {self.released_at:%Y-%m-%d}"
