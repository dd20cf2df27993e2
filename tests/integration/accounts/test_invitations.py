"""Invitations: mailed by owners, good for a week, once, and for nobody but who owns the address."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.signing import Signer

from accounts.errors import (
    AlreadyAMember,
    BreaksColumnRule,
    InvitationExpired,
    InvitationIsForSomebodyElse,
    InvitationUsed,
    NoSuchBrand,
    NoSuchInvitation,
    OwnersOnly,
    TooManyInvitations,
)
from accounts.models import Invitation, MemberRole, User
from accounts.selectors import open_invitations, role_in_brand
from accounts.services import invitations
from accounts.services.invitations import (
    accept_invitation,
    invitation_token,
    invite_member,
    read_invitation,
    revoke_invitation,
)
from accounts.services.mail_sending import send_due
from tests.fixtures.people import sign_up
from tests.fixtures.worlds import DAY, NOON, add_member, make_brand, make_user, owner_of

pytestmark = pytest.mark.django_db

EMAIL = "noor@people.example"


def invite(brand, email=EMAIL, role=MemberRole.MANAGER, now=NOON):
    return invite_member(owner_of(brand), brand.pk, email=email, role=role, now=now)


def test_the_mailed_link_makes_its_reader_a_member(settings):
    settings.SITE_URL = "https://fairbrief.example"
    brand = make_brand()
    invite(brand, email=f" {EMAIL.upper()} ")
    send_due(now=NOON)
    (message,) = mail.outbox
    assert message.to == [EMAIL]
    url = next(line for line in message.body.splitlines() if line.startswith("https://fairbrief.example/invitations/"))
    person = sign_up(EMAIL)
    accept_invitation(person, url.rstrip("/").rpartition("/")[2], now=NOON + DAY)
    assert role_in_brand(person, brand.pk) == MemberRole.MANAGER


def test_somebody_who_is_here_already_is_mailed_in_their_language():
    brand = make_brand()
    sign_up(EMAIL, locale="fr")
    invite(brand)
    send_due(now=NOON)
    assert "vous invite" in mail.outbox[0].subject


@pytest.mark.parametrize("role", [MemberRole.MANAGER, MemberRole.JUDGE, MemberRole.FINANCE])
def test_only_owners_invite_and_withdraw(role):
    brand = make_brand()
    actor, invitation = add_member(brand, role), invite(brand)
    with pytest.raises(OwnersOnly):
        invite_member(actor, brand.pk, email="other@people.example", role=MemberRole.JUDGE, now=NOON)
    with pytest.raises(OwnersOnly):
        revoke_invitation(actor, brand.pk, invitation.pk, now=NOON)


def test_to_a_stranger_there_is_no_brand_to_invite_to():
    brand, stranger = make_brand(), make_user()
    invitation = invite(brand)
    with pytest.raises(NoSuchBrand):
        invite_member(stranger, brand.pk, email=stranger.email, role=MemberRole.OWNER, now=NOON)
    with pytest.raises(NoSuchBrand):
        revoke_invitation(stranger, brand.pk, invitation.pk, now=NOON)
    with pytest.raises(NoSuchInvitation):
        revoke_invitation(owner_of(other := make_brand()), other.pk, invitation.pk, now=NOON)


def test_it_is_worthless_to_anybody_else_and_to_who_has_not_verified_the_address():
    invitation = invite(make_brand())
    token = invitation_token(invitation)
    unverified = User.objects.create_user(EMAIL)
    EmailAddress.objects.create(user=unverified, email=EMAIL, primary=True, verified=False)
    for actor in (sign_up("else@people.example"), unverified):
        with pytest.raises(InvitationIsForSomebodyElse):
            accept_invitation(actor, token, now=NOON)


def test_it_works_once_and_not_again_after_leaving():
    brand, person = make_brand(), sign_up(EMAIL)
    token = invitation_token(invite(brand))
    membership = accept_invitation(person, token, now=NOON)
    membership.delete()
    with pytest.raises(InvitationUsed):
        accept_invitation(person, token, now=NOON)


@pytest.mark.parametrize(("after", "refusal"), [(timedelta(days=7), InvitationExpired), (-DAY, None)])
def test_it_expires_after_a_week(after, refusal):
    token, person = invitation_token(invite(make_brand())), sign_up(EMAIL)
    moment = NOON + after if refusal else NOON + timedelta(days=7) - timedelta(seconds=1)
    if refusal:
        with pytest.raises(refusal):
            accept_invitation(person, token, now=moment)
    else:
        accept_invitation(person, token, now=moment)


def test_withdrawn_it_is_worthless():
    brand, person = make_brand(), sign_up(EMAIL)
    invitation = invite(brand)
    revoke_invitation(owner_of(brand), brand.pk, invitation.pk, now=NOON)
    for act in (accept_invitation, lambda _, token, now: read_invitation(token, now=now)):
        with pytest.raises(NoSuchInvitation):
            act(person, invitation_token(invitation), now=NOON)
    assert not open_invitations(brand.pk, now=NOON)


def test_an_accepted_one_cannot_be_withdrawn():
    brand = make_brand()
    invitation = invite(brand)
    accept_invitation(sign_up(EMAIL), invitation_token(invitation), now=NOON)
    with pytest.raises(InvitationUsed):
        revoke_invitation(owner_of(brand), brand.pk, invitation.pk, now=NOON)


def test_inviting_again_ends_the_first_and_may_change_the_role():
    brand, person = make_brand(), sign_up(EMAIL)
    first, second = invite(brand), invite(brand, role=MemberRole.JUDGE)
    with pytest.raises(NoSuchInvitation):
        accept_invitation(person, invitation_token(first), now=NOON)
    accept_invitation(person, invitation_token(second), now=NOON)
    assert role_in_brand(person, brand.pk) == MemberRole.JUDGE


def test_a_member_is_not_invited_again():
    brand = make_brand()
    member = add_member(brand, MemberRole.JUDGE)
    with pytest.raises(AlreadyAMember):
        invite(brand, email=member.email.upper())
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("token", ["", "1", "1:forged", Signer(salt="another").sign("1"), "ß" * 40])
def test_a_forged_link_opens_nothing(token):
    invite(make_brand())
    with pytest.raises(NoSuchInvitation):
        read_invitation(token, now=NOON)


@pytest.mark.parametrize("changes", [{"email": "not an address"}, {"role": "emperor"}])
def test_an_invitation_that_is_not_right_is_refused(changes):
    with pytest.raises(BreaksColumnRule):
        invite(make_brand(), **changes)


def test_nobody_has_us_mail_strangers_without_end(monkeypatch):
    monkeypatch.setattr(invitations, "MOST_OPEN", 2)
    brand = make_brand()
    for number in range(2):
        invite(brand, email=f"n{number}@people.example")
    with pytest.raises(TooManyInvitations):
        invite(brand)
    invite(brand, email="n1@people.example")


def test_the_page_reads_what_it_asks_about():
    brand = make_brand(name="Halden Tea")
    shown = read_invitation(invitation_token(invite(brand)), now=NOON)
    assert (shown.brand.name, shown.role, shown.invited_by) == ("Halden Tea", MemberRole.MANAGER, owner_of(brand))
