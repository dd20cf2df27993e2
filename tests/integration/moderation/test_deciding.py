"""From a report to a reasoned decision: who may report, who decides, what a measure does, and what it never costs."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import AuditEvent, MemberRole, OutgoingMail, User
from contests.errors import NotPermitted, NotVisible, ShortlistedStays
from contests.models import Question
from contests.selectors.entries import entries_of
from contests.selectors.entry_pages import get_entry
from contests.selectors.questions import questions_of
from moderation.errors import (
    CaseClosed,
    InvalidDecision,
    InvalidReport,
    ReportedAlready,
    TooClose,
    TooManyReports,
)
from moderation.models import Case, Decision, Report
from moderation.rules import APPEAL_PERIOD, REPORTS_A_DAY, Target
from moderation.selectors.cases import case_page, cases_for
from moderation.selectors.decisions import decisions_on, get_statement, report_card, reports_by
from moderation.selectors.figures import transparency
from moderation.selectors.strikes import strikes_standing
from moderation.services.deciding import Reasons, decide
from moderation.services.reporting import Notice, report
from payouts.models import Obligation
from tests.fixtures.moderation import (
    NOTICE,
    REASONS,
    decided,
    make_admin,
    report_entry,
    report_person,
)
from tests.fixtures.worlds import (
    DAY,
    NOON,
    add_member,
    award,
    enter,
    make_creative,
    make_user,
    open_contest,
    owner_of,
    shortlist,
)

pytestmark = pytest.mark.django_db


def mails(template: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(template=template).order_by("pk"))


# --- Reporting --------------------------------------------------------------------------------------------------------


def test_reports_of_one_thing_are_one_case_and_each_gets_its_receipt() -> None:
    entry, first, second = enter(open_contest()), make_user("first"), make_user("second")
    case = report_entry(entry, first)
    assert report_entry(entry, second) == case
    assert [mail.to for mail in mails("report_received")] == [first, second]
    assert mails("report_received")[0].context["number"] == str(Report.objects.get(reporter=first).ref)
    with pytest.raises(ReportedAlready):
        report_entry(entry, first)


def test_what_one_does_not_see_one_cannot_report() -> None:
    contest = open_contest(visibility="blind")
    entry = enter(contest)
    with pytest.raises(NotVisible):
        report_entry(entry, make_creative())
    assert report_entry(entry, owner_of(contest.brand)).entry == entry
    with pytest.raises(NotVisible):
        report_person(make_user("of-some-brand"))
    for key in ("nonsense", "\0", "00000000-0000-0000-0000-000000000000"):
        for target in Target:
            with pytest.raises(NotVisible):
                report(make_user(), target, key, NOTICE, now=NOON)


@pytest.mark.parametrize(
    ("notice", "fields"),
    [
        (Notice("nonsense", "short", False), ["reason", "words", "in_good_faith"]),
        (Notice("spam", "x" * 4001, True), ["words"]),
        (Notice("spam", "It is spam, sent to all.\0", True), ["words"]),
    ],
)
def test_a_bad_report_is_told_field_by_field(notice: Notice, fields: list[str]) -> None:
    with pytest.raises(InvalidReport) as refusal:
        report(make_user(), Target.ENTRY, str(enter(open_contest()).pk), notice, now=NOON)
    assert [problem.field for problem in refusal.value.problems] == fields


def test_nobody_reports_themselves() -> None:
    entry = enter(open_contest())
    for target, key in ((Target.ENTRY, str(entry.pk)), (Target.PERSON, entry.author.handle)):
        with pytest.raises(InvalidReport):
            report(entry.author, target, key, NOTICE, now=NOON)
    with pytest.raises(InvalidReport):
        report(owner_of(entry.contest.brand), Target.CONTEST, str(entry.contest.pk), NOTICE, now=NOON)


def test_one_person_reports_so_much_a_day_and_the_database_knows_a_bound_too() -> None:
    contest, reporter = open_contest(), make_user("reporter")
    entries = [enter(contest) for _ in range(REPORTS_A_DAY + 1)]
    for entry in entries[:-1]:
        report_entry(entry, reporter)
    with pytest.raises(TooManyReports):
        report_entry(entries[-1], reporter, now=NOON + DAY - timedelta(seconds=1))
    report_entry(entries[-1], reporter, now=NOON + DAY)
    case = report_entry(enter(contest))
    closed = report_entry(enter(contest))
    decided(closed, "none")
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(case=closed, reporter=make_user(), reason="spam", words="again", at=NOON)
    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.filter(case=case).update(words="other words")


# --- Who decides ------------------------------------------------------------------------------------------------------


def test_only_an_admin_without_a_part_in_it_decides_and_the_database_refuses_the_same() -> None:
    contest = open_contest()
    entry, reporter, insider = enter(contest), make_admin("reporter"), make_admin("insider")
    contest.brand.memberships.create(user=insider, role=MemberRole.JUDGE)
    case = report_entry(entry, reporter)
    for person, refusal in (
        (make_user(), NotPermitted),
        (owner_of(contest.brand), NotPermitted),
        (reporter, TooClose),
        (insider, TooClose),
    ):
        with pytest.raises(refusal):
            decided(case, "hide", person)
        assert not person.is_admin or case not in cases_for(person)
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.create(
                case=case,
                measure="none",
                facts="x",
                ground="law",
                ground_detail="x",
                detection="own",
                decided_by=person,
                decided_at=NOON,
                appeal_until=NOON + APPEAL_PERIOD,
            )
    assert not Decision.objects.exists()


def test_a_case_is_decided_once_and_never_without_reasons() -> None:
    case, admin = report_entry(enter(open_contest())), make_admin()
    with pytest.raises(InvalidDecision) as refusal:
        decide(admin, case.ref, "suspend", Reasons("", "taste", "", "gossip"), now=NOON)
    fields = [problem.field for problem in refusal.value.problems]
    assert fields == ["facts", "ground_detail", "ground", "detection", "measure"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(closed_at=NOON)
    decided(case, "none", admin)
    with pytest.raises(CaseClosed):
        decided(case, "hide", make_admin("other"))


def test_a_decision_stands_as_it_was_written() -> None:
    decision = decided(report_entry(enter(open_contest())), "warn")
    for change in ({"facts": "other"}, {"is_automated": True}, {"measure": "none"}):
        with pytest.raises(Exception, match=r"insert|permission"), transaction.atomic():
            Decision.objects.filter(pk=decision.pk).update(**change)


# --- What it does -----------------------------------------------------------------------------------------------------


def test_everybody_hears_what_concerns_them_and_no_names() -> None:
    contest = open_contest()
    entry, reporter, admin = enter(contest), make_user("reporter"), make_admin("zebulon")
    decision = decided(report_entry(entry, reporter), "hide", admin)
    (told,) = mails("statement_of_reasons")
    assert told.to == entry.author and told.context["facts"] == REASONS.facts
    assert told.context["detection"] == "notice" and told.context["until"] == "2026-09-02"
    (outcome,) = mails("report_decided")
    assert outcome.to == reporter and outcome.context["measure"] == "hide"
    card = get_statement(entry.author, decision.ref, now=NOON)
    assert card.may_appeal and not card.is_automated
    for person in (reporter, owner_of(contest.brand), make_creative()):
        with pytest.raises(NotVisible):
            get_statement(person, decision.ref, now=NOON)
    for told_to in (str(card), str(told.context), str([report_card(one) for one in reports_by(reporter)])):
        assert reporter.handle not in told_to and admin.handle not in told_to and entry.author.handle not in told_to
    decided(report_entry(enter(contest)), "strike")
    assert AuditEvent.objects.filter(act="moderation.decide").latest("pk").contest_id is None
    act = AuditEvent.objects.filter(act="moderation.decide").earliest("pk")
    assert act.actor == admin and act.contest_id == contest.pk
    assert entry.author.handle not in str(act.after) and REASONS.facts not in str(act.after)


def test_hidden_from_the_public_it_is_left_to_its_makers_and_the_brand() -> None:
    contest, stranger = open_contest(), make_creative()
    entry = enter(contest)
    decided(report_entry(entry), "hide")
    for reader in (entry.author, owner_of(contest.brand), make_admin("other")):
        assert [card.id for card in entries_of(reader, contest.pk).items] == [entry.pk]
    for reader in (None, stranger):
        assert not entries_of(reader, contest.pk).items
        with pytest.raises(NotVisible):
            get_entry(reader, entry.pk)


def test_a_hidden_question_is_left_to_whoever_asked_it() -> None:
    contest, asker = open_contest(), make_creative()
    question = Question.objects.create(contest=contest, asker=asker, body="Buy pills at pills.example", created_at=NOON)
    case = report(make_user(), Target.QUESTION, str(question.pk), NOTICE, now=NOON).case
    decided(case, "hide")
    assert [len(questions_of(reader, contest.pk).items) for reader in (asker, make_creative(), None)] == [1, 0, 0]


def test_ruling_out_goes_by_the_usual_way_and_never_touches_what_is_shortlisted() -> None:
    contest = open_contest()
    entries = [enter(contest) for _ in range(4)]
    case = report_entry(entries[3])
    decided(case, "disqualify")
    entries[3].refresh_from_db()
    assert entries[3].state == "disqualified" and entries[3].disqualified_because == REASONS.facts
    shortlist(contest, entries[:3])
    kept = report_entry(entries[1])
    with pytest.raises(ShortlistedStays):
        decided(kept, "disqualify", now=contest.closes_at)
    decided(kept, "hide", now=contest.closes_at)
    award(contest, entries[0])
    assert Obligation.objects.filter(entry=entries[1], kind="earned").exists(), "it keeps its floor"


def test_a_suspended_brief_stands_still() -> None:
    contest = open_contest()
    case = report(
        make_user(), Target.CONTEST, str(contest.pk), Notice("unfair_terms", NOTICE.words, True), now=NOON
    ).case
    decided(case, "suspend")
    contest.refresh_from_db()
    assert contest.state == "suspended"


def test_a_further_measure_may_follow_while_the_case_is_kept_open() -> None:
    entry, admin = enter(open_contest()), make_admin()
    case = report_entry(entry)
    decided(case, "hide", admin, closes=False)
    assert mails("report_decided") == []
    decided(case, "strike", admin, now=NOON + DAY)
    case.refresh_from_db()
    assert not case.is_open and [one.measure for one in decisions_on(entry.author)] == ["strike", "hide"]
    page = case_page(admin, case.ref, now=NOON + DAY)
    assert (page.strikes, len(page.decisions), len(page.reports)) == (1, 2, 1)


# --- Strikes ----------------------------------------------------------------------------------------------------------


def strike(person: User, day: int) -> Decision:
    now = NOON + day * DAY
    return decided(report_person(person, now=now), "strike", now=now)


def test_three_strikes_within_a_year_put_the_person_before_a_human_and_block_nobody() -> None:
    person = make_creative()
    for day in (0, 100):
        strike(person, day)
    assert not Case.objects.filter(origin="strikes").exists()
    strike(person, 200)
    case = Case.objects.get(origin="strikes")
    person.refresh_from_db()
    assert case.person == person and case.is_open and not person.is_blocked
    assert strikes_standing(person.pk, NOON + 200 * DAY) == 3
    assert strikes_standing(person.pk, NOON + 365 * DAY) == 2
    decided(case, "block", now=NOON + 201 * DAY)
    person.refresh_from_db()
    assert person.is_blocked


def test_strikes_that_have_expired_propose_nothing() -> None:
    person = make_creative()
    for day in (0, 300, 366):
        strike(person, day)
    assert not Case.objects.filter(origin="strikes").exists()


# --- Figures ----------------------------------------------------------------------------------------------------------


def test_the_public_figures_count_and_name_nobody() -> None:
    contest = open_contest()
    first, second = report_entry(enter(contest)), report_entry(enter(contest))
    decided(first, "hide", now=NOON + DAY)
    decided(second, "none", now=NOON + 3 * DAY)
    figures = transparency(NOON + 4 * DAY)
    assert figures.reports == {"copied": 2} and figures.decisions == {"hide": 1, "none": 1}
    assert (figures.cases_decided, figures.seconds_to_decision) == (2, 2 * 86_400)
    assert figures.automated_decisions == 0 and figures.detections == {"notice": 2}
    assert transparency(NOON + 400 * DAY).reports == {}


def test_finance_of_the_brand_reads_no_statement() -> None:
    contest = open_contest()
    decision = decided(report_entry(enter(contest)), "hide")
    with pytest.raises(NotVisible):
        get_statement(add_member(contest.brand, MemberRole.FINANCE), decision.ref, now=NOON)
