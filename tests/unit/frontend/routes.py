"""Addresses enough for the base template; one of them is missing on purpose."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


pages = [
    path("briefs/", page, name="briefs"),
    path("theme/", page, name="theme"),
    path("language/", page, name="language"),
]
urlpatterns = [
    path("", include((pages, "pages"))),
    path("accounts/login/", page, name="account_login"),
]
