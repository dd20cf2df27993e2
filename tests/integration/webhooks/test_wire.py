"""The wire against real receivers: it speaks to the machine that was judged, in the name that was asked for, so long
and no longer; and a name that changes its mind gets nobody through.
"""

import datetime
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.fixtures.hooks import Receiver
from webhooks.addresses import read_networks
from webhooks.wire import Limits, NotSent, Reply, connecting, post

LOOPBACK = read_networks(["127.0.0.0/8", "::1/128"])
HASTY = Limits(seconds=0.6, name_seconds=0.3)
BODY = b'{"type":"webhook.test"}'


def send(url: str, *, limits: Limits = Limits(), **options: object) -> Reply:
    return post(url, {"webhook-id": "msg_1"}, BODY, allowed=LOOPBACK, limits=limits, **options)  # type: ignore[arg-type]


def refusal(url: str, **options: object) -> str:
    with pytest.raises(NotSent) as refused:
        send(url, **options)  # type: ignore[arg-type]
    return refused.value.reason


def test_a_message_arrives_as_it_was_given(receiver: Receiver) -> None:
    reply = send(receiver.url("/ok?room=1"))
    assert (reply.status, reply.start) == (200, b"thank you")
    (got,) = receiver.received()
    assert (got["path"], got["body"]) == ("/ok?room=1", BODY.decode())
    assert got["headers"]["webhook-id"] == "msg_1"
    assert got["headers"]["host"] == f"127.0.0.1:{receiver.port}"
    assert "accept-encoding" not in got["headers"]


def test_a_redirect_is_an_answer_and_is_not_followed(receiver: Receiver) -> None:
    assert send(receiver.url("/moved")).status == 302
    assert send(receiver.url("/moved-inwards")).status == 307
    assert [one["path"] for one in receiver.received()] == ["/moved", "/moved-inwards"]


def test_who_asks_for_patience_is_heard(receiver: Receiver) -> None:
    reply = send(receiver.url("/busy"))
    assert (reply.status, reply.retry_after) == (429, "600")


def test_of_a_huge_answer_only_the_beginning_is_read(receiver: Receiver) -> None:
    reply = send(receiver.url("/huge"), limits=Limits(answer_bytes=5000))
    assert (reply.status, reply.start) == (200, b"z" * 5000)


@pytest.mark.parametrize("path", ["/hang", "/drip-head"])
def test_who_never_answers_is_left(receiver: Receiver, path: str) -> None:
    assert refusal(receiver.url(path), limits=HASTY) == "timeout"


def test_the_status_counts_even_if_the_rest_never_comes(receiver: Receiver) -> None:
    reply = send(receiver.url("/drip"), limits=HASTY)
    assert reply.status == 200 and set(reply.start) == {ord("x")}


def test_what_is_no_http_is_no_answer(receiver: Receiver) -> None:
    assert refusal(receiver.url("/garbage")) == "no-http"
    assert refusal(receiver.url("/close")) in ("no-http", "connection")


def test_nobody_there(receiver: Receiver) -> None:
    assert refusal("http://127.0.0.1:9/") == "port"
    assert refusal("http://127.0.0.1:1999/") == "refused"


# Names.


@dataclass
class Names:
    """A name server that says one thing after another, and counts how often it was asked."""

    answers: list[list[str]]
    asked: list[str] = field(default_factory=list)

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        return self.answers[min(len(self.asked), len(self.answers)) - 1]


def test_a_name_is_asked_for_once_and_kept_to(receiver: Receiver) -> None:
    """The name stands for an allowed machine when it is judged, and would stand for another a moment later."""
    names = Names([["127.0.0.1"], ["169.254.169.254"]])
    reply = send(receiver.url("/ok", host="hooks.example"), resolver=names)
    assert reply.status == 200 and names.asked == ["hooks.example"]
    (got,) = receiver.received()
    assert got["headers"]["host"] == f"hooks.example:{receiver.port}"


def test_a_name_that_was_public_when_it_was_given_and_leads_inwards_now_is_refused(receiver: Receiver) -> None:
    names = Names([["9.9.9.9"], ["10.0.0.1"]])
    assert names("hooks.example", 443) == ["9.9.9.9"]
    assert refusal("https://hooks.example/", resolver=names) == "not-public"


@pytest.mark.parametrize(
    "numbers",
    [
        ["10.0.0.1"],
        ["9.9.9.9", "10.0.0.1"],
        ["127.0.0.1", "169.254.169.254"],
        ["2620:fe::fe", "fe80::1%eth0"],
        ["::ffff:192.168.0.1"],
        ["64:ff9b::a00:1"],
    ],
)
def test_a_name_of_which_any_machine_is_forbidden_is_refused_without_a_connection(
    receiver: Receiver, numbers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting.socket, "create_connection", lambda *_, **__: pytest.fail("somebody was called"))
    assert refusal("https://hooks.example/", resolver=Names([numbers])) == "not-public"


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost"])
def test_odd_spellings_of_this_machine_are_judged_by_what_they_stand_for(host: str) -> None:
    """By the system's own names: with no allow-list each of them is refused, whatever it was spelt like."""
    with pytest.raises(NotSent) as refused:
        post(f"https://{host}/", {}, BODY)
    assert refused.value.reason in ("not-public", "name-not-found")


def test_plain_http_to_a_public_machine_is_refused_though_loopback_is_allowed() -> None:
    assert refusal("http://hooks.example/", resolver=Names([["9.9.9.9"]])) == "insecure"


def test_a_name_that_stands_for_nothing_or_takes_too_long() -> None:
    def unknown(_host: str, _port: int) -> list[str]:
        raise OSError("no such name")

    slow = threading.Event()

    def silent(_host: str, _port: int) -> list[str]:
        slow.wait(5)
        return ["127.0.0.1"]

    assert refusal("https://hooks.example/", resolver=unknown) == "name-not-found"
    assert refusal("https://hooks.example/", resolver=Names([[]])) == "name-not-found"
    assert refusal("https://hooks.example/", resolver=silent, limits=HASTY) == "name-not-found"
    slow.set()


def test_of_several_machines_the_next_is_tried_if_one_is_away(receiver: Receiver) -> None:
    names = Names([["127.0.0.77", "127.0.0.1"]])
    reply = send(receiver.url("/ok", host="hooks.example"), resolver=names)
    assert reply.status == 200


# Certificates.


@dataclass
class Secure:
    """A receiver with a certificate for hooks.example that only `trusting` knows."""

    port: int
    trusting: ssl.SSLContext
    names_asked_for: list[str | None] = field(default_factory=list)


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[Secure]:
    certificate, key = _certificate("hooks.example")
    (tmp_path / "chain.pem").write_bytes(certificate + key)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(tmp_path / "chain.pem")
    server = HTTPServer(("127.0.0.1", 0), _Thankful)
    found = Secure(server.server_address[1], ssl.create_default_context(cadata=certificate.decode()))
    serving.sni_callback = lambda _socket, name, _context: found.names_asked_for.append(name)
    server.socket = serving.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()


class _Thankful(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing is printed."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        words = self.headers["Host"].encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)


def _certificate(host: str) -> tuple[bytes, bytes]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return made.public_bytes(serialization.Encoding.PEM), private


def test_the_machine_is_pinned_while_name_and_certificate_stay_those_of_the_host(secure: Secure) -> None:
    names = Names([["127.0.0.1"]])
    reply = send(f"https://hooks.example:{secure.port}/in", resolver=names, context=secure.trusting)
    assert (reply.status, reply.start.decode()) == (200, f"hooks.example:{secure.port}")
    assert secure.names_asked_for == ["hooks.example"]


def test_a_certificate_of_another_name_is_not_trusted(secure: Secure) -> None:
    names = Names([["127.0.0.1"]])
    assert refusal(f"https://other.example:{secure.port}/", resolver=names, context=secure.trusting) == "tls"


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(secure: Secure) -> None:
    assert refusal(f"https://hooks.example:{secure.port}/", resolver=Names([["127.0.0.1"]])) == "tls"
