"""Pages speak the reader's language and their zone's time, whoever the thread served before; the API keeps UTC."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone, translation

from accounts.middleware import ReaderPreferences
from accounts.models import User


def read(path="/", user=None, **cookies):
    """What a view sees, and what the thread is left with."""
    request = RequestFactory().get(path)
    request.COOKIES.update(cookies)
    request.user = user or AnonymousUser()
    seen = {}

    def view(request):
        seen.update(language=translation.get_language(), zone=timezone.get_current_timezone_name(), theme=request.theme)
        return HttpResponse()

    with translation.override("en"):
        ReaderPreferences(view)(request)
    return seen


def test_a_person_reads_their_own_language_and_time():
    seen = read(user=User(locale="fr", time_zone="Asia/Tokyo"))
    assert (seen["language"], seen["zone"]) == ("fr", "Asia/Tokyo")


def test_the_next_reader_of_the_thread_is_not_left_in_that_zone():
    read(user=User(time_zone="Asia/Tokyo"))
    assert timezone.get_current_timezone_name() == "UTC"
    assert read()["zone"] == "Europe/Paris"


def test_somebody_unknown_has_cookies():
    assert read(time_zone="America/Lima", theme="dark") == {"language": "en", "zone": "America/Lima", "theme": "dark"}


@pytest.mark.parametrize(("name", "value"), [("time_zone", "../../etc"), ("theme", "<script>")])
def test_a_cookie_that_makes_no_sense_counts_as_none(name, value):
    assert read(**{name: value}) == {"language": "en", "zone": "Europe/Paris", "theme": "auto"}


def test_a_person_with_preferences_that_are_gone_gets_the_sites():
    assert read(user=User(locale="tlh", time_zone="Mars/Olympus"))["zone"] == "Europe/Paris"


def test_the_api_answers_in_utc_and_in_the_persons_language():
    seen = read("/api/v1/contests", user=User(locale="fr", time_zone="Asia/Tokyo"))
    assert (seen["language"], seen["zone"]) == ("fr", "UTC")
