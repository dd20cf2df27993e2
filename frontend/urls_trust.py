"""Addresses of trust and safety, in the namespace `pages`. Mails lead to those below /standing/: they never move."""

from django.urls import path

from frontend.views import contact, moderation, trust

urlpatterns = [
    path("report/<slug:kind>/<str:key>/", trust.report, name="report"),
    path("standing/", trust.standing, name="standing"),
    path("standing/decisions/<uuid:decision_ref>/", trust.statement, name="reasons"),
    path("standing/decisions/<uuid:decision_ref>/appeal/", trust.appeal, name="appeal"),
    path("contact/", contact.contact, name="contact"),
    path("transparency/", trust.transparency, name="transparency"),
    path("moderation/", moderation.cases, name="moderation"),
    path("moderation/cases/<uuid:case_ref>/", moderation.case, name="moderation_case"),
    path("moderation/cases/<uuid:case_ref>/decide/", moderation.decide_case, name="moderation_decide"),
    path("moderation/appeals/", moderation.appeals, name="moderation_appeals"),
    path("moderation/appeals/<uuid:appeal_ref>/", moderation.appeal, name="moderation_appeal"),
    path("moderation/likenesses/", moderation.likenesses, name="moderation_likenesses"),
    path("moderation/likenesses/<int:likeness_id>/dismiss/", moderation.dismiss, name="moderation_dismiss"),
    path("moderation/likenesses/<int:likeness_id>/case/", moderation.make_case, name="moderation_make_case"),
]
