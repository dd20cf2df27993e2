"""What a brand notes while it looks through what came in: a collection, a note, an entry put aside with its reason."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from contests.models import Contest, Entry
from contests.services.gallery import curating, eliminating

FEW = 4
"""With fewer entries nobody needs help to choose."""


def look_through(owner: User, contest: Contest, entries: Sequence[Entry], *, now: datetime) -> None:
    """The first two are worth a second look; the last is too close to one of them."""
    if len(entries) < FEW:
        return
    kept = curating.make_collection(owner, contest.pk, "Worth a second look", now=now)
    for entry in entries[:2]:
        curating.put_in_collection(owner, kept.pk, entry.pk, belongs=True, now=now)
    curating.add_note(owner, entries[0].pk, "Holds up at 16 pixels. Ask for the one-colour version.", now=now)
    words = "The idea is good, but another entry had it first and is drawn further."
    eliminating.eliminate(owner, entries[-1].pk, "too_close", words, now=now)
