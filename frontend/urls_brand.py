"""Addresses of the brand's pages, in the namespace `pages`."""

from django.urls import path

from frontend.views.brand import dashboard, deciding, funding, wizard

CONTEST = "contests/<uuid:contest_id>"

urlpatterns = [
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("brands/new/", dashboard.new_brand, name="brand_new"),
    path("brands/<uuid:brand_id>/", dashboard.brand, name="brand"),
    path("brands/<uuid:brand_id>/members/", dashboard.members, name="brand_members"),
    path("brands/<uuid:brand_id>/members/<int:user_id>/", dashboard.change_member, name="brand_member"),
    path("brands/<uuid:brand_id>/briefs/new/", wizard.new_brief, name="brief_new"),
    path("quote/", wizard.live_quote, name="live_quote"),
    path(f"{CONTEST}/edit/", wizard.edit_brief, name="brief_edit"),
    path(f"{CONTEST}/review/", wizard.review, name="brief_review"),
    path(f"{CONTEST}/discard/", wizard.discard, name="brief_discard"),
    path(f"{CONTEST}/ask-for-funds/", funding.ask_for_funds, name="ask_for_funds"),
    path(f"{CONTEST}/funding/", funding.funding, name="funding"),
    path(f"{CONTEST}/publish/", funding.publish, name="publish"),
    path(f"{CONTEST}/withdraw-funding/", funding.withdraw, name="withdraw_funding"),
    path(f"{CONTEST}/money/", funding.money, name="contest_money"),
    path(f"{CONTEST}/choose/", deciding.choose, name="choose"),
    path(f"{CONTEST}/decide/", deciding.decide, name="decide"),
    path(f"{CONTEST}/handovers/", deciding.review, name="review"),
    path(f"{CONTEST}/cancel/", deciding.cancel, name="cancel"),
    path("entries/<uuid:entry_id>/rate/", deciding.rate, name="rate"),
    path("entries/<uuid:entry_id>/disqualify/", deciding.disqualify, name="disqualify"),
    path("questions/<uuid:question_id>/answer/", deciding.answer, name="answer"),
]
