"""What everybody may know of a brand and of a maker: how the one has dealt with its contests, what was said of both."""

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.selectors.brands import brand_by_slug
from accounts.selectors.people import creative_by_handle
from contests.selectors.browsing import BrowseFilters
from contests.selectors.contests import browse_contests
from contests.selectors.paging import Page
from contests.selectors.reviews import ReviewCard, reviews_of_brand, reviews_of_maker
from contests.selectors.showcase import shown_works
from contests.selectors.standings import standings_of
from frontend.showing.briefs import brief_rows
from frontend.showing.reviews import review_rows
from frontend.showing.standing import facts, in_short
from frontend.views.common import page

BRIEFS_SHOWN = 6
REVIEWS_A_PAGE = 20
WORKS_A_PAGE = 12


@require_safe
@page
def brand_about(request: HttpRequest, slug: str) -> HttpResponse:
    """A brand that has shown a contest: how it deals with them, what makers say, and what is open."""
    brand = brand_by_slug(slug)
    ever = browse_contests(BrowseFilters(brand=slug), order="closing", limit=BRIEFS_SHOWN) if brand else Page(())
    if brand is None or not ever.items:
        raise Http404(_("There is nothing here, or it is not shown to you."))
    found = reviews_of_brand(slug, after=request.GET.get("after") or None, limit=REVIEWS_A_PAGE)
    standing = standings_of([brand.pk])[brand.pk]
    context = {
        "brand": brand,
        "standing": standing,
        "standing_facts": facts(standing),
        "standing_words": in_short(standing),
        "briefs": brief_rows(ever.items),
        **_reviews(request, found),
    }
    return render(request, "reviews/brand.html", context)


@require_safe
@page
def person(request: HttpRequest, handle: str) -> HttpResponse:
    """A maker who shows work, or of whom something was said in public; before that they have no page."""
    profile = creative_by_handle(handle)
    found = reviews_of_maker(handle, after=request.GET.get("after") or None, limit=REVIEWS_A_PAGE)
    works = shown_works(handle, after=request.GET.get("works") or None, limit=WORKS_A_PAGE)
    asked_for_more = request.GET.get("after") or request.GET.get("works")
    if profile is None or not (found.items or works.items or asked_for_more):
        raise Http404(_("There is nothing here, or it is not shown to you."))
    context = {
        "profile": profile,
        "works": works.items,
        "more_works": f"?works={quote(works.next)}" if works.next else "",
        "first_works": request.path if request.GET.get("works") else "",
        **_reviews(request, found),
    }
    return render(request, "reviews/person.html", context)


def _reviews(request: HttpRequest, found: Page[ReviewCard]) -> dict[str, object]:
    return {
        "rows": review_rows(found.items),
        "next_address": f"?after={quote(found.next)}" if found.next else "",
        "first_address": request.path if request.GET.get("after") else "",
    }
