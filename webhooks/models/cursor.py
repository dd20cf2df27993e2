"""How far the events of one source have been turned into messages, counted in transactions (see `duerows.xacts`)."""

from django.db import models
from django.utils import timezone


class Cursor(models.Model):
    """All events of transactions below `next_xid` have been read. `last_id` is the highest key among them."""

    source = models.CharField(max_length=20, primary_key=True)
    next_xid = models.BigIntegerField()
    last_id = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "webhook cursor"

    def __str__(self) -> str:
        return f"{self.source} before {self.next_xid}"
