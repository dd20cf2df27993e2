"""Messages and comments that are reported: by whom, who decides, what hiding does, and how it is taken back."""

from typing import Any

import pytest
from django.db import DatabaseError

from accounts.mailing import write_mail
from accounts.models import MemberRole, OutgoingMail
from contests.comment_rules import CommentDraft
from contests.errors import NotVisible
from contests.selectors.comments import get_comment
from contests.selectors.messages import conversations_of, get_message, messages_of
from contests.services.commenting.marking import withdraw_comment
from contests.services.commenting.writing import write_comment
from contests.services.messaging.writing import send_message
from moderation.errors import InvalidReport, TooClose
from moderation.models import Case, Decision
from moderation.rules import APPEAL_PERIOD, MEASURES, Measure, Target
from moderation.selectors.cases import case_page, cases_for
from moderation.selectors.decisions import get_statement, report_card, reports_by
from moderation.services.appealing import appeal, decide_appeal
from moderation.services.reporting import report
from tests.fixtures.moderation import NOTICE, decided, make_admin
from tests.fixtures.worlds import NOON, add_member, enter, make_brand, make_creative, open_contest, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return enter(open_contest(make_brand(), visibility="blind"), make_creative("zarkovia"))


def said(entry: Any, kind: Target, by: Any = None) -> Any:
    """Something that the maker wrote."""
    person = by or entry.author
    if kind == Target.MESSAGE:
        return send_message(person, entry.pk, "Pay me outside, it is cheaper.", now=NOON)
    return write_comment(person, entry.pk, CommentDraft(body="Pay me outside, it is cheaper."), now=NOON)


def words_for(reader: Any, kind: Target, key: Any) -> tuple[str, bool]:
    card = get_message(reader, key) if kind == Target.MESSAGE else get_comment(reader, key)
    return card.body, card.is_hidden


BOTH = pytest.mark.parametrize("kind", [Target.COMMENT, Target.MESSAGE])


@BOTH
def test_from_a_report_to_the_appeal_that_takes_it_back(entry, kind):
    owner, first, second = owner_of(entry.contest.brand), make_admin(), make_admin()
    row = said(entry, kind)
    case = report(owner, kind, str(row.pk), NOTICE, now=NOON).case
    page = case_page(first, case.ref, now=NOON)
    assert page.about.words == row.body and page.about.code == entry.code and page.addressee == entry.author
    assert page.measures == MEASURES[kind] and Measure.HIDE in page.measures
    decision = decided(case, "hide", first)
    assert words_for(owner, kind, row.pk) == ("", True)
    assert words_for(entry.author, kind, row.pk) == (row.body, True)
    statement = get_statement(entry.author, decision.ref, now=NOON)
    assert statement.about.words == row.body
    mail = OutgoingMail.objects.get(template="statement_of_reasons")
    assert f"Your {kind} is no longer shown" in write_mail(mail.template, "en", mail.context).body
    assert "n’est plus montré" in write_mail(mail.template, "fr", mail.context).body
    with pytest.raises(NotVisible):
        report(add_member(entry.contest.brand, MemberRole.JUDGE), kind, str(row.pk), NOTICE, now=NOON)
    made = appeal(entry.author, decision.ref, "It was a joke among colleagues.", now=NOON)
    decide_appeal(second, made.ref, "reversed", "It was a joke, and reads as one.", now=NOON)
    assert words_for(owner, kind, row.pk) == (row.body, False)
    card = report_card(reports_by(owner).get())
    assert "zarkovia" not in str(card).lower() and card.about.code == entry.code


@BOTH
def test_what_one_does_not_read_one_cannot_report_nor_ones_own(entry, kind):
    row = said(entry, kind)
    for person in (make_creative(), owner_of(make_brand()), add_member(entry.contest.brand, MemberRole.FINANCE)):
        with pytest.raises(NotVisible):
            report(person, kind, str(row.pk), NOTICE, now=NOON)
    with pytest.raises(InvalidReport):
        report(entry.author, kind, str(row.pk), NOTICE, now=NOON)
    assert not Case.objects.exists()


@BOTH
def test_whoever_has_a_part_does_not_decide(entry, kind):
    row = said(entry, kind, owner_of(entry.contest.brand))
    case = report(entry.author, kind, str(row.pk), NOTICE, now=NOON).case
    inside = make_admin()
    entry.contest.brand.memberships.create(user=inside, role=MemberRole.MANAGER)
    assert not cases_for(inside).exists() and cases_for(make_admin()).get() == case
    with pytest.raises(TooClose):
        decided(case, "hide", inside)
    with pytest.raises(DatabaseError, match="does not decide"):
        Decision.objects.create(
            case=case,
            measure="warn",
            addressee=row.author,
            facts="So it is.",
            ground="terms",
            ground_detail="Clause 4",
            detection="notice",
            decided_by=inside,
            decided_at=NOON,
            appeal_until=NOON + APPEAL_PERIOD,
        )


def test_an_admin_reads_the_message_of_a_case_and_not_the_conversation(entry):
    admin, row = make_admin(), said(entry, Target.MESSAGE)
    case = report(owner_of(entry.contest.brand), Target.MESSAGE, str(row.pk), NOTICE, now=NOON).case
    with pytest.raises(NotVisible):
        messages_of(admin, entry.pk)
    assert not conversations_of(admin).items
    assert case_page(admin, case.ref, now=NOON).about.words == row.body


def test_what_is_hidden_stands_in_no_list_and_waits_for_nobody(entry):
    owner, row = owner_of(entry.contest.brand), said(entry, Target.MESSAGE)
    decided(report(owner, Target.MESSAGE, str(row.pk), NOTICE, now=NOON).case, "hide")
    (card,) = conversations_of(owner).items
    assert (card.preview, card.unread) == ("", 0)
    assert conversations_of(entry.author).items[0].preview == row.body


def test_a_comment_that_was_taken_back_is_no_more_reported(entry):
    row = said(entry, Target.COMMENT)
    withdraw_comment(entry.author, row.pk, now=NOON)
    with pytest.raises(NotVisible):
        report(owner_of(entry.contest.brand), Target.COMMENT, str(row.pk), NOTICE, now=NOON)
