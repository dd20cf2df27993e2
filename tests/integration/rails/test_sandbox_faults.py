"""Each misfortune, seen from the client, and how asking again under the same key always ends well."""

import pytest

from payouts.rails.base import ChargeRequest, RailStatus, TransferRequest
from payouts.rails.sandbox.service.faults import MAGIC_SUFFIXES
from tests.fixtures.rails import SandboxBank

TRANSFER = TransferRequest("disbursement-1", 16828, "EUR", "FR76", "Poster: floor")
IMPATIENT = 0.5  # Seconds; only for requests that are never answered.


def fetch_status(bank: SandboxBank, key: str = TRANSFER.idempotency_key) -> RailStatus | None:
    answer = bank.client.fetch_transfer(key)
    return answer.status if answer else None


def test_a_time_out_after_accepting_left_a_movement(sandbox_rail: SandboxBank) -> None:
    sandbox_rail.arm("timeout_after_accepting")
    answer = sandbox_rail.new_client(IMPATIENT).send_transfer(TRANSFER)
    assert (answer.status, answer.reason) == ("unknown", "timeout")
    assert fetch_status(sandbox_rail) is RailStatus.ACCEPTED
    assert sandbox_rail.client.send_transfer(TRANSFER).status is RailStatus.ACCEPTED
    assert len(sandbox_rail.movements()) == 1


def test_a_time_out_before_accepting_left_none(sandbox_rail: SandboxBank) -> None:
    sandbox_rail.arm("timeout_before_accepting")
    answer = sandbox_rail.new_client(IMPATIENT).send_transfer(TRANSFER)
    assert (answer.status, answer.reason) == ("unknown", "timeout")
    assert fetch_status(sandbox_rail) is None
    assert sandbox_rail.movements() == []
    assert sandbox_rail.client.send_transfer(TRANSFER).status is RailStatus.ACCEPTED


def test_a_500_may_or_may_not_have_left_a_movement(sandbox_rail: SandboxBank) -> None:
    other = TransferRequest("disbursement-2", 1, "EUR", "FR76", "")
    sandbox_rail.arm("error_500")
    sandbox_rail.arm("error_500_after_accepting")
    answers = [sandbox_rail.client.send_transfer(TRANSFER), sandbox_rail.client.send_transfer(other)]
    assert [answer.status for answer in answers] == ["unknown", "unknown"]
    assert fetch_status(sandbox_rail) is None
    assert fetch_status(sandbox_rail, "disbursement-2") is RailStatus.ACCEPTED


def test_a_rejection_is_final_and_repeated(sandbox_rail: SandboxBank) -> None:
    sandbox_rail.arm("reject", reason="RR04")
    answers = [sandbox_rail.client.send_transfer(TRANSFER) for _ in range(2)]
    assert {(answer.status, answer.reason) for answer in answers} == {("rejected", "RR04")}
    assert sandbox_rail.advance() == 0
    fetched = sandbox_rail.client.fetch_transfer(TRANSFER.idempotency_key)
    assert fetched is not None
    assert (fetched.status, fetched.reason) == ("rejected", "RR04")
    assert sandbox_rail.balances() == {"EUR": 0}


def test_a_return_gives_the_money_back_with_its_reason(sandbox_rail: SandboxBank) -> None:
    sandbox_rail.arm("return_later", reason="MD07")
    sandbox_rail.client.send_transfer(TRANSFER)
    assert sandbox_rail.advance() == 1
    assert fetch_status(sandbox_rail) is RailStatus.PAID
    assert sandbox_rail.balances() == {"EUR": -16828}
    assert sandbox_rail.advance() == 1
    fetched = sandbox_rail.client.fetch_transfer(TRANSFER.idempotency_key)
    assert fetched is not None
    assert (fetched.status, fetched.reason) == ("returned", "MD07")
    assert sandbox_rail.balances() == {"EUR": 0}
    assert sandbox_rail.advance() == 0


def test_a_slow_answer_is_still_an_answer(sandbox_rail: SandboxBank) -> None:
    sandbox_rail.arm("slow", delay_ms=300)
    assert sandbox_rail.client.send_transfer(TRANSFER).status is RailStatus.ACCEPTED
    assert sandbox_rail.fired_faults() == ["slow"]


def test_a_slow_answer_beyond_the_time_out_is_unknown(sandbox_rail: SandboxBank) -> None:
    sandbox_rail.arm("slow", delay_ms=3000)
    assert sandbox_rail.new_client(IMPATIENT).send_transfer(TRANSFER).status is RailStatus.UNKNOWN
    assert fetch_status(sandbox_rail) is RailStatus.ACCEPTED


def test_asking_may_fail_as_well(sandbox_rail: SandboxBank) -> None:
    sandbox_rail.client.send_transfer(TRANSFER)
    sandbox_rail.arm("error_500", applies_to="fetch")
    assert [fetch_status(sandbox_rail), fetch_status(sandbox_rail)] == ["unknown", "accepted"]


def test_a_charge_can_be_declined(sandbox_rail: SandboxBank) -> None:
    sandbox_rail.arm("reject", applies_to="charge", reason="AM04")
    assert sandbox_rail.client.send_transfer(TRANSFER).status is RailStatus.ACCEPTED
    answer = sandbox_rail.client.create_charge(ChargeRequest("charge-1", 100, "EUR", "DE89", ""))
    assert (answer.status, answer.reason) == ("rejected", "AM04")


def test_disarming_ends_them(sandbox_rail: SandboxBank) -> None:
    sandbox_rail.arm("reject", probability=1)
    sandbox_rail.call("DELETE", "/faults")
    assert sandbox_rail.client.send_transfer(TRANSFER).status is RailStatus.ACCEPTED


def test_a_rate_of_misfortunes_can_be_asked_for_by_seed(sandbox_rail: SandboxBank) -> None:
    sandbox_rail.arm("error_500", probability=0.4, seed=3)
    keys = [f"k-{number}" for number in range(40)]
    answers = [sandbox_rail.client.send_transfer(TransferRequest(key, 1, "EUR", "FR76", "")) for key in keys]
    failed = sum(answer.status is RailStatus.UNKNOWN for answer in answers)
    assert failed == len(sandbox_rail.fired_faults()) == 40 - len(sandbox_rail.movements())
    assert 0 < failed < 40


def test_a_fault_that_could_never_strike_is_refused_with_the_reason(sandbox_rail: SandboxBank) -> None:
    reply = sandbox_rail._control.post("/faults", json={"kind": "reject", "applies_to": "fetch"})
    assert reply.status_code == 400
    assert "cannot strike a fetch" in reply.json()["detail"]


@pytest.mark.parametrize("suffix", sorted(MAGIC_SUFFIXES))
def test_a_magic_account_number_brings_its_misfortune_and_a_second_try_gets_through(
    sandbox_rail: SandboxBank, suffix: str
) -> None:
    kind = MAGIC_SUFFIXES[suffix].kind
    request = TransferRequest("disbursement-1", 100, "EUR", f"FR763000400003{suffix}", "")
    client = sandbox_rail.new_client(IMPATIENT) if kind.startswith("timeout") else sandbox_rail.client
    first = client.send_transfer(request)
    expected = {
        "reject": RailStatus.REJECTED,
        "return_later": RailStatus.ACCEPTED,
        "duplicate_notice": RailStatus.ACCEPTED,
        "slow": RailStatus.ACCEPTED,
    }
    assert first.status is expected.get(kind, RailStatus.UNKNOWN)
    assert sandbox_rail.fired_faults() == [kind]
    second = sandbox_rail.client.send_transfer(request)
    assert second.status is (RailStatus.REJECTED if kind == "reject" else RailStatus.ACCEPTED)
    assert len(sandbox_rail.movements()) == 1
