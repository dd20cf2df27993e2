"""Addresses of one's own data: a copy of it, and leaving; in the namespace `pages`."""

from django.urls import path

from frontend.views.personal import data, leaving

urlpatterns = [
    path("settings/data/", data.own_data, name="own_data"),
    path("settings/data/copy/", data.ask, name="data_copy_ask"),
    path("settings/data/copy/<uuid:copy_ref>/", data.fetch, name="data_copy"),
    path("settings/data/leave/", leaving.leave, name="leave"),
    path("settings/data/stay/", leaving.stay, name="stay"),
    path("settings/data/stay/<str:token>/", leaving.stay_by_link, name="stay_by_link"),
]
