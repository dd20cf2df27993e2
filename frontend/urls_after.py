"""Addresses of what follows a decision, in the namespace `pages`."""

from django.urls import path

from frontend.views import checklist, reviews, standing

CONTEST = "contests/<uuid:contest_id>"

urlpatterns = [
    path("entries/<uuid:entry_id>/handover/items/<int:item_id>/", checklist.deliver_item, name="handover_item"),
    path(f"{CONTEST}/handovers/items/<int:item_id>/", checklist.answer_item, name="handover_answer"),
    path(f"{CONTEST}/reviews/", reviews.contest_reviews, name="contest_reviews"),
    path(f"{CONTEST}/reviews/write/", reviews.write, name="review_write"),
    path(f"{CONTEST}/reviews/<uuid:review_id>/reply/", reviews.reply, name="review_reply"),
    path("brands/<slug:slug>/about/", standing.brand_about, name="brand_about"),
    path("people/<slug:handle>/", standing.person, name="person"),
]
