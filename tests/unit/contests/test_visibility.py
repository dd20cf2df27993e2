"""Who sees what, case by case. (That the SQL says the same is held by an integration test over all combinations.)"""

from dataclasses import replace

import pytest

from contests.lifecycle import Role, State
from contests.visibility import (
    BRAND_ROLES,
    EntryView,
    FileView,
    Reader,
    opens_original,
    sees_author,
    sees_contest,
    sees_entry,
    sees_file,
    sees_rating,
)

BRAND = "brand"
STRANGERS = [Role.CREATIVE, Role.STRANGER]


def entry(role=Role.STRANGER, visibility="public", state="submitted", own=False, decided=False, awarded=False):
    return EntryView(role, own, visibility, state, decided, awarded)


def file(view, state="ready", image=True, handover=False, delivered=False):
    return FileView(view, state, image, handover, delivered)


@pytest.mark.parametrize("state", [State.DRAFT, State.AWAITING_FUNDS])
def test_an_unfunded_contest_is_for_its_brand_and_the_platform(state):
    assert {role for role in Role if sees_contest(state, role)} == BRAND_ROLES | {Role.ADMIN, Role.AUDITOR}


@pytest.mark.parametrize("state", [s for s in State if s not in (State.DRAFT, State.AWAITING_FUNDS)])
def test_a_funded_contest_is_for_everybody(state):
    assert all(sees_contest(state, role) for role in Role)


@pytest.mark.parametrize("role", list(Role))
def test_entries_of_a_public_contest_are_for_everybody_with_their_authors(role):
    assert sees_entry(entry(role))
    assert sees_author(entry(role))


@pytest.mark.parametrize("role", list(Role))
def test_what_the_platform_hides_is_left_to_its_makers_the_brand_and_the_platform(role):
    hidden = replace(entry(role), is_hidden=True)
    assert sees_entry(hidden) is (role not in STRANGERS and role != Role.CLOCK)
    assert sees_entry(replace(hidden, is_own=True))
    assert sees_file(file(hidden)) is sees_entry(hidden)


@pytest.mark.parametrize("visibility", ["private", "blind"])
@pytest.mark.parametrize("role", STRANGERS)
def test_rivals_see_no_entry_of_a_private_or_blind_contest(visibility, role):
    assert not sees_entry(entry(role, visibility))
    assert sees_entry(entry(role, visibility, own=True))


@pytest.mark.parametrize("role", [*sorted(BRAND_ROLES), Role.AUDITOR])
def test_a_blind_contest_hides_its_authors_until_it_is_decided(role):
    view = entry(role, "blind")
    assert sees_entry(view)
    assert not sees_author(view)
    assert sees_author(replace(view, is_decided=True))


def test_an_admin_and_the_author_know_the_author_of_a_blind_entry():
    assert sees_author(entry(Role.ADMIN, "blind"))
    assert sees_author(entry(Role.CREATIVE, "blind", own=True))


@pytest.mark.parametrize("role", STRANGERS)
def test_of_a_decided_blind_contest_the_public_sees_the_winners_only(role):
    assert not sees_entry(entry(role, "blind", decided=True))
    winner = entry(role, "blind", decided=True, awarded=True)
    assert sees_entry(winner)
    assert sees_author(winner)


@pytest.mark.parametrize("role", STRANGERS)
def test_a_private_contest_stays_private_when_it_is_decided(role):
    assert not sees_entry(entry(role, "private", decided=True, awarded=True))


@pytest.mark.parametrize("role", list(Role))
def test_a_withdrawn_entry_is_for_its_author_and_the_platform(role):
    assert sees_entry(entry(role, state="withdrawn")) == (role in (Role.ADMIN, Role.AUDITOR))
    assert sees_entry(entry(role, state="withdrawn", own=True))


@pytest.mark.parametrize("role", list(Role))
def test_a_disqualified_entry_is_hidden_from_the_public(role):
    assert sees_entry(entry(role, state="disqualified")) == (role not in (*STRANGERS, Role.CLOCK))


@pytest.mark.parametrize("role", STRANGERS)
def test_ratings_are_between_the_brand_and_the_author(role):
    assert not sees_rating(entry(role))
    assert sees_rating(entry(role, own=True))
    assert sees_rating(entry(Role.JUDGE))


def test_membership_comes_before_a_role_in_the_platform():
    reader = Reader(user_id=1, is_admin=True, is_creative=True, brands={BRAND: Role.FINANCE})
    assert reader.role_in(BRAND) == Role.FINANCE
    assert reader.role_in("another") == Role.ADMIN


@pytest.mark.parametrize("state", ["pending", "refused"])
def test_a_file_is_shown_to_nobody_before_it_was_examined(state):
    for role in Role:
        assert not sees_file(file(entry(role, own=True), state))
        assert not opens_original(file(entry(role, own=True), state))


@pytest.mark.parametrize("role", [Role.OWNER, Role.MANAGER, Role.JUDGE])
def test_the_brand_opens_attachments_but_original_images_only_of_what_it_awarded(role):
    assert opens_original(file(entry(role), image=False))
    assert not opens_original(file(entry(role)))
    assert opens_original(file(entry(role, decided=True, awarded=True)))


@pytest.mark.parametrize("role", sorted(BRAND_ROLES))
def test_the_brand_opens_nothing_of_a_blind_entry_that_could_name_its_author(role):
    assert not opens_original(file(entry(role, "blind"), image=False))


@pytest.mark.parametrize("role", [Role.FINANCE, Role.AUDITOR, *STRANGERS])
def test_others_open_no_originals(role):
    for image in (True, False):
        assert not opens_original(file(entry(role, decided=True, awarded=True), image=image))


def test_authors_and_admins_open_their_originals():
    assert opens_original(file(entry(Role.CREATIVE, "blind", own=True)))
    assert opens_original(file(entry(Role.ADMIN, "blind")))


def test_a_delivery_is_between_the_winner_and_the_brand_once_delivered():
    won = entry(Role.OWNER, decided=True, awarded=True)
    assert not sees_file(file(won, handover=True))
    assert not opens_original(file(won, handover=True))
    assert sees_file(file(won, handover=True, delivered=True))
    assert opens_original(file(won, handover=True, delivered=True))
    public = entry(Role.STRANGER, decided=True, awarded=True)
    assert not sees_file(file(public, handover=True, delivered=True))
    assert sees_file(file(replace(public, is_own=True), handover=True))
