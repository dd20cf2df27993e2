"""Addresses of the site's pages, in the namespace `pages`. Those that mails lead to must never move."""

from django.urls import URLPattern, URLResolver, include, path

from frontend.views import (
    account,
    browse,
    contest,
    earnings,
    entries,
    fairness,
    files,
    handover,
    home,
    how_pay,
    lab,
    policies,
    policy_drafts,
    preferences,
    submitting,
)

app_name = "pages"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("briefs/", browse.briefs, name="briefs"),
    path("contests/<uuid:contest_id>/", contest.brief, name="contest"),
    path("contests/<uuid:contest_id>/entries/", contest.gallery, name="contest_entries"),
    path("contests/<uuid:contest_id>/questions/", contest.questions, name="contest_questions"),
    path("contests/<uuid:contest_id>/enter/", submitting.enter, name="enter"),
    path("entries/", entries.my_entries, name="my_entries"),
    path("entries/<uuid:entry_id>/", entries.entry, name="entry"),
    path("entries/<uuid:entry_id>/version/", submitting.version, name="entry_version"),
    path("entries/<uuid:entry_id>/withdraw/", submitting.withdraw, name="entry_withdraw"),
    path("entries/<uuid:entry_id>/handover/", handover.handover, name="handover"),
    path("earnings/", earnings.earnings, name="earnings"),
    path("account/payout/", account.payout_account, name="payout_account"),
    path("settings/", account.profile, name="profile"),
    path("settings/creative/", account.become_creative, name="become_creative"),
    path("settings/reader/", account.reader, name="reader_settings"),
    path("how-pay-works/", how_pay.how_pay_works, name="how_pay_works"),
    path("policies/", policies.policies, name="policies"),
    path("policies/lab/", lab.policy_lab, name="policy_lab"),
    path("policies/drafts/new/", policy_drafts.new_draft, name="policy_draft_new"),
    path("policies/drafts/<int:draft_id>/", policy_drafts.draft, name="policy_draft"),
    path("policies/drafts/<int:draft_id>/change/", policy_drafts.revise, name="policy_revise"),
    path("policies/drafts/<int:draft_id>/opinion/", policy_drafts.opinion, name="policy_opinion"),
    path("policies/drafts/<int:draft_id>/consult/", policy_drafts.consult, name="policy_consult"),
    path("policies/drafts/<int:draft_id>/publish/", policy_drafts.publish, name="policy_publish"),
    path("policies/<slug:slug>/<int:version>/", policies.policy, name="policy"),
    path("fairness/", fairness.fairness, name="fairness"),
    path("fairwork/", fairness.fairwork, name="fairwork"),
    path("files/<uuid:ref>/<int:width>.webp", files.image, name="image"),
    path("files/<uuid:ref>/original/", files.ask_original, name="original"),
    path("files/original/<str:token>/", files.original, name="original_by_link"),
    path("theme/", preferences.choose_theme, name="theme"),
    path("language/", preferences.choose_language, name="language"),
    path("time-zone/", preferences.choose_time_zone, name="time_zone"),
    # The brand's and the auditor's pages keep their addresses in modules of their own.
    path("", include("frontend.urls_brand")),
    path("", include("frontend.urls_audit")),
]
