"""Addresses of the API around a brief."""

from django.urls import path

from api.views import admission, briefs

CONTEST = "contests/<uuid:contest_id>"

urlpatterns = [
    path("category-guides", briefs.CategoryGuides.as_view(), name="category-guides"),
    path("brands/<uuid:brand_id>/kit", briefs.BrandKitDetail.as_view(), name="brand-kit"),
    path("brands/<uuid:brand_id>/kit/logo", briefs.BrandKitLogo.as_view(), name="brand-kit-logo"),
    path(f"{CONTEST}/duplicate", briefs.Duplicate.as_view(), name="duplicate"),
    path(f"{CONTEST}/check", briefs.BriefCheck.as_view(), name="brief-check"),
    path(f"{CONTEST}/attachments", briefs.Attachments.as_view(), name="attachments"),
    path(f"{CONTEST}/attachments/<uuid:ref>", briefs.AttachmentDetail.as_view(), name="attachment"),
    path(f"{CONTEST}/guests", admission.Guests.as_view(), name="guests"),
    path(f"{CONTEST}/guests/<slug:handle>", admission.GuestDetail.as_view(), name="guest"),
    path(f"{CONTEST}/invitation-links", admission.InvitationLinks.as_view(), name="invitation-links"),
    path(f"{CONTEST}/invitation-links/<int:link_id>", admission.InvitationLinkDetail.as_view(), name="invitation-link"),
    path("join/<str:token>", admission.Join.as_view(), name="join"),
    path(f"{CONTEST}/nda", admission.Nda.as_view(), name="nda"),
]
