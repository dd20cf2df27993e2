"""What makers show of their own work on their own page, and the word of a brand that they may."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.models import guards
from contests.models.entry import Entry
from contests.showcase_rules import SHOWABLE
from duerows.guards import REFUSED


def _their_own_and_showable() -> pgtrigger.Trigger:
    """Only who made a work shows it, and only one that may be shown (`contests.showcase_rules`)."""
    return pgtrigger.Trigger(
        name="shown_work_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF NOT EXISTS (
                SELECT FROM contests_entry e JOIN contests_contest c ON c.id = e.contest_id
                WHERE e.id = NEW.entry_id AND {SHOWABLE} AND EXISTS (
                    SELECT FROM contests_entryshare s WHERE s.entry_id = e.id AND s.user_id = NEW.person_id)
            ) THEN
                RAISE EXCEPTION 'entry % is not theirs to show', NEW.entry_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def _by_a_decider() -> pgtrigger.Trigger:
    """The word is an owner's or manager's of the brand, once its contest is decided."""
    return pgtrigger.Trigger(
        name="showing_word_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NOT EXISTS (
                SELECT FROM contests_entry e JOIN contests_contest c ON c.id = e.contest_id
                JOIN accounts_membership m ON m.brand_id = c.brand_id AND m.user_id = NEW.given_by_id
                WHERE e.id = NEW.entry_id AND c.decided_at IS NOT NULL AND m.role IN ('owner', 'manager')
            ) THEN
                RAISE EXCEPTION 'nobody of the brand agrees for entry %', NEW.entry_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


class ShownWork(models.Model):
    """An entry that one of its makers shows. Taken away, the row goes."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="shown_works")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="shown_by")
    shown_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("work shown")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "-id"], name="shown_work_newest")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "person"], name="shown_work_once")
        ]
        triggers: ClassVar = [_their_own_and_showable()]

    def __str__(self) -> str:
        return f"{self.entry_id} by {self.person_id}"


class ShowingWord(models.Model):
    """The brand's word that the makers of an entry may show it. It is never taken back."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="showing_word")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("word that a work may be shown")
        triggers: ClassVar = [*guards.insert_only("showing_word"), _by_a_decider()]

    def __str__(self) -> str:
        return f"{self.entry_id} may be shown"
