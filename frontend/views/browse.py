"""The list of briefs: filters, orders, pages by keyset. A number of queries that does not grow with the list."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from contests.errors import BadCursor
from contests.selectors.cards import ContestCard
from contests.selectors.contests import browse_contests, cards_of, matching_contests, with_covers
from contests.selectors.paging import Page, read_mark, write_mark
from frontend.forms.browse import BrowseForm
from frontend.showing.briefs import brief_rows
from frontend.views.common import page
from payouts.selectors.expected_pay import by_expected_pay

BRIEFS_A_PAGE = 12
MOST_RANKED = 2_000
"""Open briefs that are put in order of pay: far more than are open at once; of more, those that close soonest."""


@page
def briefs(request: HttpRequest) -> HttpResponse:
    """All of it, or for htmx just the list: the template takes its own piece out (hx-select)."""
    form = BrowseForm(request.GET)
    after = request.GET.get("after") or None
    found = _best_paid(form, after) if form.chosen_order == "pay" else _listed(form, after)
    context = {
        "form": form,
        "rows": brief_rows(found.items),
        "is_first": after is None,
        "order": form.chosen_order,
        "next_address": _address(request, after=found.next) if found.next else "",
        "first_address": _address(request, after=None) if after else "",
    }
    return render(request, "briefs/browse.html", context)


def _listed(form: BrowseForm, after: str | None) -> Page[ContestCard]:
    return browse_contests(form.filters, order=form.chosen_order, after=after, limit=BRIEFS_A_PAGE)


def _best_paid(form: BrowseForm, after: str | None) -> Page[ContestCard]:
    """By expected pay per hour, which only the money side knows. The mark is the last brief that was shown."""
    ranked = by_expected_pay(matching_contests(form.filters, most=MOST_RANKED))
    start = 0
    if after:
        (last,) = read_mark(after, 1)
        keys = [str(key) for key in ranked]
        if last not in keys:
            raise BadCursor
        start = keys.index(last) + 1
    keys_shown = ranked[start : start + BRIEFS_A_PAGE]
    cards = cards_of(keys_shown)
    shown = with_covers(tuple(cards[key] for key in keys_shown if key in cards))
    more = len(ranked) > start + BRIEFS_A_PAGE
    return Page(shown, write_mark([str(keys_shown[-1])]) if more else None)


def _address(request: HttpRequest, *, after: str | None) -> str:
    """This list's address with another mark."""
    kept = {name: value for name, value in request.GET.items() if name != "after"}
    if after:
        kept["after"] = after
    return f"{request.path}?{urlencode(kept)}"
