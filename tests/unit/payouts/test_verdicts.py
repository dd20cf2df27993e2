"""What an answer or a notice makes of a payment: progress only, in whatever order it comes."""

from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payouts.rails.base import RailAnswer, RailStatus
from payouts.services.verdicts import Known, Verdict, doubt_delay, heard, judge, patience

S = RailStatus
statuses = st.sampled_from(list(S))
MAY_FOLLOW = {
    S.UNKNOWN: {S.UNKNOWN, S.ACCEPTED, S.PAID, S.REJECTED, S.RETURNED},
    S.ACCEPTED: {S.ACCEPTED, S.PAID, S.REJECTED, S.RETURNED},
    S.PAID: {S.PAID, S.RETURNED},
    S.REJECTED: {S.REJECTED},
    S.RETURNED: {S.RETURNED},
}


def known(status: RailStatus, **fields: object) -> Known:
    return Known(status, 500, "EUR", **fields)  # type: ignore[arg-type]


def answer(status: RailStatus, amount: int | None = 500) -> RailAnswer:
    return RailAnswer(status, amount_minor=amount, currency=None if amount is None else "EUR")


@given(statuses, statuses)
def test_a_status_never_goes_back(now_known: RailStatus, said: RailStatus) -> None:
    assert judge(known(now_known), answer(said)).status in MAY_FOLLOW[now_known]


@given(statuses, statuses)
def test_a_question_ends_when_and_only_when_the_answer_is_definite(now_known: RailStatus, said: RailStatus) -> None:
    verdict = judge(known(now_known), answer(said))
    if verdict.trouble:
        assert verdict.wait is None
    elif said == S.UNKNOWN or verdict.status in (S.UNKNOWN, S.ACCEPTED):
        assert verdict.wait is not None
    else:
        assert verdict.wait is None


@given(statuses, statuses)
def test_another_amount_changes_nothing_and_calls_for_a_person(now_known: RailStatus, said: RailStatus) -> None:
    verdict = judge(known(now_known), answer(said, amount=501))
    assert verdict.status == now_known
    assert verdict.trouble


def test_what_the_rail_takes_back_after_paying_counts_as_returned() -> None:
    assert judge(known(S.PAID), answer(S.REJECTED)) == Verdict(S.RETURNED)


@pytest.mark.parametrize("final", [S.REJECTED, S.RETURNED])
def test_a_rail_that_pays_after_its_final_word_calls_for_a_person(final: RailStatus) -> None:
    verdict = judge(known(final), answer(S.PAID))
    assert verdict.status == final
    assert "paid" in verdict.trouble


def hear_all(said: tuple[RailStatus, ...]) -> RailStatus:
    status = S.UNKNOWN
    for one in said:
        verdict = heard(known(status), answer(one))
        if verdict is not None:
            status = verdict.status
    return status


@pytest.mark.parametrize("course", [(S.ACCEPTED, S.PAID), (S.ACCEPTED, S.REJECTED), (S.ACCEPTED, S.PAID, S.RETURNED)])
def test_notices_lead_to_the_same_end_in_any_order_and_however_often_they_come(course: tuple[RailStatus, ...]) -> None:
    assert {hear_all(order) for order in permutations(course + course)} == {course[-1]}


@given(statuses, statuses)
def test_a_notice_is_believed_only_for_plain_progress(now_known: RailStatus, said: RailStatus) -> None:
    verdict = heard(known(now_known), answer(said))
    if verdict is not None and verdict.status != now_known:
        assert said.supersedes(now_known)
        assert verdict.status == said


@pytest.mark.parametrize(("now_known", "said"), [(S.PAID, S.REJECTED), (S.REJECTED, S.PAID), (S.REJECTED, S.RETURNED)])
def test_an_odd_notice_makes_us_ask_at_once(now_known: RailStatus, said: RailStatus) -> None:
    assert heard(known(now_known), answer(said)) == Verdict(now_known, wait=timedelta())


def test_a_notice_of_another_amount_makes_us_ask_at_once() -> None:
    assert heard(known(S.ACCEPTED), answer(S.PAID, amount=5)) == Verdict(S.ACCEPTED, wait=timedelta())


@given(st.integers(0, 40_000))
def test_doubt_is_never_given_up_and_never_hammers(asked: int) -> None:
    assert timedelta(seconds=1) <= doubt_delay(asked) <= timedelta(minutes=5)


@given(st.timedeltas(min_value=timedelta(), max_value=timedelta(days=400)))
def test_patience_grows_within_bounds(under_way: timedelta) -> None:
    assert timedelta(seconds=10) <= patience(under_way) <= timedelta(hours=6)
