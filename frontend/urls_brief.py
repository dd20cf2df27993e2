"""Addresses of the pages around a brief, in the namespace `pages`. Those that invitations lead to must never move."""

from django.urls import path

from frontend.views import admission
from frontend.views.brand import briefing, inviting

CONTEST = "contests/<uuid:contest_id>"

urlpatterns = [
    path("join/<str:token>/", admission.join, name="join"),
    path("briefs/examples/<slug:category>/", admission.example, name="brief_example"),
    path(f"{CONTEST}/confidentiality/", admission.nda, name="nda"),
    path(f"{CONTEST}/duplicate/", briefing.duplicate, name="brief_duplicate"),
    path(f"{CONTEST}/preview/", briefing.preview, name="brief_preview"),
    path(f"{CONTEST}/files/", briefing.files, name="brief_files"),
    path(f"{CONTEST}/files/<uuid:ref>/remove/", briefing.remove_file, name="brief_file_remove"),
    path(f"{CONTEST}/guests/", inviting.guests, name="brief_guests"),
    path(f"{CONTEST}/guests/<slug:handle>/withdraw/", inviting.withdraw, name="brief_guest_withdraw"),
    path(f"{CONTEST}/links/", inviting.make_link, name="brief_link_make"),
    path(f"{CONTEST}/links/<int:link_id>/close/", inviting.close_link, name="brief_link_close"),
    path("brands/<uuid:brand_id>/kit/", briefing.kit, name="brand_kit"),
]
