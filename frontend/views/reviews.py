"""What a brand and its makers say of one another: to read, to write unseen, and to reply to once."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contests.errors import NotVisible
from contests.review_rules import ReviewKind
from contests.selectors.contests import get_contest
from contests.selectors.reviews import ReviewPlace, places_of, reviews_of_contest
from contests.selectors.roles import read_as
from contests.services.after import reviews as reviewing
from frontend.forms.after import BrandReviewForm, MakerReviewForm, ReplyForm, ThanksForm
from frontend.showing.reviews import review_rows
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, page
from frontend.views.submitting import FORMS

FORM_OF = {
    ReviewKind.ABOUT_BRAND: BrandReviewForm,
    ReviewKind.ABOUT_MAKER: MakerReviewForm,
    ReviewKind.THANKS: ThanksForm,
}


@require_safe
@page
def contest_reviews(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """The reviews of one contest, and those that the reader can write."""
    reader = read_as(request.user)
    shown = get_contest(reader, contest_id)
    context = {
        "card": shown.card,
        "rows": review_rows(
            reviews_of_contest(reader, contest_id), page=shown, handle=getattr(request.user, "handle", "")
        ),
        "places": places_of(reader, contest_id, now=timezone.now()),
    }
    return render(request, "reviews/contest.html", context)


@FORMS
@members_page
def write(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Write one's side of a pair; a brand's person names the maker in the address."""
    user = actor_of(request)
    shown = get_contest(user, contest_id)
    handle = request.GET.get("maker", "")
    place = _place(places_of(user, contest_id, now=timezone.now()), handle)
    form = FORM_OF[ReviewKind(place.kind)](request.POST or None, initial=_said_before(place))
    if form.is_bound and form.is_valid():
        words, marks = form.cleaned_data["words"], form.marks()
        try:
            written = reviewing.write_review(user, contest_id, words, marks, now=timezone.now(), maker=handle)
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(
                request,
                _("Both reviews are shown now.")
                if written.shown_at
                else _("Kept. It is shown once the other side has written, too, or when the time is over."),
            )
            return redirect("pages:contest_reviews", contest_id)
    context = {"card": shown.card, "place": place, "form": form}
    return answer_form(request, "reviews/write.html", context, refused=form.is_bound)


@FORMS
@members_page
def reply(request: HttpRequest, contest_id: UUID, review_id: UUID) -> HttpResponse:
    """Reply to a review, once."""
    user = actor_of(request)
    shown = get_contest(user, contest_id)
    rows = review_rows(reviews_of_contest(user, contest_id), page=shown, handle=user.handle)
    row = next((one for one in rows if one.card.id == review_id and one.may_reply), None)
    if row is None:
        raise NotVisible
    form = ReplyForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            reviewing.reply(user, review_id, form.cleaned_data["words"], now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Your reply stands below the review."))
            return redirect("pages:contest_reviews", contest_id)
    return answer_form(
        request, "reviews/reply.html", {"card": shown.card, "row": row, "form": form}, refused=form.is_bound
    )


def _place(places: tuple[ReviewPlace, ...], handle: str) -> ReviewPlace:
    for place in places:
        if place.maker is None or place.maker.handle == handle:
            return place
    raise NotVisible


def _said_before(place: ReviewPlace) -> dict[str, object]:
    said = place.written
    if said is None:
        return {}
    stars = {} if said.hundredths is None else {"stars": said.hundredths // 100}
    return {**said.marks, **stars, "words": said.words}
