"""The site held against Fairwork's five principles: which point is met, on what evidence, and which is not.

The principles are Fairwork's; the points are our own reading of them, and so are the verdicts: nobody has rated us.
"""

from django.utils.translation import gettext as _

from frontend.showing.fairwork.conduct import contracts, management, representation
from frontend.showing.fairwork.points import Known, Point, Principle
from frontend.showing.fairwork.work import conditions, pay

__all__ = ["Known", "Point", "Principle", "principles"]


def principles(known: Known) -> tuple[Principle, ...]:
    """All five, in Fairwork's order."""
    sections = (
        (_("Fair pay"), pay(known)),
        (_("Fair conditions"), conditions(known)),
        (_("Fair contracts"), contracts(known)),
        (_("Fair management"), management(known)),
        (_("Fair representation"), representation(known)),
    )
    return tuple(Principle(number, title, points) for number, (title, points) in enumerate(sections, start=1))
