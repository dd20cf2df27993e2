"""Which contests' documents must be looked at: a row each, due again whenever something happened to its money."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from contests.models import Contest
from duerows.models import DueRow


class ContestPapers(DueRow):
    """What is due in it is read in the books themselves; the row only says "look"."""

    contest = models.OneToOneField(Contest, on_delete=models.PROTECT, related_name="papers")

    class Meta:
        verbose_name = _("papers of a contest")
        verbose_name_plural = _("papers of contests")
        indexes: ClassVar[list[models.Index]] = [DueRow.due_index("contest_papers_due")]

    def __str__(self) -> str:
        return f"papers of {self.contest_id}"
