"""The processes of the product in a storm: workers and beat, the bank, and the post that carries the bank's notices."""

import http.server
import random
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import httpx
from django.db import connection
from django.utils import timezone

from local.processes import Leader, wait_until
from local.services import spawn
from payouts.services.notices import store_notice
from tests.faults.storm.engines import PATIENCE, ROOT, Ground

CONCURRENCY = 2


class Program:
    """A process that leads its own session, and is started again whenever it has gone."""

    def __init__(self, ground: Ground, name: str, *words: str) -> None:
        self.command = [sys.executable, "-m", *words]
        self.environment, self.log = ground.environment, ground.home / f"{name}.log"
        self.start()

    def start(self) -> None:
        self.process = spawn(self.command, self.environment, self.log)
        self.leader = Leader.of(self.process.pid)

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def children(self) -> list[int]:
        """The processes that it has forked."""
        return [pid for pid in self.leader.members() if pid != self.process.pid]

    def kill(self) -> None:
        """SIGKILL for all of its processes at once."""
        self.leader.kill_members()
        self.process.wait()
        wait_until(lambda: not self.leader.members(), PATIENCE)


def start_worker(ground: Ground, number: int) -> Program:
    """A worker as in production, with its sweep."""
    words = ("celery", "-A", "config", "worker", f"--concurrency={CONCURRENCY}", "--without-gossip", "--without-mingle")
    return Program(ground, f"worker-{number}", *words, f"--hostname=worker-{number}@storm", "--loglevel=WARNING")


def start_beat(ground: Ground) -> Program:
    """Beat, which merely pokes."""
    return Program(ground, "beat", "celery", "-A", "config", "beat", f"--schedule={ground.home}/beat", "--pidfile=")


class Bank:
    """The sandbox bank with its durable book."""

    def __init__(self, ground: Ground, notify_url: str) -> None:
        self.secret = ground.keys.rail_secret
        self.book = ground.home / "bank.sqlite"
        self._environment, self._notify_url, self._port = ground.environment, notify_url, 0
        self.start()

    def start(self) -> None:
        """Start, or start again at the same address with the same book."""
        words = ["--port", str(self._port), "--book", str(self.book), "--secret", self.secret]
        words += ["--notify-url", self._notify_url, "--latency-ms", "2", "--settle-ms", "200", "--return-ms", "500"]
        command = [sys.executable, "-m", "payouts.rails.sandbox.service", *words]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self._environment, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        assert self.process.stdout is not None
        ready = self.process.stdout.readline().split()
        if ready[:1] != ["ready"]:
            raise RuntimeError("the bank did not start")
        self._port = int(ready[1].rpartition(":")[2])

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self._port

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def arm(self, **fault: object) -> None:
        """Lay faults in wait."""
        url = f"http://127.0.0.1:{self._port}/faults"
        httpx.post(url, json=fault, headers={"Authorization": f"Bearer {self.secret}"}).raise_for_status()


class Postman:
    """Carries the bank's notices to the product, loses some, and answers 500 while the database is away."""

    def __init__(self, *, loss: float, seed: int) -> None:
        dice = random.Random(seed)
        self.lost = self.delivered = 0
        outer = self

        class Door(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = outer._take(dict(self.headers), body, dice.random() < loss)
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

    def _take(self, headers: dict[str, str], body: bytes, is_lost: bool) -> int:
        if is_lost:
            self.lost += 1
            return 204  # The worst kind of loss: the bank believes that it was heard.
        try:
            store_notice("sandbox", {name.lower(): value for name, value in headers.items()}, body, timezone.now())
        except Exception:
            return 500
        finally:
            connection.close()
        self.delivered += 1
        return 204

    def close(self) -> None:
        self._server.shutdown()


def tail(log: Path, characters: int = 2000) -> str:
    """The end of a log, for the report of a failure."""
    return log.read_text(errors="replace")[-characters:] if log.exists() else ""
