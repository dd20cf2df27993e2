"""The desk's pages for approvals and rails: what two admins see and do, and that nobody else can."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import StaffRole, User
from frontend.in_words import amount_in_words
from payouts.models import ControlProposal, Disbursement, PayoutRun, RailControl, RailLimit
from payouts.services.disbursements import hold, prepare_disbursements
from tests.fixtures.four_eyes import lower_limits
from tests.fixtures.payday import FLOOR, decided_contest
from tests.fixtures.people import hire, sign_in
from tests.fixtures.worlds import DAY, make_creative
from tests.integration.frontend.brand_world import PLATFORM, World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def other(world: World) -> Client:
    """A second admin."""
    return sign_in(Client(), hire(StaffRole.ADMIN, "another.admin@staff.example"))


@pytest.fixture
def payments(world: World) -> list[Disbursement]:
    lower_limits(world.people["admin"], above=FLOOR - 1)
    decided_contest(make_creative(), make_creative(), make_creative(payout_account=False))
    prepare_disbursements(timezone.now())
    return list(Disbursement.objects.order_by("pk"))


def page(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(f"pages:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def propose(client: Client) -> PayoutRun:
    preview = client.get(reverse("pages:audit_runs")).context["preview"]
    client.post(reverse("pages:audit_propose_run"), {"digest": preview.digest})
    return PayoutRun.objects.latest("pk")


def said(client: Client, address: str, data: dict[str, str]) -> str:
    response = client.post(address, data)
    assert response.status_code == 302, response.content
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_the_pages_are_for_the_platforms_people(world: World, payments: list[Disbursement]) -> None:
    run = propose(world.client("admin"))
    for address in (
        reverse("pages:audit_runs"),
        reverse("pages:audit_run", args=[run.pk]),
        reverse("pages:audit_rails"),
    ):
        assert world.readers(address) == PLATFORM, address


def test_the_dry_run_shows_who_how_much_and_what_is_beside_it(world: World, payments: list[Disbursement]) -> None:
    text = page(world.client("admin"), "audit_runs")
    for payment in payments:
        assert payment.payout_account.masked in text
        assert payment.obligation.payee_user.public_name in text
    assert "2 payments wait for two people" in text
    assert "Two payments" in text
    assert amount_in_words(2 * FLOOR, "EUR", "en") in text
    assert "Without an account" in text
    assert "Propose this list" not in page(world.client("auditor"), "audit_runs")


def test_one_proposes_and_another_approves(world: World, other: Client, payments: list[Disbursement]) -> None:
    admin = world.client("admin")
    run = propose(admin)
    approve = reverse("pages:audit_approve_run", args=[run.pk])
    assert "Approve this run" not in page(admin, "audit_run", run.pk)
    assert "Somebody else" in said(admin, approve, {"digest": run.digest})
    text = page(other, "audit_run", run.pk)
    assert "Approve this run" in text
    assert amount_in_words(2 * FLOOR, "EUR", "en") in text

    assert "leave now" in said(other, approve, {"digest": run.digest})

    run.refresh_from_db()
    assert run.state == "approved"
    assert f"Run no. {run.pk}" in page(admin, "audit_disbursement", payments[0].pk)


def test_an_approval_too_late_says_what_has_changed(world: World, other: Client, payments: list[Disbursement]) -> None:
    admin: User = world.people["admin"]
    run = propose(world.client("admin"))
    now = timezone.now()
    hold(admin, payments[0].pk, reason="A report.", until=now + DAY, now=now)

    assert "Nothing leaves" in said(other, reverse("pages:audit_approve_run", args=[run.pk]), {"digest": run.digest})
    text = page(other, "audit_run", run.pk)
    assert "It is on hold" in text
    assert payments[0].idempotency_key in text
    assert "Gone" in page(other, "audit_runs"), "the difference to the run before"


def test_a_run_is_withdrawn_with_a_reason(world: World, payments: list[Disbursement]) -> None:
    admin = world.client("admin")
    run = propose(admin)
    withdraw = reverse("pages:audit_withdraw_run", args=[run.pk])
    assert admin.post(withdraw, {"reason": ""}).status_code == 422
    said(admin, withdraw, {"reason": "One payee is looked at."})
    assert "One payee is looked at." in page(admin, "audit_run", run.pk)


def test_a_list_that_is_not_the_one_shown_is_not_proposed(world: World, payments: list[Disbursement]) -> None:
    admin = world.client("admin")
    for digest in ("0" * 64, "nonsense"):
        said(admin, reverse("pages:audit_propose_run"), {"digest": digest})
    assert PayoutRun.objects.count() == 0


def test_the_choice_narrows_the_list_and_nonsense_shows_all(world: World, payments: list[Disbursement]) -> None:
    admin = world.client("admin")

    def count(**given: str) -> int:
        return len(admin.get(reverse("pages:audit_runs"), given).context["preview"].members)

    assert count(currency="USD") == 0
    assert count(up_to="1") == 0
    assert count(rail="sandbox", currency="EUR", up_to="10000") == 2
    assert count(currency="euros", up_to="x") == 2


def test_a_rail_is_stopped_and_started_on_its_page(world: World, other: Client) -> None:
    admin = world.client("admin")
    stop = reverse("pages:audit_stop_rail", args=["sandbox"])
    assert admin.post(stop, {"reason": ""}).status_code == 422
    assert "Stopped" in said(admin, stop, {"reason": "The bank reports a breach."})
    for name in ("audit_rails", "audit_runs"):
        assert "Stopped" in page(admin, name)
    assert "The bank reports a breach." in page(admin, "audit_rails")

    said(admin, reverse("pages:audit_start_rail", args=["sandbox"]), {"reason": "A false alarm."})
    confirm = reverse("pages:audit_confirm_proposal", args=[ControlProposal.objects.get().pk])
    assert "Somebody else" in said(admin, confirm, {})
    assert RailControl.objects.get().stopped_at is not None
    assert "done" in said(other, confirm, {})
    assert RailControl.objects.get().stopped_at is None
    assert "Payments leave on this rail" in page(other, "audit_rails")


def test_limits_are_typed_as_amounts(world: World, other: Client) -> None:
    admin = world.client("admin")
    limits = reverse("pages:audit_rail_limits", args=["sandbox"])
    data = {"currency": "EUR", "approval_above": "100.50", "daily_limit": "2000", "reason": "The season is over."}
    assert "lower now" in said(admin, limits, data)
    row = RailLimit.objects.get()
    assert (row.approval_above_minor, row.daily_limit_minor) == (10_050, 200_000)
    for wrong in ({"currency": "euro"}, {"approval_above": "1.005"}, {"daily_limit": "-1"}, {"reason": ""}):
        assert admin.post(limits, data | wrong).status_code == 422
    assert "Somebody else confirms" in said(admin, limits, data | {"daily_limit": "3000"})
    said(other, reverse("pages:audit_withdraw_proposal", args=[ControlProposal.objects.get().pk]), {})
    assert ControlProposal.objects.get().state == "withdrawn"


def test_the_payee_is_told_that_two_people_look_at_it(world: World, payments: list[Disbursement]) -> None:
    payee = payments[0].obligation.payee_user
    text = page(sign_in(Client(), payee), "earnings")
    assert "Two of us look at so large a payment" in text


def test_a_rail_that_is_not_there_is_not_found(world: World) -> None:
    admin = world.client("admin")
    for name in ("audit_stop_rail", "audit_start_rail", "audit_rail_limits"):
        assert admin.post(reverse(f"pages:{name}", args=["nowhere"]), {"reason": "why"}).status_code == 404
    for key in (987_654_321, 10**30):
        assert admin.get(reverse("pages:audit_run", args=[key])).status_code == 404
        assert admin.post(reverse("pages:audit_confirm_proposal", args=[key])).status_code == 404
