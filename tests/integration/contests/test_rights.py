"""Rights pass by the acceptance of both sides of one text, and never otherwise; the money follows its own rules."""

from io import BytesIO

import pytest
from django.db import Error, connection, transaction
from pypdf import PdfReader

from accounts.models import MemberRole, StaffRole
from contests.errors import NotVisible, RightsRefused
from contests.models import ContestEvent, Handover, RightsAcceptance, RightsDeed, RightsTransfer
from contests.rights import RIGHTS, RightsText
from contests.selectors.rights import open_deed, rights_of
from contests.services.handover import accept_handovers
from contests.services.rights import RightsConsent, accept_rights, seal_deeds
from paper.sealing import NotSealedYet
from payouts.models import Obligation
from tests.fixtures.people import hire
from tests.fixtures.rights import consent, hand_over, won_by
from tests.fixtures.worlds import (
    DAY,
    NOON,
    add_member,
    make_brand,
    make_creative,
    make_user,
    owner_of,
    pass_time,
)

pytestmark = pytest.mark.django_db


def test_the_text_names_each_right_and_its_limits() -> None:
    author = make_creative()
    won = won_by(author)
    text = rights_of(author, won.pk).text
    assert text.rights == ("reproduction", "representation", "adaptation")
    assert (text.purpose, text.place, text.years) == ("All printed and digital uses", "World", 10)
    assert "prize of place 1" in text.pay and "500.00" in text.pay
    assert text.authors == (author.public_name,)
    assert RightsText.from_dict(text.to_dict()) == text
    assert all({"en", "fr"} == set(said) for said in RIGHTS.values())


def test_rights_pass_once_both_have_accepted_and_the_deed_is_sealed_for_both() -> None:
    author = make_creative()
    won = won_by(author)
    owner = owner_of(won.contest.brand)
    hand_over(won, rights=consent(author, won))
    page = rights_of(owner, won.pk)
    assert (page.my_side, page.may_accept, page.has_passed) == ("brand", True, False)
    accept_handovers(owner, won.contest_id, now=NOON + 31 * DAY, rights=consent(owner, won, "Halden Owner"))
    assert rights_of(author, won.pk).has_passed
    assert ContestEvent.objects.filter(contest=won.contest, kind="rights_transferred").count() == 1
    with pytest.raises(NotSealedYet):
        open_deed(author, won.pk)
    assert seal_deeds(NOON + 31 * DAY) == 1
    name, content = open_deed(author, won.pk)
    assert open_deed(owner, won.pk) == (name, content)
    said = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    for words in ("Reproduction", "Ana Example", "Halden Owner", "192.0.", "10 years", won.entry.code):
        assert words in said, words
    assert "192.0.2.77" not in said


@pytest.mark.parametrize("who", ["nobody", "creative", "brand"])
def test_without_both_no_right_passes_and_the_prize_is_paid_all_the_same(who: str) -> None:
    author = make_creative()
    won = won_by(author)
    owner = owner_of(won.contest.brand)
    hand_over(won, rights=consent(author, won) if who == "creative" else None)
    rights = consent(owner, won) if who == "brand" else None
    accept_handovers(owner, won.contest_id, now=NOON + 31 * DAY, rights=rights)
    assert not rights_of(author, won.pk).has_passed
    assert not RightsDeed.objects.exists()
    assert Obligation.objects.get(payee_user=author, kind="prize").released_at is not None
    with pytest.raises(NotVisible):
        open_deed(owner, won.pk)
    for one in (author, owner):
        accept_rights(one, won.contest_id, consent(one, won), now=NOON + 40 * DAY)
    assert rights_of(author, won.pk).has_passed, "either side may accept later"
    accept_rights(author, won.contest_id, consent(author, won), now=NOON + 41 * DAY)
    assert RightsAcceptance.objects.count() == 2


def test_when_the_brand_stays_silent_the_clock_pays_and_no_right_passes() -> None:
    author = make_creative()
    won = won_by(author)
    contest = hand_over(won, rights=consent(author, won))
    pass_time(contest, NOON + 80 * DAY)
    assert Handover.objects.get(award=won).accepted_by_clock
    assert Obligation.objects.get(payee_user=author, kind="prize").released_at is not None
    assert not rights_of(author, won.pk).has_passed


def test_each_member_of_a_team_accepts() -> None:
    author, partner = make_creative(), make_creative()
    won = won_by(author, author, partner)
    owner = owner_of(won.contest.brand)
    hand_over(won, rights=consent(author, won))
    accept_rights(owner, won.contest_id, consent(owner, won), now=NOON + 31 * DAY)
    page = rights_of(partner, won.pk)
    assert (page.missing, page.may_accept, page.has_passed) == ((partner.public_name,), True, False)
    accept_rights(partner, won.contest_id, consent(partner, won), now=NOON + 32 * DAY)
    assert rights_of(partner, won.pk).has_passed


def test_only_the_text_that_was_shown_is_accepted_with_a_signature_and_only_by_its_sides() -> None:
    author, brand = make_creative(), make_brand()
    won = won_by(author)
    stale = RightsConsent({won.pk: "0" * 64}, "Ana Example", "")
    with pytest.raises(RightsRefused, match="changed"):
        hand_over(won, rights=stale)
    assert Handover.objects.get(award=won).delivered_at is None, "all or nothing"
    with pytest.raises(RightsRefused, match="signature"):
        hand_over(won, rights=consent(author, won, " "))
    with pytest.raises(NotVisible):
        accept_rights(owner_of(won.contest.brand), won.contest_id, consent(author, won), now=NOON)
    hand_over(won)
    judge = add_member(won.contest.brand, MemberRole.JUDGE)
    onlookers = [judge, hire(), hire(StaffRole.ADMIN)]
    strangers = [make_user(), make_creative(), owner_of(brand)]
    for one in [*onlookers, *strangers]:
        with pytest.raises(NotVisible):
            accept_rights(one, won.contest_id, consent(author, won), now=NOON)
    for one in onlookers:
        assert (rights_of(one, won.pk).my_side, rights_of(one, won.pk).may_accept) == ("", False)
    for one in strangers:
        with pytest.raises(NotVisible):
            rights_of(one, won.pk)


ATTACKS = {
    "rewrite the text": "UPDATE contests_rightstransfer SET text_sha256 = ''",
    "forget an acceptance": "DELETE FROM contests_rightsacceptance",
    "date an acceptance anew": "UPDATE contests_rightsacceptance SET accepted_at = now()",
    "make a deed without the brand": "INSERT INTO contests_rightsdeed (transfer_id, completed_at, due_state, due_at, "
    "fence, attempts, last_error, storage_key, sha256, size_bytes) SELECT id, now(), 'waiting', now(), 0, 0, '', '', "
    "'', 0 FROM contests_rightstransfer",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses_to(attack: str) -> None:
    author = make_creative()
    won = won_by(author)
    hand_over(won, rights=consent(author, won))
    assert RightsTransfer.objects.count() == 1
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ATTACKS[attack])
