"""Addresses of the brand's pages, in the namespace `pages`."""

from django.urls import path

from frontend.views import connected
from frontend.views.brand import (
    answering,
    asking,
    choosing,
    dashboard,
    deciding,
    funding,
    paying,
    quoting,
    statement,
    team,
    wizard,
)

BRAND = "brands/<uuid:brand_id>"
CONTEST = "contests/<uuid:contest_id>"

urlpatterns = [
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("brands/new/", dashboard.new_brand, name="brand_new"),
    path(f"{BRAND}/", dashboard.brand, name="brand"),
    path(f"{BRAND}/settings/", dashboard.settings, name="brand_settings"),
    path(f"{BRAND}/payout-account/", dashboard.payout_account, name="brand_payout_account"),
    path(f"{BRAND}/payout-account/stripe/", connected.brand_account, name="brand_connected_account"),
    path(f"{BRAND}/payout-account/stripe/back/", connected.brand_account_back, name="brand_connected_account_back"),
    path(f"{BRAND}/statement/", statement.statement, name="brand_statement"),
    path(f"{BRAND}/statement.csv", statement.statement_table, name="brand_statement_csv"),
    path(f"{BRAND}/members/", team.members, name="brand_members"),
    path(f"{BRAND}/members/<int:user_id>/", team.change_member, name="brand_member"),
    path(f"{BRAND}/invitations/<int:invitation_id>/revoke/", team.revoke, name="invitation_revoke"),
    path("invitations/<str:token>/", team.invitation, name="invitation"),
    path(f"{BRAND}/briefs/new/", wizard.new_brief, name="brief_new"),
    path(f"{BRAND}/briefs/new/forget/", wizard.forget_notes, name="brief_forget"),
    path("quote/", quoting.live_quote, name="live_quote"),
    path(f"{CONTEST}/edit/", wizard.edit_brief, name="brief_edit"),
    path(f"{CONTEST}/review/", wizard.review, name="brief_review"),
    path(f"{CONTEST}/discard/", wizard.discard, name="brief_discard"),
    path(f"{CONTEST}/ask-for-funds/", funding.ask_for_funds, name="ask_for_funds"),
    path(f"{CONTEST}/funding/", funding.funding, name="funding"),
    path(f"{CONTEST}/funding/card/", paying.pay_by_card, name="pay_by_card"),
    path(f"{CONTEST}/funding/card/<uuid:deposit_ref>/", paying.card_payment, name="card_payment"),
    path(f"{CONTEST}/funding/card/<uuid:deposit_ref>/back/", paying.card_payment_back, name="card_payment_back"),
    path(f"{CONTEST}/funding/card/<uuid:deposit_ref>/give-up/", paying.give_up_payment, name="give_up_payment"),
    path(f"{CONTEST}/publish/", funding.publish, name="publish"),
    path(f"{CONTEST}/withdraw-funding/", funding.withdraw, name="withdraw_funding"),
    path(f"{CONTEST}/refund/", funding.refund, name="refund_draft"),
    path(f"{CONTEST}/money/", funding.money, name="contest_money"),
    path(f"{CONTEST}/choose/", choosing.choose, name="choose"),
    path(f"{CONTEST}/answers/", answering.answers, name="answers"),
    path(f"{CONTEST}/decide/", deciding.decide, name="decide"),
    path(f"{CONTEST}/handovers/", deciding.review, name="review"),
    path(f"{CONTEST}/cancel/", deciding.cancel, name="cancel"),
    path(f"{CONTEST}/extend/", asking.extend, name="extend"),
    path("entries/<uuid:entry_id>/revision/", asking.revision, name="ask_revision"),
    path("entries/<uuid:entry_id>/rate/", choosing.rate, name="rate"),
    path("entries/<uuid:entry_id>/disqualify/", choosing.disqualify, name="disqualify"),
]
