"""Addresses of trust and safety in the API."""

from django.urls import path

from api.views import moderation, moderation_desk

DECISION = "me/decisions/<uuid:decision_ref>"
CASE = "moderation/cases/<uuid:case_ref>"
LIKENESS = "moderation/likenesses/<int:likeness_id>"

urlpatterns = [
    path("me/reports", moderation.Reports.as_view(), name="reports"),
    path("me/decisions", moderation.Statements.as_view(), name="statements"),
    path(DECISION, moderation.Statement.as_view(), name="statement-of-reasons"),
    path(f"{DECISION}/appeal", moderation.MakeAppeal.as_view(), name="appeal"),
    path("entries/<uuid:entry_id>/likenesses", moderation.EntryLikenesses.as_view(), name="entry-likenesses"),
    path("transparency", moderation.Figures.as_view(), name="transparency"),
    path("moderation/cases", moderation_desk.Cases.as_view(), name="cases"),
    path(CASE, moderation_desk.CaseDetail.as_view(), name="case"),
    path(f"{CASE}/conversation", moderation_desk.CaseConversation.as_view(), name="case-conversation"),
    path(f"{CASE}/decide", moderation_desk.DecideCase.as_view(), name="decide-case"),
    path("moderation/appeals", moderation_desk.Appeals.as_view(), name="appeals"),
    path("moderation/appeals/<uuid:appeal_ref>/decide", moderation_desk.DecideAppeal.as_view(), name="decide-appeal"),
    path("moderation/likenesses", moderation_desk.Likenesses.as_view(), name="likenesses"),
    path(f"{LIKENESS}/dismiss", moderation_desk.DismissLikeness.as_view(), name="dismiss-likeness"),
    path(f"{LIKENESS}/case", moderation_desk.CaseOfLikeness.as_view(), name="case-of-likeness"),
]
