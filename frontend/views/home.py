"""The first page: the promise, work that is really there, figures from the books, and briefs that take entries now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from contests.selectors.contests import browse_contests
from frontend.showing.briefs import brief_rows
from frontend.views.common import page
from payouts.selectors.figures import public_figures

LOOKED_AT = 24
WORKS, BRIEFS = 3, 4


@page
def home(request: HttpRequest) -> HttpResponse:
    """Open briefs come first in the list, so the pictures are of briefs under way as far as there are any."""
    cards = browse_contests(limit=LOOKED_AT).items
    briefs = brief_rows([card for card in cards if card.state == "open"][:BRIEFS])
    context = {
        "works": [card for card in cards if card.cover][:WORKS],
        "briefs": briefs,
        "figures": public_figures(timezone.now()),
        "lowest_floor": min((row.pay.floor_minor for row in briefs if row.pay), default=None),
    }
    return render(request, "home/home.html", context)
