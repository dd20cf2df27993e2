"""Appeals: once, within six months, decided by other eyes, in code and database; a reversal undoes what it can."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from accounts.models import OutgoingMail, User
from contests.errors import NotVisible
from moderation.errors import AppealRefused, InvalidAppeal, OtherEyesNeeded, TooClose
from moderation.models import Appeal, Case, Decision
from moderation.rules import APPEAL_PERIOD
from moderation.selectors.decisions import get_statement
from moderation.selectors.strikes import strikes_of
from moderation.services.appealing import appeal, decide_appeal
from tests.fixtures.moderation import decided, make_admin, report_entry, report_person
from tests.fixtures.worlds import DAY, NOON, award, enter, make_creative, make_user, open_contest, shortlist

pytestmark = pytest.mark.django_db
WORDS = "I drew it myself in 2018; here is the sketch."
WHY = "The sketch is older than the poster."
LATER = NOON + DAY


@pytest.fixture
def admin() -> User:
    return make_admin()


@pytest.fixture
def hidden(admin: User) -> Decision:
    return decided(report_entry(enter(open_contest())), "hide", admin)


def test_whom_it_restricts_appeals_once(hidden: Decision) -> None:
    author = hidden.addressee
    made = appeal(author, hidden.ref, WORDS, now=LATER)
    assert OutgoingMail.objects.get(template="appeal_received").to == author
    with pytest.raises(AppealRefused):
        appeal(author, hidden.ref, WORDS, now=LATER)
    card = get_statement(author, hidden.ref, now=LATER)
    assert card.appeal.ref == made.ref and not card.may_appeal


def test_for_six_months_and_not_a_second_longer(hidden: Decision) -> None:
    end = NOON + APPEAL_PERIOD
    with pytest.raises(AppealRefused):
        appeal(hidden.addressee, hidden.ref, WORDS, now=end + timedelta(seconds=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.create(decision=hidden, appellant=hidden.addressee, words=WORDS, at=end + timedelta(seconds=1))
    appeal(hidden.addressee, hidden.ref, WORDS, now=end)


def test_nobody_else_appeals(hidden: Decision) -> None:
    reporter = hidden.case.reports.get().reporter
    for person in (make_creative(), reporter):
        with pytest.raises(NotVisible):
            appeal(person, hidden.ref, WORDS, now=LATER)
        with pytest.raises(IntegrityError), transaction.atomic():
            Appeal.objects.create(decision=hidden, appellant=person, words=WORDS, at=LATER)
    with pytest.raises(InvalidAppeal):
        appeal(hidden.addressee, hidden.ref, "no", now=LATER)


def test_other_eyes_decide_in_code_and_in_the_database(hidden: Decision, admin: User) -> None:
    made = appeal(hidden.addressee, hidden.ref, WORDS, now=LATER)
    insider = make_admin("insider")
    hidden.case.entry.contest.brand.memberships.create(user=insider, role="judge")
    for person, refusal in ((admin, OtherEyesNeeded), (insider, TooClose)):
        with pytest.raises(refusal):
            decide_appeal(person, made.ref, "reversed", WHY, now=LATER)
    for person in (admin, insider, hidden.addressee, make_user("nobody")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appeal.objects.filter(pk=made.pk).update(
                outcome="reversed", reason=WHY, decided_by=person, decided_at=LATER
            )
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            case=hidden.case,
            measure="reversal",
            reverses=hidden,
            addressee=hidden.addressee,
            facts="x",
            ground="law",
            ground_detail="x",
            detection="own",
            decided_by=make_admin("hasty"),
            decided_at=LATER,
            appeal_until=LATER + APPEAL_PERIOD,
        )
    hidden.case.entry.refresh_from_db()
    assert hidden.case.entry.hidden_at is not None


def test_a_reversal_shows_the_entry_again_and_is_itself_stated(hidden: Decision) -> None:
    made = appeal(hidden.addressee, hidden.ref, WORDS, now=LATER)
    decide_appeal(make_admin("second"), made.ref, "reversed", WHY, now=LATER + DAY)
    hidden.case.entry.refresh_from_db()
    assert hidden.case.entry.hidden_at is None
    reversal = Decision.objects.get(reverses=hidden)
    assert reversal.facts == WHY and get_statement(hidden.addressee, hidden.ref, now=LATER + DAY).is_reversed
    assert OutgoingMail.objects.get(template="appeal_decided").context["outcome"] == "reversed"
    with pytest.raises(AppealRefused):
        appeal(hidden.addressee, reversal.ref, WORDS, now=LATER + DAY)
    with pytest.raises(AppealRefused):
        decide_appeal(make_admin("third"), made.ref, "upheld", WHY, now=LATER + DAY)


def test_what_stands_stays(hidden: Decision) -> None:
    made = appeal(hidden.addressee, hidden.ref, WORDS, now=LATER)
    decide_appeal(make_admin("second"), made.ref, "upheld", WHY, now=LATER)
    hidden.case.entry.refresh_from_db()
    assert hidden.case.entry.hidden_at and not Decision.objects.filter(reverses=hidden).exists()


def test_what_was_hidden_on_two_grounds_is_shown_once_both_are_taken_back() -> None:
    case = report_entry(enter(open_contest()))
    for decision, is_shown in ((decided(case, "hide", closes=False), False), (decided(case, "hide"), True)):
        made = appeal(decision.addressee, decision.ref, WORDS, now=LATER)
        decide_appeal(make_admin("second"), made.ref, "reversed", WHY, now=LATER)
        case.entry.refresh_from_db()
        assert (case.entry.hidden_at is None) is is_shown
        assert Decision.objects.filter(reverses=decision).exists()


def test_an_entry_is_let_in_again_while_that_is_possible() -> None:
    contest = open_contest()
    entries = [enter(contest) for _ in range(4)]
    early, late = (decided(report_entry(entry), "disqualify") for entry in entries[2:])
    made = appeal(early.addressee, early.ref, WORDS, now=LATER)
    decide_appeal(make_admin("second"), made.ref, "reversed", WHY, now=LATER)
    entries[2].refresh_from_db()
    assert (entries[2].state, entries[2].disqualified_because) == ("submitted", "")
    shortlist(contest, entries[:3])
    award(contest, entries[0])
    made = appeal(late.addressee, late.ref, WORDS, now=contest.closes_at)
    decide_appeal(make_admin("third"), made.ref, "reversed", WHY, now=contest.closes_at)
    entries[3].refresh_from_db()
    assert entries[3].state == "disqualified" and Decision.objects.filter(reverses=late).exists()


def test_a_strike_taken_back_counts_no_more_and_a_block_is_lifted() -> None:
    person = make_creative()
    strike = decided(report_person(person), "strike")
    block = decided(report_person(person, now=LATER), "block", now=LATER)
    person.refresh_from_db()
    assert person.is_blocked and strikes_of(person.pk).count() == 1
    for decision in (strike, block):
        made = appeal(person, decision.ref, WORDS, now=LATER)
        decide_appeal(make_admin("second"), made.ref, "reversed", WHY, now=LATER)
    person.refresh_from_db()
    assert not person.is_blocked and strikes_of(person.pk).count() == 0


def test_whoever_reported_in_vain_appeals_and_the_case_is_open_again() -> None:
    entry, reporter = enter(open_contest()), make_user("reporter")
    nothing = decided(report_entry(entry, reporter), "none")
    with pytest.raises(NotVisible):
        appeal(entry.author, nothing.ref, WORDS, now=LATER)
    made = appeal(reporter, nothing.ref, WORDS, now=LATER)
    decide_appeal(make_admin("second"), made.ref, "reversed", WHY, now=LATER)
    case = Case.objects.get()
    assert case.is_open
    decided(case, "hide", make_admin("third"), now=LATER + DAY)
    entry.refresh_from_db()
    assert entry.hidden_at is not None


@pytest.mark.django_db(transaction=True)
def test_two_admins_at_once_decide_a_case_once() -> None:
    case = report_entry(enter(open_contest()))
    admins = [make_admin("first"), make_admin("second")]

    def attempt(person: User) -> str:
        try:
            return decided(case, "hide", person).measure
        except Exception as error:
            return type(error).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attempt, admins)) == ["CaseClosed", "hide"]
    assert Decision.objects.count() == 1
