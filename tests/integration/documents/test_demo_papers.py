"""What the demo's people tell is accepted by the same rules as anybody's."""

import pytest

from demo.cast import make_cast
from demo.papers import tell_papers
from payouts.documents.models import BillingDetails, MandateAct, TaxDetails
from tests.fixtures.worlds import DAY, NOON

pytestmark = pytest.mark.django_db


def test_all_but_one_give_the_mandate_and_telling_it_twice_changes_nothing() -> None:
    cast = make_cast(now=NOON)
    tell_papers(cast, now=NOON)
    told = (MandateAct.objects.count(), TaxDetails.objects.count(), BillingDetails.objects.count())
    assert told == (len(cast.creatives) - 1, len(cast.creatives) - 1, len(cast.brands))
    tell_papers(cast, now=NOON + DAY)
    assert told == (MandateAct.objects.count(), TaxDetails.objects.count(), BillingDetails.objects.count())
