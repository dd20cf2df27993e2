"""The bank's notices as they arrive: signed, repeated until taken, perhaps twice, and never lost with the process."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from payouts.rails.base import NoticeRefused, RailNotice, RailStatus, TransferRequest
from tests.fixtures.rails import NoticeBoard, Posted, SandboxBank

StartBank = Callable[..., SandboxBank]


def order(number: int = 1) -> TransferRequest:
    return TransferRequest(f"k-{number}", 100 + number, "EUR", "FR76", "earned")


def read(bank: SandboxBank, posted: Posted) -> RailNotice:
    return bank.client.read_notice(posted.headers, posted.body, now=datetime.now(UTC))


def test_a_payment_is_announced(sandbox_rail: SandboxBank) -> None:
    sent = sandbox_rail.client.send_transfer(order())
    sandbox_rail.advance()
    [posted] = sandbox_rail.board.wait_for(1)
    notice = read(sandbox_rail, posted)
    assert (notice.kind, notice.idempotency_key, notice.answer.status) == ("transfer", "k-1", RailStatus.PAID)
    assert notice.answer.provider_reference == sent.provider_reference
    assert notice.answer.amount_minor == 101


def test_a_notice_changed_on_the_way_is_refused(sandbox_rail: SandboxBank) -> None:
    sandbox_rail.client.send_transfer(order())
    sandbox_rail.advance()
    [posted] = sandbox_rail.board.wait_for(1)
    with pytest.raises(NoticeRefused, match="bad_signature"):
        read(sandbox_rail, Posted(posted.headers, posted.body.replace(b"101", b"901")))


def test_a_rejection_and_a_return_are_announced_with_their_reasons(sandbox_rail: SandboxBank) -> None:
    sandbox_rail.arm("reject", reason="AC01")
    sandbox_rail.arm("return_later", reason="MD07")
    sandbox_rail.client.send_transfer(order(1))
    sandbox_rail.client.send_transfer(order(2))
    sandbox_rail.advance()
    sandbox_rail.advance()
    notices = [read(sandbox_rail, posted) for posted in sandbox_rail.board.wait_for(3)]
    heard = {(notice.idempotency_key, notice.answer.status, notice.answer.reason) for notice in notices}
    assert heard == {("k-1", "rejected", "AC01"), ("k-2", "paid", ""), ("k-2", "returned", "MD07")}
    assert len({notice.event_id for notice in notices}) == 3


def test_a_duplicate_has_the_same_event_id(sandbox_rail: SandboxBank) -> None:
    sandbox_rail.arm("duplicate_notice")
    sandbox_rail.client.send_transfer(order())
    sandbox_rail.advance()
    first, second = (read(sandbox_rail, posted) for posted in sandbox_rail.board.wait_for(2))
    assert first == second


def test_a_refused_notice_comes_again_until_it_is_taken(sandbox_rail: SandboxBank) -> None:
    answers = iter([500, 302, 404, 200])
    sandbox_rail.board.respond = lambda posted: next(answers)
    sandbox_rail.client.send_transfer(order())
    sandbox_rail.advance()
    posted = sandbox_rail.board.wait_for(4)
    assert len({read(sandbox_rail, one).event_id for one in posted}) == 1
    # Emptying the book waits for a round under way, so a fifth try would be known by now.
    sandbox_rail.call("DELETE", "/book")
    assert len(sandbox_rail.board.posted) == 4


def test_notices_wait_for_a_restart(start_sandbox_rail: StartBank, notice_board: NoticeBoard) -> None:
    notice_board.respond = lambda posted: 503
    bank = start_sandbox_rail(notice_board)
    for number in range(20):
        bank.client.send_transfer(order(number))
    bank.advance()
    notice_board.wait_for(1)
    bank.kill()
    notice_board.clear()
    bank.start()
    everybody = {f"k-{number}" for number in range(20)}
    # Some may come twice: whether the killed bank's last ones arrived, it could not write down.
    notice_board.wait_until(lambda posted: {read(bank, one).idempotency_key for one in posted} == everybody)


def test_time_does_it_all_by_itself(start_sandbox_rail: StartBank, notice_board: NoticeBoard) -> None:
    bank = start_sandbox_rail(notice_board, settle_ms=30, return_ms=30)
    bank.arm("return_later")
    bank.client.send_transfer(order())
    notices = [read(bank, posted) for posted in notice_board.wait_for(2)]
    assert {notice.answer.status for notice in notices} == {"paid", "returned"}
    assert bank.balances() == {"EUR": 0}


def test_without_an_address_notices_are_kept(start_sandbox_rail: StartBank, notice_board: NoticeBoard) -> None:
    bank = start_sandbox_rail()
    bank.client.send_transfer(order())
    bank.advance()
    assert bank.call("GET", "/book")["notices"] == {"delivered": 0, "waiting": 1, "given_up": 0}
    bank.stop()
    bank.board = notice_board
    bank.start()
    assert read(bank, notice_board.wait_for(1)[0]).answer.status is RailStatus.PAID


def test_many_notices_all_arrive(sandbox_rail: SandboxBank) -> None:
    for number in range(100):
        sandbox_rail.client.send_transfer(order(number))
    sandbox_rail.advance()
    notices = [read(sandbox_rail, posted) for posted in sandbox_rail.board.wait_for(100)]
    assert {notice.idempotency_key for notice in notices} == {f"k-{number}" for number in range(100)}
