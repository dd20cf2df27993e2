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
}
TAXES = ADDRESS | {
    "name": "Ana Example",
    "tin": "3023217600053",
    "birth_date": "1990-05-17",
    "vat_status": "private",
}
WEBHOOK = {"url": "https://hooks.example/in", "events": ["contest.opened"]}
SPAN = {"since": "2026-01-02T00:00:00Z", "until": "2026-01-03T00:00:00Z"}
BODIES: dict[str, Any] = {
    "api:searches": {"name": "Logos", "filters": {"category": "logo"}},
    "pages:search_save": {"name": "Logos", "category": "logo"},
    "pages:rate": {"stars": "3"},
    "pages:disqualify": {"reason": "It shows somebody else's trademark."},
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
    "api:extend": {"days": 2, "reason": "The tasting was moved."},
    "api:ask-revision": {"note": "Please try it without the ring."},
    "api:cancel": {"reason": "The shop will not open."},
    "api:suspend": {"reason": "A dispute is being looked into."},
    "api:answer": {"answer": "A dark green."},
    "api:contest-questions": {"body": "Which colours do you use now?"},
    "api:card-payments": {"amount_minor": 100},
    "api:contest-deposits": {"amount_minor": 100, "source": "FR7630006000011234567890189"},
    "api:webhooks": WEBHOOK,
    "api:webhook": {"description": "For the till"},
    "api:webhook-replay": SPAN,
    "pages:webhooks": {**WEBHOOK, "token": "once", "owner": "me", "reach": "own"},
    "pages:webhook_replay_span": SPAN,
}
