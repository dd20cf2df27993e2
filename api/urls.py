"""Addresses of the API, version 1."""

from django.urls import path

from api import (
    document,
    urls_brief,
    urls_entering,
    urls_feedback,
    urls_gallery,
    urls_jury,
    urls_messages,
    urls_submitting,
    urls_trust,
    urls_votes,
)
from api.urls_after import after
from api.urls_notices import notice_urls
from api.views import (
    audit,
    audit_trail,
    banks,
    books,
    brand_statements,
    card_payments,
    connected,
    contests,
    deposits,
    disputes,
    documents,
    entries,
    exports,
    fairness,
    operations,
    payout_runs,
    people,
    policy_drafts,
    rail_controls,
    reference,
    rights,
    seals,
    webhooks,
)

app_name = "api"

CONTEST = "contests/<uuid:contest_id>"
ENTRY = "entries/<uuid:entry_id>"
DOCUMENT = "documents/<uuid:document_ref>"
RUN = "audit/payout-runs/<int:run_id>"
RAIL = "audit/rails/<slug:rail>"
PROPOSAL = "audit/control-proposals/<int:proposal_id>"
AWARD = f"{CONTEST}/handovers/<int:award_id>"

everybody = [
    path("categories", reference.Categories.as_view(), name="categories"),
    path("policies", reference.Policies.as_view(), name="policies"),
    path("policy-drafts", policy_drafts.PolicyDrafts.as_view(), name="policy-drafts"),
    path("policy-drafts/<int:draft_id>", policy_drafts.PolicyDraftDetail.as_view(), name="policy-draft"),
    path("policy-drafts/<int:draft_id>/consultation", policy_drafts.Consultation.as_view(), name="consultation"),
    path("policy-drafts/<int:draft_id>/opinion", policy_drafts.Opinion.as_view(), name="opinion"),
    path("policy-drafts/<int:draft_id>/publish", policy_drafts.PublishDraft.as_view(), name="publish-draft"),
    path("policies/<slug:slug>/<int:version>", reference.PolicyDetail.as_view(), name="policy"),
    path("signing-keys", seals.SigningKeys.as_view(), name="signing-keys"),
    path("fairness", fairness.Fairness.as_view(), name="fairness"),
    path("contests", contests.ContestList.as_view(), name="contests"),
    path(CONTEST, contests.ContestDetail.as_view(), name="contest"),
    path(f"{CONTEST}/quote", contests.ContestQuote.as_view(), name="contest-quote"),
    path(f"{CONTEST}/events", entries.ContestEvents.as_view(), name="contest-events"),
    path(f"{CONTEST}/deadlines", entries.ContestDeadlines.as_view(), name="contest-deadlines"),
    path(f"{CONTEST}/entries", entries.ContestEntries.as_view(), name="contest-entries"),
    path(f"{CONTEST}/questions", entries.Questions.as_view(), name="contest-questions"),
    path("entries", entries.EntryList.as_view(), name="entries"),
    path(ENTRY, entries.EntryDetail.as_view(), name="entry"),
    path("quotes", contests.QuoteDraft.as_view(), name="quotes"),
    path(DOCUMENT, documents.DocumentDetail.as_view(), name="document"),
    path(f"{DOCUMENT}/file", documents.DocumentFile.as_view(), name="document-file"),
    path(f"{AWARD}/rights", rights.Rights.as_view(), name="rights"),
    path("me", people.Me.as_view(), name="me"),
    path("me/disputes", disputes.MyDisputes.as_view(), name="my-disputes"),
    path("obligations/<uuid:debt_ref>/disputes", disputes.OpenDispute.as_view(), name="open-dispute"),
    path("disputes/<uuid:dispute_ref>", disputes.DisputeDetail.as_view(), name="dispute"),
    path("disputes/<uuid:dispute_ref>/withdraw", disputes.WithdrawDispute.as_view(), name="withdraw-dispute"),
]

brands = [
    path("brands/<uuid:brand_id>/statement", brand_statements.StatementOfBrand.as_view(), name="brand-statement"),
    path(f"{CONTEST}/money", contests.ContestMoney.as_view(), name="contest-money"),
    path(f"{CONTEST}/debts", disputes.ContestDebts.as_view(), name="contest-debts"),
    path(f"{CONTEST}/documents", documents.ContestDocuments.as_view(), name="contest-documents"),
    path(f"{CONTEST}/deposits", deposits.Deposits.as_view(), name="contest-deposits"),
    path(f"{CONTEST}/bank-transfer", deposits.BankTransfer.as_view(), name="bank-transfer"),
    path(f"{CONTEST}/card-payments", card_payments.CardPayments.as_view(), name="card-payments"),
    path(f"{CONTEST}/card-payments/<uuid:deposit_ref>", card_payments.CardPaymentDetail.as_view(), name="card-payment"),
    path(f"{CONTEST}/request-funding", contests.RequestFunding.as_view(), name="request-funding"),
    path(f"{CONTEST}/withdraw-funding", contests.WithdrawFunding.as_view(), name="withdraw-funding"),
    path(f"{CONTEST}/refund", contests.RefundDraft.as_view(), name="refund-draft"),
    path(f"{CONTEST}/publish", contests.Publish.as_view(), name="publish"),
    path(f"{CONTEST}/extend", contests.Extend.as_view(), name="extend"),
    path(f"{CONTEST}/shortlist", contests.Shortlist.as_view(), name="shortlist"),
    path(f"{CONTEST}/end-final-round", contests.EndFinalRound.as_view(), name="end-final-round"),
    path(f"{CONTEST}/award", contests.Award.as_view(), name="award"),
    path(f"{CONTEST}/accept-handover", contests.AcceptHandover.as_view(), name="accept-handover"),
    path(f"{CONTEST}/cancel", contests.Cancel.as_view(), name="cancel"),
    path("questions/<uuid:question_id>/answer", entries.Answer.as_view(), name="answer"),
    path(f"{ENTRY}/revisions", entries.AskRevision.as_view(), name="ask-revision"),
    path(f"{ENTRY}/rate", entries.Rate.as_view(), name="rate"),
    path(f"{ENTRY}/disqualify", entries.Disqualify.as_view(), name="disqualify"),
]

creatives = [
    path("me/entries", entries.MyEntries.as_view(), name="my-entries"),
    path("me/earnings", people.Earnings.as_view(), name="earnings"),
    path("me/documents", documents.MyDocuments.as_view(), name="my-documents"),
    path("me/mandate", documents.MyMandate.as_view(), name="mandate"),
    path("me/tax-details", documents.MyTaxDetails.as_view(), name="tax-details"),
    path(f"{DOCUMENT}/objection", documents.Objection.as_view(), name="objection"),
    path("me/payout-account", people.PayoutAccount.as_view(), name="payout-account"),
    path("me/payout-account/stripe", connected.OwnConnectedAccount.as_view(), name="connected-account"),
    path(f"{ENTRY}/versions", entries.NewVersion.as_view(), name="versions"),
    path(f"{ENTRY}/withdraw", entries.Withdraw.as_view(), name="withdraw"),
    path(f"{CONTEST}/handovers", entries.Handovers.as_view(), name="handovers"),
    path(f"{AWARD}/files", entries.HandoverFiles.as_view(), name="handover-files"),
    path(f"{AWARD}/files/<uuid:ref>", entries.HandoverFile.as_view(), name="handover-file"),
    path(f"{AWARD}/deliver", entries.Deliver.as_view(), name="deliver"),
]

auditors = [
    path("audit/settlements", audit.Settlements.as_view(), name="settlements"),
    path("audit/settlements/<int:settlement_id>", audit.SettlementDetail.as_view(), name="settlement"),
    path("audit/settlements/<int:settlement_id>/replay", audit.Replay.as_view(), name="replay"),
    path("audit/obligations", audit.Obligations.as_view(), name="obligations"),
    path("audit/disputes", disputes.AllDisputes.as_view(), name="disputes"),
    path("audit/journal-entries", audit.JournalEntries.as_view(), name="journal-entries"),
    path("audit/journal-entries/<int:entry_id>", audit.JournalEntryDetail.as_view(), name="journal-entry"),
    path("audit/journal-entries/<int:entry_id>/proof", seals.InclusionProof.as_view(), name="proof"),
    path("audit/seals", seals.Seals.as_view(), name="seals"),
    path("audit/seals/<int:number>", seals.SealDetail.as_view(), name="seal"),
    path("audit/accounts", audit.Accounts.as_view(), name="accounts"),
    path("audit/accounts/<int:account_id>/statement", books.AccountStatement.as_view(), name="statement"),
    path("audit/periods", books.Periods.as_view(), name="periods"),
    path("audit/trial-balance", audit.TrialBalance.as_view(), name="trial-balance"),
    path("audit/liabilities", audit.Liabilities.as_view(), name="liabilities"),
    path("audit/disbursements", audit.Disbursements.as_view(), name="disbursements"),
    path("audit/deposits", audit.AllDeposits.as_view(), name="deposits"),
    path("audit/documents", documents.AllDocuments.as_view(), name="documents"),
    path("audit/document-series", documents.AllSeries.as_view(), name="document-series"),
    path("audit/incoming-transfers", banks.IncomingTransfers.as_view(), name="incoming-transfers"),
    path("audit/payment-files", banks.PaymentFiles.as_view(), name="payment-files"),
    path("audit/deadlines", audit.AllDeadlines.as_view(), name="deadlines"),
    path("audit/events", audit.AllEvents.as_view(), name="events"),
    path("audit/exports/settlements", exports.ExportSettlements.as_view(), name="export-settlements"),
    path("audit/exports/lines", exports.ExportLines.as_view(), name="export-lines"),
    path("audit/exports/obligations", exports.ExportObligations.as_view(), name="export-obligations"),
    path("audit/exports/journal-entries", exports.ExportJournal.as_view(), name="export-journal"),
    path("audit/exports/disbursements", exports.ExportDisbursements.as_view(), name="export-disbursements"),
    path("audit/exports/deposits", exports.ExportDeposits.as_view(), name="export-deposits"),
    path("audit/exports/events", exports.ExportEvents.as_view(), name="export-events"),
    path("audit/trail", audit_trail.AuditTrail.as_view(), name="trail"),
    path("audit/checks", audit.Checks.as_view(), name="checks"),
    path("audit/reconciliations/<slug:rail>", audit.Reconciliation.as_view(), name="reconciliation"),
    path("audit/payout-runs", payout_runs.PayoutRuns.as_view(), name="payout-runs"),
    path("audit/payout-runs/preview", payout_runs.PayoutRunPreview.as_view(), name="payout-run-preview"),
    path(RUN, payout_runs.PayoutRunDetail.as_view(), name="payout-run"),
    path("audit/rails", rail_controls.RailControls.as_view(), name="rails"),
    path("audit/control-changes", rail_controls.ControlChanges.as_view(), name="control-changes"),
    path("audit/control-proposals", rail_controls.ControlProposals.as_view(), name="control-proposals"),
]

admins = [
    path(f"audit/{DOCUMENT}/take-back", documents.TakeBack.as_view(), name="take-back"),
    path("audit/sellers/<int:year>", documents.SellersReport.as_view(), name="sellers-report"),
    path("audit/periods/close", books.ClosePeriod.as_view(), name="close-period"),
    path("audit/disbursements/<int:disbursement_id>/hold", operations.Hold.as_view(), name="hold"),
    path("audit/disbursements/<int:disbursement_id>/release", operations.Release.as_view(), name="release"),
    path("audit/incoming-transfers/<int:transfer_id>/assign", banks.Assign.as_view(), name="assign-transfer"),
    path("audit/incoming-transfers/<int:transfer_id>/send-back", banks.SendBack.as_view(), name="send-transfer-back"),
    path("audit/incoming-transfers/<int:transfer_id>/keep", banks.Keep.as_view(), name="keep-transfer"),
    path("audit/disputes/<uuid:dispute_ref>/preview", disputes.PreviewDecision.as_view(), name="preview-decision"),
    path("audit/disputes/<uuid:dispute_ref>/decide", disputes.Decide.as_view(), name="decide-dispute"),
    path(f"{CONTEST}/suspend", operations.Suspend.as_view(), name="suspend"),
    path(f"{CONTEST}/resume", operations.Resume.as_view(), name="resume"),
    path(f"{RUN}/approve", payout_runs.ApproveRun.as_view(), name="approve-run"),
    path(f"{RUN}/withdraw", payout_runs.WithdrawRun.as_view(), name="withdraw-run"),
    path(f"{RAIL}/stop", rail_controls.StopRail.as_view(), name="stop-rail"),
    path(f"{RAIL}/start", rail_controls.StartRail.as_view(), name="start-rail"),
    path(f"{RAIL}/limits", rail_controls.RailLimits.as_view(), name="rail-limits"),
    path(f"{PROPOSAL}/confirm", rail_controls.ConfirmProposal.as_view(), name="confirm-proposal"),
    path(f"{PROPOSAL}/withdraw", rail_controls.WithdrawProposal.as_view(), name="withdraw-proposal"),
]

WEBHOOK = "webhooks/<uuid:webhook_id>"

webhook_urls = [
    path("webhook-events", webhooks.EventTypes.as_view(), name="webhook-events"),
    path("webhooks", webhooks.Webhooks.as_view(), name="webhooks"),
    path(WEBHOOK, webhooks.WebhookDetail.as_view(), name="webhook"),
    path(f"{WEBHOOK}/secret", webhooks.RotateSecret.as_view(), name="webhook-secret"),
    path(f"{WEBHOOK}/test", webhooks.TestMessage.as_view(), name="webhook-test"),
    path(f"{WEBHOOK}/replay", webhooks.ReplaySpan.as_view(), name="webhook-replay"),
    path(f"{WEBHOOK}/deliveries", webhooks.Deliveries.as_view(), name="webhook-deliveries"),
    path(f"{WEBHOOK}/deliveries/<slug:message_id>", webhooks.DeliveryDetail.as_view(), name="webhook-delivery"),
    path(
        f"{WEBHOOK}/deliveries/<slug:message_id>/replay",
        webhooks.ReplayDelivery.as_view(),
        name="webhook-delivery-replay",
    ),
]

described = [
    path("openapi.json", document.openapi, name="openapi"),
    path("docs/", document.docs, name="docs"),
    path("fairness.csv", fairness.table, name="fairness-table"),
]

urlpatterns = [
    *described,
    *everybody,
    *notice_urls,
    *brands,
    *urls_gallery.urlpatterns,
    *urls_votes.urlpatterns,
    *urls_brief.urlpatterns,
    *creatives,
    *after,
    *auditors,
    *admins,
    *webhook_urls,
    *urls_feedback.urlpatterns,
    *urls_messages.urlpatterns,
    *urls_jury.urlpatterns,
    *urls_trust.urlpatterns,
    *urls_entering.urlpatterns,
    *urls_submitting.urlpatterns,
]
