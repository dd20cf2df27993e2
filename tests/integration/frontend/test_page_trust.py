"""Trust and safety on the pages: reporting, reading the reasons, appealing, and the desk that decides."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import StaffRole
from contests.models import StoredFile
from moderation.models import Appeal, Case, Decision, Likeness, Report
from tests.fixtures.contests import submit_examined
from tests.fixtures.moderation import decided, make_admin, report_entry
from tests.fixtures.people import hire, sign_in
from tests.fixtures.worlds import enter, make_creative, make_user, open_contest, owner_of

pytestmark = pytest.mark.django_db

SAID = {"reason": "copied", "words": "I saw it on a calendar in Ghent.", "in_good_faith": "on"}
MEASURE = {
    "measure": "hide",
    "facts": "The drawing is the calendar's.",
    "ground": "terms",
    "ground_detail": "Clause 4: own work only",
}


def at(name: str, *args: object) -> str:
    return reverse(f"pages:{name}", args=args)


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode().replace("\xa0", " ")


@pytest.fixture
def entry():
    return enter(open_contest(now=timezone.now()), now=timezone.now())


@pytest.fixture
def admin():
    return sign_in(Client(), hire(StaffRole.ADMIN))


def test_the_way_from_a_report_to_a_decision_and_its_reversal(entry, admin) -> None:
    reporter, author = sign_in(Client(), make_user()), sign_in(Client(), entry.author)
    assert at("report", "entry", entry.pk) in text_of(reporter, at("entry", entry.pk))
    answer = reporter.post(at("report", "entry", entry.pk), SAID, follow=True)
    assert "Thank you" in answer.content.decode() and "Being looked at" in answer.content.decode()

    case = Case.objects.get()
    assert entry.code in text_of(admin, at("moderation"))
    assert "calendar in Ghent" in text_of(admin, at("moderation_case", case.ref))
    assert admin.post(at("moderation_decide", case.ref), MEASURE).status_code == 302

    assert "not shown to the public" in text_of(author, at("entry", entry.pk))
    text_of(reporter, at("entry", entry.pk), 404)
    decision = Decision.objects.get()
    page = text_of(author, at("reasons", decision.ref))
    assert "The drawing is the calendar" in page and "Clause 4" in page and "not a program" in page
    text_of(reporter, at("reasons", decision.ref), 404)
    assert author.post(at("appeal", decision.ref), {"words": "It is my own calendar."}).status_code == 302

    made = Appeal.objects.get()
    assert "somebody else decides" in text_of(admin, at("moderation_appeal", made.ref))
    verdict = {"outcome": "reversed", "reason": "The calendar is theirs."}
    assert "somebody else decides" in admin.post(at("moderation_appeal", made.ref), verdict).content.decode()
    second = sign_in(Client(), hire(StaffRole.ADMIN, "second@staff.example"))
    assert second.post(at("moderation_appeal", made.ref), verdict).status_code == 302
    assert "Taken back" in text_of(author, at("standing"))
    text_of(reporter, at("entry", entry.pk))


def test_what_was_typed_comes_back_with_what_is_wrong(entry, admin) -> None:
    client = sign_in(Client(), make_user())
    answer = client.post(at("report", "entry", entry.pk), SAID | {"words": "Copied!", "in_good_faith": ""})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Copied!" in page and "at least 10 characters" in page
    assert "Confirm that you believe" in page and not Report.objects.exists()
    case = report_entry(entry, now=timezone.now())
    answer = admin.post(at("moderation_decide", case.ref), MEASURE | {"facts": "no"})
    assert answer.status_code == 422 and "Clause 4: own work only" in answer.content.decode()
    decision = decided(case, "warn", now=timezone.now())
    answer = sign_in(Client(), entry.author).post(at("appeal", decision.ref), {"words": "Nope."})
    assert answer.status_code == 422 and "Nope." in answer.content.decode()


def test_the_desk_is_for_admins_without_a_part_in_it(entry) -> None:
    case = report_entry(entry, now=timezone.now())
    insider = hire(StaffRole.ADMIN, "insider@staff.example")
    entry.contest.brand.memberships.create(user=insider, role="judge")
    for person in (make_user(), owner_of(entry.contest.brand), entry.author, hire(StaffRole.AUDITOR)):
        for name, args in (("moderation", []), ("moderation_case", [case.ref]), ("moderation_likenesses", [])):
            text_of(sign_in(Client(), person), at(name, *args), 404)
    client = sign_in(Client(), insider)
    assert entry.code not in text_of(client, at("moderation"))
    text_of(client, at("moderation_case", case.ref), 404)


def test_likenesses_stand_side_by_side_and_are_looked_at_once(admin) -> None:
    first = submit_examined(open_contest(now=timezone.now()), now=timezone.now())
    second = submit_examined(open_contest(now=timezone.now()), now=timezone.now())
    files = [StoredFile.objects.get(version__entry=entry) for entry in (first, second)]
    pairs = [
        Likeness.objects.create(earlier=one, later=two, earlier_file=a, later_file=b, distance=3)
        for one, two, a, b in ((first, second, *files), (second, first, *reversed(files)))
    ]
    page = text_of(admin, at("moderation_likenesses"))
    assert page.count("3 of 64 features differ") == 2 and page.count('<img src="/files/') >= 4
    admin.post(at("moderation_dismiss", pairs[0].pk))
    answer = admin.post(at("moderation_make_case", pairs[1].pk))
    assert answer["Location"] == at("moderation_case", Case.objects.get().ref)
    assert "No likeness to look at" in text_of(admin, at("moderation_likenesses"))
    assert "No copy" in text_of(admin, at("moderation_likenesses") + "?all=yes")


def test_the_figures_are_for_anybody_and_in_french_too(entry) -> None:
    decided(report_entry(entry, now=timezone.now()), "hide", now=timezone.now())
    assert "Hidden from the public" in text_of(Client(), at("transparency"))
    reader = make_user(locale="fr")
    page = text_of(sign_in(Client(), reader), at("transparency"))
    assert "Masqué au public" in page and "Signalements et décisions en chiffres" in page


def test_anybody_finds_who_runs_the_site_and_how_to_reach_them(settings) -> None:
    settings.PLATFORM_PARTY = settings.PLATFORM_PARTY | {"name": "Fair SAS", "company_number": "987654321"}
    settings.PLATFORM_EMAIL, settings.PLATFORM_HOST = "people@fair.example", "Cloud SAS, Lille"
    page = Client(headers={"accept-language": "fr"}).get(at("contact")).content.decode()
    for words in ("Fair SAS", "987654321", "mailto:people@fair.example", "Cloud SAS, Lille", "mentions légales"):
        assert words in page
    assert "Responsable de la publication" not in page
    settings.PLATFORM_DIRECTOR = "Ana Example"
    assert "Ana Example" in text_of(Client(), at("contact"))
    assert at("contact") in Client().get("/").content.decode()


def test_the_queue_asks_as_often_for_many_as_for_few(admin) -> None:
    contest = open_contest(now=timezone.now())

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            text_of(admin, at("moderation"))
        return len(captured)

    report_entry(enter(contest, now=timezone.now()), now=timezone.now())
    few = queries()
    for _ in range(5):
        report_entry(enter(contest, now=timezone.now()), now=timezone.now())
    assert queries() == few <= 10


def test_a_creative_s_own_page_of_standing_asks_constantly(entry) -> None:
    author, admin = entry.author, make_admin()
    client = sign_in(Client(), author)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            text_of(client, at("standing"))
        return len(captured)

    decided(report_entry(entry, now=timezone.now()), "warn", admin, now=timezone.now())
    few = queries()
    for _ in range(4):
        decided(report_entry(entry, make_creative(), now=timezone.now()), "warn", admin, now=timezone.now())
    assert queries() == few <= 14
