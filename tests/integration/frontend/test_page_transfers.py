"""Paying by bank transfer on the funding page, and the audit's pages about what came in."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import PayoutAccount
from contests.models import Contest
from payouts.models import Deposit, Escrow, IncomingTransfer, TransferReturn
from payouts.rails.sepa.references import contest_reference, in_groups
from payouts.services.funding import request_funding
from payouts.services.transfers import GRACE
from tests.fixtures.people import sign_in_freshly
from tests.fixtures.sepa import NO_BANK, transfer_came
from tests.fixtures.worlds import draft_contest, owner_of
from tests.integration.frontend.brand_world import PLATFORM, World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_bank(settings) -> None:  # type: ignore[no-untyped-def]
    settings.RAILS = settings.RAILS | {"sepa": NO_BANK}


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def contest(world: World) -> Contest:
    contest = draft_contest(world.brand, now=timezone.now())
    request_funding(owner_of(world.brand), contest.pk, now=timezone.now())
    contest.refresh_from_db()
    return contest


def needed(contest: Contest) -> int:
    return Escrow.objects.get(contest=contest).liability_minor


def paid_in(contest: Contest, amount_minor: int) -> IncomingTransfer:
    return transfer_came(timezone.now(), amount_minor, rf=contest_reference(contest.pk))


def page(client: Client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(f"pages:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


def said(client: Client, name: str, row: IncomingTransfer, data: dict[str, str] | None = None) -> str:
    response = client.post(reverse(f"pages:{name}", args=[row.pk]), data or {})
    assert response.status_code == 302, response.content
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


# The brand's side.


def test_a_brand_reads_where_to_pay_how_much_and_under_which_reference(world: World, contest: Contest) -> None:
    text = page(world.client("finance"), "funding", contest.pk)
    assert "Fairbrief SAS" in text
    assert in_groups(NO_BANK["iban"]) in text
    assert in_groups(contest_reference(contest.pk)) in text
    assert 'name="source"' not in text, "nobody types their account where they pay from their bank"

    paid_in(contest, 10_050)
    rest = page(world.client("finance"), "funding", contest.pk)
    assert text != rest
    assert f"{(needed(contest) - 10_050) // 100 % 1000:03d}." in rest
    assert "100.50 €" in rest
    assert "•••• 0002" in rest


def test_a_judge_is_not_shown_where_to_pay(world: World, contest: Contest) -> None:
    assert in_groups(contest_reference(contest.pk)) not in page(world.client("judge"), "funding", contest.pk)


def test_without_a_bank_it_is_not_offered(world: World, contest: Contest, settings) -> None:  # type: ignore[no-untyped-def]
    settings.RAILS = {name: options for name, options in settings.RAILS.items() if name != "sepa"}
    text = page(world.client("owner"), "funding", contest.pk)
    assert "By bank transfer" not in text
    assert 'name="source"' in text


def test_what_is_too_much_is_shown_with_the_day_on_which_it_goes_back(world: World, contest: Contest) -> None:
    transfer = paid_in(contest, needed(contest) + 700)
    assert transfer.due_at - timezone.now() < GRACE
    for name in ("funding", "contest_money"):
        text = page(world.client("owner"), name, contest.pk)
        assert "Bank transfers received" in text, name
        assert "7.00 €</span>: more than is needed; it goes back on" in text, name


def test_a_typed_account_is_paid_by_transfer(world: World) -> None:
    client, address = sign_in_freshly(Client(), world.people["creative"]), reverse("pages:payout_account")
    answer = client.post(address, {"holder_name": "Ines", "destination": "FR7630006000011234567890189"})
    assert answer["Location"] == address
    assert PayoutAccount.objects.get(user=world.people["creative"], retired_at=None).rail == "sepa"


# The audit's side.


def test_the_pages_are_for_the_platform_s_people(world: World) -> None:
    row = transfer_came(timezone.now())
    for address in (reverse("pages:audit_transfers"), reverse("pages:audit_transfer", args=[row.pk])):
        assert world.readers(address) == PLATFORM, address


def test_only_admins_decide(world: World, contest: Contest) -> None:
    row = transfer_came(timezone.now())
    acts = {"assign": {"contest": str(contest.pk)}, "keep": {"reason": "Own money."}, "send_back": {}}
    for name, data in acts.items():
        answers = world.answers(reverse(f"pages:audit_transfer_{name}", args=[row.pk]), "post", data)
        assert answers.pop("nobody") == 302
        assert {who for who, status in answers.items() if status != 404} == {"admin"}, name
    assert "Assign it to a contest" not in page(world.client("auditor"), "audit_transfer", row.pk)


def test_the_list_is_filtered_by_state(world: World, contest: Contest) -> None:
    transfer_came(timezone.now(), payer="Somebody else")
    paid_in(contest, 5_000)
    text = page(world.client("auditor"), "audit_transfers", state="unmatched")
    assert "Somebody else" in text
    assert "50.00 €" not in text
    assert "50.00 €" in page(world.client("auditor"), "audit_transfers", contest=str(contest.pk))


def test_one_is_assigned(world: World, contest: Contest) -> None:
    row, admin = transfer_came(timezone.now(), text="Invoice 12"), world.client("admin")
    text = page(admin, "audit_transfer", row.pk)
    assert "Invoice 12" in text
    assert "no reference of ours" in text or row.last_error in text
    assert "written down" in said(admin, "audit_transfer_assign", row, {"contest": str(contest.pk)})
    assert Deposit.objects.get(transfer=row).escrow_id == contest.pk
    assert "Assign it to a contest" not in page(admin, "audit_transfer", row.pk)


def test_an_assignment_to_nothing_is_refused_beside_its_field(world: World) -> None:
    row, admin = transfer_came(timezone.now()), world.client("admin")
    for typed in ("nonsense", str(row.public_id)):
        answer = admin.post(reverse("pages:audit_transfer_assign", args=[row.pk]), {"contest": typed})
        assert answer.status_code == 422
        assert typed in answer.content.decode()
    answer = admin.post(reverse("pages:audit_transfer_keep", args=[row.pk]), {"reason": ""})
    assert answer.status_code == 422
    row.refresh_from_db()
    assert row.state == "unmatched"


def test_one_is_sent_back_once(world: World) -> None:
    row, admin = transfer_came(timezone.now()), world.client("admin")
    assert "next file" in said(admin, "audit_transfer_send_back", row)
    assert "found its place" in said(admin, "audit_transfer_send_back", row)
    assert TransferReturn.objects.get().amount_minor == row.amount_minor
    assert "Sent back" in page(admin, "audit_transfer", row.pk)


def test_one_is_kept_with_a_reason(world: World) -> None:
    row, admin = transfer_came(timezone.now()), world.client("admin")
    said(admin, "audit_transfer_keep", row, {"reason": "The owner's working capital."})
    row.refresh_from_db()
    assert (row.state, row.kept_minor) == ("kept", row.amount_minor)


def test_the_statements_are_compared_on_a_page_of_their_own(world: World) -> None:
    transfer_came(timezone.now())
    auditor = world.client("auditor")
    assert auditor.get(reverse("pages:audit_reconciliation"), {"rail": "sepa"}).context["compared"].is_clean
    assert auditor.get(reverse("pages:audit_reconciliation"), {"rail": "none"}).status_code == 404
