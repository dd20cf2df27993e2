"""Addresses of the auditors' and admins' pages, in the namespace `pages`."""

from django.urls import path

from frontend.views.audit import books, contests, disputes, overview, payments, rails, runs

urlpatterns = [
    path("audit/", overview.overview, name="audit"),
    path("audit/reconciliation/", overview.reconciliation, name="audit_reconciliation"),
    path("audit/settlements/", books.settlements, name="audit_settlements"),
    path("audit/settlements/<int:settlement_id>/", books.settlement, name="audit_settlement"),
    path("audit/disputes/", disputes.disputes, name="audit_disputes"),
    path("audit/disputes/<uuid:dispute_ref>/", disputes.dispute, name="audit_dispute"),
    path("audit/disputes/<uuid:dispute_ref>/decide/", disputes.decide, name="dispute_decide"),
    path("audit/journal/", books.journal, name="audit_journal"),
    path("audit/journal/<int:entry_id>/", books.journal_entry, name="audit_journal_entry"),
    path("audit/accounts/", books.accounts, name="audit_accounts"),
    path("audit/deposits/", books.deposits, name="audit_deposits"),
    path("audit/payments/", payments.disbursements, name="audit_disbursements"),
    path("audit/payments/<int:disbursement_id>/", payments.disbursement, name="audit_disbursement"),
    path("audit/payments/<int:disbursement_id>/hold/", payments.hold_disbursement, name="audit_hold"),
    path("audit/payments/<int:disbursement_id>/release/", payments.release_disbursement, name="audit_release"),
    path("audit/payments/<int:disbursement_id>/ask/", payments.ask_about_disbursement, name="audit_ask"),
    path("audit/runs/", runs.runs, name="audit_runs"),
    path("audit/runs/propose/", runs.propose, name="audit_propose_run"),
    path("audit/runs/<int:run_id>/", runs.run, name="audit_run"),
    path("audit/runs/<int:run_id>/approve/", runs.approve, name="audit_approve_run"),
    path("audit/runs/<int:run_id>/withdraw/", runs.withdraw, name="audit_withdraw_run"),
    path("audit/rails/", rails.rails, name="audit_rails"),
    path("audit/rails/<slug:rail>/stop/", rails.stop, name="audit_stop_rail"),
    path("audit/rails/<slug:rail>/start/", rails.start, name="audit_start_rail"),
    path("audit/rails/<slug:rail>/limits/", rails.limits, name="audit_rail_limits"),
    path("audit/proposals/<int:proposal_id>/confirm/", rails.confirm, name="audit_confirm_proposal"),
    path("audit/proposals/<int:proposal_id>/withdraw/", rails.withdraw, name="audit_withdraw_proposal"),
    path("audit/deadlines/", contests.deadlines, name="audit_deadlines"),
    path("audit/events/", contests.events, name="audit_events"),
    path("audit/contests/<uuid:contest_id>/", contests.contest, name="audit_contest"),
    path("audit/contests/<uuid:contest_id>/suspend/", contests.suspend, name="audit_suspend"),
    path("audit/contests/<uuid:contest_id>/resume/", contests.resume, name="audit_resume"),
]
