"""Addresses of following, saved searches and calendars, in the namespace `pages`. Mails and calendars lead to the last
two: they must never move."""

from django.urls import path

from frontend.views import following, stopping

urlpatterns = [
    path("following/", following.following, name="following"),
    path("following/<uuid:following_ref>/stop/", following.unfollow, name="unfollow"),
    path("following/calendar/", following.renew, name="calendar_renew"),
    path("contests/<uuid:contest_id>/follow/", following.follow_brief, name="follow_brief"),
    path("brands/<slug:slug>/follow/", following.follow_brand, name="follow_brand"),
    path("searches/", following.save, name="search_save"),
    path("searches/<uuid:search_ref>/remove/", following.forget, name="search_remove"),
    path("stop/<str:token>/", stopping.stop, name="stop"),
    path("calendar/<str:token>.ics", stopping.calendar, name="calendar"),
]
