"""Addresses enough for the base template; one of them is missing on purpose."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


pages = [path("briefs/", page, name="briefs"), path("theme/", page, name="theme")]
urlpatterns = [
    path("", include((pages, "pages"))),
    path("accounts/login/", page, name="account_login"),
    path("i18n/", include("django.conf.urls.i18n")),
]
