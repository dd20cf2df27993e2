"""Some hundred hostile files by the way of every upload; `make hostile` sends two thousand, others' among them."""

import os
import random

import pytest

from duerows.clock import database_now
from tests.fixtures.worlds import open_contest
from tests.hostile.case import Case
from tests.hostile.corpus import a_hundred
from tests.hostile.trial import strays, try_out

# Each file is tried in a worker forked for it, which sees only what was committed.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

SEED = int(os.environ.get("HOSTILE_SEED", "1"))
IN_A_CONTEST = 15


def parts(count: int) -> list[list[Case]]:
    """All of them in an order of chance, so that each part has some of each kind."""
    cases = a_hundred(SEED)
    random.Random(SEED).shuffle(cases)
    return [cases[number::count] for number in range(count)]


@pytest.mark.parametrize("part", range(4))
def test_no_file_harms_a_worker_or_stays_longer_than_it_may(part: int) -> None:
    # Other tests have left files of other kinds there.
    outcomes, before = [], set(strays())
    for number, case in enumerate(parts(4)[part]):
        if number % IN_A_CONTEST == 0:
            contest = open_contest(now=database_now())
        outcomes.append(try_out(case, contest.pk))
    assert [(one.kind, one.label, one.wrong) for one in outcomes if one.wrong] == []
    assert len({one.result for one in outcomes}) >= 3
    assert set(strays()) - before == set()
