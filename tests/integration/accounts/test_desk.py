"""The operations desk: auditors read all of it, admins act through services, and nobody edits a book."""

import logging
from collections.abc import Iterator

import pytest
from allauth.idp.oidc.models import Client as ApiClient
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.models import Digest, EmailChange, OutgoingMail, PayoutAccount, StaffRole, User
from accounts.services.api_clients import create_client
from accounts.services.invitations import invite_member
from accounts.services.mail import MailRequest, ask_for_mails
from contests.models import Contest, ContestEvent, Deadline, ReviewReveal, StoredFile
from contests.selectors.browsing import BrowseFilters
from contests.services.finding.saved_searches import save_search
from contests.services.questions import ask
from duerows.models import DueRow, DueState
from moderation.models import ImagePrint
from payouts.documents.models import Document
from payouts.documents.services.objections import object_to
from payouts.models import (
    BankFeed,
    ConnectedAccount,
    Disbursement,
    Escrow,
    JournalEntry,
    LedgerAccount,
    Obligation,
    PayoutPolicy,
    RailNotice,
    Settlement,
)
from payouts.services.gathering import gather_files
from payouts.services.preparing import prepare_disbursements
from payouts.services.transfer_desk import send_transfer_back
from personal.services.asking import ask_for_copy
from personal.services.leaving import ask_to_leave
from tests.fixtures.contests import submit
from tests.fixtures.hooks import listen
from tests.fixtures.juries import judging_contest
from tests.fixtures.papers import LATER, decided, issue_and_seal, ready_creative
from tests.fixtures.payday import decided_contest
from tests.fixtures.people import hire, sign_in, sign_up
from tests.fixtures.rights import rights_passed
from tests.fixtures.sepa import NO_BANK, transfer_came
from tests.fixtures.votes import voted_contest
from tests.fixtures.worlds import NOON, destination_of, make_brand, make_creative, open_contest, owner_of
from webhooks.services.replaying import send_test

pytestmark = pytest.mark.django_db

PAGES = sorted(admin.site._registry, key=lambda model: model._meta.label)
BOOKS = [Contest, ContestEvent, Escrow, JournalEntry, LedgerAccount, Obligation, PayoutPolicy, Settlement]


@pytest.fixture(autouse=True)
def _no_logs() -> Iterator[None]:
    """Each refusal would be logged with its traceback; hundreds of them are most of the time that these tests take."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def _a_bank(settings) -> None:
    settings.RAILS = settings.RAILS | {"sepa": NO_BANK}


def fill_bank() -> None:
    """Transfers that came in, each on its way back in a file of its own."""
    admin = hire(StaffRole.ADMIN, f"bank-{BankFeed.objects.count()}@staff.example")
    for _ in range(2):
        transfer = transfer_came(timezone.now())
        send_transfer_back(admin, transfer.pk, now=timezone.now())
        gather_files(timezone.now())
        BankFeed.objects.create(rail=f"sepa-{BankFeed.objects.count()}", due_at=NOON)


def fill_papers() -> None:
    """Two creatives' invoices, each objected to, and the deeds of two awards."""
    makers = [ready_creative(), ready_creative()]
    decided(*makers)
    issue_and_seal()
    for maker in makers:
        invoice = Document.objects.filter(person=maker, kind="self_billed").latest("pk")
        object_to(maker, invoice.ref, "The address is another.", now=LATER)
        rights_passed(maker)


def fill() -> None:
    """At least two more rows of everything that has a page."""
    payees = [make_creative() for _ in range(3)]
    over = decided_contest(*payees)
    prepare_disbursements(timezone.now())
    for _ in range(2):
        judging_contest(jurors=2, entries=1, ballots_per_entry=1, quorum=1)
        ReviewReveal.objects.create(contest=voted_contest(2)[0], due_at=NOON)
    running, brand = open_contest(), make_brand()
    entry = submit(running)
    ImagePrint.objects.create(file=StoredFile.objects.get(version__entry=entry), entry=entry, hash=7, due_at=NOON)
    number = ContestEvent.objects.count()
    for index in range(2):
        ask(payees[index], running.pk, "May it be red?", now=NOON)
        RailNotice.objects.create(rail="sandbox", provider_event_id=f"{number}-{index}", payload={}, due_at=NOON)
        person = sign_up(f"p{number}-{index}@people.example")
        ConnectedAccount.objects.create(
            user=person, rail="stripe", country="FR", created_by=person, chosen_at=NOON, due_at=NOON
        )
        EmailChange.objects.create(user=person, former=f"before-{number}-{index}@people.example")
        create_client(person, name="reader", scopes=["contests:read"], now=NOON)
        send_test(person, listen(person).public_id, now=NOON)
        Digest.objects.create(user=person, due_at=NOON)
        ask_for_copy(person, now=NOON)
        save_search(person, "Logos", BrowseFilters(category="logo"), now=NOON)
        ask_to_leave(person, now=NOON)
        LogEntry.objects.log_actions(person.pk, [brand], 2, change_message="seen", single_object=True)
    fill_bank()
    fill_papers()
    invite_member(owner_of(brand), brand.pk, email="noor@people.example", role="judge", now=NOON)
    assert over.pk != running.pk


def address(page: str, model, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def queries_for(client, url, django_assert_max_num_queries) -> int:
    with django_assert_max_num_queries(100) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return len(captured)


@pytest.fixture
def auditor(client):
    return sign_in(client, hire(StaffRole.AUDITOR))


@pytest.fixture
def operator(client):
    return sign_in(client, hire(StaffRole.ADMIN))


def test_every_page_is_read_in_as_many_queries_however_long_it_is(auditor, django_assert_max_num_queries):
    fill()
    count = {
        model: queries_for(auditor, address("changelist", model), django_assert_max_num_queries) for model in PAGES
    }
    fill()
    for model in PAGES:
        assert model is PayoutPolicy or model._default_manager.count() >= 2, model
        again = queries_for(auditor, address("changelist", model), django_assert_max_num_queries)
        assert again == count[model], model
        assert again <= 15, model


def test_every_search_and_every_row_opens(auditor):
    fill()
    for model in PAGES:
        assert auditor.get(address("changelist", model), {"q": "fox"}).status_code == 200, model
        row = model._default_manager.first()
        assert auditor.get(address("change", model, row.pk)).status_code == 200, model


@pytest.mark.parametrize("role", [StaffRole.AUDITOR, StaffRole.ADMIN])
def test_nothing_is_added_deleted_or_edited_by_hand(client, role):
    sign_in(client, hire(role))
    fill()
    for model in PAGES:
        row = model._default_manager.first()
        before = list(model._default_manager.order_by("pk").values())
        for url in (address("add", model), address("change", model, row.pk), address("delete", model, row.pk)):
            if model is User and role == StaffRole.ADMIN and "/change/" in url:
                continue
            for data in ({"post": "yes"}, {"state": "settled", "amount_minor": "1", "_save": "Save"}):
                assert client.post(url, data).status_code == 403, url
        form = {"action": "delete_selected", "_selected_action": [str(row.pk)], "post": "yes"}
        client.post(address("changelist", model), form)
        assert list(model._default_manager.order_by("pk").values()) == before, model


@pytest.mark.parametrize("model", BOOKS, ids=lambda model: model.__name__)
def test_the_books_have_not_even_a_save_button(operator, model):
    fill()
    page = operator.get(address("change", model, model._default_manager.first().pk)).content.decode()
    assert 'name="_save"' not in page
    assert not any(f'name="{field.name}"' in page for field in model._meta.fields)


def test_others_do_not_enter(client):
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/account/login/")
    for user in (sign_up(), sign_up("desk@people.example", is_staff=True)):
        sign_in(client, user)
        assert client.get("/admin/").status_code in (302, 403)
        for model in PAGES:
            assert client.get(address("changelist", model)).status_code in (302, 403), model
        client.logout()


def test_the_desk_changes_no_password_of_its_own(operator):
    assert operator.get("/admin/password_change/").url == "/account/password/change/"


def test_being_staff_without_a_role_opens_no_page(client):
    from accounts.services.second_factor import enrol
    from tests.fixtures.people import TOTP_SECRET

    user = sign_up(is_staff=True)
    enrol(user, TOTP_SECRET)
    sign_in(client, user)
    for model in PAGES:
        assert client.get(address("changelist", model)).status_code == 403, model


def test_no_page_shows_a_secret_or_a_whole_account_number(operator):
    fill()
    number = destination_of(PayoutAccount.objects.first())
    hashed = ApiClient.objects.first().secret
    password = User.objects.exclude(password="").first().password
    for model in PAGES:
        for url in (address("changelist", model), address("change", model, model._default_manager.first().pk)):
            page = operator.get(url).content.decode()
            assert not any(secret in page for secret in (number, hashed, password)), url


def save(client, person, **data):
    nothing_inline = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    return client.post(address("change", User, person.pk), nothing_inline | data, follow=True)


def run(client, model, action: str, *rows, **data):
    form = {"action": action, "_selected_action": [str(row.pk) for row in rows]} | data
    return client.post(address("changelist", model), form, follow=True)


@pytest.mark.parametrize("model", [OutgoingMail, Deadline, StoredFile, RailNotice], ids=lambda model: model.__name__)
def test_an_admin_has_parked_rows_tried_again_and_an_auditor_has_not(client, model: type[DueRow]):
    fill()
    model._default_manager.update(due_state=DueState.DONE)
    row = model._default_manager.first()
    model._default_manager.filter(pk=row.pk).update(due_state=DueState.PARKED, attempts=8)
    sign_in(client, hire(StaffRole.AUDITOR))
    run(client, model, "requeue_parked", *model._default_manager.all())
    row.refresh_from_db()
    assert row.due_state == DueState.PARKED
    sign_in(client, hire(StaffRole.ADMIN))
    run(client, model, "requeue_parked", *model._default_manager.all())
    assert list(model._default_manager.filter(due_state=DueState.WAITING)) == [row]
    assert LogEntry.objects.filter(object_id=row.pk, change_message="tried again").count() == 1


def test_a_parked_deadline_whose_place_was_taken_stays_parked(operator):
    contest = open_contest()
    newer = Deadline.objects.get(contest=contest, due_state=DueState.WAITING)
    parked = Deadline.objects.create(contest=contest, kind=newer.kind, due_at=NOON, due_state=DueState.PARKED)
    run(operator, Deadline, "requeue_parked", parked, newer)
    parked.refresh_from_db()
    assert parked.due_state == DueState.PARKED


def test_a_payment_is_held_released_and_asked_about_by_an_admin(client):
    fill()
    payment = Disbursement.objects.filter(state="pending").first()
    sign_in(client, hire(StaffRole.AUDITOR))
    run(client, Disbursement, "hold_back", payment, reason="looks odd")
    assert Disbursement.objects.get(pk=payment.pk).state == "pending"
    sign_in(client, hire(StaffRole.ADMIN))
    run(client, Disbursement, "hold_back", payment)
    assert Disbursement.objects.get(pk=payment.pk).state == "pending"
    run(client, Disbursement, "hold_back", payment, reason="looks odd")
    assert Disbursement.objects.get(pk=payment.pk).state == "held"
    run(client, Disbursement, "let_go", payment)
    assert Disbursement.objects.get(pk=payment.pk).state == "pending"
    Disbursement.objects.filter(pk=payment.pk).update(due_state=DueState.PARKED, fence=F("fence") + 1)
    run(client, Disbursement, "ask_the_rail_again", payment)
    assert Disbursement.objects.get(pk=payment.pk).due_state == DueState.WAITING


def test_a_contest_is_suspended_with_a_reason_and_resumed_by_an_admin(client):
    contest = open_contest(now=timezone.now())
    sign_in(client, hire(StaffRole.AUDITOR))
    run(client, Contest, "suspend", contest, reason="dispute")
    assert Contest.objects.get().state == "open"
    sign_in(client, hire(StaffRole.ADMIN))
    run(client, Contest, "suspend", contest)
    assert Contest.objects.get().state == "open"
    run(client, Contest, "suspend", contest, reason="dispute")
    assert Contest.objects.get().state == "suspended"
    run(client, Contest, "resume", contest)
    assert Contest.objects.get().state == "open"


def test_an_admin_gives_a_role_and_closes_an_account_by_the_services(client):
    person, other = sign_up(), sign_up("other@people.example")
    sign_in(client, hire(StaffRole.ADMIN))
    save(client, person, staff_role="auditor", is_active="on")
    save(client, other, staff_role="")
    person.refresh_from_db(), other.refresh_from_db()
    assert (person.staff_role, person.is_staff, other.is_active) == ("auditor", True, False)
    assert OutgoingMail.objects.get(template="staff_role_changed").to == person


def test_an_admin_does_not_unmake_themselves(client):
    me = hire(StaffRole.ADMIN)
    sign_in(client, me)
    page = save(client, me, staff_role="", is_active="on")
    me.refresh_from_db()
    assert me.is_admin
    assert "Somebody else must change your own role" in page.content.decode()


def test_a_lost_second_factor_and_a_stray_client_are_taken_away(client):
    person = hire(StaffRole.AUDITOR, "lost@staff.example")
    create_client(person, name="stray", scopes=["audit:read"], now=NOON)
    sign_in(client, hire(StaffRole.ADMIN))
    run(client, User, "remove_second_factor", person)
    run(client, ApiClient, "withdraw", ApiClient.objects.get())
    assert not person.authenticator_set.exists()
    assert not ApiClient.objects.exists()
    assert LogEntry.objects.count() == 2


def test_what_mails_say_is_not_shown(operator):
    ask_for_mails([MailRequest(sign_up().pk, "contest_awarded", "k1", {"title": "A secret campaign"})], now=NOON)
    row = OutgoingMail.objects.get()
    assert "secret campaign" not in operator.get(address("change", OutgoingMail, row.pk)).content.decode()
