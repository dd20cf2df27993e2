"""`/healthz` and `/metrics`: what they say, when they refuse, to whom they speak."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError
from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import OutgoingMail
from config import health
from tests.fixtures.hooks import listen
from tests.fixtures.worlds import make_user
from webhooks.services.replaying import send_test

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_process() -> None:
    health._migrated.clear()


def test_all_is_well(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "database": "ok",
        "broker": "ok",
        "clock": "ok",
        "pending_migrations": 0,
        "oldest_overdue_seconds": 0,
    }
    assert "no-store" in answer.headers["Cache-Control"]


def test_pending_migrations_keep_it_out_of_service(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.health.MigrationExecutor.migration_plan", lambda self, targets: [object(), object()])
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["pending_migrations"] == 2


def test_without_a_database_it_is_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise DatabaseError

    monkeypatch.setattr("config.health.pending_migrations", refuse)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "away"


@pytest.mark.parametrize("wrong", [timedelta(seconds=6), -timedelta(days=1)])
def test_a_host_with_a_wrong_clock_is_kept_out_of_service(
    client: Client, monkeypatch: pytest.MonkeyPatch, wrong: timedelta
) -> None:
    monkeypatch.setattr(health, "database_now", lambda: timezone.now() + wrong)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert (answer.json()["clock"], answer.json()["status"]) == ("wrong", "down")


def test_a_broker_that_is_away_is_said_but_harmless(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.health.current_app.connection_for_write", unreachable)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["broker"] == "away"


def unreachable(**_: object) -> None:
    raise OSError


def test_the_most_belated_row_of_any_table_is_told() -> None:
    assert health.seconds_overdue(NOON) == 0
    for minutes in (5, -5):
        OutgoingMail.objects.create(
            address="somebody@fairbrief.example",
            dedupe_key=str(minutes),
            due_at=NOON - timedelta(minutes=minutes),
        )
    assert health.seconds_overdue(NOON) == 300
    OutgoingMail.objects.update(due_state="done")
    assert health.seconds_overdue(NOON) == 0


def test_receivers_that_let_us_wait_are_no_alarm() -> None:
    endpoint = listen(make_user())
    send_test(endpoint.user, endpoint.public_id, now=NOON - timedelta(days=1))
    assert health.seconds_overdue(NOON) == 0


@pytest.mark.parametrize(("token", "sent", "status"), [("", "", 404), ("", "x", 404), ("x", "y", 404), ("x", "x", 200)])
def test_metrics_are_for_whoever_knows_the_token(client: Client, token: str, sent: str, status: int) -> None:
    with override_settings(METRICS_TOKEN=token):
        assert client.get("/metrics", headers={"Authorization": f"Bearer {sent}"}).status_code == status
