"""A policy under consultation, so that a newcomer sees how rules of pay come about: drafted, costed, voted on."""

from datetime import datetime, timedelta

from demo.cast import Cast
from payouts.models import PayoutPolicy
from payouts.policy import FAIR_2_DOCUMENT
from payouts.services.governance import draft_policy, give_opinion, open_consultation

BEGUN = timedelta(days=3)
OPINIONS = (
    ("mira-solt", "for", "Being paid for a second round of changes: about time."),
    ("jonas-brek", "against", "Ten days of extension are too many. I plan my weeks around the closing date."),
    ("nour-haldane", "for", ""),
    ("ilse-vandrik", "for", "The median of reported hours is fair as long as five of us report."),
    ("theo-marsac", "none", "Le prix de la communauté : que se passe-t-il si personne ne vote ?"),
)
"""Handle, vote, comment."""


def consult(cast: Cast, *, now: datetime) -> None:
    """Draft the next policy and let some creatives say what they think of it; nothing if one was drafted before."""
    if PayoutPolicy.objects.filter(slug="fair", version=FAIR_2_DOCUMENT["version"]).exists():
        return
    begun = now - BEGUN
    draft = draft_policy(cast.admin, FAIR_2_DOCUMENT, now=begun)
    open_consultation(cast.admin, draft.pk, now=begun)
    creatives = {creative.handle: creative for creative in cast.creatives}
    for hours, (handle, vote, comment) in enumerate(OPINIONS, start=1):
        give_opinion(creatives[handle], draft.pk, vote, comment, now=begun + timedelta(hours=7 * hours))
