"""Somebody reports an entry, and a case waits; another report was decided, and the creative has appealed."""

from datetime import datetime, timedelta

from contests.models import Entry, EntryShare
from demo.cast import Cast
from moderation.models import Report
from moderation.rules import Target
from moderation.services.appealing import appeal
from moderation.services.deciding import Reasons, decide
from moderation.services.reporting import Notice, report

COPIED = "I have seen this drawing on a calendar of last year. The shop that sold it is in Ghent."
RUDE = "The note beside the picture makes fun of people who use wheelchairs."
FOUND = "The note mocks people with a disability. The picture itself breaks no rule."


def report_some(cast: Cast, *, now: datetime) -> None:
    """Nothing if anything was reported before, or if there is nothing in public to report."""
    shown = Entry.objects.filter(contest__visibility="public", state="submitted", contest__state="open")
    entries = list(shown.select_related("author").order_by("created_at", "pk")[:2])
    if Report.objects.exists() or len(entries) < 2:
        return
    begun = now - timedelta(days=2)
    makers = set(EntryShare.objects.filter(entry__in=entries).values_list("user_id", flat=True))
    first, second = [one for one in cast.creatives if one.pk not in makers][:2]
    report(first, Target.ENTRY, str(entries[0].pk), Notice("copied", COPIED, True), now=begun)
    case = report(second, Target.ENTRY, str(entries[1].pk), Notice("offensive", RUDE, True), now=begun).case
    reasons = Reasons(FOUND, "terms", "Clause 6: nothing that demeans people for who they are")
    decision = decide(cast.admin, case.ref, "warn", reasons, now=begun + timedelta(hours=5))
    words = "It quotes the brief, which says the same in other words."
    appeal(entries[1].author, decision.ref, words, now=begun + timedelta(days=1))
