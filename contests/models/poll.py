"""Straw polls by link: a brand asks colleagues without an account what they think of a few entries.

Of the link only a digest is kept, of a voter only a digest that is another in every poll.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.models import gallery_guards, guards
from contests.models.contest import Contest
from contests.models.entry import Entry
from contests.models.file import StoredFile


class PollKind(models.TextChoices):
    """pick: one of them. rate: one to five stars each."""

    PICK = "pick", _("pick one")
    RATE = "rate", _("rate each")


class Poll(models.Model):
    """Open until `closes_at`, or until somebody of the brand closes it earlier. What was asked is never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="polls")
    question = models.CharField(_("question"), max_length=200)
    kind = models.CharField(max_length=4, choices=PollKind, default=PollKind.PICK)
    token_digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    """Closed by hand; None where the time alone closes it."""
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("poll")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["contest", "-created_at"], name="poll_newest")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="poll_asks_something", condition=~Q(question="")),
            models.CheckConstraint(name="poll_kind_known", condition=Q(kind__in=[one.value for one in PollKind])),
            models.CheckConstraint(name="poll_closes_after_it_opens", condition=Q(closes_at__gt=F("created_at"))),
            models.CheckConstraint(name="poll_digest_of_a_token", condition=Q(token_digest__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(
                name="poll_closed_by_somebody",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]
        triggers: ClassVar = [gallery_guards.only_these_may_change("poll", "token_digest", "closed_at", "closed_by_id")]

    def __str__(self) -> str:
        return self.question


class PollOption(models.Model):
    """One entry that a poll asks about, by the picture it had then. `ref` names it to voters, and nowhere else."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="options")
    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["poll", "entry"], name="poll_option_once")
        ]
        triggers: ClassVar = [*guards.insert_only("poll_option"), gallery_guards.poll_option_fits()]

    def __str__(self) -> str:
        return f"{self.poll_id}: {self.entry_id}"


class Ballot(models.Model):
    """One voter's vote in one poll. It may be changed until the poll closes."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="ballots")
    voter_digest = models.CharField(max_length=64)
    cast_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["poll", "voter_digest"], name="ballot_once_a_voter")
        ]
        triggers: ClassVar = [gallery_guards.ballot_in_time(), guards.no_delete("ballot")]

    def __str__(self) -> str:
        return f"{self.poll_id}: {self.pk}"


class BallotMark(models.Model):
    """What a ballot says of one option: its stars, or that it is the pick."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="marks")
    option = models.ForeignKey(PollOption, on_delete=models.PROTECT, related_name="marks")
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    """None where the poll is a pick."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["ballot", "option"], name="ballot_mark_once"),
            models.UniqueConstraint(fields=["ballot"], condition=Q(stars__isnull=True), name="ballot_picks_one"),
            models.CheckConstraint(name="ballot_mark_stars", condition=Q(stars__isnull=True) | Q(stars__range=(1, 5))),
        ]
        triggers: ClassVar = [gallery_guards.ballot_mark_fits()]

    def __str__(self) -> str:
        return f"{self.ballot_id}: {self.option_id}"
