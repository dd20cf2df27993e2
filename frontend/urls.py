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
