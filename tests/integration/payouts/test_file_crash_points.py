"""A worker dies before or after each step of paying in files; whoever comes next finishes, and each is paid once.

As in `test_crash_points`: the dying is an exception that no code of ours catches, and the database rolls back what was
not committed. The bank is a real process, with a book of its own.
"""

from collections.abc import Callable
from typing import Any

import pytest

from payouts.models import BankEntry, PaymentFile
from payouts.rails.sepa.client import HttpTransport
from payouts.services import bank_entries, bank_reports, filing, gathering, recording
from payouts.services.bank_reports import fetch_reports, read_reports
from payouts.services.disbursements import prepare_disbursements
from payouts.services.filing import submit_files
from payouts.services.gathering import gather_files
from payouts.services.reconcile import reconcile
from tests.fixtures.sepa import SOON, SepaDay, booked, make_payee, owe, states, wrong
from tests.integration.payouts.test_crash_points import Killed, dying

pytestmark = pytest.mark.django_db

STEPS: list[tuple[Any, str]] = [
    (gathering, "_is_our_turn"),
    (gathering, "_write_lines"),
    (gathering, "_write_file"),
    (filing, "claim"),
    (HttpTransport, "submit"),
    (filing, "record_file"),
    (filing, "hear_of_file"),
    (HttpTransport, "list_documents"),
    (bank_reports, "_keep"),
    (bank_reports, "_store"),
    (HttpTransport, "acknowledge"),
    (bank_reports, "_rest"),
    (bank_reports, "tell_all"),
    (bank_reports, "take_statement"),
    (bank_entries, "_write_entries"),
    (bank_entries, "_book"),
    (bank_entries, "_record"),
    (recording, "_write_rows"),
    (recording, "_book_payments"),
    (recording, "_tell_payees"),
    (bank_entries, "settle_files"),
]


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize(
    ("where", "name"), STEPS, ids=[f"{where.__name__.split('.')[-1]}-{name}" for where, name in STEPS]
)
def test_a_death_at_any_step_pays_each_exactly_once(
    sepa_day: SepaDay, monkeypatch: pytest.MonkeyPatch, where: Any, name: str, before: bool
) -> None:
    payees = [make_payee() for _ in range(2)]
    owe(*payees)
    monkeypatch.setattr(where, name, dying(getattr(where, name), before=before))

    def later(step: Callable[[Any], Any]) -> Callable[[], Any]:
        def go() -> Any:
            sepa_day.now += SOON
            return step(sepa_day.now)

        return go

    outward = [later(prepare_disbursements), later(gather_files), later(submit_files)] * 2
    homeward = [later(fetch_reports), later(read_reports)] * 3
    course = [*outward, *homeward, sepa_day.bank.advance, *homeward]
    deaths = 0
    for step in course:
        try:
            step()
        except Killed:
            deaths += 1

    assert deaths == 1
    assert states(*payees) == ["paid"] * 2
    assert PaymentFile.objects.count() == 1
    assert len(sepa_day.bank.payments()) == 2
    assert (booked("disbursement"), BankEntry.objects.count()) == (2, 2)
    assert wrong(sepa_day.now) == []
    assert reconcile("sepa", sepa_day.now).is_clean
