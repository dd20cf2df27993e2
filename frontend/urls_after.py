"""Addresses of what follows a decision, in the namespace `pages`."""

from django.urls import path

from frontend.views import checklist, follow_ups, reviews, showcase, standing

CONTEST = "contests/<uuid:contest_id>"

urlpatterns = [
    path("entries/<uuid:entry_id>/handover/items/<int:item_id>/", checklist.deliver_item, name="handover_item"),
    path(f"{CONTEST}/handovers/items/<int:item_id>/", checklist.answer_item, name="handover_answer"),
    path("entries/<uuid:entry_id>/buy/", follow_ups.buy, name="buy"),
    path("entries/<uuid:entry_id>/hire/", follow_ups.hire, name="hire"),
    path(f"{CONTEST}/offer/", follow_ups.offer, name="offer"),
    path(f"{CONTEST}/offer/accept/", follow_ups.accept, name="offer_accept"),
    path(f"{CONTEST}/offer/decline/", follow_ups.decline, name="offer_decline"),
    path(f"{CONTEST}/reviews/", reviews.contest_reviews, name="contest_reviews"),
    path(f"{CONTEST}/reviews/write/", reviews.write, name="review_write"),
    path(f"{CONTEST}/reviews/<uuid:review_id>/reply/", reviews.reply, name="review_reply"),
    path("brands/<slug:slug>/about/", standing.brand_about, name="brand_about"),
    path("entries/<uuid:entry_id>/show/", showcase.show, name="show_work"),
    path("entries/<uuid:entry_id>/show/take-away/", showcase.take_away, name="take_away_work"),
    path("entries/<uuid:entry_id>/show/agree/", showcase.agree, name="agree_showing"),
    path("people/<slug:handle>/works/<uuid:ref>/<int:width>.webp", showcase.picture, name="shown_picture"),
    path("people/<slug:handle>/", standing.person, name="person"),
]
