"""Addresses of what people are told, and how they want to be told; in the namespace `pages`."""

from django.urls import path

from frontend.views.notices import choosing, reading, stopping

urlpatterns = [
    path("notices/", reading.notices, name="notices"),
    path("notices/read/", reading.read_all, name="notices_read"),
    path("notices/<uuid:notice_ref>/", reading.open_one, name="notice"),
    path("settings/notices/", choosing.choices, name="notice_choices"),
    path("unsubscribe/<str:token>/", stopping.unsubscribe, name="unsubscribe"),
]
