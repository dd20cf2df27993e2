"""The community's vote on its award: the vote and its clock, ballots and what they say, marks, rulings, the result.

What may happen is decided in `contests.community`; `community_guards` holds it in the database. All but the vote's own
state is only ever added to: a ballot that says something else says it in a new row, and a struck one stays.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.community import PENDING, Sign, VoteState
from contests.models import community_guards, guards
from contests.models.contest import Contest
from contests.models.entry import Entry
from duerows.guards import only_these_may_change
from duerows.models import DueRow, DueState


class CommunityVote(models.Model):
    """One contest's vote. `ballots` and `struck` are what was counted; empty where nothing was."""

    contest = models.OneToOneField(Contest, on_delete=models.PROTECT, primary_key=True, related_name="community_vote")
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in VoteState], default=VoteState.OPEN)
    opened_at = models.DateTimeField(default=timezone.now)
    closes_at = models.DateTimeField()
    check_by = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ballots = models.PositiveIntegerField(null=True, blank=True)
    struck = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("community vote")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["closes_at"], name="community_vote_open", condition=Q(state=VoteState.OPEN.value)),
            models.Index(fields=["check_by"], name="community_vote_check", condition=Q(state=VoteState.CHECKING.value)),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="community_vote_state_known", condition=Q(state__in=[s.value for s in VoteState])
            ),
            models.CheckConstraint(
                name="community_vote_moments", condition=Q(closes_at__gt=F("opened_at"), check_by__gt=F("closes_at"))
            ),
            models.CheckConstraint(
                name="community_vote_ended",
                condition=Q(state__in=sorted(s.value for s in PENDING), ended_at__isnull=True)
                | (~Q(state__in=sorted(s.value for s in PENDING)) & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="community_vote_counted",
                condition=Q(state=VoteState.COUNTED.value, ballots__isnull=False, struck__lte=F("ballots"))
                | (~Q(state=VoteState.COUNTED.value) & Q(ballots__isnull=True, struck__isnull=True)),
            ),
        ]
        triggers: ClassVar = [
            only_these_may_change("community_vote", "state", "closes_at", "check_by", "ended_at", "ballots", "struck"),
            community_guards.vote_fits(),
            community_guards.vote_states(),
            community_guards.vote_ends_for_good(),
        ]

    def __str__(self) -> str:
        return f"vote of {self.contest_id} ({self.state})"

    @property
    def is_pending(self) -> bool:
        """Whether its result is still to come."""
        return self.state in PENDING


class CommunityBallot(models.Model):
    """That somebody votes: once in a contest, whatever their ballot says."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vote = models.ForeignKey(CommunityVote, on_delete=models.PROTECT, related_name="all_ballots")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    cast_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("ballot of the community")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vote", "voter"], name="community_ballot_once")
        ]
        triggers: ClassVar = [*guards.insert_only("community_ballot"), community_guards.ballot_fits()]

    def __str__(self) -> str:
        return f"{self.vote_id}: {self.pk}"


class CommunityChoice(models.Model):
    """What a ballot says; the highest number is what counts. `network` is a digest, another in every vote, of the
    network that it came from: neither an address nor anything by which somebody could be followed elsewhere.
    """

    ballot = models.ForeignKey(CommunityBallot, on_delete=models.PROTECT, related_name="choices")
    number = models.PositiveSmallIntegerField()
    entries = ArrayField(models.UUIDField())
    network = models.CharField(max_length=64, blank=True, default="")
    cast_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["ballot", "number"], name="community_choice_number"),
            models.CheckConstraint(name="community_choice_digest", condition=Q(network__regex=r"^([0-9a-f]{64})?$")),
        ]
        triggers: ClassVar = [*guards.insert_only("community_choice"), community_guards.choice_fits()]

    def __str__(self) -> str:
        return f"{self.ballot_id} #{self.number}"


class CommunityMark(models.Model):
    """A sign, found at the close, that a ballot and others may be of one hand. It accuses nobody."""

    ballot = models.ForeignKey(CommunityBallot, on_delete=models.PROTECT, related_name="marks")
    sign = models.CharField(max_length=8, choices=[(s.value, s.value) for s in Sign])
    marked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["ballot", "sign"], name="community_mark_once"),
            models.CheckConstraint(name="community_mark_known", condition=Q(sign__in=[s.value for s in Sign])),
        ]
        triggers: ClassVar = [*guards.insert_only("community_mark"), community_guards.mark_fits()]

    def __str__(self) -> str:
        return f"{self.ballot_id}: {self.sign}"


class CommunityRuling(models.Model):
    """What a person decided of a marked ballot, and why: it is struck, or it counts."""

    ballot = models.OneToOneField(CommunityBallot, on_delete=models.PROTECT, related_name="ruling")
    is_struck = models.BooleanField()
    reason = models.CharField(_("reason"), max_length=1000)
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ruled_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="community_ruling_has_a_reason", condition=~Q(reason=""))
        ]
        triggers: ClassVar = [*guards.insert_only("community_ruling"), community_guards.ruling_fits()]

    def __str__(self) -> str:
        return f"{self.ballot_id}: {'struck' if self.is_struck else 'counts'}"


class CommunityResult(models.Model):
    """How many counted votes an entry has."""

    vote = models.ForeignKey(CommunityVote, on_delete=models.PROTECT, related_name="results")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    votes = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vote", "entry"], name="community_result_once")
        ]
        triggers: ClassVar = [*guards.insert_only("community_result"), community_guards.result_is_the_count()]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.votes}"


class CommunityStep(models.TextChoices):
    """What falls due in a vote."""

    CLOSE = "close", _("ballots are no longer taken")
    CHECK = "check", _("marked ballots have been looked at")


class CommunityDeadline(DueRow):
    """One step of a vote's clock. It never moves a deadline of the contest."""

    vote = models.ForeignKey(CommunityVote, on_delete=models.PROTECT, related_name="deadlines")
    step = models.CharField(max_length=8, choices=CommunityStep)

    class Meta:
        ordering: ClassVar[list[str]] = ["due_at", "id"]
        indexes: ClassVar[list[models.Index]] = [DueRow.due_index("community_deadline_due")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["vote", "step"], condition=Q(due_state=DueState.WAITING), name="community_deadline_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.due_at:%Y-%m-%d %H:%M}"
