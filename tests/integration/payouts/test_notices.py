"""What a rail reports: believed only when signed, kept once, read in any order."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import orjson
import pytest
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone

from accounts.models import User
from payouts.models import JournalEntry, RailNotice
from payouts.rails.sandbox.signature import notice_secret, sign
from payouts.services.disbursements import send_due
from payouts.services.notices import process_notices, store_notice
from payouts.webhooks import receive_notice
from tests.fixtures.payday import LATER, PAYDAY, Payday, debt_of, decided_contest, payments_of, states_of
from tests.fixtures.rails import SECRET
from tests.fixtures.worlds import make_creative

pytestmark = pytest.mark.django_db

urlpatterns = [path("rails/<slug:rail>/notices", receive_notice)]


def signed(
    payee: User, status: str, *, event: str = "", kind: str = "transfer", **changes: object
) -> dict[str, object]:
    """A notice about the person's first payment, as the bank would post it now."""
    payment = payments_of(payee)[0]
    movement = {
        "kind": kind,
        "idempotency_key": payment.idempotency_key,
        "amount_minor": payment.amount_minor,
        "currency": payment.currency,
        "destination": "FR76",
        "source": "FR76",
        "reference": "",
        "provider_reference": "sbx_tr_1",
        "status": status,
        "reason": "AC06" if status in ("returned", "rejected") else "",
    } | changes
    body = orjson.dumps({"data": movement, "occurred_at": datetime.now(UTC).isoformat()})
    event_id, stamp = event or f"evt_{status}", int(timezone.now().timestamp())
    signature = sign(notice_secret(SECRET), event_id, stamp, body)
    headers = {"webhook-id": event_id, "webhook-timestamp": str(stamp), "webhook-signature": signature}
    return {"headers": headers, "body": body}


def hear(*notices: dict[str, object]) -> None:
    now = timezone.now()
    for notice in notices:
        store_notice("sandbox", notice["headers"], notice["body"], now)  # type: ignore[arg-type]
        process_notices(now)


def sent_to() -> User:
    """Somebody to whom a payment is under way."""
    payee = make_creative()
    decided_contest(payee)
    return payee


@pytest.fixture
def payee(payday: Payday) -> User:
    somebody = sent_to()
    payday.pay()
    return somebody


def test_a_notice_is_kept_once_under_its_event_id(payee: User) -> None:
    notice = signed(payee, "paid")
    now = timezone.now()

    assert store_notice("sandbox", notice["headers"], notice["body"], now) is True  # type: ignore[arg-type]
    assert store_notice("sandbox", notice["headers"], notice["body"], now) is False  # type: ignore[arg-type]
    assert RailNotice.objects.get().payload["status"] == "paid"


@pytest.mark.parametrize("order", list(permutations(["accepted", "paid", "returned"])))
def test_notices_in_any_order_lead_to_the_same_end(payee: User, order: tuple[str, ...]) -> None:
    hear(*(signed(payee, status) for status in order))

    assert states_of(payee) == ["returned"]
    assert debt_of(payee).paid_at is None
    (payment,) = payments_of(payee)
    assert list(
        JournalEntry.objects.filter(idempotency_key__startswith=f"disbursement:{payment.pk}:")
        .order_by("pk")
        .values_list("idempotency_key", flat=True)
    ) == [f"disbursement:{payment.pk}:paid", f"disbursement:{payment.pk}:returned"]


def test_notices_in_one_batch_lead_to_the_same_end(payee: User) -> None:
    now = timezone.now()
    for status in ("returned", "accepted", "paid"):
        notice = signed(payee, status)
        store_notice("sandbox", notice["headers"], notice["body"], now)  # type: ignore[arg-type]

    assert process_notices(now) == 3
    assert states_of(payee) == ["returned"]


def test_the_same_news_under_two_event_ids_is_booked_once(payee: User) -> None:
    hear(signed(payee, "paid"), signed(payee, "paid", event="evt_again"))

    assert states_of(payee) == ["paid"]
    assert JournalEntry.objects.filter(kind="disbursement").count() == 1


def test_a_notice_that_overtakes_the_answer_is_not_undone_by_it(
    payday: Payday, monkeypatch: pytest.MonkeyPatch
) -> None:
    payee = sent_to()
    from payouts.services import sending

    record = sending.record_outcomes

    def late(outcomes: object, *, now: object) -> object:
        hear(signed(payee, "paid"))
        return record(outcomes, now=now)  # type: ignore[arg-type]

    monkeypatch.setattr(sending, "record_outcomes", late)
    payday.pay()

    assert states_of(payee) == ["paid"]


def test_a_paid_notice_after_a_return_does_not_resurrect(payee: User) -> None:
    hear(signed(payee, "paid"), signed(payee, "returned"), signed(payee, "paid", event="evt_late"))

    assert states_of(payee) == ["returned"]


def test_an_odd_notice_is_not_believed_but_makes_us_ask(payday: Payday, payee: User) -> None:
    payday.bank.advance()
    hear(signed(payee, "paid"), signed(payee, "rejected"))

    (payment,) = payments_of(payee)
    assert (payment.state, payment.due_state) == ("paid", "waiting")
    send_due(timezone.now())
    (payment,) = payments_of(payee)
    assert (payment.state, payment.due_state, payment.reason) == ("paid", "done", "")


def test_a_notice_of_another_amount_is_not_believed(payday: Payday, payee: User) -> None:
    hear(signed(payee, "paid", amount_minor=1))
    assert states_of(payee) == ["sent"]

    send_due(timezone.now())
    assert states_of(payee) == ["sent"]


def test_a_notice_about_a_payment_that_is_not_ours_waits_for_a_person(payee: User) -> None:
    hear(signed(payee, "paid", idempotency_key="somebody-elses"))

    notice = RailNotice.objects.get()
    assert (notice.due_state, notice.last_error) == ("parked", "not a payment of ours")
    assert states_of(payee) == ["sent"]


def test_duplicate_notices_of_the_bank_itself_are_harmless(payday: Payday) -> None:
    payee = make_creative()
    decided_contest(payee)
    payday.bank.arm("duplicate_notice")
    payday.pay()
    payday.bank.advance()

    payday.hear(2)

    assert len(payday.bank.board.posted) == 2
    assert RailNotice.objects.count() == 1
    assert states_of(payee) == ["paid"]


def test_without_its_notices_a_payment_is_paid_all_the_same(payday: Payday, payee: User) -> None:
    payday.bank.advance()
    payday.pay(PAYDAY + LATER)
    hear(signed(payee, "paid"))

    assert states_of(payee) == ["paid"]
    assert JournalEntry.objects.filter(kind="disbursement").count() == 1


class TestTheAddress:
    """The view alone: its answers, and that nothing unsigned leaves a trace."""

    def post(self, notice: dict[str, object], rail: str = "sandbox", **changed: str) -> int:
        headers = {name: str(value) for name, value in notice["headers"].items()} | changed  # type: ignore[attr-defined]
        with override_settings(ROOT_URLCONF=__name__):
            client = Client(enforce_csrf_checks=True)
            answer = client.post(
                f"/rails/{rail}/notices", data=notice["body"], content_type="application/json", headers=headers
            )
        return answer.status_code

    def test_it_answers_alike_for_a_new_notice_and_a_repeated_one(self, payee: User) -> None:
        notice = signed(payee, "paid")
        assert [self.post(notice), self.post(notice)] == [204, 204]
        assert RailNotice.objects.count() == 1

    def test_it_refuses_what_the_rail_has_not_signed(self, payee: User) -> None:
        notice = signed(payee, "paid")
        assert self.post(notice, **{"webhook-signature": "v1,AAAA"}) == 401
        assert self.post(notice | {"body": b"{}"}) == 401
        assert self.post(notice, **{"webhook-id": ""}) == 401
        assert RailNotice.objects.count() == 0

    def test_it_refuses_an_old_notice(self, payee: User) -> None:
        notice = signed(payee, "paid")
        stamp = int((timezone.now() - timedelta(hours=1)).timestamp())
        body: bytes = notice["body"]  # type: ignore[assignment]
        old = {"webhook-timestamp": str(stamp), "webhook-signature": sign(notice_secret(SECRET), "e", stamp, body)}
        assert self.post(notice, **(old | {"webhook-id": "e"})) == 401

    def test_it_knows_no_other_rail_and_takes_posts_only(self, payee: User) -> None:
        assert self.post(signed(payee, "paid"), rail="gold") == 404
        with override_settings(ROOT_URLCONF=__name__):
            assert Client().get("/rails/sandbox/notices").status_code == 405
