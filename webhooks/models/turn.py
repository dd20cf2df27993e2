"""Whose turn it is to send. A lock of the database's session would do the same, but not behind a pooler of sessions."""

from django.db import models


class Turn(models.Model):
    """There is one row. Whoever writes their name into it sends, until they let go of it or their lease ends."""

    taken_by = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "turn to send"

    def __str__(self) -> str:
        return f"taken until {self.lease_until}" if self.taken_by else "free"
