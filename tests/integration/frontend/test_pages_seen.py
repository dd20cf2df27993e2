"""Who may open which page: everybody in every capacity, on contests funded or not, public, private and blind."""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Brand, MemberRole, StaffRole, User
from contests.models import Contest, Entry
from tests.fixtures.contests import submit_examined
from tests.fixtures.people import hire, sign_in
from tests.fixtures.worlds import (
    add_member,
    award,
    draft_contest,
    make_brand,
    make_creative,
    make_user,
    open_contest,
    owner_of,
    shortlist,
)

pytestmark = pytest.mark.django_db

EVERYBODY = ("owner", "judge", "other owner", "author", "creative", "person", "auditor", "admin", "nobody")
SIGNED_IN = tuple(who for who in EVERYBODY if who != "nobody")


@dataclass
class Cast:
    """One of each kind, around one brand."""

    people: dict[str, User]

    def client(self, who: str) -> Client:
        client = Client()
        return sign_in(client, self.people[who]) if who in self.people else client

    def statuses(self, address: str, method: str = "get") -> dict[str, int]:
        return {who: getattr(self.client(who), method)(address).status_code for who in EVERYBODY}


@pytest.fixture
def cast() -> Cast:
    brand = make_brand()
    return Cast(
        {
            "owner": owner_of(brand),
            "judge": add_member(brand, MemberRole.JUDGE),
            "other owner": owner_of(make_brand(name="Other")),
            "author": make_creative("author"),
            "creative": make_creative("creative"),
            "person": make_user("person"),
            "auditor": hire(StaffRole.AUDITOR),
            "admin": hire(StaffRole.ADMIN),
        }
    )


def brand_of(cast: Cast) -> Brand:
    return cast.people["owner"].memberships.get().brand


def seen_by(statuses: dict[str, int]) -> set[str]:
    assert set(statuses.values()) <= {200, 404}, statuses
    return {who for who, status in statuses.items() if status == 200}


def entered(cast: Cast, visibility: str) -> tuple[Contest, Entry]:
    contest = open_contest(brand_of(cast), visibility=visibility)
    return contest, submit_examined(contest, cast.people["author"])


@pytest.mark.parametrize("name", ["home", "briefs", "how_pay_works", "policies"])
def test_public_pages_are_for_everybody(cast: Cast, name: str) -> None:
    open_contest(brand_of(cast))
    assert seen_by(cast.statuses(reverse(f"pages:{name}"))) == set(EVERYBODY)


def test_a_policy_is_for_everybody_once_published(cast: Cast) -> None:
    open_contest(brand_of(cast))
    assert seen_by(cast.statuses(reverse("pages:policy", args=["fair", 1]))) == set(EVERYBODY)
    assert seen_by(cast.statuses(reverse("pages:policy", args=["fair", 2]))) == set()


@pytest.mark.parametrize("page", ["contest", "contest_entries"])
def test_a_draft_exists_for_its_brand_and_the_platform_only(cast: Cast, page: str) -> None:
    contest = draft_contest(brand_of(cast))
    seen = seen_by(cast.statuses(reverse(f"pages:{page}", args=[contest.pk])))
    assert seen == {"owner", "judge", "auditor", "admin"}


@pytest.mark.parametrize("page", ["contest", "contest_entries"])
@pytest.mark.parametrize("visibility", ["public", "private", "blind"])
def test_a_funded_contest_is_seen_by_all(cast: Cast, page: str, visibility: str) -> None:
    contest, _entry = entered(cast, visibility)
    assert seen_by(cast.statuses(reverse(f"pages:{page}", args=[contest.pk]))) == set(EVERYBODY)


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        ("public", set(EVERYBODY)),
        ("private", {"owner", "judge", "author", "auditor", "admin"}),
        ("blind", {"owner", "judge", "author", "auditor", "admin"}),
    ],
)
def test_an_entry_is_seen_by_whom_its_contest_lets(cast: Cast, visibility: str, readers: set[str]) -> None:
    contest, entry = entered(cast, visibility)
    assert seen_by(cast.statuses(reverse("pages:entry", args=[entry.pk]))) == readers
    image = entry.versions.get().files.get()
    assert seen_by(cast.statuses(reverse("pages:image", args=[image.ref, 640]))) == readers
    listed = reverse("pages:contest_entries", args=[contest.pk])
    shown = {who for who in EVERYBODY if str(entry.pk) in cast.client(who).get(listed).content.decode()}
    assert shown == readers


@pytest.mark.parametrize("who", [*EVERYBODY])
def test_no_page_of_a_blind_contest_names_an_author_to_brand_or_rivals(cast: Cast, who: str) -> None:
    contest, entry = entered(cast, "blind")
    author = cast.people["author"]
    pages = [
        reverse("pages:contest", args=[contest.pk]),
        reverse("pages:contest_entries", args=[contest.pk]),
        reverse("pages:entry", args=[entry.pk]),
        reverse("pages:briefs"),
        reverse("pages:home"),
    ]
    texts = [cast.client(who).get(page).content.decode() for page in pages]
    named = any(name in text for text in texts for name in (author.display_name, author.handle, "fox.png"))
    assert named == (who in ("author", "admin"))


OWN_PAGES = ["my_entries", "earnings", "payout_account", "profile"]


@pytest.mark.parametrize("name", OWN_PAGES)
def test_ones_own_pages_ask_to_sign_in(cast: Cast, name: str) -> None:
    statuses = cast.statuses(reverse(f"pages:{name}"))
    assert statuses.pop("nobody") == 302
    assert set(statuses.values()) == {200}


def test_only_the_author_sends_versions_withdraws_or_hands_over(cast: Cast) -> None:
    contest, entry = entered(cast, "public")
    statuses = cast.statuses(reverse("pages:entry_version", args=[entry.pk]))
    assert statuses.pop("nobody") == 302
    assert seen_by(statuses) == {"author"}
    for who in SIGNED_IN:
        if who != "author":
            assert cast.client(who).post(reverse("pages:entry_withdraw", args=[entry.pk])).status_code == 404, who
    entry.refresh_from_db()
    assert entry.state == "submitted"
    award(shortlist(contest, [entry]), entry)
    statuses = cast.statuses(reverse("pages:handover", args=[entry.pk]))
    assert statuses.pop("nobody") == 302
    assert seen_by(statuses) == {"author"}


def test_originals_open_for_their_makers_and_whoever_paid(cast: Cast) -> None:
    contest, entry = entered(cast, "public")
    address = reverse("pages:original", args=[entry.versions.get().files.get().ref])

    def may_open() -> set[str]:
        return {who for who in SIGNED_IN if cast.client(who).get(address).status_code == 302}

    assert may_open() == {"author", "admin"}
    award(shortlist(contest, [entry]), entry)
    assert may_open() == {"author", "admin", "owner", "judge"}
    assert reverse("account_login") in cast.client("nobody").get(address)["Location"]


def test_what_does_not_exist_is_not_there(cast: Cast) -> None:
    somewhere = "00000000-0000-4000-8000-000000000000"
    for name in ("contest", "contest_entries", "entry"):
        assert seen_by(cast.statuses(reverse(f"pages:{name}", args=[somewhere]))) == set()


def test_asking_is_for_creatives(cast: Cast) -> None:
    contest = open_contest(brand_of(cast), now=timezone.now())
    address = reverse("pages:contest_questions", args=[contest.pk])
    question = {"body": "May it be in two colours?"}
    assert reverse("account_login") in cast.client("nobody").post(address, question)["Location"]
    answers = {who: cast.client(who).post(address, question).status_code for who in SIGNED_IN}
    assert {who for who, status in answers.items() if status == 302} == {"author", "creative"}
    assert set(answers.values()) == {302, 422}
    assert contest.questions.count() == 2
