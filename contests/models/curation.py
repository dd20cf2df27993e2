"""How a brand's people work through a gallery: notes, collections, picks, and when each of them last looked.

Nobody outside the brand is ever shown any of it. Being working matter it may be changed and removed.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.models import gallery_guards as guards
from contests.models.contest import Contest
from contests.models.entry import Entry


class EntryNote(models.Model):
    """A note about an entry, from one of the brand's people to the others."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="notes")
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(_("note"), max_length=2000)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("note")
        ordering: ClassVar[list[str]] = ["created_at", "id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["entry", "created_at"], name="entry_note_oldest")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="entry_note_says_something", condition=~Q(body=""))
        ]

    def __str__(self) -> str:
        return self.body[:60]


class Collection(models.Model):
    """A named set of entries of one contest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="collections")
    name = models.CharField(_("name"), max_length=60)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("collection")
        ordering: ClassVar[list[str]] = ["created_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("contest", Lower("name"), name="collection_name_once"),
            models.CheckConstraint(name="collection_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class CollectionItem(models.Model):
    """An entry's place in a collection."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="collection_items")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["collection", "entry"], name="collection_item_once")
        ]
        triggers: ClassVar = [guards.collection_item_fits()]

    def __str__(self) -> str:
        return f"{self.collection_id}: {self.entry_id}"


class ShortlistPick(models.Model):
    """An entry that the brand means to shortlist: it binds nobody until the shortlist is confirmed."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="pick", primary_key=True)
    picked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    picked_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("pick")

    def __str__(self) -> str:
        return str(self.entry_id)


class GalleryVisit(models.Model):
    """When one of the brand's people last looked through a contest, and when the time before that was."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="gallery_visits")
    visitor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    last_at = models.DateTimeField()
    before_at = models.DateTimeField(null=True, blank=True)
    """The end of the visit before the one under way; None during the first."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contest", "visitor"], name="gallery_visit_once"),
            models.CheckConstraint(
                name="gallery_visit_in_order",
                condition=Q(before_at__isnull=True) | Q(before_at__lte=models.F("last_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contest_id}: {self.visitor_id}"
