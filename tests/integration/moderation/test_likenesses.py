"""Near-duplicates: found by a worker between works of different people, shown to whom they concern and nobody else."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, MemberRole, OutgoingMail
from contests.errors import NotPermitted, NotVisible
from contests.media.fingerprint import as_signed
from contests.models import Entry, StoredFile
from contests.selectors.paging import fetch_all
from moderation.errors import CaseClosed
from moderation.models import Case, ImagePrint, Likeness
from moderation.nearness import bands_of
from moderation.selectors.likenesses import likenesses_for, works_like
from moderation.services.looking import dismiss_likeness, open_case_of
from moderation.services.printing import MOST_OF_ONE, NEAR, look_for_likenesses, probes_of
from tests.fixtures.contests import submit_examined, upload
from tests.fixtures.drawing import as_copy, as_png, drawn, plain
from tests.fixtures.moderation import make_admin
from tests.fixtures.people import sign_in
from tests.fixtures.worlds import DAY, NOON, add_member, award, enter, make_creative, open_contest, owner_of, shortlist

pytestmark = pytest.mark.django_db


def named(content: bytes) -> str:
    return "work.png" if content.startswith(b"\x89PNG") else "work.jpg"


def submit_drawing(contest, author=None, *, content, now=NOON, **changes) -> Entry:
    return submit_examined(contest, author, now=now, files=[upload(named(content), content)], **changes)


def compare(now=NOON + DAY) -> None:
    while look_for_likenesses(now):
        pass


@pytest.fixture
def copied():
    """An earlier work in a contest of one brand, and its copy in one of another."""
    earlier = submit_drawing(open_contest(), content=as_png(drawn(1)))
    later = submit_drawing(open_contest(), content=as_copy(drawn(1)), now=NOON + DAY / 24)
    submit_drawing(later.contest, content=as_png(drawn(2)), now=NOON + DAY / 24)
    compare()
    return earlier, later


def test_a_copy_by_somebody_else_is_found_and_says_which_came_first(copied) -> None:
    earlier, later = copied
    pair = Likeness.objects.get()
    assert (pair.earlier, pair.later, pair.verdict) == (earlier, later, "")
    assert pair.distance <= 8 and pair.later_file.version.entry == later
    assert ImagePrint.objects.filter(due_state="done").count() == 3


def test_one_is_not_ones_own_copy_nor_that_of_a_team() -> None:
    contest, author, mate = open_contest(), make_creative(), make_creative("mate")
    first = submit_drawing(contest, author, content=as_png(drawn(1)))
    second = submit_drawing(open_contest(), author, content=as_copy(drawn(1)))
    third = submit_drawing(open_contest(), mate, content=as_copy(drawn(1)))
    first.shares.create(user=mate, weight=1, consented_at=NOON)
    compare()
    assert {(pair.earlier, pair.later) for pair in Likeness.objects.all()} == {(second, third)}


def test_flat_pictures_leave_no_print_and_so_do_not_flood() -> None:
    contest = open_contest()
    for colour in ("#ffffff", "#fefefe", "#000000"):
        submit_drawing(contest, content=as_png(plain(colour)))
    compare()
    assert not ImagePrint.objects.exists() and not Likeness.objects.exists()


def test_of_a_commonplace_only_the_nearest_are_kept() -> None:
    contest = open_contest()
    entry = submit_drawing(contest, content=as_png(drawn(1)))
    first = ImagePrint.objects.get(entry=entry)
    compare()
    # Straight into the tables, since that many pictures take long to draw.
    for number in range(MOST_OF_ONE + 2):
        other = enter(contest)
        file = StoredFile.objects.create(
            version=other.versions.get(),
            kind="image",
            state="ready",
            original_name="x.png",
            media_type="image/png",
            size_bytes=1,
            sha256="0" * 64,
            due_at=NOON,
            due_state="done",
        )
        ImagePrint.objects.create(file=file, entry=other, hash=first.hash ^ (1 << number % 5), due_at=NOON)
    ImagePrint.objects.filter(pk=first.pk).update(due_state="waiting")
    ImagePrint.objects.exclude(pk=first.pk).update(due_state="done")
    compare()
    first.refresh_from_db()
    assert first.is_common and Likeness.objects.count() == MOST_OF_ONE


def test_comparing_again_changes_nothing(copied) -> None:
    before = list(Likeness.objects.values())
    ImagePrint.objects.update(due_state="waiting")
    compare()
    assert list(Likeness.objects.values()) == before


def test_the_database_keeps_the_bands_of_the_hash(copied) -> None:
    for one in ImagePrint.objects.all():
        assert (one.band_0, one.band_1, one.band_2) == bands_of(one.hash & (2**64 - 1))
    with pytest.raises(Exception, match=r"generated|band_0"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE moderation_imageprint SET band_0 = 1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Likeness.objects.update(distance=9)
    with pytest.raises(IntegrityError), transaction.atomic():
        Likeness.objects.update(verdict="dismissed")


def test_every_near_hash_is_found_whatever_bits_differ(copied) -> None:
    import random

    one, chance = ImagePrint.objects.first(), random.Random(3)
    for _ in range(60):
        value = one.hash & (2**64 - 1)
        for place in chance.sample(range(64), 8):
            value ^= 1 << place
        found = fetch_all(NEAR, probes_of(as_signed(value)))
        assert (one.file_id, one.hash, 8) in found


# --- What the brand is told -------------------------------------------------------------------------------------------


def test_the_brand_of_the_later_work_is_shown_the_earlier_one_that_is_public(copied) -> None:
    earlier, later = copied
    for reader in (owner_of(later.contest.brand), add_member(later.contest.brand, MemberRole.JUDGE)):
        (told,) = works_like(reader, later.pk)
        assert (told.entry_id, told.code, told.of_same_contest) == (earlier.pk, earlier.code, False)
        assert told.image is not None


def test_nobody_else_is_told_anything(copied) -> None:
    earlier, later = copied
    others = [None, later.author, earlier.author, make_creative(), make_admin(), owner_of(earlier.contest.brand)]
    others.append(add_member(later.contest.brand, MemberRole.FINANCE))
    assert [works_like(reader, later.pk) for reader in others] == [()] * len(others)
    assert works_like(owner_of(earlier.contest.brand), earlier.pk) == (), "that somebody copied it is not its matter"


def test_a_work_that_the_brand_may_not_see_is_told_of_and_not_shown() -> None:
    earlier = submit_drawing(open_contest(visibility="blind"), content=as_png(drawn(1)))
    later = submit_drawing(open_contest(), content=as_copy(drawn(1)), now=NOON + DAY / 24)
    compare()
    (told,) = works_like(owner_of(later.contest.brand), later.pk)
    assert (told.entry_id, told.code, told.image) == (None, "", None)
    page = (
        sign_in(Client(), owner_of(later.contest.brand)).get(reverse("pages:entry", args=[later.pk])).content.decode()
    )
    assert "earlier work" in page and earlier.code not in page and str(earlier.pk) not in page


def test_while_a_contest_is_blind_its_brand_is_told_nothing() -> None:
    """Works of one maker are not compared: where a stranger's copy would be told of, silence would name the maker."""
    contest = open_contest(visibility="blind")
    entries = [submit_drawing(contest, content=as_png(drawn(1)))]
    entries.append(submit_drawing(contest, content=as_copy(drawn(1)), now=NOON + DAY / 24))
    entries.append(submit_drawing(contest, content=as_png(drawn(2))))
    compare()
    owner = owner_of(contest.brand)
    assert Likeness.objects.count() == 1 and [works_like(owner, entry.pk) for entry in entries] == [(), (), ()]
    award(shortlist(contest, entries), entries[2])
    (told,) = works_like(owner, entries[1].pk)
    assert told.of_same_contest and told.entry_id == entries[0].pk


# --- What the platform makes of it ------------------------------------------------------------------------------------


def test_an_admin_dismisses_it_once_and_the_brand_hears_no_more(copied) -> None:
    _earlier, later = copied
    admin, pair = make_admin(), Likeness.objects.get()
    dismiss_likeness(admin, pair.pk, now=NOON + DAY)
    assert works_like(owner_of(later.contest.brand), later.pk) == ()
    assert AuditEvent.objects.get(act="likeness.dismiss").actor == admin
    with pytest.raises(CaseClosed):
        open_case_of(make_admin("other"), pair.pk, now=NOON + DAY)


def test_an_admin_makes_a_case_of_the_later_work(copied) -> None:
    _earlier, later = copied
    case = open_case_of(make_admin(), Likeness.objects.get().pk, now=NOON + DAY)
    assert Case.objects.get(entry=later) == case and case.origin == "likeness"
    assert Likeness.objects.get().case == case
    assert not OutgoingMail.objects.filter(template__startswith="report").exists()


def test_whoever_has_a_part_in_it_does_not_even_see_it(copied) -> None:
    _earlier, later = copied
    pair, insider = Likeness.objects.get(), make_admin("insider")
    later.contest.brand.memberships.create(user=insider, role=MemberRole.JUDGE)
    assert not likenesses_for(insider).exists()
    with pytest.raises(NotVisible):
        dismiss_likeness(insider, pair.pk, now=NOON)
    with pytest.raises(NotPermitted):
        dismiss_likeness(later.author, pair.pk, now=NOON)
