"""Addresses of what callers follow, of their saved searches and of their calendar."""

from django.urls import path

from api.views import following

urlpatterns = [
    path("me/following", following.Following.as_view(), name="following"),
    path("me/following/<uuid:following_ref>", following.FollowingDetail.as_view(), name="following-detail"),
    path("me/searches", following.SavedSearches.as_view(), name="searches"),
    path("me/searches/<uuid:search_ref>", following.SavedSearchDetail.as_view(), name="search-detail"),
    path("me/calendar", following.Calendar.as_view(), name="my-calendar"),
]
