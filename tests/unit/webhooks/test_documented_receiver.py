"""The receiver in docs/webhooks.md takes what we send, and nothing that anybody else made up."""

import re
import threading
import time
from collections.abc import Iterator
from http.server import HTTPServer
from pathlib import Path
from typing import Any

import pytest

from webhooks.addresses import read_networks
from webhooks.signing import headers_for, new_secret
from webhooks.wire import post

PAGE = Path(__file__).parents[3] / "docs" / "webhooks.md"
SECRET, OTHER = new_secret(), new_secret()
BODY = b'{"type":"webhook.test","data":{"n":"\xc3\xa9"}}'


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the page's code defines."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.S)
    assert len([line for line in code.splitlines() if line.strip()]) <= 25
    monkeypatch.setenv("WEBHOOK_SECRET", SECRET)
    found: dict[str, Any] = {"__name__": "receiver"}
    exec(compile(code, str(PAGE), "exec"), found)
    return found


def is_genuine(program: dict[str, Any], *, secrets: list[str], ago: int = 0, body: bytes = BODY) -> bool:
    headers = headers_for(secrets, "msg_1", int(time.time()) - ago, BODY)
    return bool(program["is_genuine"](headers, body))


def test_it_knows_our_messages(program: dict[str, Any]) -> None:
    assert is_genuine(program, secrets=[SECRET])
    assert is_genuine(program, secrets=[OTHER, SECRET]), "while the secret is changed"


def test_it_knows_what_is_not_ours(program: dict[str, Any]) -> None:
    assert not is_genuine(program, secrets=[OTHER])
    assert not is_genuine(program, secrets=[SECRET], body=BODY + b" ")
    assert not is_genuine(program, secrets=[SECRET], ago=3600)
    assert not is_genuine(program, secrets=[])
    genuine = headers_for([SECRET], "msg_1", int(time.time()), BODY)
    for changes in ({"webhook-id": "msg_2"}, {"webhook-timestamp": ""}, {"webhook-signature": "v1,é"}):
        assert not program["is_genuine"](genuine | changes, BODY)
    assert not program["is_genuine"]({}, BODY)


@pytest.fixture
def address(program: dict[str, Any]) -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), program["Receiver"])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def test_it_answers_over_http_and_takes_each_message_once(
    program: dict[str, Any], address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    loopback = read_networks(["127.0.0.0/8"])
    for _ in range(2):
        headers = headers_for([SECRET], "msg_1", int(time.time()), BODY)
        assert post(address, headers, BODY, allowed=loopback).status == 204
    assert post(address, headers_for([OTHER], "msg_2", int(time.time()), BODY), BODY, allowed=loopback).status == 401
    assert program["seen"] == {"msg_1"}
    assert capsys.readouterr().out == BODY.decode() + "\n"
