"""What creatives think of a policy before it is published."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from payouts.models import guards
from payouts.models.policy import PayoutPolicy


class Vote(models.TextChoices):
    """For, against, or a word without a vote."""

    FOR = "for", _("for")
    AGAINST = "against", _("against")
    NONE = "none", _("no vote")


class PolicyOpinion(models.Model):
    """One person's vote on a draft and their comment; it may be changed as long as the consultation is open."""

    policy = models.ForeignKey(PayoutPolicy, on_delete=models.PROTECT, related_name="opinions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    vote = models.CharField(max_length=8, choices=Vote)
    comment = models.TextField(blank=True, default="", max_length=2000)
    created_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("opinion on a policy")
        verbose_name_plural = _("opinions on policies")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["policy", "author"], name="opinion_once"),
            models.CheckConstraint(name="opinion_vote_known", condition=models.Q(vote__in=Vote.values)),
        ]
        triggers: ClassVar = [guards.opinion_while_consulted()]

    def __str__(self) -> str:
        return f"{self.vote} {self.policy_id}"
