"""What is sent to each address of the matrix: as good as it can be, so that the answer depends on who sends it."""

from typing import Any

import orjson

from payouts.documents.composing.mandate import CURRENT
from payouts.policy import FAIR_2_DOCUMENT
from tests.fixtures.papers import ADDRESS

WITH_FILES: dict[str, dict[str, Any]] = {
    "api:contest-entries": {"title": "Leaf"},
    "api:versions": {"note": "Bolder"},
    "api:handover-files": {},
    "pages:enter": {"token": "once", "title": "Leaf", "declared": "on"},
    "pages:entry_version": {"token": "once", "note": "Bolder"},
    "pages:handover": {"token": "once"},
    "api:attachments": {},
    "api:brand-kit-logo": {},
    "pages:brief_files": {},
}
TAXES = ADDRESS | {
    "name": "Ana Example",
    "tin": "3023217600053",
    "birth_date": "1990-05-17",
    "vat_status": "private",
}
WEBHOOK = {"url": "https://hooks.example/in", "events": ["contest.opened"]}
REPORT = {"reason": "unfair_terms", "words": "It asks for the files before the award.", "in_good_faith": "true"}
APPEAL = {"words": "I did not write this, somebody else did."}
MEASURE = {
    "measure": "hide",
    "facts": "The picture is the one of another house.",
    "ground": "terms",
    "ground_detail": "Clause 4: own work only",
}
SPAN = {"since": "2026-01-02T00:00:00Z", "until": "2026-01-03T00:00:00Z"}
JURY = {"criteria": [{"name": "Idea", "weight": 2}], "quorum": 1, "ballots_per_entry": 2}
BODIES: dict[str, Any] = {
    "api:jury": JURY,
    "api:jurors": {"email": "expert@people.example"},
    "api:accept-seat": {"releases_comments": True},
    "api:jury-conflicts": {"reason": "We share a studio."},
    "api:abstain": {"reason": "I cannot read its language."},
    "pages:jury": {"quorum": "1", "ballots_per_entry": "2", "criterion_1": "Idea", "weight_1": "2"},
    "pages:jury_invite": {"email": "expert@people.example"},
    "pages:judge_conflict": {"reason": "We share a studio."},
    "pages:ballot_abstain": {"reason": "I cannot read its language."},
    "api:invitation-links": {"days": 3, "most_uses": 5},
    "api:brand-kit": {"colours": [{"name": "Quay", "value": "#1f5c4d"}], "tone": "Calm."},
    "pages:brief_link_make": {"days": "3", "most_uses": "5"},
    "pages:brand_kit": {"colours": "Quay #1f5c4d", "tone": "Calm."},
    "pages:rate": {"stars": "3"},
    "pages:disqualify": {"reason": "It shows somebody else's trademark."},
    "pages:entry_comments": {"version": "1", "body": "Bolder, please."},
    "pages:comment_reply": {"body": "It holds in print."},
    "pages:extend": {"days": "2", "reason": "The tasting was moved."},
    "pages:ask_revision": {"note": "Please try it without the ring."},
    "pages:cancel": {"reason": "The shop will not open."},
    "pages:contest_questions": {"body": "Which colours do you use now?"},
    "pages:brand_settings": {"name": "Halden Coffee", "country": "FR"},
    "pages:brand_members": {"email": "new@people.example", "role": "judge"},
    "pages:brand_member": {"role": "finance"},
    "pages:brand_new": {"name": "A new house", "country": "FR"},
    "pages:brand_payout_account": {"destination": "FR7630006000011234567890189", "holder_name": "A new holder"},
    "pages:payout_account": {"destination": "FR7630006000011234567890189", "holder_name": "Somebody"},
    "pages:mandate": {"text_sha256": CURRENT.sha256, "agreed": "on"},
    "pages:tax_details": TAXES,
    "pages:brand_billing": {**ADDRESS, "name": "Halden Coffee SARL"},
    "pages:document_objection": {"reason": "The address is another."},
    "pages:pay_by_card": {"card_token": "once", "card_amount_minor": "5"},
    "api:withdraw-run": {"reason": "One payee is being looked at."},
    "api:stop-rail": {"reason": "The bank reports a breach."},
    "api:start-rail": {"reason": "It is mended."},
    "api:rail-limits": {
        "currency": "EUR",
        "approval_above_minor": 0,
        "daily_limit_minor": 0,
        "reason": "A holiday.",
    },
    "pages:audit_withdraw_run": {"reason": "One payee is being looked at."},
    "pages:audit_stop_rail": {"reason": "The bank reports a breach."},
    "pages:audit_start_rail": {"reason": "It is mended."},
    "pages:audit_rail_limits": {
        "currency": "EUR",
        "approval_above": "0",
        "daily_limit": "0",
        "reason": "A holiday.",
    },
    "api:close-period": {"month": "2026-01-01"},
    "api:keep-transfer": {"reason": "The owner's own money."},
    "pages:audit_transfer_keep": {"reason": "The owner's own money."},
    "pages:audit_suspend": {"reason": "A dispute is being looked into."},
    "pages:policy_draft_new": {"document": orjson.dumps(FAIR_2_DOCUMENT | {"version": 3}).decode()},
    "pages:policy_revise": {"document": orjson.dumps(FAIR_2_DOCUMENT).decode()},
    "pages:policy_opinion": {"vote": "for", "comment": "Better than before."},
    "pages:audit_hold": {"reason": "The account is being checked.", "days": "3"},
    "api:decide-dispute": {"decision": "dismissed", "reason": "All rounds were counted."},
    "pages:dispute_decide": {"decision": "dismissed", "reason": "All rounds were counted.", "confirm": "yes"},
    "api:mandate": {"text_sha256": CURRENT.sha256},
    "api:tax-details": TAXES,
    "api:objection": {"reason": "The address is another."},
    "api:take-back": {"reason": "The address is another."},
    "api:quotes": {"category": "logo", "prizes": [100_000], "shortlist_max": 3},
    "api:rate": {"stars": 3},
    "api:policy-drafts": {"document": FAIR_2_DOCUMENT | {"version": 3}},
    "api:policy-draft": {"document": FAIR_2_DOCUMENT},
    "api:opinion": {"vote": "for", "comment": "Better than before."},
    "api:disqualify": {"reason": "It shows somebody else's trademark."},
    "api:entry-comments": {"body": "Bolder, please."},
    "api:comment-replies": {"body": "It holds in print."},
    "api:extend": {"days": 2, "reason": "The tasting was moved."},
    "api:ask-revision": {"note": "Please try it without the ring."},
    "api:cancel": {"reason": "The shop will not open."},
    "api:suspend": {"reason": "A dispute is being looked into."},
    "api:answer": {"answer": "A dark green."},
    "api:contest-questions": {"body": "Which colours do you use now?"},
    "api:card-payments": {"amount_minor": 100},
    "api:contest-deposits": {"amount_minor": 100, "source": "FR7630006000011234567890189"},
    "api:reports": {"kind": "contest", **REPORT},
    "pages:report": REPORT,
    "api:appeal": APPEAL,
    "pages:appeal": APPEAL,
    "api:decide-case": MEASURE,
    "pages:moderation_decide": MEASURE,
    "api:decide-appeal": {"outcome": "upheld", "reason": "The post is signed with their name."},
    "pages:moderation_appeal": {"outcome": "upheld", "reason": "The post is signed with their name."},
    "api:webhooks": WEBHOOK,
    "api:notice-choices": {"choices": {"questions": "daily"}},
    "pages:notice_choices": dict.fromkeys(
        ("entries", "contests", "questions", "followed", "moderation", "news"), "daily"
    ),
    "pages:leave": {"understood": "on", "money": "wait"},
    "api:webhook": {"description": "For the till"},
    "api:webhook-replay": SPAN,
    "pages:webhooks": {**WEBHOOK, "token": "once", "owner": "me", "reach": "own"},
    "pages:webhook_replay_span": SPAN,
}
