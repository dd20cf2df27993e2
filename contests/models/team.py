"""Teams before they enter: a split that an author offers to others, and what each of them answers to it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.models import guards, team_guards
from contests.models.contest import Contest
from contests.models.entry import Entry


class SplitOffer(models.Model):
    """How an author would divide what an entry earns. It is never changed: another one is offered instead. Once
    everybody has signed, it is used for one entry, whose shares it becomes.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="split_offers")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="split_offers")
    people = models.PositiveSmallIntegerField(_("how many people"))
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="split_offer", verbose_name=_("entry")
    )

    class Meta:
        verbose_name = _("offered split")
        ordering: ClassVar[list[str]] = ["-made_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["author", "contest"], name="split_offer_of_author"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="split_offer_team", condition=Q(people__range=(2, 8))),
            models.CheckConstraint(
                name="split_offer_withdrawn_or_used", condition=Q(withdrawn_at__isnull=True) | Q(entry__isnull=True)
            ),
        ]
        triggers: ClassVar = [
            guards.no_delete("split_offer"),
            team_guards.offer_stands(),
            team_guards.offer_used_when_signed(),
        ]

    def __str__(self) -> str:
        return f"{self.author_id} in {self.contest_id}, {self.people}"


class SplitPart(models.Model):
    """One person's part in an offered split, and their answer. `consent` is the signed word that travels with the entry
    (`contests.services.teams`); the author's own part has none.
    """

    offer = models.ForeignKey(SplitOffer, on_delete=models.PROTECT, related_name="parts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="split_parts")
    weight = models.PositiveIntegerField()
    signed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    consent = models.TextField(blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("part of a split")
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["offer", "person"], name="split_part_once"),
            models.CheckConstraint(name="split_part_weight", condition=Q(weight__range=(1, 1_000_000))),
            models.CheckConstraint(
                name="split_part_one_answer", condition=Q(signed_at__isnull=True) | Q(declined_at__isnull=True)
            ),
        ]
        triggers: ClassVar = [
            guards.no_delete("split_part"),
            team_guards.parts_stand(),
            team_guards.no_further_part(),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.weight}"
