"""Payments that need two people, over the API: looked at, proposed, approved; rails stopped, limits changed."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import orjson
import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import StaffRole, User
from payouts.models import Disbursement, PayoutRun, RailControl, RailLimit
from payouts.services.disbursements import hold, prepare_disbursements
from tests.fixtures.four_eyes import lower_limits
from tests.fixtures.payday import FLOOR, decided_contest
from tests.fixtures.people import hire, sign_in
from tests.fixtures.worlds import DAY, make_creative

pytestmark = pytest.mark.django_db
RUNS = "/api/v1/audit/payout-runs"
RAILS = "/api/v1/audit/rails"


class Person:
    """Somebody signed in, who sends JSON under fresh keys."""

    def __init__(self, user: User) -> None:
        self.user, self._client = user, sign_in(Client(), user)

    def get(self, path: str, status: int = 200) -> Any:
        response = self._client.get(path)
        assert response.status_code == status, response.content
        return orjson.loads(response.content)

    def post(self, path: str, body: Any = None, status: int = 200, key: str = "") -> Any:
        response = self._client.post(
            path,
            orjson.dumps(body or {}),
            content_type="application/json",
            headers={"Idempotency-Key": key or str(uuid4())},
        )
        assert response.status_code == status, response.content
        if status >= 400:
            assert response["Content-Type"] == "application/problem+json"
        return orjson.loads(response.content)


@pytest.fixture
def first() -> Person:
    return Person(hire(StaffRole.ADMIN, "first@staff.example"))


@pytest.fixture
def second(first: Person) -> Person:
    return Person(hire(StaffRole.ADMIN, "second@staff.example"))


@pytest.fixture
def auditor() -> Person:
    return Person(hire(StaffRole.AUDITOR))


@pytest.fixture
def payments(first: Person) -> list[Disbursement]:
    lower_limits(first.user, above=FLOOR - 1)
    decided_contest(make_creative(), make_creative())
    prepare_disbursements(timezone.now())
    return list(Disbursement.objects.order_by("pk"))


def propose(person: Person, **choice: Any) -> Any:
    digest = person.get(f"{RUNS}/preview")["digest"]
    return person.post(RUNS, {"digest": digest, **choice}, status=201)


def test_a_run_from_the_dry_run_to_the_approval(
    first: Person, second: Person, auditor: Person, payments: list[Disbursement]
) -> None:
    dry = auditor.get(f"{RUNS}/preview")
    assert dry["totals"] == [{"rail": "sandbox", "currency": "EUR", "count": 2, "amount_minor": 2 * FLOOR}]
    assert {one["payment"]["disbursement"] for one in dry["payments"]} == {payment.pk for payment in payments}
    assert all("••••" in one["payment"]["destination"] for one in dry["payments"])
    assert PayoutRun.objects.count() == 0

    run = propose(first)
    assert (run["state"], run["proposed_by"], run["digest"]) == ("proposed", first.user.handle, dry["digest"])
    approved = second.post(f"{RUNS}/{run['id']}/approve", {"digest": run["digest"]})

    assert (approved["state"], approved["decided_by"]) == ("approved", second.user.handle)
    listed = auditor.get(f"{RUNS}?state=approved")["results"]
    assert [one["id"] for one in listed] == [run["id"]]
    assert auditor.get(f"{RUNS}/{run['id']}")["payments"] == approved["payments"]
    rows = auditor.get("/api/v1/audit/disbursements")["results"]
    assert {(row["needs_approval"], row["run"]) for row in rows} == {(True, run["id"])}


def test_nobody_approves_their_own(first: Person, payments: list[Disbursement]) -> None:
    run = propose(first)
    problem = first.post(f"{RUNS}/{run['id']}/approve", {"digest": run["digest"]}, status=403)
    assert problem["code"] == "four-eyes-needed"


def test_another_digest_is_refused(first: Person, second: Person, payments: list[Disbursement]) -> None:
    run = propose(first)
    assert second.post(f"{RUNS}/{run['id']}/approve", {"digest": "0" * 64}, status=409)["code"] == "run-refused"
    assert second.post(f"{RUNS}/{run['id']}/approve", {"digest": "x"}, status=400)["code"] == "invalid"
    assert second.get(f"{RUNS}/{run['id']}")["state"] == "proposed"


def test_what_changed_meanwhile_is_told_line_by_line_and_stays_told(
    first: Person, second: Person, payments: list[Disbursement]
) -> None:
    run = propose(first)
    now = timezone.now()
    hold(first.user, payments[0].pk, reason="A report.", until=now + DAY, now=now)

    key = str(uuid4())
    body = {"digest": run["digest"]}
    problem = second.post(f"{RUNS}/{run['id']}/approve", body, status=409, key=key)
    again = second.post(f"{RUNS}/{run['id']}/approve", body, status=409, key=key)

    assert problem == again
    assert problem["code"] == "run-stale"
    assert [(one["key"], one["what"]) for one in problem["difference"]] == [(payments[0].idempotency_key, "held")]
    kept = second.get(f"{RUNS}/{run['id']}")
    assert (kept["state"], kept["difference"]) == ("stale", problem["difference"])


def test_a_repeated_proposal_is_one(first: Person, payments: list[Disbursement]) -> None:
    digest, key = first.get(f"{RUNS}/preview")["digest"], str(uuid4())
    one = first.post(RUNS, {"digest": digest}, status=201, key=key)
    assert first.post(RUNS, {"digest": digest}, status=201, key=key) == one
    assert PayoutRun.objects.count() == 1


def test_a_run_is_withdrawn_with_a_reason(first: Person, second: Person, payments: list[Disbursement]) -> None:
    run = propose(first)
    second.post(f"{RUNS}/{run['id']}/withdraw", {}, status=400)
    withdrawn = second.post(f"{RUNS}/{run['id']}/withdraw", {"reason": "One payee is looked at."})
    assert (withdrawn["state"], withdrawn["reason"]) == ("withdrawn", "One payee is looked at.")


def test_the_choice_is_the_preview_s(first: Person, payments: list[Disbursement]) -> None:
    assert first.get(f"{RUNS}/preview?currency=USD")["payments"] == []
    assert first.get(f"{RUNS}/preview?up_to_minor={FLOOR}")["totals"][0]["count"] == 2
    first.get(f"{RUNS}/preview?up_to=1", status=400)
    run = propose(first, rail="sandbox", currency="EUR", up_to_minor=FLOOR)
    assert (run["rail"], run["currency"], run["up_to_minor"], run["count"]) == ("sandbox", "EUR", FLOOR, 2)


def test_a_rail_is_stopped_by_one_and_started_by_two(first: Person, second: Person, auditor: Person) -> None:
    first.post(f"{RAILS}/sandbox/stop", {"reason": ""}, status=400)
    change = first.post(f"{RAILS}/sandbox/stop", {"reason": "A breach."})
    assert (change["kind"], change["actor"], change["second"]) == ("stopped", first.user.handle, None)
    (rail,) = auditor.get(RAILS)["rails"]
    assert (rail["stopped_by"], rail["reason"]) == (first.user.handle, "A breach.")

    asked = first.post(f"{RAILS}/sandbox/start", {"reason": "A false alarm."}, status=201)
    confirm = f"/api/v1/audit/control-proposals/{asked['id']}/confirm"
    assert first.post(confirm, status=403)["code"] == "four-eyes-needed"
    assert second.post(confirm)["kind"] == "started"
    assert RailControl.objects.get().stopped_at is None
    assert [one["kind"] for one in auditor.get("/api/v1/audit/control-changes")["results"]] == ["started", "stopped"]


def test_limits_are_lowered_by_one_and_raised_by_two(first: Person, second: Person, auditor: Person) -> None:
    def ask(person: Person, above: int, daily: int, reason: str = "The season.") -> Any:
        body = {"currency": "EUR", "approval_above_minor": above, "daily_limit_minor": daily, "reason": reason}
        return person.post(f"{RAILS}/sandbox/limits", body)

    lowered = ask(first, 1000, 2000)
    assert (lowered["change"]["above_after"], lowered["proposal"]) == (1000, None)
    raised = ask(first, 3000, 4000)
    assert (raised["change"], raised["proposal"]["approval_above_minor"]) == (None, 3000)
    (rail,) = auditor.get(RAILS)["rails"]
    assert rail["limits"][0]["proposal"]["id"] == raised["proposal"]["id"]
    assert RailLimit.objects.get().approval_above_minor == 1000

    second.post(f"/api/v1/audit/control-proposals/{raised['proposal']['id']}/confirm")
    assert RailLimit.objects.get().approval_above_minor == 3000
    withdrawn = ask(second, 5000, 5000)["proposal"]["id"]
    first.post(f"/api/v1/audit/control-proposals/{withdrawn}/withdraw")
    waiting = auditor.get("/api/v1/audit/control-proposals?state=proposed")
    assert waiting["results"] == []


@pytest.mark.parametrize("who", ["auditor", "creative"])
def test_others_do_none_of_it(first: Person, auditor: Person, payments: list[Disbursement], who: str) -> None:
    run = propose(first)
    person = auditor if who == "auditor" else Person(make_creative())
    acts: list[Callable[[], Any]] = [
        lambda: person.post(RUNS, {"digest": run["digest"]}, status=403),
        lambda: person.post(f"{RUNS}/{run['id']}/approve", {"digest": run["digest"]}, status=403),
        lambda: person.post(f"{RUNS}/{run['id']}/withdraw", {"reason": "why"}, status=403),
        lambda: person.post(f"{RAILS}/sandbox/stop", {"reason": "why"}, status=403),
        lambda: person.post(f"{RAILS}/sandbox/start", {"reason": "why"}, status=403),
    ]
    for act in acts:
        act()
    if who == "creative":
        for path in (RUNS, f"{RUNS}/preview", f"{RUNS}/{run['id']}", RAILS, "/api/v1/audit/control-changes"):
            person.get(path, status=403)


def test_what_is_not_there_is_not_found(first: Person) -> None:
    first.get(f"{RUNS}/12345", status=404)
    first.post(f"{RUNS}/12345/approve", {"digest": "0" * 64}, status=404)
    first.post(f"{RAILS}/nowhere/stop", {"reason": "why"}, status=404)
    first.post("/api/v1/audit/control-proposals/12345/confirm", status=404)
