"""Who gets which file, by which name: derivatives for showing, originals through links that expire."""

from datetime import timedelta

import pytest
from django.core import signing
from django.core.files.storage import default_storage

from accounts.models import MemberRole
from contests.errors import HandoverRefused, InvalidEntry, NotVisible
from contests.models import Award, StoredFile
from contests.selectors.deliveries import deliveries_of
from contests.selectors.files import (
    LINK_LIFETIME,
    image_at,
    may_open_original,
    may_see_file,
    open_original,
    original_link,
)
from contests.services.delivery_files import add_delivery_files
from contests.services.entries import withdraw_entry
from contests.services.examining import examine_files
from contests.services.handover import deliver
from tests.fixtures.contests import PDF, picture, submit_examined, upload
from tests.fixtures.worlds import NOON, add_member, award, make_creative, make_user, open_contest, owner_of, shortlist

pytestmark = pytest.mark.django_db


def files_of(entry):
    return {file.kind: file for file in StoredFile.objects.filter(version__entry=entry)}


def entered(contest, author=None, name="jane-doe"):
    files = [upload(f"{name}.png", picture(1000, 800)), upload(f"{name}.pdf", PDF)]
    return submit_examined(contest, author, files=files)


class TestShowing:
    def test_the_next_wider_derivative_is_served_else_the_widest(self):
        image = files_of(entered(open_contest()))["image"]
        assert [image_at(None, image.ref, width).width for width in (1, 320, 321, 960, 5000, 10**12)] == [
            *(320, 320, 960, 960, 1000, 1000)
        ]
        shown = image_at(None, image.ref, 320)
        assert default_storage.size(shown.storage_key) == shown.size_bytes

    def test_an_attachment_has_nothing_to_show(self):
        with pytest.raises(NotVisible):
            image_at(None, files_of(entered(open_contest()))["attachment"].ref, 320)

    @pytest.mark.parametrize("visibility", ["private", "blind"])
    def test_rivals_are_shown_nothing_of_hidden_entries(self, visibility):
        contest, author = open_contest(visibility=visibility), make_creative()
        image = files_of(entered(contest, author))["image"]
        for viewer in (None, make_user(), make_creative()):
            assert not may_see_file(viewer, image)
            with pytest.raises(NotVisible):
                image_at(viewer, image.ref, 320)
        for viewer in (author, owner_of(contest.brand), make_user(staff_role="auditor")):
            assert may_see_file(viewer, image)
            assert image_at(viewer, image.ref, 320)

    def test_a_withdrawn_entry_is_shown_no_more(self):
        contest, author = open_contest(), make_creative()
        entry = entered(contest, author)
        withdraw_entry(author, entry.pk, now=NOON)
        with pytest.raises(NotVisible):
            image_at(owner_of(contest.brand), files_of(entry)["image"].ref, 320)
        assert image_at(author, files_of(entry)["image"].ref, 320)


class TestLinks:
    def test_a_link_opens_the_original_for_whom_it_names_and_expires(self):
        contest, author = open_contest(), make_creative()
        content = picture(1000, 800)
        image = files_of(entered(contest, author))["image"]
        token = original_link(author, image, now=NOON)
        opened = open_original(token, now=NOON + LINK_LIFETIME - timedelta(seconds=1))
        with opened.stream as stream:
            assert stream.read() == content
        assert (opened.download_name, opened.media_type) == ("jane-doe.png", "image/png")
        with pytest.raises(NotVisible):
            open_original(token, now=NOON + LINK_LIFETIME)

    def test_a_forged_link_opens_nothing(self):
        contest, author = open_contest(), make_creative()
        image = files_of(entered(contest, author))["image"]
        good = original_link(author, image, now=NOON)
        other = signing.dumps({"f": str(image.ref), "u": author.pk, "x": 2**40}, salt="another")
        for token in ("", "x", good[:-1], "x" + good, other):
            with pytest.raises(NotVisible):
                open_original(token, now=NOON)

    def test_who_has_lost_the_right_finds_the_link_void(self):
        contest = open_contest()
        judge = add_member(contest.brand, MemberRole.JUDGE)
        pdf = files_of(entered(contest))["attachment"]
        token = original_link(judge, pdf, now=NOON)
        assert open_original(token, now=NOON).stream.read() == PDF
        judge.memberships.all().delete()
        with pytest.raises(NotVisible):
            open_original(token, now=NOON)

    def test_an_account_that_was_closed_opens_nothing(self):
        contest, author = open_contest(), make_creative()
        token = original_link(author, files_of(entered(contest, author))["image"], now=NOON)
        author.is_active = False
        author.save()
        with pytest.raises(NotVisible):
            open_original(token, now=NOON)

    def test_no_link_is_given_to_who_may_not_have_the_file(self):
        contest = open_contest()
        entry = entered(contest)
        image, pdf = files_of(entry)["image"], files_of(entry)["attachment"]
        for viewer in (make_creative(), make_user(), make_user(staff_role="auditor")):
            for file in (image, pdf):
                with pytest.raises(NotVisible):
                    original_link(viewer, file, now=NOON)
        with pytest.raises(NotVisible):
            original_link(owner_of(contest.brand), image, now=NOON)
        assert original_link(owner_of(contest.brand), pdf, now=NOON)

    def test_in_a_blind_contest_nothing_names_the_author(self):
        contest, author = open_contest(visibility="blind"), make_creative()
        entry = entered(contest, author, name="jane-doe-canary")
        pdf, image = files_of(entry)["attachment"], files_of(entry)["image"]
        owner, admin = owner_of(contest.brand), make_user(staff_role="admin")
        assert not may_open_original(owner, pdf)
        assert open_original(original_link(admin, pdf, now=NOON), now=NOON).download_name == "jane-doe-canary.pdf"
        entries = [entry, *(entered(contest) for _ in range(2))]
        shortlist(contest, entries)
        award(contest, entry)
        assert open_original(original_link(owner, image, now=NOON), now=NOON).download_name == "jane-doe-canary.png"


class TestDeliveries:
    @pytest.fixture
    def contest(self):
        contest = open_contest()
        entries = [entered(contest) for _ in range(3)]
        shortlist(contest, entries)
        return award(contest, *entries)

    @pytest.fixture
    def won(self, contest):
        return Award.objects.select_related("entry__author").get(contest=contest, rank=1)

    def test_the_winner_adds_files_which_the_brand_gets_once_delivered(self, contest, won):
        author, owner = won.entry.author, owner_of(contest.brand)
        add_delivery_files(author, won.pk, [upload("final.png"), upload("final.pdf", PDF)], now=NOON)
        examine_files(NOON)
        (mine,) = [card for card in deliveries_of(author, contest.pk) if card.is_own]
        assert [file.name for file in mine.files] == ["final.png", "final.pdf"]
        theirs = {card.award_id: card for card in deliveries_of(owner, contest.pk)}
        assert theirs[won.pk].files == ()
        file = StoredFile.objects.filter(handover__award=won).first()
        assert not may_open_original(owner, file)
        deliver(author, contest.pk, won.pk, "Here it is.", now=NOON)
        delivered = {card.award_id: card for card in deliveries_of(owner, contest.pk)}[won.pk]
        assert (delivered.note, [file.may_download for file in delivered.files]) == ("Here it is.", [True, True])
        assert open_original(original_link(owner, file, now=NOON), now=NOON).download_name == "final.png"

    def test_a_delivery_is_nobody_elses(self, contest, won):
        author = won.entry.author
        add_delivery_files(author, won.pk, [upload("final.png")], now=NOON)
        examine_files(NOON)
        deliver(author, contest.pk, won.pk, "", now=NOON)
        file = StoredFile.objects.get(handover__award=won)
        for viewer in (None, make_creative(), make_user()):
            assert deliveries_of(viewer, contest.pk) == ()
            assert not may_see_file(viewer, file)
        rival = Award.objects.get(contest=contest, rank=2).entry.author
        assert {card.is_own for card in deliveries_of(rival, contest.pk)} == {True}
        assert not may_open_original(rival, file)

    def test_only_the_winner_adds_files_and_only_before_delivering(self, contest, won):
        for other in (
            make_creative(),
            owner_of(contest.brand),
            Award.objects.get(contest=contest, rank=2).entry.author,
        ):
            with pytest.raises(NotVisible):
                add_delivery_files(other, won.pk, [upload("final.png")], now=NOON)
        add_delivery_files(won.entry.author, won.pk, [upload("final.png")], now=NOON)
        deliver(won.entry.author, contest.pk, won.pk, "", now=NOON)
        with pytest.raises(HandoverRefused):
            add_delivery_files(won.entry.author, won.pk, [upload("more.png")], now=NOON)

    def test_a_delivery_has_a_size(self, contest, won):
        for _ in range(2):
            add_delivery_files(won.entry.author, won.pk, [upload(f"{n}.png") for n in range(6)], now=NOON)
        with pytest.raises(InvalidEntry):
            add_delivery_files(won.entry.author, won.pk, [upload("more.png")], now=NOON)
