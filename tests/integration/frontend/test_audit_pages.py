"""The audit's pages: for auditors and admins alone, true to the books; what admins may do, and nobody else."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import StaffRole
from contests.models import Contest
from payouts.models import Disbursement, JournalEntry, LedgerAccount, Settlement
from payouts.services.disbursements import prepare_disbursements
from tests.fixtures.payday import decided_contest
from tests.fixtures.people import hire, sign_in
from tests.fixtures.worlds import award, enter, make_creative, open_contest, shortlist
from tests.integration.frontend.brand_world import PLATFORM, World, make_world

pytestmark = pytest.mark.django_db

LISTS = [
    "audit",
    "audit_settlements",
    "audit_journal",
    "audit_accounts",
    "audit_deposits",
    "audit_disbursements",
    "audit_deadlines",
    "audit_events",
]


def settled(world: World) -> Contest:
    contest = open_contest(world.brand)
    entries = [enter(contest, make_creative()) for _ in range(3)]
    return award(shortlist(contest, entries), entries[0])


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def auditor() -> Client:
    return sign_in(Client(), hire(StaffRole.AUDITOR, "second.auditor@staff.example"))


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_for_the_platforms_people(world: World, name: str) -> None:
    settled(world)
    assert world.readers(reverse(f"pages:{name}")) == PLATFORM


def test_single_things_are_for_the_platforms_people(world: World) -> None:
    contest = settled(world)
    prepare_disbursements(timezone.now())
    for name, key in (
        ("audit_settlement", Settlement.objects.get().pk),
        ("audit_journal_entry", JournalEntry.objects.first().pk),
        ("audit_disbursement", Disbursement.objects.first().pk),
        ("audit_contest", contest.pk),
    ):
        assert world.readers(reverse(f"pages:{name}", args=[key])) == PLATFORM, name


def test_an_auditor_without_a_second_factor_gets_no_further(client: Client) -> None:
    sign_in(client, hire(StaffRole.AUDITOR, "bare@staff.example", second_factor=False))
    assert client.get(reverse("pages:audit"))["Location"] == reverse("mfa_activate_totp")


@pytest.mark.parametrize("name", ["audit_settlement", "audit_journal_entry", "audit_disbursement"])
def test_what_is_not_there_is_not_found(auditor: Client, name: str) -> None:
    for key in (987_654_321, 10**30):
        assert auditor.get(reverse(f"pages:{name}", args=[key])).status_code == 404


def test_the_overview_is_green_and_its_sides_are_equal(auditor: Client) -> None:
    decided_contest(make_creative(), make_creative(), make_creative())
    page = auditor.get(reverse("pages:audit"))
    text = page.content.decode()
    assert "Every guarantee holds" in text
    assert "Both sides are equal" in text
    assert page.context["balances"][0].difference_minor == 0
    assert not any(check.wrong for check in page.context["checks"])


def test_a_forged_settlement_turns_the_overview_red_and_fails_its_replay(
    world: World, auditor: Client, as_owner
) -> None:  # type: ignore[no-untyped-def]
    settled(world)
    stored = Settlement.objects.get()
    address = reverse("pages:audit_settlement", args=[stored.pk])
    assert "Identical to the cent" in auditor.get(address, {"replay": "yes"}).content.decode()
    forge(stored, as_owner)
    assert "Not the same" in auditor.get(address, {"replay": "yes"}).content.decode()
    text = auditor.get(reverse("pages:audit")).content.decode()
    assert "Something does not hold" in text
    assert f"settlement {stored.pk}" in text


def forge(stored: Settlement, as_owner) -> None:  # type: ignore[no-untyped-def]
    """What no role of the product may do: change a settlement that has been written."""
    with as_owner, connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE payouts_settlement DISABLE TRIGGER USER")
        cursor.execute("UPDATE payouts_settlement SET digest = repeat('0', 64) WHERE id = %s", [stored.pk])
        cursor.execute("ALTER TABLE payouts_settlement ENABLE TRIGGER USER")


def test_lists_are_filtered_and_nonsense_finds_nothing(world: World, auditor: Client) -> None:
    contest = settled(world)
    other = settled(world)
    account = LedgerAccount.objects.get(contest=contest)

    def found(name: str, **given: object) -> int:
        return len(auditor.get(reverse(f"pages:{name}"), given).context["found"].rows)

    assert found("audit_settlements") == 2
    assert found("audit_settlements", contest=contest.pk) == 1
    assert found("audit_settlements", contest="nonsense") == 0
    assert found("audit_settlements", outcome="lapsed") == 0
    assert found("audit_journal", kind="fee") == 2
    assert found("audit_journal", account=account.pk) == JournalEntry.objects.filter(contest=contest).count()
    assert found("audit_journal", account="x") == 0
    assert found("audit_accounts", contest=other.pk) == 1
    assert found("audit_deposits", state="received", contest=contest.pk) == 1
    assert found("audit_journal", before=str(JournalEntry.objects.first().pk)) == 0


def test_long_lists_go_on_behind_a_mark(world: World, auditor: Client) -> None:
    for _ in range(5):
        settled(world)
    seen: list[int] = []
    address = reverse("pages:audit_journal")
    page = auditor.get(address)
    while True:
        seen += [entry.pk for entry in page.context["found"].rows]
        if not page.context["found"].older:
            break
        page = auditor.get(address + page.context["found"].older)
    assert sorted(seen) == sorted(JournalEntry.objects.values_list("pk", flat=True))
    assert len(seen) > 25


def test_admins_hold_and_release_a_payment_others_do_not(world: World) -> None:
    settled(world)
    prepare_disbursements(timezone.now())
    payment = Disbursement.objects.first()
    hold = reverse("pages:audit_hold", args=[payment.pk])
    data = {"reason": "The payee asked us to wait.", "days": "3"}
    for who in sorted(set(world.people) - {"admin"}):
        assert world.client(who).post(hold, data).status_code == 404, who
    admin = world.client("admin")
    refused = admin.post(hold, {"reason": "", "days": "3"})
    assert refused.status_code == 422
    assert admin.post(hold, data).status_code == 302
    payment.refresh_from_db()
    assert (payment.state, payment.reason) == ("held", "The payee asked us to wait.")
    release = reverse("pages:audit_release", args=[payment.pk])
    assert world.client("auditor").post(release).status_code == 404
    admin.post(release)
    payment.refresh_from_db()
    assert payment.state == "pending"


def test_admins_stop_and_start_a_contests_clock_others_do_not(world: World) -> None:
    contest = open_contest(world.brand, now=timezone.now())
    suspend = reverse("pages:audit_suspend", args=[contest.pk])
    for who in sorted(set(world.people) - {"admin"}):
        assert world.client(who).post(suspend, {"reason": "A report of copied work."}).status_code == 404, who
    admin = world.client("admin")
    assert admin.post(suspend, {"reason": ""}).status_code == 422
    admin.post(suspend, {"reason": "A report of copied work."})
    contest.refresh_from_db()
    assert contest.state == "suspended"
    assert "A report of copied work." in admin.get(reverse("pages:audit_contest", args=[contest.pk])).content.decode()
    admin.post(reverse("pages:audit_resume", args=[contest.pk]))
    contest.refresh_from_db()
    assert contest.state == "open"


def test_a_silent_bank_is_no_error(auditor: Client, settings) -> None:  # type: ignore[no-untyped-def]
    settings.RAILS = {"sandbox": {"url": "http://127.0.0.1:9", "secret": "x", "timeout_seconds": 1}}
    page = auditor.get(reverse("pages:audit_reconciliation"))
    assert page.status_code == 200
    assert "The bank does not answer" in page.content.decode()
