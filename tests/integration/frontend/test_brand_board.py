"""The brand's board: filters, elimination in place, notes, collections, comparing, live counts; and for whom."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import MemberRole, User
from contests.models import Collection, Contest, Elimination, Entry, EntryNote, GalleryVisit, ShortlistPick
from contests.services.gallery.eliminating import eliminate
from contests.services.gallery.visiting import NEW_VISIT_AFTER
from tests.fixtures.contests import submit_examined
from tests.fixtures.people import sign_in
from tests.fixtures.worlds import (
    add_member,
    close_entries,
    enter,
    make_brand,
    make_creative,
    open_contest,
    owner_of,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def a_world(client: Client, count: int = 4, **terms: object) -> tuple[Contest, list[Entry]]:
    contest = open_contest(now=timezone.now(), **terms)
    entries = [enter(contest, now=timezone.now()) for _ in range(count)]
    sign_in(client, owner_of(contest.brand))
    return contest, entries


def shown(client: Client, contest: Contest, entries: list[Entry], **asked: str) -> set[int]:
    page = client.get(reverse("pages:choose", args=[contest.pk]), asked).content.decode()
    return {number for number, entry in enumerate(entries) if f"card-{entry.pk}" in page}


def test_it_is_narrowed_by_everything_that_was_noted(client: Client) -> None:
    contest, entries = a_world(client)
    client.post(reverse("pages:eliminate", args=[entries[0].pk]), {"reason": "style"})
    client.post(reverse("pages:rate", args=[entries[1].pk]), {"stars": "4"})
    chosen = {"entry": [str(entries[1].pk), str(entries[2].pk)], "do": "collect", "name": "Birds"}
    client.post(reverse("pages:selection", args=[contest.pk]), chosen)
    birds = str(Collection.objects.get().pk)
    assert shown(client, contest, entries) == {1, 2, 3}
    assert shown(client, contest, entries, show="all") == {0, 1, 2, 3}
    assert shown(client, contest, entries, show="eliminated") == {0}
    assert shown(client, contest, entries, stars="none") == {2, 3}
    assert shown(client, contest, entries, collection=birds) == {1, 2}
    assert shown(client, contest, entries, collection=birds, stars="4") == {1}
    assert shown(client, contest, entries, show="nonsense", collection="nonsense", order="nonsense") == {1, 2, 3}


def test_what_came_since_the_last_visit(client: Client) -> None:
    contest, entries = a_world(client, 2)
    shown(client, contest, entries)
    visit = GalleryVisit.objects.get()
    GalleryVisit.objects.update(last_at=visit.last_at - 2 * NEW_VISIT_AFTER)
    Entry.objects.filter(contest=contest).update(created_at=visit.last_at - 3 * NEW_VISIT_AFTER)
    entries.append(enter(contest, now=timezone.now()))
    assert shown(client, contest, entries, show="unseen") == {2}
    assert shown(client, contest, entries, show="unseen") == {2}  # The visit goes on.
    sign_in(client, add_member(contest.brand, MemberRole.JUDGE))
    assert shown(client, contest, entries, show="unseen") == {0, 1, 2}


def test_eliminating_in_place_brings_the_card_back(client: Client) -> None:
    _contest, entries = a_world(client)
    address = reverse("pages:eliminate", args=[entries[0].pk])
    refused = client.post(address, {"reason": "other", "words": ""}, headers=HTMX)
    assert refused.status_code == 422 and "its author reads them" in refused.content.decode()
    card = client.post(address, {"reason": "technical"}, headers=HTMX).content.decode()
    assert card.startswith(f'<li id="card-{entries[0].pk}">') and "It has a technical flaw" in card
    author = sign_in(Client(), entries[0].author)
    assert "It has a technical flaw" in author.get(reverse("pages:entry", args=[entries[0].pk])).content.decode()
    stranger = sign_in(Client(), make_creative()).get(reverse("pages:entry", args=[entries[0].pk]))
    assert "It has a technical flaw" not in stranger.content.decode()
    client.post(reverse("pages:reinstate", args=[entries[0].pk]), headers=HTMX)
    assert Elimination.objects.filter(undone_at=None).count() == 0
    page = client.get(address).content.decode()
    kept = client.post(address, {"reason": "other", "words": "No"}).content.decode()
    assert "It does not answer the brief" in page and ">No</textarea>" in kept.replace("\n", "")


def test_an_entrys_own_page_has_what_its_card_has(client: Client) -> None:
    contest = open_contest(now=timezone.now())
    entry, other = enter(contest), enter(contest)
    page, gallery = reverse("pages:entry", args=[entry.pk]), reverse("pages:choose", args=[contest.pk])

    def read_by(user: User) -> str:
        return sign_in(client, user).get(page).content.decode()

    owner = owner_of(contest.brand)
    ways = [reverse(f"pages:{name}", args=[entry.pk]) for name in ("rate", "eliminate", "disqualify", "entry_notes")]
    assert all(f'="{way}"' in read_by(owner) for way in [*ways, f"{gallery}#card-{entry.pk}"])
    for stranger in (entry.author, other.author, owner_of(make_brand())):
        assert not any(f'="{way}' in read_by(stranger) for way in [*ways, gallery])
    eliminate(owner, entry.pk, "style", now=timezone.now())
    out = read_by(owner)
    assert reverse("pages:reinstate", args=[entry.pk]) in out and reverse("pages:eliminate", args=[entry.pk]) not in out
    assert "closest li" not in out, "there is no card to put in its place"


def test_picking_shows_what_it_costs_and_is_kept(client: Client) -> None:
    contest, entries = a_world(client)
    close_entries(contest)
    for entry in entries[:3]:
        where = reverse("pages:pick", args=[entry.pk])
        tray = client.post(where, {"entry": [str(entry.pk), str(entries[3].pk)]}, headers=HTMX).content.decode()
    assert ShortlistPick.objects.count() == 3
    costs = client.get(reverse("pages:choose", args=[contest.pk])).context["costs"]
    each, total = costs.of(3)
    confirm = client.post(reverse("pages:choose", args=[contest.pk]), {"also": [str(one.pk) for one in entries[:3]]})
    assert (confirm.context["each"], confirm.context["total"]) == (each, total)
    amounts = [part.split("</span>")[0] for part in tray.split('<span class="money">')[1:3]]
    assert amounts[0] in confirm.content.decode() and amounts[1] in confirm.content.decode()
    client.post(reverse("pages:pick", args=[entries[0].pk]), {"also": [str(entries[0].pk)]}, headers=HTMX)
    assert shown(client, contest, entries, show="picked") == {1, 2}


def test_notes_stay_inside_the_brand(client: Client) -> None:
    contest, entries = a_world(client, visibility="blind")
    address = reverse("pages:entry_notes", args=[entries[0].pk])
    assert client.post(address, {"body": " "}).status_code == 422
    client.post(address, {"body": "<b>The bird</b>"})
    page = client.get(address).content.decode()
    assert "&lt;b&gt;The bird" in page and entries[0].author.display_name not in page
    for role in (MemberRole.JUDGE, MemberRole.FINANCE):
        colleague = sign_in(Client(), add_member(contest.brand, role))
        assert colleague.get(address).status_code == 200
        assert colleague.post(reverse("pages:note_remove", args=[EntryNote.objects.get().pk])).status_code == 403
    for other in (entries[0].author, make_creative(), owner_of(make_brand())):
        assert sign_in(Client(), other).get(address).status_code == 404
    client.post(reverse("pages:note_remove", args=[EntryNote.objects.get().pk]))
    assert not EntryNote.objects.exists()


def test_comparing_is_for_colleagues_alone(client: Client) -> None:
    contest, entries = a_world(client, visibility="blind")
    foreign = enter(open_contest(now=timezone.now()), now=timezone.now())
    chosen = {"do": "compare", "entry": [str(entry.pk) for entry in [*entries[:2], foreign]]}
    address = client.post(reverse("pages:selection", args=[contest.pk]), chosen)["Location"]
    colleague = sign_in(Client(), add_member(contest.brand, MemberRole.JUDGE))
    page = colleague.get(address).content.decode()
    assert page.count("compare-pane") == 2 and f"Entry {foreign.code}" not in page
    assert all(entry.author.display_name not in page for entry in entries)
    assert sign_in(Client(), entries[0].author).get(address).status_code == 404
    assert "Select from 2 to 4 entries" in colleague.get(address.split("?")[0]).content.decode()


def test_an_open_page_hears_what_came_and_no_more_than_it_may(client: Client) -> None:
    contest, entries = a_world(client, 2, visibility="private")
    address = reverse("pages:contest_live", args=[contest.pk])
    first = client.get(address, {"seen": "2"})
    assert first.content.decode().strip() == ""
    again = client.get(address, {"seen": "2"}, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304 and not again.content
    stranger = Client()
    before = stranger.get(address, {"seen": "2"})["ETag"]
    client.post(reverse("pages:rate", args=[entries[0].pk]), {"stars": "4"})
    assert stranger.get(address, {"seen": "2"})["ETag"] == before
    assert client.get(address, {"seen": "2"}, headers={"If-None-Match": first["ETag"]}).status_code == 200
    enter(contest, now=timezone.now())
    assert "1 new entry" in client.get(address, {"seen": "2"}).content.decode()


@pytest.mark.parametrize("state", ["open", "shortlisting"])
def test_a_page_of_it_takes_nine_queries_and_few_bytes(client: Client, state: str) -> None:
    contest, _ = a_world(client, 1, shortlist_max=12)
    for _ in range(3):
        submit_examined(contest, now=timezone.now())
    for _ in range(40):
        enter(contest, now=timezone.now())
    eliminate(owner_of(contest.brand), contest.entries.first().pk, "style", now=timezone.now())
    if state == "shortlisting":
        close_entries(contest)
    address = reverse("pages:choose", args=[contest.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(address)
    assert len(asked) <= 9, [one["sql"][:90] for one in asked]
    # Twice what everybody's gallery has: each card holds its stars, its choices and its reasons.
    assert page.content.count(b"data-card") == 24 and len(page.content) < 110_000
    more = client.get(page.context["next_address"].join([address, ""]), headers=HTMX).content.decode()
    assert more.lstrip().startswith("<li") and "<html" not in more and more.count("data-card") == 19
