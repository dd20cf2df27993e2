"""What the demo's people say of one another once a contest is over, in the days after it, and what is counted of it."""

from datetime import datetime, timedelta
from itertools import cycle, islice

from accounts.models import User
from contests.lifecycle import FINAL
from contests.models import Award, Contest, HandoverItem, ShortlistPlace
from contests.services.after.checklist import mark_delivered, tick
from contests.services.after.reviews import reply, show_due_reviews, write_review
from contests.services.after.standings import refresh_standings

DAY = timedelta(days=1)
SAID = (
    ("The brief said what it wanted and what it did not. Answers came within hours.", (5, 5, 5, 4)),
    ("Clear and kind, though I would have liked a word on my second version.", (4, 5, 4, 3)),
    ("Good questions got good answers. The final round felt short.", (4, 4, 4, 4)),
)
SILENT = (("We waited, and nobody wrote. The pay came all the same.", (3, 2, 1, 1)),)
TO_THE_WINNER = "Careful work and clean files; we would ask again without thinking twice."
THANKS = "Your entry stayed on our wall for a week. Thank you for it."


def mark_items(author: User, award: Award, *, now: datetime) -> None:
    """The winner says of each item where it is."""
    refs = list(award.handover.files.values_list("ref", flat=True))
    for item in HandoverItem.objects.filter(handover__award=award):
        mark_delivered(author, item.pk, refs, now=now)


def tick_items(owner: User, contest: Contest, *, now: datetime) -> None:
    """The brand has found everything."""
    for item in HandoverItem.objects.filter(handover__award__contest=contest, handover__delivered_at__isnull=False):
        tick(owner, item.pk, now=now)


def review_one_another(owner: User, contest: Contest, *, now: datetime) -> None:
    """Two of the shortlisted speak of the brand; a brand that decided speaks of the first, and thanks the second."""
    contest.refresh_from_db()
    moment = contest.state_since + DAY
    if contest.state not in FINAL or moment > now:
        return
    places = ShortlistPlace.objects.filter(contest=contest).select_related("entry__author").order_by("slot")
    said = cycle(SILENT if contest.state == "lapsed" else SAID)
    for number, (place, (words, marks)) in enumerate(zip(islice(places, 2), said, strict=False)):
        author = place.entry.author
        given = dict(zip(("clear_brief", "answered", "in_time", "feedback"), marks, strict=True))
        written = write_review(author, contest.pk, words, given, now=moment)
        if contest.state != "settled":
            continue
        won = Award.objects.filter(entry__author=author, contest=contest, handover__isnull=False).exists()
        stars, answer = ({"stars": 5}, TO_THE_WINNER) if won else ({}, THANKS)
        write_review(owner, contest.pk, answer, stars, now=moment, maker=author.handle)
        if number:
            reply(owner, written.pk, "You are right; next time we write to everybody.", now=moment)


def count_all(now: datetime) -> None:
    """Show what is due, and count how each brand has dealt with its contests."""
    show_due_reviews(now)
    refresh_standings(now)
