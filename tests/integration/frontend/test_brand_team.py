"""A brand and its team: made, changed, invited into, left; and where its refunds go."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Brand, Invitation, MemberRole, PayoutAccount
from accounts.services.invitations import invitation_token, invite_member
from tests.fixtures.people import PASSWORD, sign_in, sign_up
from tests.fixtures.worlds import add_member, make_brand, owner_of

pytestmark = pytest.mark.django_db


def as_owner(brand: Brand) -> Client:
    return sign_in(Client(), owner_of(brand))


def test_whoever_makes_a_brand_owns_it(client: Client) -> None:
    sign_in(client, sign_up())
    refused = client.post(reverse("pages:brand_new"), {"name": "Halden", "country": "France"})
    assert refused.status_code == 422
    assert 'value="Halden"' in refused.content.decode()
    answer = client.post(reverse("pages:brand_new"), {"name": "Halden", "country": "FR"})
    brand = Brand.objects.get(name="Halden")
    assert answer["Location"] == reverse("pages:brand", args=[brand.pk])
    assert "No brief yet" in client.get(answer["Location"]).content.decode()


def test_an_invitation_is_sent_read_and_accepted() -> None:
    brand = make_brand()
    address = reverse("pages:brand_members", args=[brand.pk])
    as_owner(brand).post(address, {"email": "ines@people.example", "role": "judge"})
    link = reverse("pages:invitation", args=[invitation_token(Invitation.objects.get())])
    signed_out = Client().get(link).content.decode()
    assert f"{reverse('account_login')}?next=" in signed_out
    person = sign_up("ines@people.example")
    guest = sign_in(Client(), person)
    assert "Join the team" in guest.get(link).content.decode()
    assert guest.post(link)["Location"] == reverse("pages:brand", args=[brand.pk])
    assert brand.memberships.get(user=person).role == MemberRole.JUDGE
    again = guest.get(link)
    assert again.status_code == 422
    assert "already been accepted" in again.content.decode()


def test_somebody_elses_invitation_is_not_accepted() -> None:
    brand = make_brand()
    one = invite_member(
        owner_of(brand), brand.pk, email="ines@people.example", role=MemberRole.OWNER, now=timezone.now()
    )
    other = sign_in(Client(), sign_up("tom@people.example"))
    answer = other.post(reverse("pages:invitation", args=[invitation_token(one)]))
    assert answer.status_code == 422
    assert brand.memberships.count() == 1
    assert other.get(reverse("pages:invitation", args=["1:forged"])).status_code == 422


def test_a_withdrawn_invitation_opens_nothing() -> None:
    brand = make_brand()
    one = invite_member(owner_of(brand), brand.pk, email="a@people.example", role=MemberRole.JUDGE, now=timezone.now())
    address = reverse("pages:invitation_revoke", args=[brand.pk, one.pk])
    sign_in(judge := Client(), add_member(brand, MemberRole.JUDGE))
    judge.post(address)
    assert Client().get(reverse("pages:invitation", args=[invitation_token(one)])).status_code == 200
    as_owner(brand).post(address)
    assert Client().get(reverse("pages:invitation", args=[invitation_token(one)])).status_code == 422


def test_only_owners_change_roles_and_the_last_owner_stays() -> None:
    brand = make_brand()
    judge = add_member(brand, MemberRole.JUDGE)
    owner = owner_of(brand)
    change = reverse("pages:brand_member", args=[brand.pk, judge.pk])
    sign_in(Client(), judge).post(change, {"role": "owner"})
    assert brand.memberships.get(user=judge).role == MemberRole.JUDGE
    as_owner(brand).post(change, {"role": "manager"})
    assert brand.memberships.get(user=judge).role == MemberRole.MANAGER
    as_owner(brand).post(reverse("pages:brand_member", args=[brand.pk, owner.pk]), {"role": "remove"})
    assert brand.memberships.filter(user=owner).exists()
    left = sign_in(Client(), judge).post(change, {"role": "remove"})
    assert left["Location"] == reverse("pages:home")
    assert not brand.memberships.filter(user=judge).exists()


def test_refunds_go_where_owners_and_finance_say_after_a_fresh_sign_in() -> None:
    brand = make_brand()
    address = reverse("pages:brand_payout_account", args=[brand.pk])
    data = {"holder_name": "Halden Tea", "destination": "FR1420041010050500013M02606"}
    owner = sign_up("owner@people.example")
    brand.memberships.filter(role=MemberRole.OWNER).update(user=owner)
    client, settings = sign_in(Client(), owner), reverse("pages:brand_settings", args=[brand.pk])
    asked = client.post(address, data)
    assert reverse("account_reauthenticate") in asked["Location"]
    assert "FR14" not in str(dict(client.session))
    assert 'name="destination"' not in client.get(settings).content.decode()
    assert PayoutAccount.objects.filter(brand=brand).count() == 1
    client.post(asked["Location"], {"password": PASSWORD})
    assert 'name="destination"' in client.get(settings).content.decode()
    page = client.post(address, data, follow=True).content.decode()
    assert "•••• 2606" in page and "payments wait until" in page
    assert PayoutAccount.objects.filter(brand=brand).count() == 2


def test_a_judge_redirects_no_refund_even_after_a_fresh_sign_in() -> None:
    brand, judge = make_brand(), sign_up("judge@people.example")
    brand.memberships.create(user=judge, role=MemberRole.JUDGE)
    client = sign_in(Client(), judge)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    address = reverse("pages:brand_payout_account", args=[brand.pk])
    refused = client.post(address, {"holder_name": "Halden Tea", "destination": "FR1420041010050500013M02606"})
    assert refused.status_code == 422
    assert PayoutAccount.objects.filter(brand=brand).count() == 1
