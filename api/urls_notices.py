"""Addresses of what people are told."""

from django.urls import path

from api.views import notices

notice_urls = [
    path("me/notices", notices.MyNotices.as_view(), name="my-notices"),
    path("me/notices/read", notices.ReadNotices.as_view(), name="read-notices"),
    path("me/notice-choices", notices.NoticeChoices.as_view(), name="notice-choices"),
]
