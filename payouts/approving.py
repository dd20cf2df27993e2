"""What two people look at when money goes out: the payments of a run, their digest, and what has changed since.

Pure: nothing is read or written here, no clock is asked. The digest covers key, amount, currency, masked account and
payee of every payment, so that whoever sends it back has seen the same list to the cent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

SEPARATOR: Final = "\t"


@dataclass(frozen=True, slots=True)
class Member:
    """One payment as it is shown. `payee` is `user:<id>` or `brand:<id>`; `destination` is masked.

    `obstacle` is why it cannot be approved now, '' if nothing stands against it.
    """

    disbursement_id: int
    obligation_id: int
    key: str
    rail: str
    amount_minor: int
    currency: str
    destination: str
    payee: str
    obstacle: str = ""

    @property
    def line(self) -> str:
        """What the digest covers of it."""
        return SEPARATOR.join((self.key, str(self.amount_minor), self.currency, self.destination, self.payee))


@dataclass(frozen=True, slots=True)
class RunDifference:
    """One payment that is not as it was: what about it, and from what to what."""

    key: str
    what: str
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class RunTotal:
    """So many payments of so much, on one rail in one currency."""

    rail: str
    currency: str
    count: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Movement:
    """What has come, gone or changed between two lists of payments, by the debt that each pays."""

    new: tuple[Member, ...] = ()
    gone: tuple[Member, ...] = ()
    changed: tuple[tuple[Member, Member], ...] = ()


def digest_of(members: Iterable[Member]) -> str:
    """One fingerprint of the whole list, whatever its order.

    >>> one = Member(1, 1, "a:1", "sandbox", 500, "EUR", "FR76 •••• 0123", "user:7")
    >>> two = Member(2, 2, "b:1", "sandbox", 500, "EUR", "FR76 •••• 0123", "user:7")
    >>> digest_of([one, two]) == digest_of([two, one]) != digest_of([one])
    True
    """
    return sha256("\n".join(sorted(member.line for member in members)).encode()).hexdigest()


def totals_of(members: Iterable[Member]) -> tuple[RunTotal, ...]:
    """Counts and sums by rail and currency, in that order."""
    sums: dict[tuple[str, str], list[int]] = {}
    for member in members:
        sums.setdefault((member.rail, member.currency), []).append(member.amount_minor)
    return tuple(RunTotal(*place, len(amounts), sum(amounts)) for place, amounts in sorted(sums.items()))


def differences(seen: Sequence[Member], present: Mapping[str, Member]) -> list[RunDifference]:
    """What keeps a list that was seen from being approved as it is now; empty if nothing does.

    >>> seen = Member(1, 1, "a:1", "sandbox", 500, "EUR", "FR76 •••• 0123", "user:7")
    >>> differences([seen], {"a:1": seen})
    []
    >>> differences([seen], {})
    [RunDifference(key='a:1', what='gone', was='', now='')]
    """
    found: list[RunDifference] = []
    for was in seen:
        now = present.get(was.key)
        if now is None:
            found.append(RunDifference(was.key, "gone"))
            continue
        found += [
            RunDifference(was.key, what, str(getattr(was, what)), str(getattr(now, what)))
            for what in ("amount_minor", "currency", "destination", "payee")
            if getattr(was, what) != getattr(now, what)
        ]
        if now.obstacle:
            found.append(RunDifference(was.key, now.obstacle))
    return found


def movement(before: Iterable[Member], after: Iterable[Member]) -> Movement:
    """What has happened from one list to the next. A debt that is now paid to another account has changed."""
    old, new = ({member.obligation_id: member for member in members} for members in (before, after))
    return Movement(
        new=tuple(member for debt, member in new.items() if debt not in old),
        gone=tuple(member for debt, member in old.items() if debt not in new),
        changed=tuple(
            (old[debt], member) for debt, member in new.items() if debt in old and old[debt].line != member.line
        ),
    )
