"""Likenesses, reports, cases, statements of reasons and appeals. What they may be is decided in `moderation.rules`."""

from moderation.models.appeal import Appeal, Outcome
from moderation.models.case import Case, Origin
from moderation.models.decision import Decision, Detection, Ground
from moderation.models.likeness import ImagePrint, Likeness, Verdict
from moderation.models.report import Reason, Report

__all__ = [
    "Appeal",
    "Case",
    "Decision",
    "Detection",
    "Ground",
    "ImagePrint",
    "Likeness",
    "Origin",
    "Outcome",
    "Reason",
    "Report",
    "Verdict",
]
