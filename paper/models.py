"""Printed files that stand: a row for each, due until its file is sealed, and unchangeable from then on."""

import secrets
from typing import Final

import pgtrigger
from django.db import models
from django.db.models import Q

from duerows.models import DueRow


def new_file_key() -> str:
    """Where a file lies: random, so that it tells nothing of whom or what it speaks."""
    return f"documents/{secrets.token_hex(24)}.pdf"


class SealedFile(DueRow):
    """The one file of one document. Empty while it waits to be printed; then its key, its SHA-256 and its size stand.

    As a due row it waits for a worker to print it (`paper.sealing`), which happens once.
    """

    storage_key = models.CharField(max_length=120, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    size_bytes = models.PositiveIntegerField(default=0)
    sealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_sealed(self) -> bool:
        """Whether the file is there."""
        return self.sealed_at is not None

    @classmethod
    def whole_or_empty(cls, name: str) -> models.CheckConstraint:
        """The constraint that a file is either wholly sealed or not at all."""
        return models.CheckConstraint(
            name=name,
            condition=Q(sealed_at__isnull=True, storage_key="", sha256="", size_bytes=0)
            | Q(sealed_at__isnull=False, size_bytes__gt=0) & ~Q(storage_key="") & ~Q(sha256=""),
        )


def sealed_once(name: str, *fixed: str) -> pgtrigger.Trigger:
    """A sealed file is never sealed anew, nor taken away; the columns in `fixed` (what it is of) never change."""
    ours = ["storage_key", "sha256", "size_bytes", "sealed_at"]
    new, old = (", ".join(f"{row}.{column}" for column in ours) for row in ("NEW", "OLD"))
    moved = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in fixed)
    return pgtrigger.Trigger(
        name=f"{name}_sealed_once",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP = 'DELETE' OR {moved}
                    OR OLD.sealed_at IS NOT NULL AND ({new}) IS DISTINCT FROM ({old}) THEN
                RAISE EXCEPTION 'a file of % was sealed, and stands', TG_TABLE_NAME
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        """,
    )


UNIQUE_KEY: Final[Q] = ~Q(storage_key="")
"""No two files share a key; rows that wait have none."""
