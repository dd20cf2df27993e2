"""Addresses of splits offered to a team, in the namespace `pages`. Mails lead to `split`: it must never move."""

from django.urls import path

from frontend.views import splits

urlpatterns = [
    path("contests/<uuid:contest_id>/enter/team/", splits.offer, name="split_offer"),
    path("splits/<uuid:split_ref>/", splits.split, name="split"),
    path("splits/<uuid:split_ref>/sign/", splits.sign, name="split_sign"),
    path("splits/<uuid:split_ref>/decline/", splits.decline, name="split_decline"),
    path("splits/<uuid:split_ref>/withdraw/", splits.withdraw, name="split_withdraw"),
]
