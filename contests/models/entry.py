"""Entries: what creatives submit, in versions, by one author or a team; and the shortlist."""

import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.models import follow_up_guards, gallery_guards, guards
from contests.models.contest import Contest

CODE_ALPHABET = "23456789CDFGHJKMNPQRTVWXY"


def new_code() -> str:
    """A name for an entry that tells neither its author nor its order: five signs that are easy to read aloud."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(5))


class EntryState(models.TextChoices):
    """A withdrawn or disqualified entry is no longer admissible."""

    SUBMITTED = "submitted", _("submitted")
    WITHDRAWN = "withdrawn", _("withdrawn")
    DISQUALIFIED = "disqualified", _("disqualified")


class Entry(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="entries")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="entries")
    code = models.CharField(max_length=8, default=new_code, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=EntryState, default=EntryState.SUBMITTED)
    title = models.CharField(_("title"), max_length=120)
    statement = models.TextField(_("note to the brand"), max_length=4000, blank=True)
    minutes_spent = models.PositiveIntegerField(_("minutes spent"), null=True, blank=True)
    sources = models.TextField(_("sources, fonts and use of AI"), max_length=2000, blank=True)
    rating = models.PositiveSmallIntegerField(_("the brand's rating"), null=True, blank=True)
    disqualified_because = models.TextField(max_length=2000, blank=True, default="")
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)
    """From when on the platform shows it to its makers and to the brand only."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["contest", "-created_at", "-id"], name="entry_contest_newest"),
            models.Index(fields=["author", "-created_at", "-id"], name="entry_author_newest"),
            models.Index(fields=["-created_at", "-id"], name="entry_newest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contest", "code"], name="entry_code_once"),
            models.CheckConstraint(
                name="entry_rating_stars",
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)),
            ),
            models.CheckConstraint(
                name="entry_disqualified_with_reason",
                condition=~Q(state=EntryState.DISQUALIFIED) | ~Q(disqualified_because=""),
            ),
        ]
        triggers: ClassVar = [
            guards.no_delete("entry"),
            guards.admitted_only("entry", "author_id", "NEW.contest_id"),
            guards.not_by_the_blocked("entry", "author_id"),
            follow_up_guards.for_its_makers_only("entry", "author_id"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def is_admissible(self) -> bool:
        return self.state == EntryState.SUBMITTED


class EntryVersion(models.Model):
    """One submitted state of an entry; never edited, the next one follows it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    note = models.CharField(_("what changed"), max_length=400, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("version")
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "number"], name="entry_version_once")
        ]
        triggers: ClassVar = guards.insert_only("entry_version")

    def __str__(self) -> str:
        return f"{self.entry_id} v{self.number}"


class EntryShare(models.Model):
    """A person's weight in what an entry earns. A solo author holds the only one; each member consents to their own."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="shares")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="entry_shares")
    weight = models.PositiveIntegerField(default=1)
    consented_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "user"], name="entry_share_once"),
            models.CheckConstraint(name="entry_share_weight", condition=Q(weight__range=(1, 1_000_000))),
        ]
        triggers: ClassVar = [
            guards.no_delete("entry_share"),
            guards.admitted_only(
                "entry_share", "user_id", "(SELECT contest_id FROM contests_entry WHERE id = NEW.entry_id)"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.weight}"


class RevisionRequest(models.Model):
    """The brand asked for a change to a shortlisted entry. Each round is paid by the contest's policy, done or not."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="revision_requests")
    round = models.PositiveSmallIntegerField()
    note = models.TextField(_("what should change"), max_length=2000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("request for a revision")
        ordering: ClassVar[list[str]] = ["round"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "round"], name="revision_round_once"),
            models.CheckConstraint(name="revision_round_from_one", condition=Q(round__gte=1)),
            models.CheckConstraint(name="revision_says_what", condition=~Q(note="")),
        ]
        triggers: ClassVar = [*guards.insert_only("revision_request"), guards.revision_fits()]

    def __str__(self) -> str:
        return f"{self.entry_id}, round {self.round}"


class ShortlistPlace(models.Model):
    """A place on the shortlist. It is never taken back: whoever holds one is paid at least the floor."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="shortlist")
    slot = models.PositiveSmallIntegerField()
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="place")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["slot"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contest", "slot"], name="shortlist_slot_once"),
            models.CheckConstraint(name="shortlist_slot_from_one", condition=Q(slot__gte=1)),
        ]
        triggers: ClassVar = [
            *guards.insert_only("shortlist_place"),
            guards.shortlist_fits(),
            gallery_guards.shortlists_nobody_eliminated(),
        ]

    def __str__(self) -> str:
        return f"#{self.slot}: {self.entry_id}"
