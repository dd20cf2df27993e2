"""Where events come from: rows that the contests' and the money's services write anyway. No service knows of webhooks.

Each source says in SQL which rows it reads, what each is called as an event, who may see it and what they are told. It
is asked twice: when an event becomes a message, and again right before each try to send it, because rights may be lost
in between.
"""

from webhooks.sources.base import Source
from webhooks.sources.changes import CHANGES
from webhooks.sources.contests import CONTESTS
from webhooks.sources.journal import JOURNAL
from webhooks.sources.settlements import SETTLEMENTS

SOURCES: dict[str, Source] = {source.name: source for source in (CONTESTS, SETTLEMENTS, CHANGES, JOURNAL)}

__all__ = ["SOURCES", "Source"]
