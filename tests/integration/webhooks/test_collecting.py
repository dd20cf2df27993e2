"""Events become messages: of everything that a listener may see and wants, of nothing else, and none is missed."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from accounts.models import MemberRole, StaffRole, User
from accounts.services.api_clients import create_client, withdraw_clients
from contests.models import Contest, ContestEvent
from contests.services.entries import withdraw_entry
from contests.services.judging import cancel_contest
from contests.services.reviewing import disqualify_entry
from local.processes import wait_until
from payouts.policy import FAIR_2_DOCUMENT
from payouts.services.disbursements import hold, prepare_disbursements, release_hold
from payouts.services.governance import draft_policy, open_consultation
from payouts.services.reference_data import publish_reference_data
from tests.fixtures.contests import submit_examined
from tests.fixtures.hooks import EVERYTHING_OF_AUDITORS, collect, listen, told, types_told
from tests.fixtures.payday import PAYDAY, Payday, decided_contest, payments_of
from tests.fixtures.people import hire
from tests.fixtures.worlds import (
    DAY,
    NOON,
    add_member,
    award,
    draft_contest,
    enter,
    make_brand,
    make_creative,
    make_user,
    open_contest,
    owner_of,
    shortlist,
)
from webhooks.models import Cursor, Delivery, Endpoint
from webhooks.services import collecting
from webhooks.services.collecting import collect_events
from webhooks.sources import SOURCES

pytestmark = pytest.mark.django_db
LIFE = ["contest.opened", "contest.entries_closed", "contest.shortlisted", "contest.judging", "contest.awarded"]


def life_of(contest: Contest) -> list[str]:
    """What a brand's endpoint hears of a contest from its opening to its award, by kind of event."""
    return ["contest.funding_requested", *LIFE]


def awarded() -> tuple[Contest, list[User]]:
    contest = open_contest()
    makers = [make_creative() for _ in range(4)]
    entries = [enter(contest, maker) for maker in makers]
    award(shortlist(contest, entries[:3]), entries[0], entries[1])
    return contest, makers


# Who hears what.


def test_a_brand_hears_its_contests_lives_and_its_own_money(committed: None) -> None:
    contest, _makers = awarded()
    own = listen(owner_of(contest.brand), brand=contest.brand)
    other = listen(owner_of(brand := make_brand()), brand=brand)
    collect()
    types = types_told(own)
    assert [name for name in types if name.startswith("contest.")] == life_of(contest)
    (settled,) = [one["data"] for one in told(own) if one["type"] == "settlement.decided"]
    assert settled["settlement"]["owed_minor"] > 0 and "yours" not in settled
    assert types_told(other) == []


def test_everybody_hears_moves_of_what_is_shown_without_their_details(committed: None) -> None:
    contest, _makers = awarded()
    stranger = listen(make_user(), reach="all")
    collect()
    assert types_told(stranger) == life_of(contest), "as the page of a contest that is shown says; and no money"
    assert not any("details" in one["data"] or "entry" in one["data"] for one in told(stranger))
    inside = listen(owner_of(contest.brand))
    collect()
    (decision,) = [one["data"] for one in told(inside) if one["type"] == "contest.awarded"]
    assert len(decision["details"]["ranks"]) == 2


def test_who_wants_their_own_hears_only_what_they_take_part_in(committed: None) -> None:
    contest, makers = awarded()
    open_contest()
    maker, stranger = listen(makers[0]), listen(make_creative())
    collect()
    assert {one["data"]["contest"]["id"] for one in told(maker)} == {str(contest.pk)}
    assert types_told(stranger) == []


def test_an_entrant_hears_of_their_own_pay_and_nobody_elses(committed: None) -> None:
    _contest, makers = awarded()
    ears = [listen(maker) for maker in makers]
    collect()
    for maker, ear in zip(makers[:3], ears, strict=False):
        (settled,) = [one["data"] for one in told(ear) if one["type"] == "settlement.decided"]
        assert "settlement" not in settled
        amounts = sorted(maker.obligations.values_list("amount_minor", flat=True))
        assert sorted(one["amount_minor"] for one in settled["yours"]) == amounts
    assert "settlement.decided" not in types_told(ears[3]), "who earned nothing is told of no money"


def test_authors_hear_of_their_own_entries_and_brands_of_all(committed: None) -> None:
    contest = open_contest()
    authors = [make_creative() for _ in range(3)]
    entries = [submit_examined(contest, author, now=NOON) for author in authors]
    withdraw_entry(authors[0], entries[0].pk, now=NOON)
    brand, ears = listen(owner_of(contest.brand)), [listen(author) for author in authors]
    collect()
    assert types_told(brand).count("entry.submitted") == 3
    for author, entry, ear in zip(authors, entries, ears, strict=True):
        own = [one["data"] for one in told(ear) if one["type"].startswith("entry.")]
        assert {one["entry"]["id"] for one in own} == {str(entry.pk)}, author
    assert types_told(ears[0]).count("entry.withdrawn") == 1


def test_the_author_of_an_entry_that_was_ruled_out_hears_why_and_others_do_not(committed: None) -> None:
    contest = open_contest()
    entries = [submit_examined(contest, now=NOON) for _ in range(4)]
    disqualify_entry(owner_of(contest.brand), entries[0].pk, "It shows somebody else's trademark.", now=NOON)
    author, rival = listen(entries[0].author), listen(entries[1].author)
    collect()
    (ruled_out,) = [one["data"] for one in told(author) if one["type"] == "entry.disqualified"]
    assert "trademark" in ruled_out["details"]["reason"]
    assert "entry.disqualified" not in types_told(rival)


def test_a_blind_contest_tells_its_brand_and_the_auditor_nothing_of_who_entered_or_when(committed: None) -> None:
    contest = open_contest(visibility="blind")
    authors = [make_creative("zarkovia") for _ in range(3)]
    entries = [submit_examined(contest, author, now=NOON) for author in authors]
    withdraw_entry(authors[0], entries[0].pk, now=NOON)
    readers = [owner_of(contest.brand), hire(StaffRole.AUDITOR), make_creative()]
    ears = [listen(reader, reach="all") for reader in readers]
    ears.append(listen(readers[0], brand=contest.brand))
    admin, own = listen(hire(StaffRole.ADMIN), reach="all"), listen(authors[1])
    collect()
    for ear in ears:
        assert not [name for name in types_told(ear) if name.startswith("entry.")]
        text = json.dumps(told(ear)).lower()
        assert "zarkovia" not in text
        for entry in entries:
            assert str(entry.pk) not in text and entry.code.lower() not in text
    assert types_told(admin).count("entry.submitted") == 3
    assert types_told(own).count("entry.submitted") == 1


def test_no_message_names_a_person(committed: None) -> None:
    contest, makers = awarded()
    listen(owner_of(contest.brand), brand=contest.brand)
    listen(hire(StaffRole.ADMIN), reach="all", events=EVERYTHING_OF_AUDITORS)
    collect()
    text = " ".join(Delivery.objects.values_list("body", flat=True))
    assert text
    for person in (*makers, owner_of(contest.brand)):
        assert person.email not in text and person.handle not in text and person.display_name not in text


def test_a_payee_hears_of_each_payment_and_an_auditor_of_every_one(payday: Payday, committed: None) -> None:
    payee, other = make_creative(), make_creative()
    decided_contest(payee, other)
    ear, books = listen(payee), listen(hire(StaffRole.AUDITOR), reach="all", events=EVERYTHING_OF_AUDITORS)
    prepare_disbursements(PAYDAY)
    admin, (payment,) = hire(StaffRole.ADMIN), payments_of(payee)
    hold(admin, payment.pk, reason="The account is being checked.", until=PAYDAY + DAY, now=PAYDAY)
    release_hold(admin, payment.pk, now=PAYDAY)
    payday.pay()
    payday.bank.advance()
    payday.hear(2)
    collect(PAYDAY)
    own = [one for one in told(ear) if one["type"].startswith("disbursement.")]
    assert [one["type"].partition(".")[2] for one in own] == ["held", "released", "sent", "paid"]
    assert own[0]["data"]["reason"] == "The account is being checked."
    assert {one["data"]["payment"] for one in own} == {str(payment.obligation.public_id)}
    assert not any("disbursement" in one["data"] for one in own)
    assert types_told(books).count("disbursement.paid") == 2
    assert types_told(books).count("journal.posted") > 5


def test_the_books_are_for_auditors_and_balanced_to_the_eye(committed: None) -> None:
    awarded()
    books = listen(hire(StaffRole.AUDITOR), events=["journal.posted"])
    collect()
    assert types_told(books)
    for entry in (one["data"] for one in told(books)):
        sides = {"debit": 0, "credit": 0}
        for leg in entry["postings"]:
            sides[leg["side"]] += leg["amount_minor"]
        assert sides["debit"] == sides["credit"] > 0


def test_policies_are_for_everybody(committed: None) -> None:
    author = hire(StaffRole.ADMIN)
    publish_reference_data(now=NOON)
    ear = listen(make_user(), events=["policy.consulted", "policy.published"])
    open_consultation(author, draft_policy(author, FAIR_2_DOCUMENT, now=NOON).pk, now=NOON)
    collect()
    (told_of,) = [one["data"]["policy"] for one in told(ear) if one["type"] == "policy.consulted"]
    assert (told_of["slug"], told_of["version"]) == ("fair", 2)


def test_an_endpoint_hears_only_of_what_it_has_asked_for(committed: None) -> None:
    contest, _makers = awarded()
    ear = listen(owner_of(contest.brand), events=["contest.awarded", "settlement.decided"])
    collect()
    assert sorted(types_told(ear)) == ["contest.awarded", "settlement.decided"]


# Rights of today.


def test_who_has_left_or_was_closed_hears_nothing(committed: None) -> None:
    contest = open_contest()
    manager = add_member(contest.brand, MemberRole.MANAGER)
    left, closed = listen(manager), listen(gone := make_creative(), reach="all")
    manager.memberships.all().delete()
    User.objects.filter(pk=gone.pk).update(is_active=False)
    collect()
    assert types_told(left) == types_told(closed) == []


def test_a_brands_endpoint_outlives_whoever_made_it(committed: None) -> None:
    contest = open_contest()
    manager = add_member(contest.brand, MemberRole.MANAGER)
    ear = listen(manager, brand=contest.brand)
    manager.memberships.all().delete()
    collect()
    assert "contest.opened" in types_told(ear)


def test_a_program_hears_what_its_scopes_let_it_read_as_long_as_it_exists(committed: None) -> None:
    contest, _makers = awarded()
    owner, admin = owner_of(contest.brand), hire(StaffRole.ADMIN)
    programs = {
        scope: create_client(owner, name=scope, scopes=[scope, "webhooks:write"], now=NOON).client_id
        for scope in ("contests:read", "money:read")
    }
    ears = {scope: listen(owner, client_id=client_id) for scope, client_id in programs.items()}
    withdrawn = create_client(owner, name="gone", scopes=["contests:read"], now=NOON).client_id
    gone = listen(owner, client_id=withdrawn)
    withdraw_clients(admin, [withdrawn])
    collect()
    assert {name.partition(".")[0] for name in types_told(ears["contests:read"])} == {"contest"}
    assert set(types_told(ears["money:read"])) == {"settlement.decided"}
    assert types_told(gone) == []


def test_an_auditors_program_without_the_scope_of_the_books_hears_nothing_of_them(committed: None) -> None:
    awarded()
    auditor = hire(StaffRole.AUDITOR)
    narrow = create_client(auditor, name="narrow", scopes=["money:read", "contests:read"], now=NOON).client_id
    ear = listen(auditor, client_id=narrow, reach="all", events=EVERYTHING_OF_AUDITORS)
    collect()
    assert {name.partition(".")[0] for name in types_told(ear)} <= {"contest", "entry"}


def test_a_draft_is_nobody_elses_business(committed: None) -> None:
    contest = draft_contest()
    from payouts.services.funding import request_funding

    request_funding(owner_of(contest.brand), contest.pk, now=NOON)
    inside, outside = listen(owner_of(contest.brand)), listen(make_creative(), reach="all")
    collect()
    assert types_told(inside) == ["contest.funding_requested"]
    assert types_told(outside) == []


def test_what_is_off_hears_nothing_and_what_is_old_is_no_news(committed: None) -> None:
    contest = open_contest()
    ear = listen(owner_of(contest.brand))
    collect(NOON + timedelta(days=31))
    assert not [name for name in types_told(ear) if name.startswith("contest.")]
    ear.disabled_at, ear.disabled_because = NOON, "owner"
    ear.save()
    assert collect() == 0


# The cursor.


def test_reading_again_writes_nothing_again(committed: None) -> None:
    contest, _makers = awarded()
    ear = listen(owner_of(contest.brand))
    first = collect()
    before = list(Delivery.objects.order_by("pk").values_list("message_id", "body"))
    assert first > 0 == collect()
    assert list(Delivery.objects.order_by("pk").values_list("message_id", "body")) == before
    assert len({message_id for message_id, _ in before}) == len(before) == len(told(ear))


def test_every_source_has_a_cursor_and_moves_it_when_there_is_nothing() -> None:
    assert set(Cursor.objects.values_list("pk", flat=True)) == set(SOURCES)
    assert collect_events(NOON) == 0
    assert set(Cursor.objects.values_list("moved_at", flat=True)) == {NOON}


def _event(contest: Contest, kind: str) -> None:
    ContestEvent.objects.create(
        contest=contest, at=NOON, kind=kind, role="admin", from_state="open", to_state="suspended"
    )


@contextmanager
def suspended_in_a_transaction_that_commits_late(contest: Contest) -> Iterator[Callable[[], None]]:
    """It takes its key first and commits last, when it is told to; another comes and goes meanwhile."""
    written, may_commit = Event(), Event()

    def late() -> None:
        try:
            with transaction.atomic():
                _event(contest, "suspend")
                written.set()
                assert may_commit.wait(60)
        finally:
            connection.close()

    def commit() -> None:
        may_commit.set()
        thread.join(60)

    thread = Thread(target=late)
    thread.start()
    try:
        assert written.wait(60)
        _event(contest, "resume")
        yield commit
    finally:
        commit()


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_commits_late_is_not_missed() -> None:
    contest = open_contest()
    ear = listen(owner_of(contest.brand), events=["contest.suspended", "contest.resumed"])
    collect_events(NOON)
    with suspended_in_a_transaction_that_commits_late(contest) as commit:
        assert collect_events(NOON) == 0, "nothing beyond the transaction that may still write is read"
        commit()
    collect_until(ear, {"contest.resumed", "contest.suspended"})
    assert collect_events(NOON) == 0


@pytest.mark.django_db(transaction=True)
def test_without_the_horizon_it_would_be_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: a cursor that goes by what has been seen passes over what commits later."""
    contest = open_contest()
    ear = listen(owner_of(contest.brand), events=["contest.suspended", "contest.resumed"])
    monkeypatch.setattr(collecting, "horizon", _next_transaction)
    with suspended_in_a_transaction_that_commits_late(contest) as commit:
        collect_events(NOON)
        commit()
    collect_events(NOON)
    assert types_told(ear) == ["contest.resumed"]


def collect_until(ear: Endpoint, types: set[str]) -> None:
    """Go on until all of these have come: a transaction of another test's database holds our horizon up, too."""

    def all_told() -> bool:
        collect_events(NOON)
        return types <= set(types_told(ear))

    assert wait_until(all_told, 120)


def _next_transaction() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_sweepers_at_once_write_each_message_once() -> None:
    contest, _makers = awarded()
    ear = listen(owner_of(contest.brand))
    Cursor.objects.update(next_xid=0)

    def sweep() -> None:
        try:
            collect_events(NOON)
        finally:
            connection.close()

    threads = [Thread(target=sweep) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    collect_until(ear, set(life_of(contest)))
    assert [name for name in types_told(ear) if name.startswith("contest.")] == life_of(contest)


def test_a_batch_takes_all_of_its_last_transaction(committed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    contest, _makers = awarded()
    ear = listen(owner_of(contest.brand))
    monkeypatch.setattr(collecting, "BATCH", 2)
    collect()
    assert [name for name in types_told(ear) if name.startswith("contest.")] == life_of(contest)


def test_a_database_rebuilt_from_a_dump_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """There transactions count from the beginning again: the cursor stands far beyond them."""
    contest = open_contest()
    ear = listen(owner_of(contest.brand))
    read = ContestEvent.objects.order_by("pk").first()
    assert read is not None
    Cursor.objects.update(next_xid=1 << 60, last_id=read.pk)
    monkeypatch.setattr(collecting, "horizon", lambda: 1 << 59)
    collect_events(NOON)
    assert "contest.opened" in types_told(ear) and "contest.funding_requested" not in types_told(ear)
    assert set(Cursor.objects.values_list("next_xid", flat=True)) == {1 << 59}


def test_cancelling_is_told_with_its_reason_inside_and_without_it_outside(committed: None) -> None:
    contest = open_contest()
    maker = enter(contest).author
    cancel_contest(owner_of(contest.brand), contest.pk, reason="The shop will not open.", now=NOON)
    inside, outside = listen(owner_of(contest.brand)), listen(maker)
    collect()
    (known,) = [one["data"] for one in told(inside) if one["type"] == "contest.cancelled"]
    (heard,) = [one["data"] for one in told(outside) if one["type"] == "contest.cancelled"]
    assert "shop" in str(known) and "shop" not in str(heard)
