"""Stops what a mail's link names, without anybody signing in: the link is proof enough, and can do nothing else."""

from uuid import UUID

from contests.models import Following, SavedSearch
from contests.services.finding.saved_searches import SEARCH
from contests.services.finding.telling import FOLLOWS


def what_stops(subject: str) -> str | None:
    """The name of what would be stopped; None for what is over already."""
    kind, key = _read(subject)
    if kind == FOLLOWS:
        found = Following.objects.filter(ref=key).select_related("contest__brief", "brand").first()
        return None if found is None else str(found.contest.brief.title if found.contest else found.brand)
    search = SavedSearch.objects.filter(ref=key).first()
    return search.name if search else None


def stop(subject: str) -> None:
    """Stop it. Twice is harmless."""
    kind, key = _read(subject)
    if kind == FOLLOWS:
        Following.objects.filter(ref=key).delete()
    elif kind == SEARCH:
        SavedSearch.objects.filter(ref=key).delete()


def _read(subject: str) -> tuple[str, UUID]:
    kind, _, key = subject.partition(".")
    return kind, UUID(hex=key)
