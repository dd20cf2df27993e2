"""A contest's jury: its criteria, its jurors and their conflicts, their ballots, and its clock.

What may happen is decided in `contests.jury`; `jury_guards` holds it in the database.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.jury import LEAST_POINTS, MOST_POINTS, MOST_WEIGHT, BallotState, JuryState
from contests.models import guards, jury_guards
from contests.models.contest import Contest
from contests.models.entry import Entry
from duerows.models import DueRow, DueState


class Jury(models.Model):
    """How the shortlist is judged. The seed is written by the draw, so that nobody could choose it."""

    contest = models.OneToOneField(Contest, on_delete=models.PROTECT, related_name="jury")
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in JuryState], default=JuryState.PREPARING
    )
    quorum = models.PositiveSmallIntegerField(_("fewest ballots for each entry"), default=2)
    ballots_per_entry = models.PositiveSmallIntegerField(_("ballots for each entry"), default=3)
    shows_comments = models.BooleanField(_("entrants may read the jurors’ comments"), default=True)
    seed = models.CharField(max_length=32, blank=True, default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    ballots_by = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("jury")
        verbose_name_plural = _("juries")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="jury_state_known", condition=Q(state__in=[s.value for s in JuryState])),
            models.CheckConstraint(
                name="jury_quorum", condition=Q(quorum__gte=1) & Q(quorum__lte=F("ballots_per_entry"))
            ),
            models.CheckConstraint(
                name="jury_drawn_with_moments",
                condition=~Q(state=JuryState.SCORING.value)
                | (
                    Q(opened_at__isnull=False)
                    & ~Q(seed="")
                    & Q(ballots_by__gt=F("opened_at"))
                    & Q(closes_at__gte=F("ballots_by"))
                ),
            ),
        ]
        triggers: ClassVar = [guards.no_delete("jury"), jury_guards.jury_states(), jury_guards.jury_rules_frozen()]

    def __str__(self) -> str:
        return f"jury of {self.contest_id} ({self.state})"


class Criterion(models.Model):
    """What is judged, on a scale from 0 to 10, and how much it counts."""

    jury = models.ForeignKey(Jury, on_delete=models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=80)
    description = models.CharField(_("what to look for"), max_length=400, blank=True, default="")
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["jury", "position"], name="criterion_position_once"),
            models.UniqueConstraint("jury", Lower("name"), name="criterion_name_once"),
            models.CheckConstraint(name="criterion_weight", condition=Q(weight__range=(1, MOST_WEIGHT))),
            models.CheckConstraint(name="criterion_named", condition=~Q(name="")),
        ]
        triggers: ClassVar = [jury_guards.criteria_frozen()]

    def __str__(self) -> str:
        return f"{self.name} × {self.weight}"


class Juror(models.Model):
    """Somebody who was asked to judge, by an address; a person once they have accepted. Stand-ins wait until needed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jury = models.ForeignKey(Jury, on_delete=models.PROTECT, related_name="jurors")
    email = models.EmailField(_("e-mail address"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="jury_seats"
    )
    is_stand_in = models.BooleanField(_("stand-in"), default=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now, editable=False)
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    excused_at = models.DateTimeField(null=True, blank=True)
    may_be_named = models.BooleanField(default=False)
    releases_comments = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("juror")
        ordering: ClassVar[list[str]] = ["invited_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user"], name="juror_at_work", condition=Q(accepted_at__isnull=False, excused_at=None))
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("jury", Lower("email"), name="juror_address_once"),
            models.UniqueConstraint(fields=["jury", "user"], name="juror_once"),
            models.CheckConstraint(
                name="juror_one_answer", condition=Q(accepted_at__isnull=True) | Q(declined_at__isnull=True)
            ),
            models.CheckConstraint(
                name="juror_accepted_is_somebody", condition=Q(accepted_at__isnull=True) | Q(user__isnull=False)
            ),
        ]
        triggers: ClassVar = [guards.no_delete("juror")]

    def __str__(self) -> str:
        return f"{self.email} in {self.jury_id}"

    @property
    def is_at_work(self) -> bool:
        """Whether they take part."""
        return self.accepted_at is not None and self.excused_at is None


class ConflictKind(models.TextChoices):
    """What ties a juror to an entry: they say so, or it is found."""

    DECLARED = "declared", _("declared by the juror")
    OWN_WORK = "own_work", _("the juror’s own work")
    COLLEAGUE = "colleague", _("in one brand’s team with its maker")


class JuryConflict(models.Model):
    """Why a juror does not judge an entry, or (without one) the contest. Never shown to the brand while it is blind."""

    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="conflicts")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=ConflictKind)
    reason = models.CharField(_("reason"), max_length=1000, blank=True, default="")
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["juror", "entry"], name="jury_conflict_once", nulls_distinct=False),
            models.CheckConstraint(name="jury_conflict_kind_known", condition=Q(kind__in=ConflictKind.values)),
            models.CheckConstraint(
                name="jury_conflict_declared",
                condition=~Q(kind=ConflictKind.DECLARED) | (~Q(reason="") & Q(declared_by__isnull=False)),
            ),
        ]
        triggers: ClassVar = guards.insert_only("jury_conflict")

    def __str__(self) -> str:
        return f"{self.juror_id} and {self.entry_id or 'the contest'}: {self.kind}"


class JuryBallot(models.Model):
    """One juror's ballot for one entry, from the draw to what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="ballots")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="ballots")
    stands_in_for = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in BallotState], default=BallotState.OPEN)
    comment = models.TextField(_("comment"), max_length=2000, blank=True, default="")
    abstained_because = models.CharField(max_length=1000, blank=True, default="")
    assigned_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("ballot")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["juror", "entry"], name="ballot_once"),
            models.UniqueConstraint(fields=["stands_in_for"], name="ballot_one_stand_in"),
            models.CheckConstraint(name="ballot_state_known", condition=Q(state__in=[s.value for s in BallotState])),
            models.CheckConstraint(
                name="ballot_closed_at",
                condition=Q(state=BallotState.OPEN.value, closed_at__isnull=True)
                | (~Q(state=BallotState.OPEN.value) & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="ballot_abstained_with_reason",
                condition=~Q(state=BallotState.ABSTAINED.value) | ~Q(abstained_because=""),
            ),
        ]
        triggers: ClassVar = [jury_guards.ballot_fits(), jury_guards.ballot_closes_once()]

    def __str__(self) -> str:
        return f"{self.juror_id} on {self.entry_id} ({self.state})"


class Score(models.Model):
    """Points by one criterion; changed until the ballot is sent."""

    ballot = models.ForeignKey(JuryBallot, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("score")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["ballot", "criterion"], name="score_once"),
            models.CheckConstraint(name="score_on_scale", condition=Q(points__range=(LEAST_POINTS, MOST_POINTS))),
        ]
        triggers: ClassVar = [jury_guards.score_fits()]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.points}"


class JuryStep(models.TextChoices):
    """What falls due in a jury's life."""

    REMIND = "remind", _("jurors are reminded")
    REPLACE = "replace", _("stand-ins take over")
    CLOSE = "close", _("the jury is over")


class JuryDeadline(DueRow):
    """One step of a jury's clock. It never moves a deadline of the contest."""

    jury = models.ForeignKey(Jury, on_delete=models.PROTECT, related_name="deadlines")
    step = models.CharField(max_length=8, choices=JuryStep)

    class Meta:
        ordering: ClassVar[list[str]] = ["due_at", "id"]
        indexes: ClassVar[list[models.Index]] = [DueRow.due_index("jury_deadline_due")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["jury", "step"], condition=Q(due_state=DueState.WAITING), name="jury_deadline_one_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.due_at:%Y-%m-%d %H:%M}"
