"""Brands and their members: who may change what, and that a brand never loses its last owner."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from accounts.errors import (
    BreaksColumnRule,
    DecidersOnly,
    LastOwner,
    NameNeeded,
    NoSuchBrand,
    NotAMember,
    OwnersOnly,
    UnknownCountry,
)
from accounts.models import Brand, MemberRole, Membership
from accounts.selectors import brands_of, member_ids, members_of, memberships_of, role_in_brand
from accounts.services import brands
from accounts.services.brands import change_role, create_brand, remove_member, update_brand
from tests.fixtures.worlds import NOON, add_member, make_brand, make_user, owner_of

pytestmark = pytest.mark.django_db

ROLES = [MemberRole.OWNER, MemberRole.MANAGER, MemberRole.JUDGE, MemberRole.FINANCE]
DETAILS = {"name": "Halden", "country": "FR"}


def test_whoever_makes_a_brand_owns_it():
    actor = make_user()
    brand = create_brand(actor, name=" Halden  Tea ", country="fr", now=NOON)
    assert (brand.name, brand.slug, brand.country, brand.created_at) == ("Halden Tea", "halden-tea", "FR", NOON)
    assert role_in_brand(actor, brand.pk) == MemberRole.OWNER


def test_the_same_name_twice_makes_two_brands():
    first, second = (create_brand(make_user(), name="Halden Tea", now=NOON) for _ in range(2))
    assert first.slug == "halden-tea"
    assert second.slug.startswith("halden-tea-")


def test_the_same_name_at_the_same_moment_makes_two_brands(monkeypatch):
    create_brand(make_user(), name="Halden Tea", now=NOON)
    # The other brand was not there yet when we looked.
    monkeypatch.setattr(brands, "_is_taken", lambda slug: False)
    assert create_brand(make_user(), name="Halden Tea", now=NOON).slug.startswith("halden-tea-")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"name": "   "}, NameNeeded),
        ({"name": "x" * 121}, BreaksColumnRule),
        ({"country": "France"}, UnknownCountry),
        ({"website": "javascript:alert(1)"}, BreaksColumnRule),
        ({"about": "x" * 2001}, BreaksColumnRule),
    ],
)
def test_a_brand_that_is_not_right_is_refused(changes, refusal):
    with pytest.raises(refusal):
        create_brand(make_user(), **{**DETAILS, **changes}, now=NOON)
    assert not Brand.objects.exists()


@pytest.mark.parametrize("role", ROLES)
def test_owners_and_managers_change_what_a_brand_says(role):
    brand = make_brand()
    actor = add_member(brand, role)
    if role in (MemberRole.OWNER, MemberRole.MANAGER):
        assert update_brand(actor, brand.pk, **DETAILS, now=NOON).name == "Halden"
    else:
        with pytest.raises(DecidersOnly):
            update_brand(actor, brand.pk, **DETAILS, now=NOON)


@pytest.mark.parametrize("role", ROLES)
def test_only_owners_change_roles_and_remove_others(role):
    brand = make_brand()
    actor, other = add_member(brand, role), add_member(brand, MemberRole.JUDGE)
    if role == MemberRole.OWNER:
        change_role(actor, brand.pk, other.pk, MemberRole.MANAGER, now=NOON)
        assert role_in_brand(other, brand.pk) == MemberRole.MANAGER
        remove_member(actor, brand.pk, other.pk, now=NOON)
        assert role_in_brand(other, brand.pk) is None
    else:
        for act in (
            lambda: change_role(actor, brand.pk, actor.pk, MemberRole.OWNER, now=NOON),
            lambda: remove_member(actor, brand.pk, other.pk, now=NOON),
        ):
            with pytest.raises(OwnersOnly):
                act()
        assert role_in_brand(other, brand.pk) == MemberRole.JUDGE


@pytest.mark.parametrize("role", ROLES[1:])
def test_everybody_may_leave(role):
    brand = make_brand()
    member = add_member(brand, role)
    remove_member(member, brand.pk, member.pk, now=NOON)
    assert role_in_brand(member, brand.pk) is None


def test_to_a_stranger_the_brand_does_not_exist():
    brand, stranger = make_brand(), make_user()
    member = add_member(brand, MemberRole.JUDGE)
    for act in (
        lambda: update_brand(stranger, brand.pk, **DETAILS, now=NOON),
        lambda: change_role(stranger, brand.pk, member.pk, MemberRole.OWNER, now=NOON),
        lambda: remove_member(stranger, brand.pk, member.pk, now=NOON),
        lambda: remove_member(stranger, brand.pk, stranger.pk, now=NOON),
        lambda: remove_member(stranger, uuid4(), member.pk, now=NOON),
    ):
        with pytest.raises(NoSuchBrand):
            act()


def test_an_owner_of_one_brand_is_a_stranger_to_another():
    mine, theirs = make_brand(), make_brand()
    with pytest.raises(NoSuchBrand):
        remove_member(owner_of(mine), theirs.pk, owner_of(theirs).pk, now=NOON)


def test_somebody_who_is_no_member_has_no_role_to_change():
    brand = make_brand()
    with pytest.raises(NotAMember):
        change_role(owner_of(brand), brand.pk, make_user().pk, MemberRole.JUDGE, now=NOON)


def test_the_last_owner_stays_one():
    brand = make_brand()
    owner = owner_of(brand)
    closed = add_member(brand, MemberRole.OWNER)
    type(closed).objects.filter(pk=closed.pk).update(is_active=False)
    for act in (
        lambda: change_role(owner, brand.pk, owner.pk, MemberRole.MANAGER, now=NOON),
        lambda: remove_member(owner, brand.pk, owner.pk, now=NOON),
    ):
        with pytest.raises(LastOwner):
            act()
    change_role(owner, brand.pk, owner.pk, MemberRole.OWNER, now=NOON)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("leave", ["step down", "go"])
def test_two_owners_who_leave_at_the_same_moment_leave_one_behind(leave, monkeypatch):
    brand = make_brand()
    owners = [owner_of(brand), add_member(brand, MemberRole.OWNER)]
    start = Barrier(2)

    def act(actor):
        start.wait(timeout=10)
        try:
            if leave == "go":
                remove_member(actor, brand.pk, actor.pk, now=timezone.now())
            else:
                change_role(actor, brand.pk, actor.pk, MemberRole.JUDGE, now=timezone.now())
            return "left"
        except LastOwner:
            return "stayed"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(act, owners)) == ["left", "stayed"]
    assert Membership.objects.filter(brand=brand, role=MemberRole.OWNER).count() == 1


def test_selectors_say_who_belongs_where():
    brand, person = make_brand(name="Zeta"), make_user()
    judge = add_member(brand, MemberRole.JUDGE)
    other = create_brand(judge, name="Alpha", now=NOON)
    assert [one.name for one in brands_of(judge)] == ["Alpha", "Zeta"]
    assert list(brands_of(judge, [MemberRole.OWNER])) == [other]
    assert [(one.brand.name, one.role) for one in memberships_of(judge)] == [("Alpha", "owner"), ("Zeta", "judge")]
    assert {one.user for one in members_of(brand)} == {owner_of(brand), judge}
    assert member_ids(brand.pk, [MemberRole.JUDGE]) == [judge.pk]
    assert list(brands_of(person)) == [] and role_in_brand(person, brand.pk) is None


def test_a_closed_account_has_no_role_and_gets_no_mail():
    brand = make_brand()
    owner = owner_of(brand)
    owner.is_active = False
    owner.save()
    assert role_in_brand(owner, brand.pk) is None
    assert member_ids(brand.pk) == []
