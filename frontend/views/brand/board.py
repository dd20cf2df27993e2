"""The brand's board: what came in, narrowed and ordered, a page at a time, and what shortlisting the picked costs."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone

from contests.errors import NotVisible
from contests.lifecycle import Move, State, may
from contests.models import Entry
from contests.selectors.gallery import BoardContest, BoardFigures, board_contest, board_figures, board_page, board_row
from contests.selectors.roles import read_as
from contests.services.gallery.visiting import note_visit
from contests.visibility import BRAND_ROLES, Reader
from frontend.context import roles_of
from frontend.forms.gallery import EliminationForm
from frontend.showing.board import Asked, desk_of
from frontend.showing.deciding import RunningCost, running_cost
from frontend.showing.gallery_cards import board_cards, board_symbols
from frontend.showing.gallery_words import ORDERS, SHOWN, STARS
from frontend.views.common import actor_of, answer_form

ENTRIES_A_PAGE = 24


def show_board(
    request: HttpRequest,
    contest_id: UUID,
    *,
    reader: Reader | None = None,
    picked: Sequence[str] | None = None,
    refused: str = "",
) -> HttpResponse:
    """The board as its address asks for it; for htmx that reached its end, the next cards alone."""
    reader = reader or read_as(actor_of(request))
    shown = board_contest(reader, contest_id)
    asked = Asked.of(request.GET)
    seen_before = note_visit(reader, contest_id, now=timezone.now())
    found = board_page(
        reader,
        shown,
        asked.filters(seen_before),
        order=asked.order,
        after=asked.after or None,
        limit=ENTRIES_A_PAGE,
    )
    figures = board_figures(contest_id, seen_before)
    chosen = [str(key) for key in figures.picks] if picked is None else list(picked)
    desk = desk_of(shown.role, shown.card.state, get_token(request), frozenset(chosen))
    more = {
        "cards": board_cards(found.items, desk),
        "next_address": asked.address(found.next) if found.next else "",
    }
    if request.headers.get("HX-Request") == "true" and asked.after and not refused:
        return render(request, "brand/board_more.html", more)
    on_page = {str(row.entry.id) for row in found.items}
    context = more | {
        "card": shown.card,
        "asked": asked,
        "symbols": board_symbols(),
        "figures": figures,
        "filters": {"show": SHOWN, "stars": STARS, "order": ORDERS},
        "first_address": asked.first().address() if asked.after else "",
        "refused": refused,
        "desk": desk,
        "may_extend": shown.card.state == State.OPEN and may(shown.role, Move.EXTEND) and shown.extension_days_left > 0,
        "may_poll": shown.role in BRAND_ROLES,
        "elimination": EliminationForm(auto_id="id_x_%s"),
        "nav_roles": roles_of(request, reader),
        "live_mark": figures.submitted,
        **(_tray(shown, figures, chosen, on_page) if desk.may_shortlist else {}),
    }
    return answer_form(request, "brand/choose_entries.html", context, refused=bool(refused))


def answer_with_card(request: HttpRequest, entry: UUID) -> HttpResponse:
    """One card as it is now, for htmx."""
    reader, shown = board_of_entry(request, entry)
    desk = desk_of(shown.role, shown.card.state, get_token(request), frozenset())
    return HttpResponse(board_cards([board_row(reader, shown, entry)], desk))


def answer_with_tray(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """What is picked now and what it costs, for htmx."""
    shown = board_contest(read_as(actor_of(request)), contest_id)
    figures = board_figures(contest_id, None)
    return render(request, "brand/board_tray.html", _tray(shown, figures, [str(key) for key in figures.picks], set()))


def board_of_entry(request: HttpRequest, entry_id: UUID) -> tuple[Reader, BoardContest]:
    """The board that an entry lies on. Raises NotVisible."""
    contest_id = Entry.objects.filter(pk=entry_id).values_list("contest_id", flat=True).first()
    if contest_id is None:
        raise NotVisible
    reader = read_as(actor_of(request))
    return reader, board_contest(reader, contest_id)


def _tray(shown: BoardContest, figures: BoardFigures, picked: Sequence[str], on_page: set[str]) -> dict[str, Any]:
    """Those picked that stand on no card of this page go along hidden."""
    costs: RunningCost = running_cost(shown.card.id, figures.submitted)
    return {
        "costs": costs,
        "count": len(picked),
        "cost": costs.of(len(picked)) if costs.least <= len(picked) <= costs.most else None,
        "too_many": len(picked) > costs.most,
        "elsewhere": [key for key in picked if key not in on_page],
    }
