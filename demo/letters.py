"""What brands and makers write to one another in the demo, about the second entry of a brief. All invented."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.models import User
from contests.models import Entry
from contests.services.messaging.reading import mark_read
from contests.services.messaging.writing import send_message

Letters = tuple[tuple[str, str], ...]
"""Who writes, the "brand" or the "maker", and what."""

HOUR = timedelta(hours=1)
FIRST = 8 * HOUR

HALDEN: Letters = (
    (
        "maker",
        "Good morning. If mine were chosen: would you engrave the plate yourselves, or is a file for the engraver part "
        "of what I hand over?",
    ),
    (
        "brand",
        "An engraver in the next street does it. A vector outline is enough; the brief’s deliverables say the same, "
        "and nothing beyond them is expected of you.",
    ),
    ("maker", "Perfect, then it stays as it is."),
    (
        "brand",
        "One more thing that concerns only the two of us: on the invoice the house is called Halden Quay Ltd, not "
        "Halden Tea.",
    ),
)
KESTREL: Letters = (
    (
        "brand",
        "We like how the child is strapped in before anything is loaded. Did you draw it from a bicycle of ours, or "
        "from memory?",
    ),
    ("maker", "From one that a neighbour rides. I measured the box, so the proportions hold."),
)


def write_letters(letters: Letters, owner: User, entries: Sequence[Entry], *, now: datetime) -> None:
    """An hour from one to the next; the last has not been read yet."""
    for number, (side, words) in enumerate(letters):
        entry, moment = entries[1], now - FIRST + number * HOUR
        writer, reader = (owner, entry.author) if side == "brand" else (entry.author, owner)
        send_message(writer, entry.pk, words, now=moment)
        if number < len(letters) - 1:
            mark_read(reader, entry.pk, now=moment)
