"""The list of briefs: filters, orders, pages by keyset. A number of queries that does not grow with the list."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from contests.selectors.contests import browse_contests
from frontend.forms.browse import BrowseForm
from frontend.showing.briefs import brief_rows
from frontend.views.common import page

BRIEFS_A_PAGE = 12


@page
def briefs(request: HttpRequest) -> HttpResponse:
    """All of it, or for htmx just the list: the template takes its own piece out (hx-select)."""
    form = BrowseForm(request.GET)
    after = request.GET.get("after") or None
    found = browse_contests(
        form.filters, viewer=request.user, order=form.chosen_order, after=after, limit=BRIEFS_A_PAGE
    )
    context = {
        "form": form,
        "filters": form.drawn_of,
        "rows": brief_rows(found.items),
        "is_first": after is None,
        "query": [(name, value) for name, value in request.GET.items() if name in form.fields and value],
        "order": form.chosen_order,
        "next_address": _address(request, after=found.next) if found.next else "",
        "first_address": _address(request, after=None) if after else "",
    }
    return render(request, "briefs/browse.html", context)


def _address(request: HttpRequest, *, after: str | None) -> str:
    """This list's address with another mark."""
    kept = {name: value for name, value in request.GET.items() if name != "after"}
    if after:
        kept["after"] = after
    return f"{request.path}?{urlencode(kept)}"
