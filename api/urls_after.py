"""Addresses of the API for what follows a decision."""

from django.urls import path

from api.views.after import checklist, reviews

CONTEST = "contests/<uuid:contest_id>"
ITEM = f"{CONTEST}/handovers/<int:award_id>/items/<int:item_id>"

after = [
    path(f"{ITEM}/delivered", checklist.MarkDelivered.as_view(), name="item-delivered"),
    path(f"{ITEM}/tick", checklist.Tick.as_view(), name="item-tick"),
    path(f"{ITEM}/missing", checklist.SayMissing.as_view(), name="item-missing"),
    path(f"{CONTEST}/reviews", reviews.ContestReviews.as_view(), name="contest-reviews"),
    path(f"{CONTEST}/reviews/<uuid:review_id>/reply", reviews.ReplyToReview.as_view(), name="review-reply"),
    path("brands/<slug:slug>/reviews", reviews.BrandReviews.as_view(), name="brand-reviews"),
    path("people/<slug:handle>/reviews", reviews.MakerReviews.as_view(), name="maker-reviews"),
]
