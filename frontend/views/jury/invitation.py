"""Where somebody who was asked to judge says yes or no, and finds all their juries again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contests.errors import NotVisible
from contests.selectors.contests import get_contest
from contests.selectors.jury.own import my_seats
from contests.services.jury import seats
from frontend.views.common import REFUSALS, actor_of, members_page, page, refusal_words


@require_safe
@members_page
def my_juries(request: HttpRequest) -> HttpResponse:
    """Invitations to one's own addresses, and one's seats."""
    found = my_seats(request.user)
    context = {
        "invited": [one for one in found if one.seat.is_invited],
        "working": [one for one in found if one.seat.is_at_work],
        "past": [one for one in found if not one.seat.is_invited and not one.seat.is_at_work],
    }
    return render(request, "jury/my_juries.html", context)


@require_safe
@page
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where the mail's link leads: who asks for what; answering takes a person who has signed in."""
    juror = seats.juror_behind(token)
    get_contest(request.user, juror.jury.contest_id)
    is_open = juror.accepted_at is None and juror.declined_at is None and juror.excused_at is None
    context = {
        "juror": juror,
        "contest": juror.jury.contest,
        "is_open": is_open and juror.jury.state in seats.WORKING,
        "is_own": juror.user_id is not None and juror.user_id == request.user.pk,
        "here": request.path,
    }
    return render(request, "jury/invitation.html", context)


@require_POST
@members_page
def answer(request: HttpRequest, juror_id: UUID) -> HttpResponse:
    """Yes or no; and again, to change what may be shown of oneself."""
    user = actor_of(request)
    try:
        if "decline" in request.POST:
            seats.decline_seat(user, juror_id, now=timezone.now())
            messages.success(request, _("You have declined; the brand has been told."))
            return redirect("pages:my_juries")
        juror = seats.accept_seat(
            user,
            juror_id,
            may_be_named="may_be_named" in request.POST,
            releases_comments="releases_comments" in request.POST,
            now=timezone.now(),
        )
    except NotVisible:
        raise
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
        return redirect("pages:my_juries")
    messages.success(request, _("Saved. Thank you for judging."))
    return redirect("pages:judge", juror.jury.contest_id)
