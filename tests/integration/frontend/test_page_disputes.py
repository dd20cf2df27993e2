"""Disputing an amount on the pages: the creative's, the brand's, and the desk that decides with the figures in view."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import MemberRole, StaffRole, User
from payouts.models import Adjustment, Disbursement, Dispute
from payouts.services.disbursements import prepare_disbursements
from payouts.services.disputing import open_dispute, withdraw_dispute
from tests.fixtures.disputes import Quarrel, fair_2, settled
from tests.fixtures.people import hire, sign_in
from tests.fixtures.worlds import add_member, make_user

pytestmark = pytest.mark.django_db

WORDS = {"claim_minor": "50", "reason": "The second round was not counted."}
DECISION = {"decision": "upheld", "decided_minor": "30", "reason": "It is on record."}


@pytest.fixture
def creative(quarrel: Quarrel) -> Client:
    return sign_in(Client(), quarrel.payees[1])


@pytest.fixture
def owner(quarrel: Quarrel) -> Client:
    return sign_in(Client(), quarrel.owner)


@pytest.fixture
def admin(quarrel: Quarrel) -> Client:
    return sign_in(Client(), hire(StaffRole.ADMIN))


def at(name: str, *args: object) -> str:
    return reverse(f"pages:{name}", args=args)


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def opened(quarrel: Quarrel, by: User, number: int = 1, claim: int = 5_000) -> Dispute:
    debt = quarrel.debt(number)
    return open_dispute(by, debt.public_id, claim_minor=claim, reason="It is wrong.", now=timezone.now())


def send(client: Client, address: str, body: dict[str, Any], *, status: int = 302) -> str:
    answer = client.post(address, body)
    assert answer.status_code == status
    return answer.content.decode().replace("\xa0", " ")


# --- The creative ----------------------------------------------------------------------------------------------------


def test_a_form_stands_beside_each_amount_and_holds_a_part_of_the_refund(quarrel: Quarrel, creative: Client) -> None:
    ref = quarrel.debt(1).public_id
    page = text_of(creative, at("earnings"))
    assert "Something is wrong with this amount" in page and at("dispute_open", ref) in page

    send(creative, at("dispute_open", ref), WORDS)

    dispute = Dispute.objects.get()
    assert (dispute.side, dispute.claim_minor) == ("payee", 5_000)
    page = text_of(creative, at("earnings"))
    assert "Recorded. 50.00 € waits for a decision; everything else is paid as usual." in page
    assert "You say: 50.00 € too little" in page and WORDS["reason"] in page
    assert at("dispute_open", ref) not in page, "it cannot be disputed twice"


def test_what_was_typed_comes_back_with_what_is_wrong(quarrel: Quarrel, creative: Client) -> None:
    ref = quarrel.debt(1).public_id
    for body, said in (
        ({"claim_minor": "50", "reason": ""}, "required"),
        ({"claim_minor": "-1", "reason": "x"}, "above zero"),
        ({"claim_minor": "9000000", "reason": "x"}, "Dispute at most"),
    ):
        page = send(creative, at("dispute_open", ref), body, status=422)
        assert said in page and body["claim_minor"] in page
    assert not Dispute.objects.exists()
    assert "By how much" in text_of(creative, at("dispute_open", ref))


def test_the_brands_dispute_is_seen_with_its_reason_and_its_end() -> None:
    quarrel = settled(fair_2())
    opened(quarrel, quarrel.owner)
    page = text_of(sign_in(Client(), quarrel.payees[1]), at("earnings"))
    assert "The brand says: 50.00 € was not earned" in page and "It is wrong." in page
    assert "The brand disputes it: it is paid on" in page
    assert "Take it back" not in page


def test_taking_it_back(quarrel: Quarrel, creative: Client, owner: Client) -> None:
    dispute = opened(quarrel, quarrel.payees[1])
    assert "Take it back" in text_of(creative, at("earnings"))
    send(owner, at("dispute_withdraw", dispute.public_id), {})
    dispute.refresh_from_db()
    assert dispute.is_open, "only the side that opened it takes it back"

    send(creative, at("dispute_withdraw", dispute.public_id), {})

    dispute.refresh_from_db()
    assert dispute.decision == "withdrawn"
    assert "Taken back. What waited for it is being paid." in text_of(creative, at("earnings"))


def test_when_nothing_is_unpaid_the_creative_is_told_so(quarrel: Quarrel, creative: Client) -> None:
    prepare_disbursements(timezone.now())
    Disbursement.objects.update(attempts=1)
    send(creative, at("dispute_open", quarrel.debt(1).public_id), WORDS)
    assert "Nothing of it was still unpaid, so nothing waits" in text_of(creative, at("earnings"))


def test_what_was_decided_stands_in_the_sum(quarrel: Quarrel, creative: Client, admin: Client) -> None:
    dispute = opened(quarrel, quarrel.payees[1])
    send(admin, at("dispute_decide", dispute.public_id), DECISION | {"confirm": "yes"})

    page = text_of(creative, at("earnings"))

    assert "198.28 €" in page, "the floor of 168.28 € and what was decided"
    assert "Decided in a dispute" in page and "It is on record." in page
    assert "30.00 € is owed otherwise now." in page


# --- The brand -------------------------------------------------------------------------------------------------------


def test_the_brand_disputes_a_debt_on_its_page_of_the_money() -> None:
    quarrel = settled(fair_2())
    owner = sign_in(Client(), quarrel.owner)
    ref, money = quarrel.debt(1).public_id, at("contest_money", quarrel.contest.pk)
    assert "This was not earned" in text_of(owner, money)

    send(owner, at("dispute_open", ref), WORDS)

    page = text_of(owner, money)
    code = quarrel.entries[1].code
    assert f"Entry {code}: you say 50.00 € was not earned" in page and "In dispute" in page
    assert "Take it back" in page
    assert quarrel.payees[1].public_name not in page


def test_a_judge_sees_it_and_can_do_nothing(quarrel: Quarrel) -> None:
    opened(quarrel, quarrel.payees[1])
    judge = sign_in(Client(), add_member(quarrel.contest.brand, MemberRole.JUDGE))
    page = text_of(judge, at("contest_money", quarrel.contest.pk))
    assert "its creative says 50.00 € too little" in page
    assert "This was not earned" not in page and "Take it back" not in page


def test_late_interest_is_no_part_of_a_contests_money(quarrel: Quarrel, owner: Client, admin: Client) -> None:
    dispute = opened(quarrel, quarrel.payees[1])
    send(admin, at("dispute_decide", dispute.public_id), DECISION | {"confirm": "yes"})
    page = text_of(owner, at("contest_money", quarrel.contest.pk))
    assert "decided in a dispute" in page and "Where the money went" in page


@pytest.mark.parametrize("who", ["stranger", "rival", "auditor"])
def test_for_others_there_is_no_such_page(quarrel: Quarrel, who: str) -> None:
    dispute = opened(quarrel, quarrel.payees[1])
    person = {
        "stranger": lambda: make_user(),
        "rival": lambda: quarrel.payees[0],
        "auditor": lambda: hire(StaffRole.AUDITOR),
    }[who]()
    client = sign_in(Client(), person)
    assert client.get(at("dispute_open", quarrel.debt(1).public_id)).status_code == 404
    withdrawn = client.post(at("dispute_withdraw", dispute.public_id)).status_code
    assert withdrawn == (302 if who == "auditor" else 404)
    assert Dispute.objects.get().is_open


# --- The desk --------------------------------------------------------------------------------------------------------


def test_the_desk_lists_and_filters(quarrel: Quarrel) -> None:
    opened(quarrel, quarrel.payees[1])
    auditor = sign_in(Client(), hire(StaffRole.AUDITOR))
    entry = f"Entry {quarrel.entries[1].code}: too little"
    assert entry in text_of(auditor, at("audit_disputes"))
    assert entry in text_of(auditor, f"{at('audit_disputes')}?state=open&contest={quarrel.contest.pk}")
    assert entry not in text_of(auditor, f"{at('audit_disputes')}?state=upheld")
    assert "No dispute here" in text_of(auditor, f"{at('audit_disputes')}?contest=nonsense")


def test_an_auditor_reads_and_does_not_decide(quarrel: Quarrel) -> None:
    dispute = opened(quarrel, quarrel.payees[1])
    auditor = sign_in(Client(), hire(StaffRole.AUDITOR))
    page = text_of(auditor, at("audit_dispute", dispute.public_id))
    assert "It is wrong." in page and "See what would follow" not in page
    assert auditor.post(at("dispute_decide", dispute.public_id), DECISION).status_code == 404


def test_an_admin_sees_every_amount_before_deciding() -> None:
    quarrel = settled(fair_2())
    dispute = opened(quarrel, quarrel.owner)
    admin = sign_in(Client(), hire(StaffRole.ADMIN))
    address = at("dispute_decide", dispute.public_id)
    assert 'value="50"' in text_of(admin, at("audit_dispute", dispute.public_id)), "what is held is proposed"

    page = send(admin, address, DECISION, status=200)

    for number in (0, 2):
        assert f"To entry {quarrel.entries[number].code}" in page
    assert "15.00 €" in page and "Stays with its creative" in page and "20.00 €" in page
    assert Dispute.objects.get().is_open
    send(admin, address, DECISION | {"confirm": "yes"})
    assert Adjustment.objects.count() == 2
    page = text_of(admin, at("audit_dispute", dispute.public_id))
    assert "It is on record." in page and "See what would follow" not in page


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (DECISION | {"decided_minor": ""}, "Say how much of it you uphold."),
        (DECISION | {"decided_minor": "51"}, "At most 50.00 € can be upheld."),
        (DECISION | {"reason": ""}, "required"),
        (DECISION | {"decision": ""}, "required"),
    ],
)
def test_a_decision_that_makes_no_sense_comes_back(
    quarrel: Quarrel, admin: Client, body: dict[str, str], said: str
) -> None:
    dispute = opened(quarrel, quarrel.payees[1])
    for more in ({}, {"confirm": "yes"}):
        assert said in send(admin, at("dispute_decide", dispute.public_id), body | more, status=422)
    assert Dispute.objects.get().is_open


def test_dismissing_shows_what_is_paid_at_once(quarrel: Quarrel, admin: Client) -> None:
    dispute = opened(quarrel, quarrel.payees[1])
    body = {"decision": "dismissed", "decided_minor": "", "reason": "The count is right."}
    page = send(admin, at("dispute_decide", dispute.public_id), body, status=200)
    assert "is paid at once, to whom it was owed" in page
    send(admin, at("dispute_decide", dispute.public_id), body | {"confirm": "yes"})
    assert Dispute.objects.get().decision == "dismissed"


def test_an_admin_with_a_part_in_it_is_told_that_somebody_else_decides(quarrel: Quarrel) -> None:
    payee = quarrel.payees[1]
    dispute = opened(quarrel, payee)
    User.objects.filter(pk=payee.pk).update(staff_role=StaffRole.ADMIN, is_staff=True)
    member = hire(StaffRole.ADMIN)
    quarrel.contest.brand.memberships.create(user=member, role=MemberRole.JUDGE)
    client = sign_in(Client(), member)
    page = text_of(client, at("audit_dispute", dispute.public_id))
    assert "somebody else decides" in page and "See what would follow" not in page
    send(client, at("dispute_decide", dispute.public_id), DECISION | {"confirm": "yes"}, status=422)
    assert Dispute.objects.get().is_open


def test_the_desk_does_not_know_what_does_not_exist(quarrel: Quarrel, admin: Client) -> None:
    nothing = UUID(int=1)
    assert admin.get(at("audit_dispute", nothing)).status_code == 404
    assert admin.post(at("dispute_decide", nothing), DECISION).status_code == 404


def test_in_french(quarrel: Quarrel, creative: Client) -> None:
    with translation.override("fr"):
        User.objects.filter(pk=quarrel.payees[1].pk).update(locale="fr")
        creative.post(reverse("pages:language"), {"language": "fr"})
    opened(quarrel, quarrel.payees[1])
    page = text_of(creative, at("earnings"))
    assert "Vous dites : il manque 50,00 €" in page and "Ce montant ne va pas" not in page


def test_the_number_of_queries_does_not_grow_with_disputes(quarrel: Quarrel, creative: Client) -> None:
    first = opened(quarrel, quarrel.payees[1])
    creative.get(at("earnings"))
    with CaptureQueriesContext(connection) as few:
        creative.get(at("earnings"))
    withdraw_dispute(quarrel.payees[1], first.public_id, now=timezone.now())
    opened(quarrel, quarrel.owner)
    with CaptureQueriesContext(connection) as many:
        creative.get(at("earnings"))
    assert len(few) == len(many)
