"""The ways in which a funded contest can end (`contests/lifecycle.py`), each from where it begins to where it ends.

`act` happens in one transaction; `due` are the deadlines that have come right after it; `later` is done again and again
until the contest has ended, for what people answer to what the workers did.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from tests.faults.day import acts
from tests.faults.day.acts import Cast

Act = Callable[[Cast, UUID], None]


@dataclass(frozen=True)
class Outcome:
    """`state`, `entries`, `shortlisted`: how far such a contest has come before the day."""

    name: str
    ends_in: str
    act: tuple[Act, ...] = ()
    due: tuple[str, ...] = ()
    later: Act | None = None
    state: str = "judging"
    entries: int = 5
    shortlisted: int = 3


def _push(*kinds: str) -> Act:
    return lambda _cast, contest: acts.pass_time(contest, *kinds)


def _deliver_when_asked(cast: Cast, contest: UUID) -> None:
    if acts.state_of(contest) == "awarded":
        acts.hand_over(cast, contest, rank=3)


WON: tuple[Act, ...] = (acts.award, acts.hand_over, acts.accept)
AWARDS = (
    Outcome("awarded, delivered, accepted", "settled", WON),
    Outcome("awarded, accepted by silence", "settled", (acts.award, acts.hand_over)),
    Outcome("one entry alone, awarded", "settled", WON, entries=1, shortlisted=1),
    Outcome("two tied for the first prize", "settled", (partial(acts.award, ranks=(1, 1, 3)), *WON[1:])),
    Outcome("three tied for the first prize", "settled", (partial(acts.award, ranks=(1, 1, 1)), *WON[1:])),
    Outcome(
        "the winner silent, the next in line delivers",
        "settled",
        (partial(acts.award, ranks=(1, 2, 3)), partial(acts.hand_over, rank=2)),
        ("delivery_due",),
        _deliver_when_asked,
    ),
    Outcome("nobody delivers", "settled", (acts.award,), ("delivery_due",), _push("delivery_due")),
    Outcome(
        "one ruled out, then awarded",
        "settled",
        (acts.rule_out_and_shortlist, *WON),
        state="shortlisting",
        shortlisted=0,
    ),
    Outcome("suspended, resumed, awarded", "settled", (acts.suspend, acts.resume, *WON)),
)
SILENCES = (
    Outcome("silence while shortlisting", "lapsed", (), ("lapse",), state="shortlisting", shortlisted=0),
    Outcome("silence in the final round", "lapsed", (), ("lapse",), state="final_round"),
    Outcome("silence while judging", "lapsed", (), ("lapse",)),
    Outcome(
        "two withdrew, then silence",
        "lapsed",
        (partial(acts.withdraw, most=2),),
        ("lapse",),
        state="shortlisting",
        shortlisted=0,
    ),
    Outcome("suspended to the end, then silence", "lapsed", (acts.suspend,), ("suspension_ends",), _push("lapse")),
)
CANCELS = (
    Outcome("cancelled while open", "cancelled", (acts.cancel,), state="open", shortlisted=0),
    Outcome("cancelled while shortlisting", "cancelled", (acts.cancel,), state="shortlisting", shortlisted=0),
    Outcome("cancelled in the final round", "cancelled", (acts.cancel,), state="final_round"),
    Outcome("cancelled while judging", "cancelled", (acts.cancel,)),
    Outcome("cancelled by an admin", "cancelled", (acts.cancel_by_admin,)),
    Outcome("nobody entered", "cancelled", (), ("entries_close",), state="open", entries=0, shortlisted=0),
    Outcome("all withdrew", "cancelled", (acts.withdraw,), ("entries_close",), state="open", shortlisted=0),
)
DISPUTES = (
    Outcome("the brand's dispute upheld", "settled", (*WON, acts.dispute_by_brand), later=acts.uphold),
    Outcome("the brand's dispute dismissed", "settled", (*WON, acts.dispute_by_brand), later=acts.dismiss),
    # Of a place that was funded and not filled, something goes back to the brand: that is what a payee can claim.
    Outcome(
        "a payee's dispute upheld",
        "settled",
        (*WON, acts.dispute_by_payee),
        later=acts.uphold,
        entries=2,
        shortlisted=2,
    ),
    Outcome(
        "a payee's dispute withdrawn",
        "settled",
        (*WON, acts.dispute_by_payee),
        later=acts.take_back,
        entries=2,
        shortlisted=2,
    ),
)
OUTCOMES = AWARDS + SILENCES + CANCELS + DISPUTES
