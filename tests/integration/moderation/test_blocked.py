"""A blocked account begins nothing new, and keeps what it earned: its pay runs, and its money, papers and appeal are
within reach.
"""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.blocking import LEFT_OPEN
from accounts.errors import BlockedHoldsNoRole, StaffNotBlocked
from accounts.models import AuditEvent, MemberRole, StaffRole, User
from accounts.services.people import set_blocked, set_staff_role
from contests.errors import NotPermitted
from contests.models import Contest, Entry
from contests.services.briefs import create_contest
from contests.services.uploading.beginning import begin_upload
from contests.upload_rules import UploadDraft
from payouts.models import Disbursement, Obligation
from payouts.services.disbursements import prepare_disbursements
from payouts.services.funding import request_funding
from personal.selectors.pending import departure_of
from tests.api.matrix_addresses import addresses
from tests.fixtures.calls import Caller, brief, image, token_of
from tests.fixtures.contests import brief_draft, submit
from tests.fixtures.moderation import decided, make_admin, report_person
from tests.fixtures.people import sign_in, sign_in_freshly
from tests.fixtures.tus import Sender, psd
from tests.fixtures.worlds import (
    DAY,
    NOON,
    award,
    draft_contest,
    enter,
    make_brand,
    make_creative,
    open_contest,
    owner_of,
    pay_in,
    shortlist,
)

pytestmark = pytest.mark.django_db


def blocked(person: User) -> User:
    set_blocked(make_admin("blocker"), person, True, now=NOON)
    person.refresh_from_db()
    return person


def test_every_name_that_is_left_open_exists() -> None:
    assert {address.name for address in addresses()} >= LEFT_OPEN


def test_nothing_new_is_begun_by_service_or_by_raw_sql() -> None:
    contest, person, owner = open_contest(), blocked(make_creative()), blocked(owner_of(make_brand()))
    with pytest.raises(NotPermitted):
        submit(contest, person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(contest=contest, author=person, title="x")
    brand = owner.memberships.get().brand
    with pytest.raises(NotPermitted):
        create_contest(owner, brand.pk, brief_draft(), now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contest.objects.create(brand=brand, created_by=owner)
    draft = draft_contest()
    owner = blocked(owner_of(draft.brand))
    with pytest.raises(NotPermitted):
        request_funding(owner, draft.pk, now=NOON)


def test_over_http_what_is_new_is_refused_with_the_way_to_appeal() -> None:
    contest, person = open_contest(), blocked(make_creative())
    client = sign_in(Client(), person)
    answer = client.post(reverse("pages:enter", args=[contest.pk]), {"title": "Leaf", "files": [image()]})
    assert answer.status_code == 302 and answer["Location"] == reverse("pages:standing")
    assert "nothing new can be begun" in client.get(answer["Location"]).content.decode()
    problem = Caller(person).post(f"contests/{contest.pk}/questions", {"body": "Which colours?"}, status=403)
    assert problem["code"] == "account-blocked"
    assert problem["type"].endswith("/problems/account-blocked")
    owner = blocked(owner_of(contest.brand))
    assert Caller(owner).post("contests", brief(contest.brand), status=403)["code"] == "account-blocked"
    assert client.get(reverse("pages:contest", args=[contest.pk])).status_code == 200, "to read is not to act"


def test_their_programs_may_read_and_not_write() -> None:
    contest, person = open_contest(), make_creative()
    token = token_of(person, "contests:read", "money:read", "entries:write")
    blocked(person)
    caller = Caller(token=token)
    caller.get("me/earnings")
    caller.get("me/entries")
    assert caller.post(f"contests/{contest.pk}/questions", {"body": "Which colours?"}, status=403)


def test_pay_runs_and_every_page_of_their_money_is_open() -> None:
    contest = open_contest()
    entries = [enter(contest) for _ in range(3)]
    award(shortlist(contest, entries), entries[0])
    person = blocked(entries[1].author)
    owed = Obligation.objects.get(entry=entries[1], kind="earned", payee_user=person)

    prepare_disbursements(contest.closes_at + 40 * DAY)

    assert Disbursement.objects.get(obligation=owed).due_state == "waiting"
    client = sign_in(Client(), person)
    for name in ("earnings", "payout_account", "documents", "my_entries", "standing", "mandate", "tax_details"):
        assert client.get(reverse(f"pages:{name}")).status_code in (200, 302), name
    caller = Caller(person)
    earned = caller.get("me/earnings")
    assert str(owed.amount_minor) in str(earned)
    assert caller.get("me/entries")["results"] and caller.get("me/documents")["results"] is not None
    answer = client.post(reverse("pages:payout_account"), {"destination": "FR7630006000011234567890189"})
    assert answer.status_code != 302 or reverse("pages:standing") not in answer["Location"]


def test_what_is_held_for_the_draft_of_a_blocked_brand_goes_back_to_it() -> None:
    draft = draft_contest()
    owner = owner_of(draft.brand)
    request_funding(owner, draft.pk, now=NOON)
    pay_in(draft, 5_000)
    caller = Caller(blocked(owner))
    caller.post(f"contests/{draft.pk}/withdraw-funding")
    caller.post(f"contests/{draft.pk}/refund")
    owed = Obligation.objects.get(contest=draft)
    assert (owed.payee_brand, owed.kind, owed.amount_minor) == (draft.brand, "refund", 5_000)
    answer = sign_in(Client(), owner).post(reverse("pages:brand_payout_account", args=[draft.brand.pk]))
    assert answer.status_code != 302 or answer["Location"] != reverse("pages:standing")
    assert caller.post(f"contests/{draft.pk}/request-funding", status=403)["code"] == "account-blocked"


def test_they_appeal_from_within_the_block() -> None:
    person = make_creative()
    now = timezone.now()
    decision = decided(report_person(person, now=now), "block", now=now)
    person.refresh_from_db()
    client = sign_in(Client(), person)
    page = client.get(reverse("pages:reasons", args=[decision.ref])).content.decode()
    assert reverse("pages:appeal", args=[decision.ref]) in page
    client.post(reverse("pages:appeal", args=[decision.ref]), {"words": "It was not me who wrote this."})
    assert decision.appeals.get().appellant == person


def test_who_holds_a_role_is_not_blocked_and_who_is_blocked_gets_none() -> None:
    admin, auditor = make_admin(), make_admin("other")
    with pytest.raises(StaffNotBlocked):
        set_blocked(admin, auditor, True, now=NOON)
    person = blocked(make_creative())
    with pytest.raises(BlockedHoldsNoRole):
        set_staff_role(admin, person, StaffRole.AUDITOR, now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=person.pk).update(staff_role=StaffRole.AUDITOR)
    assert AuditEvent.objects.get(act="person.block").subject == f"user:{person.pk}"


def test_a_brand_s_other_people_go_on() -> None:
    contest = open_contest()
    other = contest.brand.memberships.create(user=make_creative("second"), role=MemberRole.OWNER).user
    blocked(contest.created_by)
    entries = [enter(contest) for _ in range(3)]
    shortlist_by = Caller(other).get(f"contests/{contest.pk}")
    assert shortlist_by and entries


def test_their_rights_in_their_data_and_in_silence_are_theirs_as_before() -> None:
    person = blocked(make_creative())
    client = sign_in_freshly(Client(), person)
    client.post(reverse("pages:data_copy_ask"))
    assert person.data_copies.count() == 1
    client.post(reverse("pages:leave"), {"understood": "on"})
    assert departure_of(person) is not None
    client.post(reverse("pages:stay"))
    assert departure_of(person) is None
    for name in ("notice_choices", "notices_read"):
        answer = client.post(reverse(f"pages:{name}"))
        assert answer.status_code != 302 or answer["Location"] != reverse("pages:standing"), name
    Caller(person).post("me/notices/read", {})


def test_a_winner_who_was_blocked_sends_large_final_files_and_nobody_else_who_is_sends_any() -> None:
    contest = open_contest(now=timezone.now())
    entries = [enter(contest) for _ in range(3)]
    award(shortlist(contest, entries), entries[0])
    winner, other = blocked(entries[0].author), blocked(entries[1].author)
    with pytest.raises(NotPermitted):
        begin_upload(other, UploadDraft("final.psd", 40_000_000), now=NOON)
    sender = Sender(winner)
    upload = sender.send_whole("final.psd", psd(300_000))
    given = contest.awards.get().pk
    Caller(winner).upload(f"contests/{contest.pk}/handovers/{given}/files", {"uploads": [upload]})
    Caller(winner).post(f"contests/{contest.pk}/handovers/{given}/deliver", {"note": "All of it."})
    contest.refresh_from_db()
    assert contest.state == "handover"
    with pytest.raises(NotPermitted):
        begin_upload(winner, UploadDraft("more.psd", 40_000_000), now=timezone.now())
