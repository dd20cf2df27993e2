"""What the judged read after the decision: how their own entry did, by criterion, and where it came."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contests.selectors.entry_pages import get_entry
from contests.selectors.jury.results import entry_result
from frontend.showing.jury import award_words, mean_rows, score_words, tie_words
from frontend.views.common import members_page


@require_safe
@members_page
def result(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """For an entry's makers, its brand and the platform."""
    entry = get_entry(request.user, entry_id)
    found = entry_result(request.user, entry_id)
    context = {
        "result": found,
        "card": entry.card,
        "contest": entry.contest,
        "criteria": mean_rows(found.criteria),
        "score": score_words(found.score),
        "why": tie_words(found.broken_by, found.tie_criterion),
        "award": award_words(found.award),
    }
    return render(request, "jury/result.html", context)
