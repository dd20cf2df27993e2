"""Two to four entries side by side, at an address that colleagues open, too."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contests.errors import NotVisible
from contests.gallery_rules import COMPARED
from contests.selectors.gallery import board_contest, board_rows
from contests.selectors.roles import read_as
from contests.visibility import BRAND_ROLES
from frontend.context import roles_of
from frontend.showing.board import keys_of
from frontend.showing.gallery_words import ELIMINATED_FOR
from frontend.views.common import actor_of, members_page


@require_safe
@members_page
def compare(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """The entries that the address names, as far as they are of this contest; for the brand's people only."""
    reader = read_as(actor_of(request))
    shown = board_contest(reader, contest_id)
    if shown.role not in BRAND_ROLES:
        raise NotVisible
    least, most = COMPARED
    rows = board_rows(reader, shown, keys_of(request.GET.getlist("entry"))[:most])
    context = {
        "card": shown.card,
        "rows": [(row, ELIMINATED_FOR.get(row.eliminated_for, "")) for row in rows],
        "enough": len(rows) >= least,
        "least": least,
        "most": most,
        "nav_roles": roles_of(request, reader),
    }
    return render(request, "brand/compare.html", context)
