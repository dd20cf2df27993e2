"""What the bank answered is in its book, whatever ends its process; and it ends when told to."""

import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from payouts.rails.base import RailAnswer, RailStatus, TransferRequest
from tests.fixtures.rails import PATIENCE, ROOT, SandboxBank

StartBank = Callable[..., SandboxBank]


def order(number: int) -> TransferRequest:
    return TransferRequest(f"k-{number}", 100 + number, "EUR", "FR76", "earned")


def test_an_accepted_transfer_outlives_a_kill(start_sandbox_rail: StartBank) -> None:
    bank = start_sandbox_rail()
    sent = bank.client.send_transfer(order(1))
    bank.kill()
    assert bank.client.send_transfer(order(1)).status is RailStatus.UNKNOWN
    bank.start()
    assert bank.client.fetch_transfer("k-1") == sent
    assert bank.client.send_transfer(order(1)) == sent
    assert len(bank.movements()) == 1


def test_nothing_answered_is_lost_and_nothing_doubled_when_killed_in_full_flight(
    start_sandbox_rail: StartBank,
) -> None:
    bank = start_sandbox_rail()
    some_answered = threading.Semaphore(0)

    def send(number: int) -> RailAnswer:
        answer = bank.client.send_transfer(order(number))
        some_answered.release()
        return answer

    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(send, number) for number in range(400)]
        for _ in range(100):
            assert some_answered.acquire(timeout=PATIENCE)
        bank.kill()
        answers = [future.result() for future in asked]
    assert {answer.status for answer in answers} == {"accepted", "unknown"}
    bank.start()
    book = {movement["idempotency_key"]: movement["provider_reference"] for movement in bank.movements()}
    for number, answer in enumerate(answers):
        if answer.status is RailStatus.ACCEPTED:
            assert book[f"k-{number}"] == answer.provider_reference
        elif (fetched := bank.client.fetch_transfer(f"k-{number}")) is None:
            assert f"k-{number}" not in book
        else:
            assert fetched.provider_reference == book[f"k-{number}"]
    again = [bank.client.send_transfer(order(number)) for number in range(400)]
    assert {answer.status for answer in again} == {"accepted"}
    assert bank.balances() == {"EUR": -sum(100 + number for number in range(400))}


def test_settling_goes_on_after_a_kill(start_sandbox_rail: StartBank, tmp_path: Path) -> None:
    bank = start_sandbox_rail()
    bank.arm("return_later")
    bank.client.send_transfer(order(1))
    bank.advance()
    bank.kill()
    bank.start()
    assert bank.movements()[0]["status"] == "paid"
    bank.advance()
    assert bank.movements()[0]["status"] == "returned"


def test_an_armed_fault_outlives_a_kill(start_sandbox_rail: StartBank) -> None:
    bank = start_sandbox_rail()
    bank.arm("reject")
    bank.kill()
    bank.start()
    assert bank.client.send_transfer(order(1)).status is RailStatus.REJECTED


def test_it_stops_when_told_to_although_callers_are_kept_waiting(start_sandbox_rail: StartBank) -> None:
    bank = start_sandbox_rail()
    bank.arm("timeout_after_accepting")
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(bank.new_client(3 * PATIENCE).send_transfer, order(1))
        while bank.fired_faults() == []:
            assert not waiting.done()
        assert bank.stop() == 0
        assert waiting.result().status is RailStatus.UNKNOWN
    bank.start()
    assert bank.client.fetch_transfer("k-1") is not None


def test_an_interrupt_stops_it_cleanly_too(start_sandbox_rail: StartBank) -> None:
    bank = start_sandbox_rail()
    assert bank._end(signal.SIGINT) == 0


def try_to_start(bank: SandboxBank, book: Path, port: int) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "payouts.rails.sandbox.service",
        "--port",
        str(port),
        "--book",
        str(book),
    ]
    return subprocess.run(
        [*command, "--secret", "s"], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def test_a_taken_port_is_said_so(sandbox_rail: SandboxBank, tmp_path: Path) -> None:
    second = try_to_start(sandbox_rail, tmp_path / "other.sqlite", sandbox_rail._port)
    assert second.returncode == 1
    assert "Address already in use" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_book_in_use_is_said_so(sandbox_rail: SandboxBank) -> None:
    second = try_to_start(sandbox_rail, sandbox_rail._book_path, 0)
    assert second.returncode == 1
    assert "open in another sandbox rail" in second.stderr
    assert "Traceback" not in second.stderr
