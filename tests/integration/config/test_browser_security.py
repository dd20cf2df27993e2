"""What a browser is told with every answer, once the site is on https; and who needs no token against forged forms."""

import json
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client

from local import testing
from tests.api.matrix_addresses import addresses
from tests.architecture.reading import ROOT

pytestmark = pytest.mark.django_db

YEAR = 31_536_000
BY_SCRIPT = "__Host-time_zone"
"""Written by a script, which must be able to read it; it says nothing that the script doesn't know."""

WITHOUT_TOKEN = {
    "api_unknown": "changes nothing",
    "oauth_token": "asks for the client's secret",
    "oauth_revoke": "asks for the client's secret",
    "pages:stop": "a signed link, out of a mail",
    "pages:unsubscribe": "a signed link, out of a mail",
    "rail_notices": "a signed notice",
}


@pytest.fixture(scope="module")
def answers(django_db_setup: None) -> dict[str, Any]:
    """By what was asked for."""
    https = {"SITE_URL": "https://fair.example", "ALLOWED_HOSTS": "fair.example"}
    command = [sys.executable, "-m", "tests.fixtures._https_probe"]
    done = subprocess.run(
        command, cwd=ROOT, env=testing.process_environment() | https, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def over_tls(answers: dict[str, Any]) -> dict[str, Any]:
    return {name: answer["headers"] for name, answer in answers.items() if name != "plain"}


def test_the_answers_are_those_that_were_meant(answers: dict[str, Any]) -> None:
    statuses = {name: answer["status"] for name, answer in answers.items()}
    assert (statuses["page"], statuses["signing in"], statuses["api"]) == (200, 302, 200)
    assert (statuses["api's problem"], statuses["nothing"], statuses["refused"]) == (404, 404, 404)
    assert answers["plain"]["headers"]["Location"] == "https://fair.example/"


def test_a_browser_stays_on_tls_for_a_year_with_all_subdomains(answers: dict[str, Any]) -> None:
    for name, headers in over_tls(answers).items():
        age, *more = headers["Strict-Transport-Security"].split("; ")
        assert int(age.removeprefix("max-age=")) >= YEAR and "includeSubDomains" in more, name


def test_every_answer_has_the_policy(answers: dict[str, Any]) -> None:
    for name, headers in over_tls(answers).items():
        policy = headers["Content-Security-Policy"].split("; ")
        assert {"default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} <= set(
            policy
        ), name
        assert "unsafe" not in headers["Content-Security-Policy"], name


def test_no_answer_is_guessed_at(answers: dict[str, Any]) -> None:
    assert {headers["X-Content-Type-Options"] for headers in over_tls(answers).values()} == {"nosniff"}


def test_every_cookie_is_bound_to_this_host_and_to_tls(answers: dict[str, Any]) -> None:
    cookies = [cookie for answer in answers.values() for cookie in answer["cookies"]]
    names = {cookie.split("=", 1)[0] for cookie in cookies}
    assert names >= {"__Host-session", "__Host-csrftoken", "__Host-theme", "__Host-django_language", "__Host-messages"}
    for cookie in cookies:
        parts = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert cookie.startswith("__Host-") and {"secure", "path=/"} <= parts, cookie
        assert not any(part.startswith("domain") for part in parts), cookie


def test_no_other_site_sends_a_cookie_of_ours_with_a_form(answers: dict[str, Any]) -> None:
    for answer in answers.values():
        for cookie in answer["cookies"]:
            assert "samesite=lax" in cookie.lower() or "samesite=strict" in cookie.lower(), cookie


def test_scripts_read_no_cookie_but_the_time_zone(answers: dict[str, Any]) -> None:
    for answer in answers.values():
        for cookie in answer["cookies"]:
            assert "httponly" in cookie.lower() or cookie.startswith(BY_SCRIPT), cookie


def test_only_what_proves_itself_otherwise_is_taken_without_a_token() -> None:
    """The API checks sessions itself (`test_a_session_needs_its_csrf_token`); the others have none to ride on."""
    exempt = {one.name for one in addresses() if getattr(one.view, "csrf_exempt", False)}
    assert {name for name in exempt if not name.startswith("api:")} == set(WITHOUT_TOKEN)


def test_a_form_from_elsewhere_changes_nothing() -> None:
    client = Client(enforce_csrf_checks=True)
    for path in ("/account/login/", "/theme/", "/language/"):
        assert client.post(path, {"theme": "dark"}, headers={"Origin": "https://evil.example"}).status_code == 403
