"""Messages between a brand and the author of an entry: who speaks, who reads along, until when, and what gives a maker
away. Reads and writes nothing.

A conversation belongs to an entry and not to a person: whoever has sent in two works has two, so that a blind brief
never tells its brand that both are by one hand.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from contests.comment_rules import Side
from contests.errors import Problem
from contests.lifecycle import BEFORE_FUNDS, FINAL, Role
from contests.visibility import DECIDERS, RATERS

LONGEST = 4000
MOST_IN_AN_HOUR = 40
"""By one person, in one conversation."""

MOST_OPENED_IN_A_DAY = 100
"""By one person, over all entries."""

SAME_WITHIN = timedelta(minutes=10)
"""The same words by the same person, with nothing in between, are a form that was sent twice."""

OPEN_AFTER_END = timedelta(days=90)
"""How long one may still write after a contest has ended: files are looked for and invoices asked about for a while."""


def side_in(role: Role, *, is_author: bool) -> Side | None:
    """On which side somebody reads a conversation; None: it is nothing to them. A team is spoken for by its author.

    >>> side_in(Role.JUDGE, is_author=False), side_in(Role.ADMIN, is_author=False)
    (<Side.BRAND: 'brand'>, None)
    """
    if is_author:
        return Side.MAKER
    return Side.BRAND if role in RATERS else None


def may_write_as(role: Role, *, is_author: bool) -> bool:
    """Judges read along, so that nobody is promised anything behind their back; the deciders' word binds the brand.

    >>> may_write_as(Role.MANAGER, is_author=False), may_write_as(Role.JUDGE, is_author=False)
    (True, False)
    """
    return is_author or role in DECIDERS


def writable_until(state: str, state_since: datetime) -> datetime | None:
    """The moment from which a conversation can only be read; None as long as its contest has not ended."""
    return state_since + OPEN_AFTER_END if state in FINAL else None


def takes_messages(state: str, state_since: datetime, entry_state: str, *, now: datetime) -> bool:
    """Whether anything more may be said: from the first entry to 90 days after the end, of an entry that stands.

    >>> day = datetime(2026, 3, 2)
    >>> [takes_messages("settled", day, "submitted", now=day + timedelta(days=n)) for n in (89, 90)]
    [True, False]
    >>> takes_messages("handover", day, "disqualified", now=day), takes_messages("open", day, "withdrawn", now=day)
    (True, False)
    """
    until = writable_until(state, state_since)
    return state not in BEFORE_FUNDS and entry_state != "withdrawn" and (until is None or now < until)


def may_open(side: Side, entry_state: str) -> bool:
    """Whether this side may begin. The maker of an entry that was ruled out was told why, and the brand cannot take it
    back: only the platform can. What was begun before goes on, and the brand may still explain itself.

    >>> may_open(Side.BRAND, "disqualified"), may_open(Side.MAKER, "disqualified"), may_open(Side.MAKER, "submitted")
    (True, False, True)
    """
    return entry_state == "submitted" or (side == Side.BRAND and entry_state == "disqualified")


def problems_in_message(body: str) -> Iterator[Problem]:
    """What is wrong with the words."""
    length = len(body.strip())
    if not length:
        yield Problem("body", _("Write what you want to say."))
    elif length > LONGEST:
        sentence = _("Shorten this to at most %(most)d characters; it has %(length)d.")
        yield Problem("body", sentence % {"most": LONGEST, "length": length})
    elif "\0" in body:
        yield Problem("body", _("This holds a character that cannot be kept."))


def what_names(body: str, traits: Iterable[str]) -> str:
    """The first of these names, handles and addresses that the text holds, as a whole and in any spelling; or ''.

    >>> what_names("Regards, lea MARTIN", ["lea-m", "Léa Martin"])
    'Léa Martin'
    >>> what_names("A leaner Martin serif", ["lea", "Léa Martin"]), what_names("I am @lea!", ["lea"])
    ('', 'lea')
    """
    said = _folded(body)
    for trait in traits:
        name = _folded(trait)
        if name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said):
            return trait
    return ""


def _folded(text: str) -> str:
    """Small letters without accents, with single spaces."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return " ".join(bare.split())
