"""Bank transfers over the API: how to pay, what came in, what admins decide about it, and the files that went out."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import MemberRole, StaffRole, User
from contests.models import Contest
from payouts.models import Deposit, Escrow, TransferReturn
from payouts.rails.sepa.references import contest_reference
from payouts.services.funding import request_funding
from payouts.services.gathering import gather_files
from payouts.services.transfer_desk import send_transfer_back
from tests.fixtures.calls import Caller
from tests.fixtures.people import hire
from tests.fixtures.sepa import NO_BANK, transfer_came
from tests.fixtures.worlds import add_member, draft_contest, make_creative, owner_of

pytestmark = pytest.mark.django_db
TRANSFERS = "audit/incoming-transfers"


@pytest.fixture(autouse=True)
def _a_bank(settings: Any) -> None:
    settings.RAILS = settings.RAILS | {"sepa": NO_BANK}


@pytest.fixture
def contest() -> Contest:
    contest = draft_contest(now=timezone.now())
    request_funding(owner_of(contest.brand), contest.pk, now=timezone.now())
    contest.refresh_from_db()
    return contest


@pytest.fixture
def staff() -> User:
    return hire(StaffRole.ADMIN)


@pytest.fixture
def admin(staff: User) -> Caller:
    return Caller(staff)


def where_to_pay(contest: Contest, who: User, status: int = 200) -> Any:
    return Caller(who).get(f"contests/{contest.pk}/bank-transfer", status)


def needed(contest: Contest) -> int:
    return Escrow.objects.get(contest=contest).liability_minor


def test_a_brand_is_told_where_to_pay_what_is_missing(contest: Contest) -> None:
    told = where_to_pay(contest, add_member(contest.brand, MemberRole.FINANCE))
    assert told == {
        "holder": "Fairbrief SAS",
        "account": NO_BANK["iban"],
        "bank_id": "",
        "amount_minor": needed(contest),
        "currency": "EUR",
        "reference": contest_reference(contest.pk),
    }
    transfer_came(timezone.now(), 5_000, rf=told["reference"])
    assert where_to_pay(contest, owner_of(contest.brand)) == told | {"amount_minor": needed(contest) - 5_000}


def test_nobody_else_is_told(contest: Contest) -> None:
    assert where_to_pay(contest, make_creative(), 404)["type"].endswith("not-found")


def test_nothing_is_to_be_paid_once_it_is_covered(contest: Contest) -> None:
    transfer_came(timezone.now(), needed(contest), rf=contest_reference(contest.pk))
    where_to_pay(contest, owner_of(contest.brand), 404)


def test_without_a_bank_there_is_nothing_to_pay_to(contest: Contest, settings: Any) -> None:
    settings.RAILS = {name: options for name, options in settings.RAILS.items() if name != "sepa"}
    where_to_pay(contest, owner_of(contest.brand), 404)


def test_auditors_read_what_came_in_and_what_became_of_it(contest: Contest) -> None:
    transfer_came(timezone.now(), needed(contest) + 700, rf=contest_reference(contest.pk))
    transfer_came(timezone.now(), payer="Somebody else")
    auditor = Caller(hire(StaffRole.AUDITOR))
    (surplus,) = auditor.get(TRANSFERS, contest=str(contest.pk))["results"]
    assert (surplus["state"], surplus["payer_account"], surplus["returns"]) == ("surplus", "•••• 0002", [])
    assert [use["amount_minor"] for use in surplus["uses"]] == [needed(contest)]
    (unmatched,) = auditor.get(TRANSFERS, state="unmatched")["results"]
    assert (unmatched["payer_name"], unmatched["contest"]) == ("Somebody else", None)
    assert unmatched["waits_because"]
    Caller(owner_of(contest.brand)).get(TRANSFERS, 403)


def test_an_admin_assigns_once_however_often_it_is_asked(contest: Contest, admin: Caller) -> None:
    row = transfer_came(timezone.now())
    for _ in range(2):
        answer = admin.post(f"{TRANSFERS}/{row.pk}/assign", {"contest": str(contest.pk)}, key="once")
        assert (answer["state"], answer["uses"][0]["contest"]) == ("applied", str(contest.pk))
    assert Deposit.objects.get(transfer=row).amount_minor == row.amount_minor
    refused = admin.post(f"{TRANSFERS}/{row.pk}/assign", {"contest": str(contest.pk)}, status=409)
    assert refused["type"].endswith("transfer-act-refused")


def test_an_admin_sends_back_or_keeps(admin: Caller) -> None:
    first, second = transfer_came(timezone.now()), transfer_came(timezone.now())
    assert admin.post(f"{TRANSFERS}/{first.pk}/send-back")["returns"][0]["amount_minor"] == first.amount_minor
    kept = admin.post(f"{TRANSFERS}/{second.pk}/keep", {"reason": "Working capital."})
    assert (kept["state"], kept["kept_minor"]) == ("kept", second.amount_minor)
    admin.post(f"{TRANSFERS}/{second.pk}/send-back", status=409)
    admin.post(f"{TRANSFERS}/{second.pk + 1}/send-back", status=404)
    assert TransferReturn.objects.count() == 1


def test_auditors_decide_nothing() -> None:
    row = transfer_came(timezone.now())
    Caller(hire(StaffRole.AUDITOR)).post(f"{TRANSFERS}/{row.pk}/send-back", status=403)
    row.refresh_from_db()
    assert row.state == "unmatched"


def test_auditors_read_the_files(staff: User) -> None:
    send_transfer_back(staff, transfer_came(timezone.now()).pk, now=timezone.now())
    gather_files(timezone.now())
    (file,) = Caller(hire(StaffRole.AUDITOR)).get("audit/payment-files", state="pending")["results"]
    assert (file["payment_count"], file["total_minor"], len(file["document_sha256"])) == (1, 9_900, 64)
    assert file["message_id"]
