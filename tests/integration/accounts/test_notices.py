"""What people are told: on the site always, by mail as they chose, daily exactly once, and nothing against a right."""

import re
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.errors import ArrivalFixed, UnknownArrival, UnknownTopic
from accounts.models import Digest, Notice, NoticeChoice, OutgoingMail, User
from accounts.selectors.notices import arrivals_of, card_of, notices_of
from accounts.services.mail import MailRequest, ask_for_mails
from accounts.services.mail_sending import send_due
from accounts.services.notices.choosing import choose_arrivals
from accounts.services.notices.digests import plan_digests, write_digests
from accounts.services.notices.marking import mark_all_read, mark_read
from accounts.services.notices.unsubscribing import DIGEST, unsubscribe_token
from accounts.topics import Arrival, Topic
from tests.fixtures.people import sign_in
from tests.fixtures.worlds import DAY, NOON, make_user

pytestmark = pytest.mark.django_db

PAGE = "http://127.0.0.1:8000/contests/1/"
PARIS_MORNING = datetime(2026, 3, 3, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "http://127.0.0.1:8000"


def tell(user: User, template="question_asked", key="k1", title="Autumn poster", now=NOON):
    ask_for_mails([MailRequest(user.pk, template, key, {"title": title, "url": PAGE})], now=now)


def choose(user: User, topic: str, arrival: str):
    return choose_arrivals(user, {topic: arrival}, now=NOON)


def test_what_is_mailed_also_stands_on_the_site_in_the_language_of_its_reader():
    user = make_user(locale="fr")
    tell(user), tell(user)
    assert OutgoingMail.objects.count() == Notice.objects.count() == 1
    notice = notices_of(user).get()
    with translation.override("en"):
        card = card_of(notice)
    assert (card.topic, card.path, card.read_at) == (Topic.QUESTIONS, "/contests/1/", None)
    assert "Autumn poster" in card.title
    with translation.override("fr"):
        assert card_of(notice).title != card.title


def test_a_link_elsewhere_is_not_followed_from_the_site():
    user = make_user()
    for number, url in enumerate(["https://evil.example/", "//evil.example/", "http://127.0.0.1:8000//evil.example/"]):
        ask_for_mails([MailRequest(user.pk, "question_asked", f"k{number}", {"url": url})], now=NOON)
    assert {card_of(one).path for one in notices_of(user)} == {""}


def test_each_topic_arrives_as_chosen_but_a_right_is_told_at_once_whatever_was_chosen():
    user = make_user()
    choose(user, "questions", "in_app")
    choose(user, "entries", "daily")
    for template in ("question_asked", "contest_shortlisted", "contest_awarded", "payout_paid"):
        tell(user, template, template)
    assert set(OutgoingMail.objects.values_list("template", flat=True)) == {"contest_awarded", "payout_paid"}
    assert Notice.objects.count() == 4
    assert Notice.objects.get(awaits_digest=True).template == "contest_shortlisted"


def test_what_concerns_ones_rights_cannot_be_switched_off_not_even_in_the_database():
    user = make_user()
    for topic in ("money", "security"):
        with pytest.raises(ArrivalFixed):
            choose(user, topic, "daily")
        with pytest.raises(IntegrityError), transaction.atomic():
            NoticeChoice.objects.create(user=user, topic=topic, arrival="at_once")
    with pytest.raises(UnknownTopic):
        choose(user, "weather", "daily")
    with pytest.raises(UnknownArrival):
        choose(user, "questions", "by pigeon")
    assert not NoticeChoice.objects.exists()


def test_a_notice_stands_as_it_was_told():
    tell(make_user())
    for statement in ("template = 'payout_paid'", "context = '{}'", "user_id = user_id + 1", "created_at = now()"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE accounts_notice SET {statement}")


def test_the_daily_mail_comes_once_at_eight_by_the_clock_on_ones_own_wall():
    paris, tokyo, quiet = make_user(), make_user("far", time_zone="Asia/Tokyo"), make_user("quiet")
    for user in (paris, tokyo, quiet):
        choose(user, "questions", "daily")
    tell(paris), tell(paris, "question_answered", "k2", "Spring poster"), tell(tokyo, key="k3")
    assert (plan_digests(NOON), plan_digests(NOON)) == (2, 0)
    due = {one.user_id: one.due_at for one in Digest.objects.all()}
    assert due == {paris.pk: PARIS_MORNING, tokyo.pk: datetime(2026, 3, 2, 23, 0, tzinfo=UTC)}
    assert write_digests(PARIS_MORNING - timedelta(seconds=1)) == 1
    assert write_digests(PARIS_MORNING) == 1
    assert write_digests(PARIS_MORNING) == 0
    assert plan_digests(PARIS_MORNING) == 0
    send_due(now=PARIS_MORNING)
    to_paris = next(one for one in mail.outbox if one.to == [paris.email])
    assert len(mail.outbox) == 2
    assert "Autumn poster" in to_paris.body and "Spring poster" in to_paris.body
    assert to_paris.subject.startswith("2 ")


def test_what_was_read_meanwhile_is_not_mailed_and_nothing_is_when_nothing_is_left():
    user = make_user()
    choose(user, "questions", "daily")
    tell(user), tell(user, key="k2")
    plan_digests(NOON)
    first = notices_of(user).first()
    mark_read(user, [first.ref], now=NOON)
    mark_all_read(user, now=NOON, topic=Topic.QUESTIONS)
    assert write_digests(PARIS_MORNING) == 1
    assert not OutgoingMail.objects.exists()


def test_nobody_marks_what_somebody_else_was_told():
    mine, other = make_user(), make_user("other")
    tell(mine)
    assert mark_read(other, [notices_of(mine).get().ref], now=NOON) == 0
    assert mark_all_read(other, now=NOON) == 0
    assert notices_of(mine, unread=True).count() == 1


def test_many_mails_have_as_many_queries_as_few():
    people, counts = [make_user(f"p{number}") for number in range(40)], []
    for count in (2, 40):
        with CaptureQueriesContext(connection) as captured:
            asked = [MailRequest(one.pk, "question_asked", f"{count}:{one.pk}", {}) for one in people[:count]]
            ask_for_mails(asked, now=NOON)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 5


def test_a_mail_has_both_parts_and_says_how_to_stop_it_where_it_may_be_stopped():
    user = make_user(locale="fr")
    tell(user, title="<b>Autumn</b> & co"), tell(user, "payout_paid", "k2")
    send_due(now=NOON)
    free, fixed = mail.outbox
    ((html, kind),) = [(one.content, one.mimetype) for one in free.alternatives]
    assert kind == "text/html" and "&lt;b&gt;Autumn&lt;/b&gt; &amp; co" in html and "<b>Autumn" not in html
    assert f'href="{PAGE}"' in html and "Ouvrir sur Fairbrief" in html and 'lang="fr"' in html
    link = free.extra_headers["List-Unsubscribe"].strip("<>")
    assert link in free.body and link in html
    assert free.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "List-Unsubscribe" not in fixed.extra_headers
    assert "unsubscribe" not in fixed.body and "/settings/notices/" not in fixed.body


def test_a_subject_is_one_clean_line_of_bearable_length():
    tell(make_user(), title="A\r\nBcc: all@people.example\x07 " + "long " * 80)
    send_due(now=NOON)
    subject = mail.outbox[0].subject
    assert len(subject) <= 150 and subject.isprintable() and subject.endswith("…")


def stop(token: str, client: Client, **data):
    return client.post(reverse("pages:unsubscribe", args=[token]), data)


def test_a_mail_program_stops_such_mails_with_one_click_and_the_page_takes_it_back():
    user, strict = make_user(), Client(enforce_csrf_checks=True)
    token = unsubscribe_token(user.pk, "questions")
    asked = strict.get(reverse("pages:unsubscribe", args=[token]))
    assert asked.status_code == 200 and arrivals_of(user.pk)[Topic.QUESTIONS] is Arrival.AT_ONCE
    done = stop(token, strict, **{"List-Unsubscribe": "One-Click"})
    assert arrivals_of(user.pk)[Topic.QUESTIONS] is Arrival.IN_APP
    assert user.email not in done.content.decode()
    tell(user)
    assert not OutgoingMail.objects.exists()
    before = re.findall(r'name="before" value="([^"]+)"', done.content.decode())
    stop(token, strict, undo="yes", before=[*before, "money:in_app", "entries:in_app"])
    assert arrivals_of(user.pk)[Topic.QUESTIONS] is Arrival.AT_ONCE
    assert arrivals_of(user.pk)[Topic.ENTRIES] is Arrival.AT_ONCE


def test_the_daily_mail_is_stopped_as_a_whole_and_what_comes_at_once_is_not():
    user = make_user()
    choose(user, "questions", "daily")
    tell(user)
    stop(unsubscribe_token(user.pk, DIGEST), Client())
    arrivals = arrivals_of(user.pk)
    assert (arrivals[Topic.QUESTIONS], arrivals[Topic.NEWS]) == (Arrival.IN_APP, Arrival.IN_APP)
    assert arrivals[Topic.ENTRIES] is Arrival.AT_ONCE
    assert plan_digests(NOON) == 0


def test_a_link_that_we_have_not_signed_stops_nothing():
    user, client = make_user(), Client()
    good = unsubscribe_token(user.pk, "questions")
    forged = [good[:-1] + "_", f"{user.pk}.questions:x", unsubscribe_token(user.pk, "money"), "x"]
    assert {stop(token, client).status_code for token in forged} == {404}
    assert not NoticeChoice.objects.exists()


def test_the_pages_list_filter_open_and_mark(client):
    user = make_user()
    sign_in(client, user)
    for number in range(30):
        tell(user, key=f"q{number}", title=f"Poster {number}")
    tell(user, "payout_paid", "paid")
    assert '<span aria-hidden="true">31</span>' in client.get("/").content.decode()
    first = client.get(reverse("pages:notices")).content.decode()
    assert first.count('class="notice-link"') == 25
    older = re.search(r'rel="next" href="([^"]+)"', first)[1]
    assert client.get(reverse("pages:notices") + older).content.decode().count('class="notice-link"') == 6
    paid = client.get(reverse("pages:notices"), {"topic": "money", "show": "unread"}).content.decode()
    assert paid.count('class="notice-link"') == 1
    opened = client.get(reverse("pages:notice", args=[notices_of(user, topic="questions").first().ref]))
    assert (opened.status_code, opened.url) == (302, "/contests/1/")
    client.post(reverse("pages:notices_read"), {"topic": "money"})
    assert notices_of(user, unread=True).count() == 29
    client.post(reverse("pages:notices_read"))
    assert notices_of(user, unread=True).count() == 0
    assert "bell-count" not in client.get("/").content.decode()


def test_choices_are_made_on_the_page(client):
    user = make_user()
    sign_in(client, user)
    wanted = {topic.value: "daily" for topic in Topic if topic not in (Topic.MONEY, Topic.SECURITY)}
    assert client.post(reverse("pages:notice_choices"), wanted).status_code == 302
    assert arrivals_of(user.pk)[Topic.MONEY] is Arrival.AT_ONCE
    assert arrivals_of(user.pk)[Topic.QUESTIONS] is Arrival.DAILY
    refused = client.post(reverse("pages:notice_choices"), wanted | {"questions": "never"})
    assert refused.status_code == 422


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_writes_the_mail_and_no_notice_is_in_two():
    people = [make_user(f"p{number}") for number in range(6)]
    for user in people:
        choose(user, "questions", "daily")
        tell(user, key=f"a{user.pk}"), tell(user, key=f"b{user.pk}")
    together = Barrier(4)

    def work():
        try:
            together.wait()
            plan_digests(NOON)
            together.wait()
            while write_digests(NOON + DAY, limit=2):
                pass
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert OutgoingMail.objects.filter(template="digest").count() == len(people)
    assert set(OutgoingMail.objects.values_list("context__count", flat=True)) == {2}
    assert Digest.objects.count() == len(people)
