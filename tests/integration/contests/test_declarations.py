"""What makers declare of each version: kept as it was, held to what the brief allows, shown to the brand."""

import pytest
from django.db import DatabaseError, connection, transaction

from contests.declaration_rules import AiPolicy, AiUse, DeclarationDraft, ItemDraft
from contests.errors import InvalidEntry
from contests.models import Brief, Contest, EntryVersion, StoredFile, VersionDeclaration
from contests.selectors.entry_pages import get_entry
from contests.services.briefs import create_contest
from contests.services.entries import add_version
from payouts.services.reference_data import publish_reference_data
from tests.fixtures.contests import brief_draft, submit, version_draft
from tests.fixtures.kinds import open_draft
from tests.fixtures.worlds import NOON, award, enter, make_brand, make_creative, open_contest, owner_of, shortlist

pytestmark = pytest.mark.django_db

FONT = ItemDraft(kind="font", name="Alegreya", licence="OFL")
PHOTO = ItemDraft(kind="stock", address="https://photos.example/12", licence="bought")
HAND = DeclarationDraft(ai_use="none")
IDEAS = DeclarationDraft(ai_use="ideas", ai_tool="A chat model", ai_purpose="Words for the mood")
WORK = DeclarationDraft(ai_use="work", ai_tool="An image model", ai_purpose="The texture of the ground")


def contest_with(policy: str, **terms: object) -> Contest:
    publish_reference_data(now=NOON)
    brand = make_brand()
    draft = brief_draft(ai_policy=policy, shortlist_max=3, **terms)
    return open_draft(create_contest(owner_of(brand), brand.pk, draft, now=NOON))


@pytest.mark.parametrize(
    ("policy", "declaration", "is_taken"),
    [
        ("declared", None, True),
        ("declared", WORK, True),
        ("ideas", None, False),
        ("ideas", HAND, True),
        ("ideas", IDEAS, True),
        ("ideas", WORK, False),
        ("no", None, False),
        ("no", HAND, True),
        ("no", IDEAS, False),
        ("no", WORK, False),
    ],
)
def test_a_brief_takes_what_it_allows(policy, declaration, is_taken):
    contest, author = contest_with(policy), make_creative()
    if is_taken:
        entry = submit(contest, author, declaration=declaration)
        add_version(author, entry.pk, version_draft(declaration=declaration), now=NOON)
        return
    with pytest.raises(InvalidEntry) as refused:
        submit(contest, author, declaration=declaration)
    assert [problem.field for problem in refused.value.problems] == ["ai_use"]
    assert not StoredFile.objects.filter(version__entry__contest=contest).exists()
    entry = submit(contest, author, declaration=HAND)
    with pytest.raises(InvalidEntry):
        add_version(author, entry.pk, version_draft(declaration=declaration), now=NOON)


def test_each_version_keeps_its_own_and_the_brand_reads_both():
    contest, author = contest_with("declared"), make_creative()
    first = DeclarationDraft(ai_use="none", items=[FONT, PHOTO])
    entry = submit(contest, author, declaration=first)
    add_version(author, entry.pk, version_draft(declaration=WORK), now=NOON)
    latest, earlier = (version.declaration for version in get_entry(owner_of(contest.brand), entry.pk).versions)
    assert (latest.ai_use, latest.ai_tool, latest.items) == ("work", "An image model", ())
    assert [(one.kind, one.name, one.address, one.licence) for one in earlier.items] == [
        ("font", "Alegreya", "", "OFL"),
        ("stock", "", "https://photos.example/12", "bought"),
    ]
    assert [one.declaration for one in get_entry(make_creative(), entry.pk).versions] == [None, None]


def test_while_it_is_blind_no_address_is_shown_that_might_name_the_maker():
    contest, author = contest_with("declared", visibility="blind"), make_creative()
    entry = submit(contest, author, declaration=DeclarationDraft(ai_use="none", items=[FONT, PHOTO]))
    owner = owner_of(contest.brand)
    (shown,) = get_entry(owner, entry.pk).versions
    assert [one.address for one in shown.declaration.items] == ["", ""]
    (own,) = get_entry(author, entry.pk).versions
    assert own.declaration.items[1].address == PHOTO.address
    award(shortlist(contest, [entry, enter(contest), enter(contest)]), entry)
    (shown,) = get_entry(owner, entry.pk).versions
    assert shown.declaration.items[1].address == PHOTO.address


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (DeclarationDraft(ai_use="perhaps"), "ai_use"),
        (DeclarationDraft(ai_use="work", ai_tool="X"), "ai_purpose"),
        (DeclarationDraft(ai_use="ideas", ai_purpose="X"), "ai_tool"),
        (DeclarationDraft(ai_use="none", ai_tool="X"), "ai_tool"),
        (DeclarationDraft(ai_use="none", items=[ItemDraft(kind="song", name="X", licence="Y")]), "items"),
        (
            DeclarationDraft(ai_use="none", items=[ItemDraft(kind="font", address="https://x.yz", licence="Y")]),
            "items",
        ),
        (DeclarationDraft(ai_use="none", items=[ItemDraft(kind="source", name="X")]), "items"),
        (DeclarationDraft(ai_use="none", items=[ItemDraft(kind="source", address="x.example", licence="Y")]), "items"),
        (DeclarationDraft(ai_use="none", items=[FONT] * 41), "items"),
    ],
)
def test_each_field_of_a_declaration_is_looked_at(draft, field):
    with pytest.raises(InvalidEntry) as refused:
        submit(open_contest(), declaration=draft)
    assert {problem.field for problem in refused.value.problems} == {field}


class TestTheDatabaseItselfRefuses:
    def refuses(self, act, because):
        with pytest.raises(DatabaseError, match=because), transaction.atomic():
            act()

    def sql(self, statement, *params):
        def run():
            with connection.cursor() as cursor:
                cursor.execute(statement, params)

        return run

    def test_to_change_what_was_declared(self):
        entry = submit(open_contest(), declaration=DeclarationDraft(ai_use="none", items=[FONT]))
        key = entry.versions.get().pk
        for statement in (
            "UPDATE contests_versiondeclaration SET ai_use = 'work', ai_tool = 'X' WHERE version_id = %s",
            "DELETE FROM contests_versiondeclaration WHERE version_id = %s",
            "UPDATE contests_declareditem SET licence = 'mine' WHERE declaration_id = %s",
            "DELETE FROM contests_declareditem WHERE declaration_id = %s",
        ):
            self.refuses(self.sql(statement, key), "permission denied")

    @pytest.mark.parametrize(("policy", "use"), [("no", "ideas"), ("no", "work"), ("ideas", "work")])
    def test_more_ai_than_the_brief_allows(self, policy, use):
        version = EntryVersion.objects.create(entry=enter(contest_with(policy)), number=7)
        assert AiPolicy(policy) and AiUse(use)
        self.refuses(
            lambda: VersionDeclaration.objects.create(version=version, ai_use=use, ai_tool="X", ai_purpose="Y"),
            "does not allow this use of AI",
        )

    def test_work_without_a_word_where_ai_is_limited(self):
        version = EntryVersion.objects.create(entry=enter(contest_with("ideas")), number=7)
        file = {"version": version, "kind": "image", "original_name": "x.png", "media_type": "image/png"}
        file |= {"size_bytes": 1, "sha256": "0" * 64, "due_at": NOON}
        self.refuses(lambda: StoredFile.objects.create(**file), "does not say how AI was used")
        VersionDeclaration.objects.create(version=version, ai_use="none")
        StoredFile.objects.create(**file)

    def test_to_change_the_policy_once_people_work(self):
        contest = contest_with("declared")
        self.refuses(lambda: Brief.objects.filter(contest=contest).update(ai_policy="no"), "frozen since it opened")
