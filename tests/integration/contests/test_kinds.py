"""Closed contests show nothing to outsiders, and no kind takes what it does not ask for; the database holds it, too."""

import pytest
from django.db import Error, connection, transaction

from accounts.models import MemberRole, OutgoingMail, StaffRole
from contests.errors import (
    AdmissionRefused,
    EntriesClosed,
    InvalidEntry,
    LinkClosed,
    NdaNeeded,
    NdaRefused,
    NotPermitted,
    NotVisible,
)
from contests.kit_rules import KitDraft
from contests.models import Award, Contest, EntryVersion, Guest, NdaAcceptance
from contests.selectors.admission import guests_of, nda_page
from contests.selectors.browsing import BrowseFilters
from contests.selectors.contests import browse_contests, get_contest
from contests.selectors.entries import entries_of
from contests.selectors.entry_pages import get_entry
from contests.selectors.files import may_open_original, may_see_file
from contests.selectors.history import contest_events
from contests.selectors.paging import fetch_all
from contests.selectors.questions import questions_of
from contests.selectors.rights import rights_of
from contests.selectors.roles import may_meet_contest, may_see_contest, may_see_entry, read_as
from contests.services import briefs
from contests.services.briefing.attachments import attach_files, remove_attachment
from contests.services.briefing.guests import invite_creatives, withdraw_guest
from contests.services.briefing.kits import change_kit
from contests.services.briefing.links import close_link, join_by_link, link_token, make_link
from contests.services.briefing.nda import NdaConsent, accept_nda
from contests.services.entries import add_version, submit_entry
from contests.services.examining import examine_files
from contests.visibility import MEETS_CONTEST, OWN_SHARE, SEES_CONTEST, SEES_ENTRY, reader_params
from payouts.services.brief_advice import advice_for
from payouts.services.reference_data import publish_reference_data
from tests.fixtures.contests import brief_draft, entry_draft, submit_examined, upload, version_draft
from tests.fixtures.kinds import SECRET, bind, draft_of_kind, open_draft, open_of_kind
from tests.fixtures.rights import consent, hand_over
from tests.fixtures.worlds import (
    DAY,
    NOON,
    add_member,
    award,
    enter,
    make_brand,
    make_creative,
    make_user,
    owner_of,
    shortlist,
)

pytestmark = pytest.mark.django_db

SQL = f"SELECT {SEES_CONTEST}, {MEETS_CONTEST} FROM contests_contest c WHERE c.id = %(contest)s"
SQL_ENTRY = f"""
    SELECT {SEES_ENTRY} FROM contests_entry e JOIN contests_contest c ON c.id = e.contest_id
    LEFT JOIN contests_award a ON a.entry_id = e.id AND a.passed_over_at IS NULL {OWN_SHARE} WHERE e.id = %(entry)s
"""


def refused_by_database(sql: str, *params: object) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)
    except Error:
        return True
    return False


def listed(viewer: object, contest: Contest) -> bool:
    found = {card.id for card in browse_contests(viewer=viewer).items}
    assert found == {card.id for card in browse_contests(BrowseFilters(words="tea"), viewer=viewer).items}
    assert found == {card.id for card in browse_contests(BrowseFilters(), viewer=viewer, order="pay", limit=50).items}
    return contest.pk in found


@pytest.mark.parametrize("kind", ["invited", "nda"])
@pytest.mark.parametrize("visibility", ["private", "blind"])
def test_outsiders_meet_nothing_and_python_agrees_with_sql(kind: str, visibility: str) -> None:
    inside, gone, outside = make_creative("inside"), make_creative("gone"), make_creative("outside")
    contest = open_of_kind(kind, *([inside, gone] if kind == "invited" else []), visibility=visibility)
    owner = owner_of(contest.brand)
    if kind == "invited":
        withdraw_guest(owner, contest.pk, gone.handle, now=NOON)
    else:
        bind(inside, contest)
    entries = [submit_examined(contest, inside)]
    admin, auditor = make_user(staff_role=StaffRole.ADMIN), make_user(staff_role=StaffRole.AUDITOR)
    people = [None, make_user(), inside, gone, outside, owner_of(make_brand()), owner, admin, auditor]
    people += [add_member(contest.brand, role) for role in (MemberRole.JUDGE, MemberRole.FINANCE)]
    let_in = {inside, *people[6:]}
    for person in people:
        ((sees, meets),) = fetch_all(SQL, {**reader_params(read_as(person)), "contest": contest.pk})
        assert (sees, meets) == (may_see_contest(contest, person), may_meet_contest(contest, person)), person
        assert sees == (person in let_in), person
        assert meets == (sees or (kind == "nda" and person in (gone, outside))), person
        assert listed(person, contest) == meets
        file = entries[0].versions.get().files.get()
        for entry in entries:
            ((sees_entry,),) = fetch_all(SQL_ENTRY, {**reader_params(read_as(person)), "entry": entry.pk})
            assert sees_entry == may_see_entry(entry, person) == may_see_file(person, file) == (person in let_in)
        if not sees:
            for look in (contest_events, questions_of, entries_of):
                with pytest.raises(NotVisible):
                    look(person, contest.pk)
        if meets:
            page = get_contest(person, contest.pk)
            assert page.is_covered == (not sees)
            assert (SECRET in repr(page)) == sees
        else:
            with pytest.raises(NotVisible):
                get_contest(person, contest.pk)


def test_the_winner_of_a_closed_blind_contest_is_revealed_to_insiders_only() -> None:
    guests = [make_creative() for _ in range(3)]
    contest = open_of_kind("invited", *guests, visibility="blind", prizes=[50_000])
    entries = [enter(contest, guest) for guest in guests]
    award(shortlist(contest, entries), entries[0])
    entries[0].refresh_from_db()
    assert get_entry(guests[1], entries[0].pk).card.author is not None
    for outsider in (None, make_creative(), owner_of(make_brand())):
        assert not may_see_entry(entries[0], outsider)
        with pytest.raises(NotVisible):
            get_entry(outsider, entries[0].pk)


def test_guests_are_told_once_it_is_open_and_whoever_entered_stays() -> None:
    early, late = make_creative("early"), make_creative("late")
    contest = open_of_kind("invited", early)
    owner = owner_of(contest.brand)
    invite_creatives(owner, contest.pk, [f"@{late.handle}", early.handle], now=NOON)
    told = OutgoingMail.objects.filter(template="contest_invited").values_list("to_id", flat=True)
    assert sorted(told) == sorted([early.pk, late.pk])
    submit_examined(contest, early)
    for one in (early, late):
        withdraw_guest(owner, contest.pk, one.handle, now=NOON)
    assert may_see_contest(contest, early) and not may_see_contest(contest, late)
    assert {card.is_withdrawn for card in guests_of(owner, contest.pk)} == {True}, "who entered is not told"
    with pytest.raises(NotVisible):
        submit_entry(late, contest.pk, entry_draft(), now=NOON)
    with pytest.raises(AdmissionRefused, match="nobody-here"):
        invite_creatives(owner, contest.pk, ["nobody-here", make_creative().handle], now=NOON)
    with pytest.raises(AdmissionRefused):
        invite_creatives(owner, contest.pk, [owner.handle], now=NOON)
    with pytest.raises(NotPermitted):
        invite_creatives(add_member(contest.brand, MemberRole.JUDGE), contest.pk, [late.handle], now=NOON)
    assert Guest.objects.filter(contest=contest).count() == 2
    sql = """INSERT INTO contests_entry (id, contest_id, author_id, code, state, title, statement, sources,
        disqualified_because, created_at)
        VALUES (gen_random_uuid(), %s, %s, 'ZZZZZ', 'submitted', 'x', '', '', '', now())"""
    assert refused_by_database(sql, contest.pk, late.pk)


def test_a_link_lets_in_so_many_and_no_more() -> None:
    contest = open_of_kind("invited")
    owner = owner_of(contest.brand)
    link = make_link(owner, contest.pk, days=2, most_uses=1, now=NOON)
    first, second = make_creative(), make_creative()
    assert join_by_link(first, link_token(link.pk), now=NOON) == contest.pk
    assert join_by_link(first, link_token(link.pk), now=NOON) == contest.pk, "again changes nothing"
    assert may_see_contest(contest, first)
    with pytest.raises(LinkClosed):
        join_by_link(second, link_token(link.pk), now=NOON)
    with pytest.raises(NotVisible):
        join_by_link(second, f"{link.pk}:forged", now=NOON)
    with pytest.raises(NotPermitted):
        join_by_link(owner, link_token(link.pk), now=NOON)
    other = make_link(owner, contest.pk, days=2, most_uses=5, now=NOON)
    with pytest.raises(LinkClosed):
        join_by_link(second, link_token(other.pk), now=NOON + 3 * DAY)
    close_link(owner, contest.pk, other.pk, now=NOON)
    with pytest.raises(LinkClosed):
        join_by_link(second, link_token(other.pk), now=NOON)
    withdraw_guest(owner, contest.pk, first.handle, now=NOON)
    third = make_link(owner, contest.pk, days=2, most_uses=5, now=NOON)
    with pytest.raises(LinkClosed):
        join_by_link(first, link_token(third.pk), now=NOON)
    assert refused_by_database("UPDATE contests_invitationlink SET uses = most_uses + 1")


def test_confidentiality_is_accepted_by_its_text_once_and_kept() -> None:
    contest, person = open_of_kind("nda"), make_creative()
    for act in (
        lambda: submit_entry(person, contest.pk, entry_draft(), now=NOON),
        lambda: briefs.duplicate_contest(person, contest.pk, now=NOON),
    ):
        with pytest.raises(NdaNeeded):
            act()
    page = nda_page(person, contest.pk)
    with pytest.raises(NdaRefused):
        accept_nda(person, contest.pk, NdaConsent("0" * 64, "Ana", ""), now=NOON)
    with pytest.raises(NdaRefused):
        accept_nda(person, contest.pk, NdaConsent(page.sha256, " ", ""), now=NOON)
    for outsider in (make_user(), owner_of(make_brand())):
        with pytest.raises(NotVisible):
            accept_nda(outsider, contest.pk, NdaConsent(page.sha256, "Ana", ""), now=NOON)
    bind(person, contest)
    bind(person, contest)
    kept = NdaAcceptance.objects.get()
    assert (kept.version, kept.accepted_at, kept.accepted_from) == ("1", NOON, "192.0.2.77")
    assert contest.brand.name in kept.text and kept.text_sha256 == page.sha256
    assert SECRET in get_contest(person, contest.pk).description
    submit_entry(person, contest.pk, entry_draft(), now=NOON)
    standard = open_of_kind("standard")
    for attack in (
        "UPDATE contests_ndaacceptance SET signed_name = 'Somebody else'",
        "DELETE FROM contests_ndaacceptance",
        f"""INSERT INTO contests_ndaacceptance SELECT (jsonb_populate_record(n, jsonb_build_object(
            'id', 9999, 'contest_id', '{standard.pk}'))).* FROM contests_ndaacceptance n""",
        f"UPDATE contests_contest SET kind = 'standard' WHERE id = '{contest.pk}'",
        f"UPDATE contests_contest SET visibility = 'public' WHERE id = '{contest.pk}'",
    ):
        assert refused_by_database(attack), attack


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'nonsense'",
        "kind = 'nda', visibility = 'public'",
        "kind = 'zero_spec', unpaid_effort_minutes = 5",
        "kind = 'fast', entries_period = '5 days'",
    ],
)
def test_the_database_refuses_a_draft_whose_kind_forbids_its_terms(change: str) -> None:
    contest = draft_of_kind("standard")
    assert refused_by_database(f"UPDATE contests_contest SET {change} WHERE id = %s", contest.pk)


def test_without_speculative_work_no_file_is_taken_before_the_shortlist() -> None:
    contest, authors = open_of_kind("zero_spec", prizes=[50_000]), [make_creative() for _ in range(3)]
    words = "I would start from the nets and draw by hand, in one week."
    good = {"files": (), "portfolio": ("https://work.example/one",), "statement": words}
    for wrong, field in (
        ({}, "files"),
        ({**good, "portfolio": ()}, "portfolio"),
        ({**good, "portfolio": ("ftp://x",)}, "portfolio"),
        ({**good, "statement": "Hire me."}, "statement"),
    ):
        with pytest.raises(InvalidEntry) as refusal:
            submit_entry(authors[0], contest.pk, entry_draft(**wrong), now=NOON)
        assert field in {problem.field for problem in refusal.value.problems}
    entries = [submit_entry(author, contest.pk, entry_draft(**good), now=NOON) for author in authors]
    assert get_entry(owner_of(contest.brand), entries[0].pk).portfolio == good["portfolio"]
    with pytest.raises(EntriesClosed, match="No new work"):
        add_version(authors[0], entries[0].pk, version_draft(), now=NOON)
    version = EntryVersion.objects.get(entry=entries[0])
    with pytest.raises(Error), transaction.atomic():
        version.files.create(
            kind="image", original_name="a.png", media_type="image/png", size_bytes=1, sha256="0", due_at=NOON
        )
    shortlist(contest, entries)
    contest.refresh_from_db()
    assert add_version(authors[0], entries[0].pk, version_draft(), now=contest.closes_at).number == 2
    usual = open_of_kind("standard")
    with pytest.raises(InvalidEntry):
        submit_entry(authors[0], usual.pk, entry_draft(portfolio=good["portfolio"]), now=NOON)


def test_an_open_licence_is_accepted_instead_of_a_transfer() -> None:
    author = make_creative()
    contest = open_of_kind("open_licence", prizes=[50_000])
    entries = [enter(contest, author), enter(contest), enter(contest)]
    award(shortlist(contest, entries), entries[0])
    won = Award.objects.get(contest=contest)
    won.handover.files.create(
        kind="attachment", original_name="a.zip", media_type="application/zip", size_bytes=1, sha256="0", due_at=NOON
    )
    text = rights_of(author, won.pk).text
    assert (text.licence, text.rights) == ("CC BY-SA 4.0", ())
    assert "creativecommons.org/licenses/by-sa/4.0" in text.purpose and "500.00" in text.pay
    assert "covers all the rights" not in text.pay
    hand_over(won, rights=consent(author, won))
    assert not rights_of(author, won.pk).has_passed


def test_files_of_a_brief_are_for_its_readers_and_stand_once_it_is_open() -> None:
    contest = draft_of_kind("nda")
    owner, inside, outside = owner_of(contest.brand), make_creative(), make_creative()
    (kept,) = attach_files(owner, contest.pk, [upload("style.png")], now=NOON)
    (gone,) = attach_files(owner, contest.pk, [upload("old.png")], now=NOON)
    remove_attachment(owner, contest.pk, gone.ref, now=NOON)
    examine_files(NOON)
    copy = briefs.duplicate_contest(owner, contest.pk, now=NOON)
    assert get_contest(owner, copy.pk).attachments == ()
    open_draft(contest)
    bind(inside, contest)
    for person, expected in ((None, False), (outside, False), (inside, True), (owner, True)):
        assert may_see_file(person, kept) is expected
        assert may_open_original(person, kept) is expected
    assert [card.name for card in get_contest(inside, contest.pk).attachments] == ["style.png"]
    assert "style.png" not in repr(get_contest(outside, contest.pk))
    assert refused_by_database("DELETE FROM contests_storedfile WHERE brief_id = %s", contest.pk)


def test_a_brief_keeps_the_version_of_the_kit_that_it_shows() -> None:
    publish_reference_data(now=NOON)
    brand = make_brand()
    owner = owner_of(brand)
    kit = change_kit(owner, brand.pk, KitDraft(colours=(("Quay", "#1F5C4D"),)), logo=upload("logo.png"), now=NOON)
    assert change_kit(owner, brand.pk, KitDraft(colours=(("Quay", "#1f5c4d"),)), now=NOON) == kit
    contest = briefs.create_contest(owner, brand.pk, brief_draft(kit=kit.pk), now=NOON)
    newer = change_kit(owner, brand.pk, KitDraft(tone="Calm."), keep_logo=False, now=NOON)
    examine_files(NOON)
    shown = get_contest(owner, contest.pk).kit
    assert (shown.number, newer.number, shown.logo.state) == (1, 2, "ready")
    assert [(colour.name, colour.value, colour.on_white) for colour in shown.colours] == [("Quay", "#1f5c4d", 7.7)]
    assert not may_see_file(make_creative(), kit.logo), "nobody else reads that draft"
    for stranger in (make_creative(), owner_of(make_brand())):
        with pytest.raises(NotVisible):
            change_kit(stranger, brand.pk, KitDraft(), now=NOON)
    codes = {one.code for one in advice_for(owner, contest.pk, now=NOON)}
    assert "no-audience" in codes and "no-examples" not in codes
    briefs.delete_draft(owner, contest.pk, now=NOON)
