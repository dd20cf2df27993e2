"""Makers show their own works: after the decision, one by one, taken away at any time, and with the brand's word."""

from itertools import product
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import Error, connection, transaction
from django.test import Client

from accounts.models import MemberRole, OutgoingMail, User
from contests.errors import NotPermitted, NotVisible, ShowingRefused, WrongMoment
from contests.follow_up_rules import Purpose
from contests.kinds import Kind
from contests.models import Award, Derivative, Entry, ShowingWord, ShownWork, StoredFile
from contests.selectors.showcase import showing_of, shown_image, shown_works, work_of
from contests.services.following_up.answering import accept_purchase
from contests.services.following_up.beginning import begin_follow_up
from contests.services.showing import agree_to_showing, show_work, take_away
from contests.showcase_rules import SHOWABLE, refuse
from tests.fixtures.kinds import bind, open_draft, open_of_kind
from tests.fixtures.worlds import (
    DAY,
    NOON,
    add_member,
    award,
    enter,
    make_creative,
    open_contest,
    owner_of,
    shortlist,
)

pytestmark = pytest.mark.django_db
LATER = NOON + 40 * DAY


def decided(author: User, *, wins: bool = False, kind: str = "", visibility: str = "public") -> Entry:
    """This author's entry in a contest that is decided, with a picture."""
    others = [make_creative(), make_creative()]
    if kind:
        contest = open_of_kind(kind, *([author, *others] if kind == Kind.INVITED else []), prizes=[50_000])
        for person in (author, *others) if kind == Kind.NDA else ():
            bind(person, contest)
    else:
        contest = open_contest(prizes=[50_000], visibility=visibility)
    entries = [enter(contest, one) for one in (author, *others)]
    file = StoredFile.objects.create(
        version=entries[0].versions.get(),
        kind="image",
        state="ready",
        storage_key=default_storage.save(f"originals/{uuid4().hex}", ContentFile(b"o")),
        original_name="a.png",
        media_type="image/png",
        size_bytes=1,
        sha256="0",
        width=640,
        height=480,
        due_at=NOON,
    )
    key = default_storage.save(f"derivatives/{uuid4().hex}.webp", ContentFile(b"picture"))
    Derivative.objects.create(file=file, width=640, height=480, size_bytes=7, storage_key=key)
    award(shortlist(contest, entries), entries[0 if wins else 1])
    return Entry.objects.select_related("contest").get(pk=entries[0].pk)


def titles(maker: User) -> list[str]:
    return [card.title for card in shown_works(maker.handle).items]


def test_a_losing_work_is_shown_by_choice_and_taken_away(client: Client) -> None:
    ana = make_creative("ana")
    entry = decided(ana)
    page = f"/people/{ana.handle}/"
    assert (titles(ana), client.get(page).status_code) == ([], 404)
    show_work(ana, entry.pk, now=LATER)
    show_work(ana, entry.pk, now=LATER)
    (card,) = shown_works(ana.handle).items
    assert (card.title, card.brand, card.image is not None) == (entry.title, entry.contest.brand.name, True)
    assert entry.title in client.get(page).content.decode()
    picture = f"/people/{ana.handle}/works/{card.image.ref}/640.webp"
    assert b"".join(client.get(picture).streaming_content) == b"picture"
    take_away(ana, entry.pk)
    take_away(ana, entry.pk)
    assert (titles(ana), client.get(picture).status_code, client.get(page).status_code) == ([], 404, 404)


@pytest.mark.parametrize("kind", [Kind.INVITED, Kind.NDA, ""])
def test_what_was_confidential_or_passes_waits_for_the_brands_word(kind: str) -> None:
    ana = make_creative("ana")
    entry = decided(ana, wins=not kind, kind=kind)
    with pytest.raises(ShowingRefused):
        show_work(ana, entry.pk, now=LATER)
    owner = owner_of(entry.contest.brand)
    assert showing_of(owner, entry.pk).may_agree
    agree_to_showing(owner, entry.pk, now=LATER)
    agree_to_showing(owner, entry.pk, now=LATER)
    assert OutgoingMail.objects.get(template="showing_agreed").to == ana
    assert titles(ana) == []  # A word shows nothing by itself.
    show_work(ana, entry.pk, now=LATER)
    assert titles(ana) == [entry.title]


def test_a_work_that_is_sold_later_waits_for_the_word_again() -> None:
    ana = make_creative("ana")
    entry = decided(ana)
    show_work(ana, entry.pk, now=LATER)
    owner = owner_of(entry.contest.brand)
    offer = open_draft(begin_follow_up(owner, entry.pk, Purpose.PURCHASE, 60_000, now=LATER), now=LATER)
    assert titles(ana) == [entry.title]
    accept_purchase(ana, offer.pk, now=LATER)
    card = shown_works(ana.handle)
    assert card.items == ()
    sold = StoredFile.objects.get(version__entry__contest=offer)
    with default_storage.open(sold.storage_key) as copy:
        assert copy.read() == b"o"
    was = StoredFile.objects.get(version__entry=entry)
    assert was.storage_key != sold.storage_key
    ref = was.ref
    assert shown_image(ana.handle, ref, 640) is None
    agree_to_showing(owner, entry.pk, now=LATER)
    assert titles(ana) == [entry.title]


def test_a_private_contest_tells_no_brand_and_an_undecided_one_nothing() -> None:
    ana = make_creative("ana")
    entry = decided(ana, visibility="private")
    show_work(ana, entry.pk, now=LATER)
    (card,) = shown_works(ana.handle).items
    assert card.brand == ""
    with pytest.raises(NotVisible):
        show_work(make_creative("ben"), entry.pk, now=LATER)
    running = enter(open_contest(visibility="blind"), ana)
    with pytest.raises(WrongMoment):
        show_work(ana, running.pk, now=LATER)
    with pytest.raises(WrongMoment):
        agree_to_showing(owner_of(running.contest.brand), running.pk, now=LATER)


def test_nobody_else_shows_it_or_agrees() -> None:
    ana, ben = make_creative("ana"), make_creative("ben")
    entry = decided(ana, wins=True)
    owner, judge = owner_of(entry.contest.brand), add_member(entry.contest.brand, MemberRole.JUDGE)
    for act in (lambda one: show_work(one, entry.pk, now=LATER), lambda one: take_away(one, entry.pk)):
        for other in (ben, owner):
            with pytest.raises(NotPermitted):
                act(other)
    for stranger in (judge, ana, ben):
        with pytest.raises(NotPermitted):
            agree_to_showing(stranger, entry.pk, now=LATER)
    assert (showing_of(ben, entry.pk), showing_of(judge, entry.pk)) == (None, None)


def test_the_database_refuses_the_same() -> None:
    ana, ben = make_creative("ana"), make_creative("ben")
    entry, running = decided(ana, wins=True), enter(open_contest(), ana)
    owner = owner_of(entry.contest.brand)
    for values in (
        (ShownWork, {"entry": entry, "person": ana}),
        (ShownWork, {"entry": running, "person": ana}),
        (ShowingWord, {"entry": entry, "given_by": ana}),
        (ShowingWord, {"entry": running, "given_by": owner_of(running.contest.brand)}),
    ):
        with pytest.raises(Error), transaction.atomic():
            values[0].objects.create(**values[1])
    agree_to_showing(owner, entry.pk, now=LATER)
    for act in (
        lambda: ShownWork.objects.create(entry=entry, person=ben),
        lambda: ShowingWord.objects.filter(entry=entry).delete(),
    ):
        with pytest.raises(Error), transaction.atomic():
            act()


def test_the_rule_says_the_same_in_python_and_in_sql() -> None:
    """Over every kind, won or lost, hidden or not, with the word or without, decided or not."""
    ana = make_creative("ana")
    for wins, kind in product((False, True), ("", "invited", "nda", "open_licence")):
        entry = decided(ana, wins=wins, kind=kind)
        for hidden, state in product((None, LATER), ("submitted", "withdrawn")):
            Entry.objects.filter(pk=entry.pk).update(hidden_at=hidden, state=state)
            assert _in_sql(entry) == (refuse(work_of(Entry.objects.get(pk=entry.pk))) is None)
        Entry.objects.filter(pk=entry.pk).update(hidden_at=None, state="submitted")
        agree_to_showing(owner_of(entry.contest.brand), entry.pk, now=LATER)
        assert _in_sql(entry) == (refuse(work_of(Entry.objects.get(pk=entry.pk))) is None) is True
    running = enter(open_contest(), ana)
    assert not _in_sql(running)
    assert Award.objects.exists()


def _in_sql(entry: Entry) -> bool:
    sql = f"SELECT {SHOWABLE} FROM contests_entry e JOIN contests_contest c ON c.id = e.contest_id WHERE e.id = %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [entry.pk])
        return bool(cursor.fetchone()[0])
