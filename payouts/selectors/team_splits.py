"""What an offered split would be in money, by the very rule that will divide it, to the cent. Writes nothing."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from contests.selectors.paging import fetch_all
from payouts.policy import TeamSplit
from payouts.policy.facts import EntryFacts

PARTS: Final = """
    SELECT p.person_id, u.handle, p.weight
    FROM contests_splitpart p JOIN contests_splitoffer o ON o.id = p.offer_id JOIN accounts_user u ON u.id = p.person_id
    WHERE o.ref = %(ref)s
"""


def split_amounts(ref: UUID, amounts: Sequence[int]) -> list[dict[str, int]]:
    """Each amount (minor units) divided among the split's people, by handle. Who may see the split is the caller's to
    know. One query.
    """
    rows = fetch_all(PARTS, {"ref": ref})
    handles = {str(person): handle for person, handle, _weight in rows}
    team = EntryFacts(str(ref), shares=tuple((str(person), weight) for person, _handle, weight in rows))
    return [{handles[payee]: part for payee, part in TeamSplit().split(team, amount).items()} for amount in amounts]
