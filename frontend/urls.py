"""Addresses of the site's pages, in the namespace `pages`."""

from django.urls import path

from frontend.views import preferences

app_name = "pages"

urlpatterns = [
    path("theme/", preferences.choose_theme, name="theme"),
]
