"""The post between the banks and the product: it loses notices, brings some twice, and some only after later ones."""

import http.server
import random
import threading
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from payouts.rails.base import NoticeRefused
from payouts.services.notices import store_notice

ROUGH = {"lost": 0.05, "doubled": 0.05, "late": 0.05}
"""How often what befalls a notice; any other is handed over once, when it comes."""


@dataclass(frozen=True)
class Letter:
    """A notice as it was posted."""

    rail: str
    headers: dict[str, str]
    body: bytes


class Postman:
    """Answers 500 while the database is away. Each rail's notices go to `url` with the rail's name behind it."""

    def __init__(self, seed: int, fates: Mapping[str, float] = ROUGH) -> None:
        self._dice, self._lock = random.Random(seed), threading.Lock()
        self._fates = {"plain": 1 - sum(fates.values())} | dict(fates)
        self._kept: list[Letter] = []
        self.carried: Counter[str] = Counter()
        outer = self

        class Door(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                status = outer.take(Letter(self.path.strip("/"), headers, body))
                with suppress(OSError):
                    self.send_response(status)
                    self.send_header("Content-Length", "0")
                    self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/"
        threading.Thread(target=self._server.serve_forever, name="postman", daemon=True).start()

    def take(self, letter: Letter) -> int:
        """What the bank hears. That it was heard, where it was not, is the worst kind of loss."""
        with self._lock:
            fate = self._dice.choices(list(self._fates), list(self._fates.values()))[0]
            overtaken = self._kept[::-1]
            self._kept = [letter] if fate == "late" else []
        try:
            if fate not in ("lost", "late"):
                self._hand_over(letter)
            if fate == "doubled":
                self._hand_over(letter)
        except Exception:
            with self._lock:
                self._kept += overtaken
            return 500
        finally:
            connection.close()
        self.carried[fate] += 1
        self._hand_over_late(overtaken)
        return 204

    def _hand_over_late(self, letters: list[Letter]) -> None:
        for letter in letters:
            try:
                self._hand_over(letter)
            except NoticeRefused:
                continue  # By now too old to be believed.
            except Exception:
                with self._lock:
                    self._kept.append(letter)
        connection.close()

    def _hand_over(self, letter: Letter) -> None:
        store_notice(letter.rail, letter.headers, letter.body, timezone.now())

    def close(self) -> None:
        self._server.shutdown()
