"""Examples for the OpenAPI document. A test holds every one against the schema that it stands beside."""

from typing import Any

from api.problems import TITLES

CONTEST = "7d0f6a52-8a0c-4b5e-9a37-0c1f4b6f2a11"
FIRST = "0b9a2f6e-52c3-4d0e-8f5f-6a7a2d3e4c51"
SECOND = "c2f1d9a8-7b64-4f0a-9d3c-1e5b8a7c6d42"

EXAMPLES: dict[str, Any] = {
    "BriefInput": {
        "brand": "3f6c1e0a-2d4b-4c8e-a1f7-9b0d5e6c7a83",
        "category": "logo",
        "title": "A mark for a tea house",
        "description": "A quiet mark that works in **one colour**, on paper bags and on a sign.",
        "deliverables": ["Vector file", "Colour variants"],
        "prizes": [100_000, 50_000],
        "rights_scope": "All printed and digital uses",
        "rights_territory": "World",
        "shortlist_max": 5,
        "visibility": "blind",
        "entries_period": 1_209_600,
    },
    "FollowInput": {"contest": CONTEST},
    "SearchInput": {"name": "Logos that pay", "filters": {"category": "logo", "least_hourly_pay": 2_000}},
    "QuoteInput": {"category": "logo", "prizes": [100_000, 50_000], "shortlist_max": 5},
    "DepositInput": {"amount_minor": 263_920, "source": "FR7630006000011234567890189"},
    "AssignInput": {"contest": CONTEST},
    "BankTransfer": {
        "holder": "Fairbrief SAS",
        "account": "FR7630006000011234567890189",
        "bank_id": "AGRIFRPP",
        "amount_minor": 263_920,
        "currency": "EUR",
        "reference": "RF36FM7PMMMA1H5NX6HQ",
    },
    "ShortlistInput": {"entries": [FIRST, SECOND]},
    "AwardInput": {"ranks": [{"entry": FIRST, "rank": 1}, {"entry": SECOND, "rank": 2}]},
    "MonthInput": {"month": "2026-03-01"},
    "ReasonInput": {"reason": "Our shop will not open after all."},
    "DisputeInput": {"claim_minor": 2_500, "reason": "The second round of changes was not counted."},
    "DecisionInput": {"decision": "upheld", "decided_minor": 2_000, "reason": "Four of the five rounds are on record."},
    "RatingInput": {"stars": 4},
    "QuestionInput": {"body": "Which colours does the house use already?"},
    "CommentInput": {
        "body": "The line is too thin to be embroidered.",
        "version": 2,
        "file": SECOND,
        "anchor": {"x": 420, "y": 310, "width": 120, "height": 80},
    },
    "ReplyInput": {"body": "It holds at two centimetres; the third sheet shows it."},
    "AnswerInput": {"answer": "A dark green and an off-white; both may change."},
    "NoteInput": {"note": "The vector file holds all variants, on layers."},
    "MandateInput": {"text_sha256": "9f2c7a51e0b84d6f3a1c5e7d9b0f2468ace13579bdf02468ace13579bdf02468"},
    "RightsInput": {
        "text_sha256": "9f2c7a51e0b84d6f3a1c5e7d9b0f2468ace13579bdf02468ace13579bdf02468",
        "signed_name": "Ines Varga",
    },
    "TaxDetailsInput": {
        "name": "Ines Varga",
        "street": "4 rue Neuve",
        "postcode": "69001",
        "city": "Lyon",
        "country": "FR",
        "tin": "3023217600053",
        "birth_date": "1990-05-17",
        "vat_status": "private",
    },
    "Money": {
        "currency": "EUR",
        "liability_minor": 263_920,
        "held_minor": 263_920,
        "on_its_way_minor": 0,
        "missing_minor": 0,
        "paid_in_minor": 263_920,
        "owed_minor": 0,
        "paid_minor": 0,
        "refunded_minor": 0,
        "is_covered": True,
    },
    "Replay": {
        "settlement": 12,
        "identical": True,
        "difference": "",
        "stored_digest": "9f2c7a51e0b84d6f3a1c5e7d9b0f2468ace13579bdf02468ace13579bdf02468",
        "lines": [
            {
                "position": 1,
                "entry_id": FIRST,
                "rule": "hourly_floor",
                "component": "earned",
                "amount_minor": 16_828,
                "inputs": {
                    "currency": "EUR",
                    "effort_minutes": 480,
                    "hourly_minimum_minor": 1202,
                    "load_bps": 17_500,
                },
                "formula": "480 × 12.02 × 1.75 ÷ 60",
            }
        ],
        "differing": [],
    },
}

PROBLEMS: dict[int, dict[str, Any]] = {
    400: {
        "code": "invalid",
        "detail": "Some fields cannot be accepted; see errors.",
        "errors": [{"field": "prizes", "message": "Announce at least one prize.", "code": "invalid-brief"}],
    },
    401: {"code": "not-authenticated", "detail": "Authentication credentials were not provided."},
    403: {"code": "not-permitted", "detail": "This token lacks the scope contests:write."},
    404: {"code": "not-found", "detail": "There is nothing here, or it is not shown to you."},
    406: {"code": "not-acceptable", "detail": "Could not satisfy the request Accept header."},
    409: {
        "code": "liability-not-covered",
        "detail": "The escrow does not cover what this contest can owe: pay in the rest first.",
        "held_minor": 263_919,
        "liability_minor": 263_920,
        "missing_minor": 1,
        "currency": "EUR",
    },
    410: {"code": "upload-gone", "detail": "This upload is gone: it was taken back, or it has expired. Begin anew."},
    412: {"code": "tus-version", "detail": "Say “Tus-Resumable: 1.0.0”: that is the protocol spoken here."},
    413: {"code": "too-large", "detail": "This is too large; at most 1048576 bytes are taken here."},
    415: {"code": "unsupported-media-type", "detail": "Unsupported media type in request."},
    422: {
        "code": "idempotency-key-reused",
        "detail": "This Idempotency-Key was used for another request; use a new one.",
    },
    429: {"code": "throttled", "detail": "Request was throttled. Expected available in 20 seconds."},
    460: {"code": "checksum-mismatch", "detail": "What arrived is not what was sent. Send it again."},
    500: {"code": "internal", "detail": "We have been told and will look into it."},
    503: {"code": "rail-unavailable", "detail": "The rail does not answer. Try again in a while."},
}


def problem_example(code: int) -> dict[str, Any]:
    """A problem with this status, as it would be answered."""
    said = PROBLEMS[code]
    return {"type": f"/problems/{said['code']}", "title": str(TITLES[code]), "status": code} | said
