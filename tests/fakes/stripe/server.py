"""The HTTP in front: who may call, keys, misfortunes, answers. A thread for each connection, which may be kept waiting.

Whatever a request does is committed before its answer leaves. A killed process starts again with the same book.
"""

import hmac
import json
import logging
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.stripe import control, faults, keys, pages
from tests.fakes.stripe.api import Api
from tests.fakes.stripe.book import Book, Object
from tests.fakes.stripe.errors import ApiError
from tests.fakes.stripe.faults import BEFORE, NEVER_ANSWERED, Fault
from tests.fakes.stripe.forms import read_form

logger = logging.getLogger(__name__)

FAILURE: Object = {"error": {"type": "api_error", "message": "An unknown error occurred."}}
REPLAYED = {"Idempotent-Replayed": "true"}


@dataclass(frozen=True)
class Reply:
    """An answer as it goes out; a status of 0 never does."""

    status: int
    body: Object
    headers: dict[str, str]


class Server(ThreadingHTTPServer):
    """The program's one server."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], book: Book, secret_key: str, latency: float) -> None:
        super().__init__(address, Handler)
        self.base_url = f"http://{address[0]}:{self.server_address[1]}"
        self.book = book
        self.secret_key = secret_key
        self.latency = latency
        self.api = Api(self.base_url)
        self.keys = keys.Keys()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that went away is nothing to report."""


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: Server
    # An answer in two packets would wait forty milliseconds for the first one's acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def do_DELETE(self) -> None:
        self._answer("DELETE")

    def log_message(self, *arguments: Any) -> None:
        """Quiet."""

    def _answer(self, method: str) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        address = urlsplit(self.path)
        if not address.path.startswith(("/v1/", "/_fake/")):
            return self._show(method, address.path, body)
        try:
            self._check_secret()
            if address.path.startswith("/_fake/"):
                reply = self._control(method, address.path, body)
            else:
                reply = self._call(method, address.path, body or address.query)
        except ApiError as refusal:
            reply = Reply(refusal.status, refusal.body, {})
        except Exception:
            logger.exception("%s %s failed", method, self.path)
            reply = Reply(500, FAILURE, {})
        self._send(reply)

    def _check_secret(self) -> None:
        given = self.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {self.server.secret_key}".encode()):
            raise ApiError(401, "invalid_request_error", "Invalid API Key provided.")

    def _call(self, method: str, path: str, form: str) -> Reply:
        """A request to the API, under its key if it has one."""
        key = self.headers.get("Idempotency-Key", "") if method == "POST" else ""
        with self.server.keys.using(key):
            time.sleep(self.server.latency)
            with self.server.book.transaction() as book:
                known = keys.recall(book, key, path, form)
                if known is not None:
                    return Reply(*known, REPLAYED)
                fault = faults.strike(book, f"{method} {path}")
                answer = (500, FAILURE)
                if fault not in BEFORE:
                    answer = self._carry_out(book, method, path, form, answer if fault is Fault.ERROR_AFTER else None)
                    keys.remember(book, key, path, form, answer)
        return self._befall(fault, Reply(*answer, {}))

    def _carry_out(self, book: Book, method: str, path: str, form: str, instead: keys.Answer | None) -> keys.Answer:
        try:
            made = self.server.api.carry_out(book, method, path, read_form(form))
            return instead or (200, made)
        except ApiError as refusal:
            if not refusal.saved:
                raise
            return refusal.status, refusal.body

    def _befall(self, fault: Fault | None, reply: Reply) -> Reply:
        if fault in NEVER_ANSWERED:
            return Reply(0, {}, {})
        if fault is Fault.IN_USE:
            raise keys.in_use()
        return Reply(-1, {}, {}) if fault is Fault.UNREADABLE else reply

    def _control(self, method: str, path: str, body: str) -> Reply:
        with self.server.book.transaction() as book:
            return Reply(200, control.carry_out(book, method, path, json.loads(body or "{}")), {})

    def _show(self, method: str, path: str, body: str) -> None:
        with self.server.book.transaction() as book:
            page = pages.answer(book, method, path, read_form(body))
        headers = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
        self._write(page.status, page.html.encode(), headers | ({"Location": page.location} if page.location else {}))

    def _send(self, reply: Reply) -> None:
        if reply.status == 0:
            # Nothing comes until the caller goes away.
            self.close_connection = True
            self.connection.recv(1)
            return
        if reply.status == -1:
            self._write(200, b"<html>Please sign in to this network.</html>", {"Content-Type": "text/html"})
            return
        self._write(reply.status, json.dumps(reply.body).encode(), {"Content-Type": "application/json"} | reply.headers)

    def _write(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
