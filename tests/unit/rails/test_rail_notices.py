"""Notices are believed only with a right signature and a fresh timestamp, whatever is wrong with them."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest

from payouts.rails.base import NoticeRefused
from payouts.rails.sandbox.notices import read_notice
from payouts.rails.sandbox.signature import notice_secret, sign

SECRET = notice_secret("an-api-secret")
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
BODY = json.dumps(
    {
        "type": "transfer.paid",
        "occurred_at": "2026-03-01T11:59:58.000+00:00",
        "data": {
            "kind": "transfer",
            "idempotency_key": "k-1",
            "amount_minor": 16828,
            "currency": "EUR",
            "destination": "FR76",
            "reference": "",
            "provider_reference": "sbx_tr_1",
            "status": "paid",
            "reason": "",
        },
    }
).encode()


def headers_for(body: bytes, at: datetime = NOW, secret: str = SECRET) -> dict[str, str]:
    stamp = int(at.timestamp())
    return {
        "Webhook-Id": "evt_1",
        "Webhook-Timestamp": str(stamp),
        "Webhook-Signature": sign(secret, "evt_1", stamp, body),
    }


def refusal(headers: dict[str, str], body: bytes) -> str:
    with pytest.raises(NoticeRefused) as caught:
        read_notice(SECRET, headers, body, now=NOW)
    return caught.value.reason


def test_the_example_of_the_standard_is_signed_as_it_says() -> None:
    signature = sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_good_notice_is_read() -> None:
    notice = read_notice(SECRET, headers_for(BODY), BODY, now=NOW)
    assert (notice.event_id, notice.kind, notice.idempotency_key) == ("evt_1", "transfer", "k-1")
    assert (notice.answer.status, notice.answer.amount_minor) == ("paid", 16828)
    assert notice.occurred_at == NOW - timedelta(seconds=2)


def test_one_right_signature_among_several_is_enough() -> None:
    headers = headers_for(BODY)
    headers["Webhook-Signature"] = f"v1,AAAA v2,zzzz {headers['Webhook-Signature']}"
    assert read_notice(SECRET, headers, BODY, now=NOW).event_id == "evt_1"


def test_a_changed_body_is_refused() -> None:
    assert refusal(headers_for(BODY), BODY.replace(b"16828", b"16829")) == "bad_signature"


def test_another_event_id_is_refused() -> None:
    assert refusal(headers_for(BODY) | {"Webhook-Id": "evt_2"}, BODY) == "bad_signature"


def test_another_time_is_refused() -> None:
    later = str(int(NOW.timestamp()) + 1)
    assert refusal(headers_for(BODY) | {"Webhook-Timestamp": later}, BODY) == "bad_signature"


def test_the_api_secret_itself_signs_nothing() -> None:
    on_the_wire = "whsec_" + base64.b64encode(b"an-api-secret").decode()
    assert refusal(headers_for(BODY, secret=on_the_wire), BODY) == "bad_signature"


def test_another_bank_s_notice_is_refused() -> None:
    assert refusal(headers_for(BODY, secret=notice_secret("another-secret")), BODY) == "bad_signature"


@pytest.mark.parametrize(
    ("age", "reason"),
    [(timedelta(minutes=5, seconds=1), "too_old"), (timedelta(minutes=-5, seconds=-1), "too_new")],
)
def test_a_notice_of_another_time_is_refused(age: timedelta, reason: str) -> None:
    assert refusal(headers_for(BODY, at=NOW - age), BODY) == reason


@pytest.mark.parametrize("age", [timedelta(minutes=5), timedelta(minutes=-5)])
def test_the_tolerance_includes_its_edges(age: timedelta) -> None:
    assert read_notice(SECRET, headers_for(BODY, at=NOW - age), BODY, now=NOW)


@pytest.mark.parametrize("name", ["Webhook-Id", "Webhook-Timestamp", "Webhook-Signature"])
def test_a_missing_header_is_refused(name: str) -> None:
    headers = headers_for(BODY)
    del headers[name]
    assert refusal(headers, BODY) == "missing_header"


@pytest.mark.parametrize("stamp", ["now", "-1", "1.5", "٣", "9" * 40])
def test_a_timestamp_that_is_none_is_refused(stamp: str) -> None:
    assert refusal(headers_for(BODY) | {"Webhook-Timestamp": stamp}, BODY) == "bad_timestamp"


@pytest.mark.parametrize("signature", ["nonsense", "v1,", "v1,é", ",,, v1"])
def test_a_signature_that_is_none_is_refused(signature: str) -> None:
    assert refusal(headers_for(BODY) | {"Webhook-Signature": signature}, BODY) == "bad_signature"


@pytest.mark.parametrize("body", [b"", b"[]", b'{"data": {}}', BODY.replace(b"paid", b"gone")])
def test_a_signed_body_that_cannot_be_read_is_refused(body: bytes) -> None:
    assert refusal(headers_for(body), body) == "unreadable_body"
