"""Every address of the site, by who answers it."""

from django.contrib import admin
from django.urls import include, path, re_path

from api.problems import unknown_address
from config import health, metrics

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("api.urls")),
    re_path(r"^api(?:/|$)", unknown_address, name="api_unknown"),
    path("", include("accounts.urls")),
    path("", include("payouts.urls")),
    path("", include("frontend.urls")),
]

handler500 = "api.problems.server_error"
