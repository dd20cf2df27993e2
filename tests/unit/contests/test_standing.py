"""What is shown of a brand's counts: nothing of a new one, and no figure from too few."""

from hypothesis import given
from hypothesis import strategies as st

from contests.standing import LEAST_ANSWERS, LEAST_CONTESTS, LEAST_HANDOVERS, LEAST_REVIEWS, Counts, Standing, standing

few = st.integers(0, 6)


@st.composite
def counted(draw: st.DrawFn) -> Counts:
    decided, asked, handovers, reviews = (draw(few) for _ in range(4))
    answered = draw(st.integers(0, asked))
    return Counts(
        decided=decided,
        in_time=draw(st.integers(0, decided)),
        lapsed=draw(few),
        cancelled_open=draw(few),
        asked=asked,
        answered=answered,
        answer_minutes=draw(st.integers(0, 10_000)) if answered else None,
        handovers=handovers,
        by_clock=draw(st.integers(0, handovers)),
        accept_hours=draw(st.integers(0, 500)) if handovers else None,
        reviews=reviews,
        review_hundredths=draw(st.integers(100, 500)) if reviews else None,
    )


@given(counted())
def test_small_numbers_are_kept_back(counts: Counts) -> None:
    shown = standing(counts)
    dealt_with = counts.decided + counts.lapsed + counts.cancelled_open
    assert shown.is_new == (dealt_with < LEAST_CONTESTS)
    if shown.is_new:
        assert shown == Standing(is_new=True)
        return
    assert (shown.answer_minutes is not None) == (counts.answered >= LEAST_ANSWERS)
    assert (shown.accept_hours is not None) == (counts.handovers >= LEAST_HANDOVERS)
    assert (shown.review_hundredths is not None) == (counts.reviews >= LEAST_REVIEWS)
    assert shown.ended == counts.decided + counts.lapsed
