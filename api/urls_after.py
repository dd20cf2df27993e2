"""Addresses of the API for what follows a decision."""

from django.urls import path

from api.views.after import checklist, follow_ups, reviews, showcase

CONTEST = "contests/<uuid:contest_id>"
ITEM = f"{CONTEST}/handovers/<int:award_id>/items/<int:item_id>"

after = [
    path(f"{ITEM}/delivered", checklist.MarkDelivered.as_view(), name="item-delivered"),
    path(f"{ITEM}/tick", checklist.Tick.as_view(), name="item-tick"),
    path(f"{ITEM}/missing", checklist.SayMissing.as_view(), name="item-missing"),
    path("entries/<uuid:entry_id>/follow-ups", follow_ups.BeginFollowUp.as_view(), name="begin-follow-up"),
    path(f"{CONTEST}/follow-up", follow_ups.FollowUpDetail.as_view(), name="follow-up"),
    path(f"{CONTEST}/follow-up/accept", follow_ups.AcceptPurchase.as_view(), name="accept-purchase"),
    path(f"{CONTEST}/follow-up/decline", follow_ups.DeclineFollowUp.as_view(), name="decline-follow-up"),
    path(f"{CONTEST}/reviews", reviews.ContestReviews.as_view(), name="contest-reviews"),
    path(f"{CONTEST}/reviews/<uuid:review_id>/reply", reviews.ReplyToReview.as_view(), name="review-reply"),
    path("brands/<slug:slug>/reviews", reviews.BrandReviews.as_view(), name="brand-reviews"),
    path("people/<slug:handle>/works", showcase.MakerWorks.as_view(), name="maker-works"),
    path("entries/<uuid:entry_id>/showing", showcase.ShowWork.as_view(), name="show-work"),
    path("entries/<uuid:entry_id>/showing/agree", showcase.AgreeToShowing.as_view(), name="agree-showing"),
    path("people/<slug:handle>/reviews", reviews.MakerReviews.as_view(), name="maker-reviews"),
]
