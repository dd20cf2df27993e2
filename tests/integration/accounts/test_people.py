"""What people say of themselves, and what an admin decides about them."""

import pytest

from accounts.errors import AdminsOnly, BreaksColumnRule, HandleMalformed, HandleTaken, NotYourself, UnknownCountry
from accounts.models import CreativeProfile, OutgoingMail, StaffRole
from accounts.selectors import creative_profile, find_by_email
from accounts.services.people import become_creative, set_active, set_staff_role, update_profile
from accounts.services.preferences import set_locale, set_time_zone
from tests.fixtures.people import hire
from tests.fixtures.worlds import DAY, NOON, make_user

pytestmark = pytest.mark.django_db


def test_becoming_a_creative_twice_keeps_the_first_profile():
    person = make_user()
    become_creative(person, headline="Posters", country="be", now=NOON)
    become_creative(person, headline="Something else", now=NOON + DAY)
    profile = creative_profile(person)
    assert (profile.headline, profile.country, profile.created_at) == ("Posters", "BE", NOON)


def test_a_profile_changes_only_where_it_is_told_to():
    person = make_user()
    become_creative(person, headline="Posters", about="Ink.", now=NOON)
    update_profile(person, handle=" Inky-Fox ", headline="Prints", now=NOON)
    person.refresh_from_db()
    profile = creative_profile(person)
    assert (person.handle, profile.headline, profile.about) == ("inky-fox", "Prints", "Ink.")


def test_who_is_no_creative_gets_no_profile_by_writing_one():
    person = make_user()
    update_profile(person, display_name="  Ada   Fenn ", headline="Prints", now=NOON)
    person.refresh_from_db()
    assert person.display_name == "Ada Fenn"
    assert not CreativeProfile.objects.exists()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"handle": "ab"}, HandleMalformed),
        ({"handle": "-fox-"}, HandleMalformed),
        ({"handle": "fox/../admin"}, HandleMalformed),
        ({"display_name": "x" * 81}, BreaksColumnRule),
        ({"headline": "x" * 121}, BreaksColumnRule),
        ({"about": "x" * 2001}, BreaksColumnRule),
        ({"country": "1A"}, UnknownCountry),
    ],
)
def test_what_is_not_right_is_refused_and_nothing_is_written(changes, refusal):
    person = make_user()
    become_creative(person, now=NOON)
    before = person.handle
    with pytest.raises(refusal):
        update_profile(person, **{"handle": "inky-fox", **changes}, now=NOON)
    person.refresh_from_db()
    assert person.handle == before


def test_a_handle_belongs_to_one_person():
    first, second = make_user(), make_user()
    with pytest.raises(HandleTaken):
        update_profile(second, handle=first.handle, now=NOON)


@pytest.mark.parametrize("role", [StaffRole.AUDITOR, StaffRole.ADMIN])
def test_an_admin_makes_staff_who_are_told_and_unmakes_them(role):
    admin, person = hire(StaffRole.ADMIN), make_user()
    person = set_staff_role(admin, person, role, now=NOON)
    assert (person.staff_role, person.is_staff, person.is_superuser) == (role, True, role == StaffRole.ADMIN)
    assert person.needs_second_factor
    assert OutgoingMail.objects.get().to == person
    person = set_staff_role(admin, person, StaffRole.NONE, now=NOON + DAY)
    assert (person.is_staff, person.is_superuser, person.needs_second_factor) == (False, False, False)


def test_an_admin_closes_and_reopens_accounts():
    admin, person = hire(StaffRole.ADMIN), make_user()
    assert not set_active(admin, person, False, now=NOON).is_active
    assert set_active(admin, person, True, now=NOON).is_active


def test_nobody_else_does_and_no_admin_to_themselves():
    admin, auditor, stranger = hire(StaffRole.ADMIN), hire(), make_user()
    for actor in (auditor, stranger):
        with pytest.raises(AdminsOnly):
            set_staff_role(actor, actor, StaffRole.ADMIN, now=NOON)
        with pytest.raises(AdminsOnly):
            set_active(actor, admin, False, now=NOON)
    with pytest.raises(NotYourself):
        set_staff_role(admin, admin, StaffRole.NONE, now=NOON)
    with pytest.raises(NotYourself):
        set_active(admin, admin, False, now=NOON)


def test_a_persons_language_and_zone_are_kept():
    person = make_user()
    assert (set_locale(person, "fr-FR"), set_time_zone(person, "Asia/Tokyo")) == ("fr", "Asia/Tokyo")
    person.refresh_from_db()
    assert (person.locale, person.time_zone) == ("fr", "Asia/Tokyo")


def test_people_are_found_by_any_spelling_of_their_address():
    person = make_user()
    assert find_by_email(f" {person.email.upper()} ") == person
    assert find_by_email("nobody@people.example") is None
