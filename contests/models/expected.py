"""What a brief is expected to pay for an hour, as an expression that the database keeps up to date by itself.

The arithmetic is that of `payouts.selectors.expected_pay`, in whole minor units, rounded down; a test holds the two
together.
"""

from django.db.models import BigIntegerField, Expression, F, Value
from django.db.models.functions import Coalesce, Greatest, Least

WHOLE = BigIntegerField()


def expected_hour() -> Expression:
    """Floors and prizes, shared evenly over all who take part, for an hour of the standard effort; 0 without terms.

    At least as many entries as places are counted on, the next one included, and never more than the cap.
    """
    coming = Greatest(F("entry_count") + Value(1), F("shortlist_max"), output_field=WHOLE)
    entrants = Least(coming, Greatest(F("entry_cap"), Value(1), output_field=WHOLE), output_field=WHOLE)
    places = Least(F("shortlist_max"), entrants, output_field=WHOLE)
    share = (places * F("floor_minor") + F("prizes_minor")) / entrants
    return Coalesce(share * Value(60) / F("effort_minutes"), Value(0), output_field=WHOLE)
