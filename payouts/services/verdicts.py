"""Decides what a rail's answer changes about a payment that we know: its next status, and when to look again.

Pure: `now` never appears, durations are arguments, nothing is read or written. One table of rules serves payments on
their way out and in, answers to our own questions and notices, so that they cannot disagree.
"""

from dataclasses import dataclass
from datetime import timedelta

from payouts.rails.base import RailAnswer, RailStatus
from payouts.rails.reasons import GONE_BACK

SHORTEST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=6)
LONGEST_DOUBT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Known:
    """What our own row says of a payment. `status` is unknown as long as no rail has said anything definite.

    `asked` counts the questions since the last definite answer; `under_way` is how long the rail has had the order.
    """

    status: RailStatus
    amount_minor: int
    currency: str
    asked: int = 0
    under_way: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The status from now on. `wait`: ask again after so long; None: there is nothing more to ask.

    `trouble` is set when a person must look: what the rail says cannot be reconciled with what we ordered.
    """

    status: RailStatus
    wait: timedelta | None = None
    trouble: str = ""


def judge(known: Known, answer: RailAnswer | None) -> Verdict:
    """What the rail's answer, got under the payment's own key, makes of it. None: the rail does not know the key.

    >>> order = Known(RailStatus.ACCEPTED, 500, "EUR")
    >>> judge(order, RailAnswer(RailStatus.PAID, amount_minor=500, currency="EUR")).status
    <RailStatus.PAID: 'paid'>
    >>> judge(order, RailAnswer(RailStatus.PAID, amount_minor=50_000, currency="EUR")).trouble
    'the rail carried 50000 EUR instead of 500 EUR'
    >>> judge(order, None).trouble
    'the rail no longer knows this payment'
    """
    if answer is None:
        return Verdict(known.status, trouble="the rail no longer knows this payment")
    difference = amount_difference(known, answer)
    if difference:
        return Verdict(known.status, trouble=difference)
    if answer.status == RailStatus.UNKNOWN:
        return Verdict(known.status, wait=doubt_delay(known.asked))
    if known.status == RailStatus.PAID and answer.status == RailStatus.REJECTED:
        # No rail should take back its word like this; if one does, the money is not there and the debt stands again.
        return Verdict(RailStatus.RETURNED)
    if known.status.is_final and answer.status != known.status:
        return Verdict(known.status, trouble=f"the rail says {answer.status} after {known.status}")
    status = answer.status if answer.status.supersedes(known.status) else known.status
    return Verdict(
        status,
        wait=patience(known.under_way) if status == RailStatus.ACCEPTED else None,
    )


def judge_back(known: Known, answer: RailAnswer | None) -> Verdict:
    """As `judge`, of money that goes back the way it came.

    Where the rail says that it has gone back already, paying it out another way would pay it twice: a person looks.

    >>> order = Known(RailStatus.UNKNOWN, 500, "EUR")
    >>> judge_back(order, RailAnswer(RailStatus.REJECTED, reason="charge_disputed")).trouble
    'some of it has gone back already: charge_disputed'
    >>> judge_back(order, RailAnswer(RailStatus.REJECTED, reason="charge_not_refundable")).trouble
    ''
    """
    verdict = judge(known, answer)
    if answer is None or verdict.trouble or verdict.status != RailStatus.REJECTED or answer.reason not in GONE_BACK:
        return verdict
    return Verdict(RailStatus.REJECTED, trouble=f"some of it has gone back already: {answer.reason}")


def heard(known: Known, answer: RailAnswer) -> Verdict | None:
    """What a notice makes of a payment: a verdict to record, or None when it says nothing new.

    A notice may be late, doubled or out of order, so only plain progress is taken from it. Anything odd makes us ask
    the rail itself: a verdict that keeps the status and waits no time.

    >>> paid = Known(RailStatus.PAID, 500, "EUR")
    >>> heard(paid, RailAnswer(RailStatus.ACCEPTED)) is None
    True
    >>> heard(Known(RailStatus.RETURNED, 500, "EUR"), RailAnswer(RailStatus.PAID)) is None
    True
    >>> heard(paid, RailAnswer(RailStatus.REJECTED))
    Verdict(status=<RailStatus.PAID: 'paid'>, wait=datetime.timedelta(0), trouble='')
    """
    if amount_difference(known, answer) or (known.status, answer.status) in _ODD:
        return Verdict(known.status, wait=timedelta())
    if not answer.status.supersedes(known.status):
        return None
    return judge(known, answer)


def reported(known: Known, answer: RailAnswer) -> Verdict | None:
    """What a bank's report makes of a payment on a rail that cannot be asked about one; None when it says nothing new.

    As `heard`, but where that would ask, a person must look: the verdict keeps the status and says why.

    >>> order = Known(RailStatus.ACCEPTED, 500, "EUR")
    >>> reported(order, RailAnswer(RailStatus.PAID, amount_minor=500, currency="EUR"))
    Verdict(status=<RailStatus.PAID: 'paid'>, wait=None, trouble='')
    >>> reported(Known(RailStatus.REJECTED, 500, "EUR"), RailAnswer(RailStatus.PAID)).trouble
    'the bank says paid after rejected'
    >>> reported(order, RailAnswer(RailStatus.UNKNOWN, reason="DU04")).trouble
    'the bank is in doubt about this payment: DU04'
    """
    difference = amount_difference(known, answer)
    if answer.status == RailStatus.UNKNOWN:
        difference = f"the bank is in doubt about this payment: {answer.reason}"
    elif (known.status, answer.status) in _ODD:
        difference = f"the bank says {answer.status} after {known.status}"
    if difference:
        return Verdict(known.status, trouble=difference)
    return Verdict(answer.status) if answer.status.supersedes(known.status) else None


# A final word against another final word: whichever came first, only the rail's book can tell.
_ODD = {
    (RailStatus.PAID, RailStatus.REJECTED),
    (RailStatus.REJECTED, RailStatus.PAID),
    (RailStatus.REJECTED, RailStatus.RETURNED),
}


def amount_difference(known: Known, answer: RailAnswer) -> str:
    """How the rail's amount differs from ours, in words; '' if it does not or the rail named none."""
    theirs = (answer.amount_minor, answer.currency)
    if None in theirs or theirs == (known.amount_minor, known.currency):
        return ""
    return f"the rail carried {theirs[0]} {theirs[1]} instead of {known.amount_minor} {known.currency}"


def doubt_delay(asked: int) -> timedelta:
    """How long to wait after the n-th question that got no definite answer: 2, 4, 8 … seconds, at most five minutes.

    It never gives up: as long as nobody knows whether money moved, somebody has to ask.

    >>> [int(doubt_delay(n).total_seconds()) for n in (1, 2, 3, 20)]
    [2, 4, 8, 300]
    """
    return min(LONGEST_DOUBT, timedelta(seconds=2 ** min(asked, 16)))


def patience(under_way: timedelta) -> timedelta:
    """How long to wait for a notice about an accepted order: as long again as it has been on its way, within bounds.

    >>> patience(timedelta()), patience(timedelta(minutes=3)), patience(timedelta(days=2))
    (datetime.timedelta(seconds=10), datetime.timedelta(seconds=180), datetime.timedelta(seconds=21600))
    """
    return max(SHORTEST_WAIT, min(LONGEST_WAIT, under_way))
