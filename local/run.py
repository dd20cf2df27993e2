"""`make run`: the whole site on this machine, until Ctrl-C.

It decides the order: engines, database, translations and static files, demo, processes. Each step is left out when its
inputs have not changed since it was last done.
"""

import fcntl
import os
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from local import databases, fingerprints, services
from local.console import indent, say, step, warn
from local.engines import when_told_to_stop
from local.fingerprints import Stamps
from local.postgres import EngineDidNotStart, tail
from local.processes import wait_until
from local.records import Records
from local.supervisor import Supervisor
from local.surroundings import ROOT, WEB_PORT, Surroundings, mark_of
from local.translations import compile_catalogues

READY_SECONDS = 60
NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
SEEDED = "seeded"
LOGINS = "demo-logins.txt"


class CannotRun(RuntimeError):
    """A step failed; the message says which and why."""


class ToldToStop(Exception):
    """Ctrl-C or SIGTERM came while starting."""


def data_folder() -> Path:
    """FAIRBRIEF_DATA, or `.data` in the checkout."""
    return Path(os.environ.get("FAIRBRIEF_DATA") or ROOT / ".data").resolve()


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the product at work."""

    words: str
    process: subprocess.Popen[bytes]
    log: Path


class Run:
    """One `make run`, from the first line to the last."""

    def __init__(self, around: Surroundings, stopping: threading.Event) -> None:
        self.around = around
        self.stopping = stopping
        self.records = Records(around.run / "processes.json")
        self.stamps = Stamps(around.run / "stamps.json")
        self.supervisor = Supervisor(self.records, around.mark, stopping)
        self.commands: list[Command] = []
        self.collecting: tuple[str, Command] | None = None

    def start(self) -> None:
        """Everything up to the moment when a person can use the site."""
        for action in (
            self._begin_files,
            self._start_engines,
            self._prepare_database,
            self._finish_files,
            self._start_rail_and_web,
            self._seed,
            self._start_worker,
            self._await_web,
            self._start_the_rest,
        ):
            if self.stopping.is_set():
                raise ToldToStop
            action()

    def _start_engines(self) -> None:
        found = services.engine_services(self.around)
        if not found:
            return
        with step("Starting PostgreSQL and Valkey") as now:
            engines = self.around.engines()
            if self.around.embeds("DATABASE_URL"):
                engines.postgres.create()
            with ThreadPoolExecutor(len(found)) as pool:
                list(pool.map(self.supervisor.start, found))
            ports = {"PostgreSQL": self.around.ports.postgres, "Valkey": self.around.ports.valkey}
            now.done = " and ".join(f"{one.name} on port {ports[one.name]}" for one in found)
        if self.around.embeds("DATABASE_URL"):
            keys = self.around.keys
            databases.ensure_roles(engines.postgres, keys.owner_password, keys.runtime_password)
            databases.ensure_database(engines.postgres)

    def _prepare_database(self) -> None:
        """Migrate and grant. A database of the caller's own is always looked at: others may have changed it."""
        digest = fingerprints.of_database()
        if self.around.embeds("DATABASE_URL") and self.stamps.is_current("database", digest):
            return
        with step("Migrating the database") as now:
            self._run(["-m", "local.prepare"], self.around.owner_environment(), "migrate")
            now.done = "Database migrated"
        self.stamps.set("database", digest)

    def _begin_files(self) -> None:
        """Translations at once; static files by a process beside the engines' start and the migration."""
        with step("Compiling translations") as now:
            count = compile_catalogues()
            now.done, now.skipped = f"{count} translations compiled", not count
        digest = fingerprints.of_static_files()
        if not self.stamps.is_current("static", digest) or not (self.around.data / "static").exists():
            words = ["-m", "django", "collectstatic", "--noinput", "--clear", "--verbosity=0"]
            self.collecting = digest, self._spawn(words, self.around.environment("static"), "collectstatic")

    def _finish_files(self) -> None:
        if self.collecting:
            digest, command = self.collecting
            with step("Collecting static files") as now:
                self._await(command)
                now.done = "Static files collected"
            self.stamps.set("static", digest)

    def _start_rail_and_web(self) -> None:
        if self.around.embeds("SANDBOX_RAIL_URL"):
            self.supervisor.start(services.rail_service(self.around))
        self.supervisor.start(services.web_service(self.around))

    def _seed(self) -> None:
        """Before the workers start: the seed lets months pass, and they would act upon each in between."""
        if not self.around.with_demo or (self.around.embeds("DATABASE_URL") and self.stamps.is_current("demo", SEEDED)):
            return
        with step("Seeding the demo: people, briefs, artwork") as now:
            self._run(["-m", "django", "seed_demo"], self.around.environment("seed"), "seed")
            now.done = "Demo seeded"
        self.stamps.set("demo", SEEDED)

    def _start_worker(self) -> None:
        self.supervisor.start(services.worker_service(self.around))

    def _await_web(self) -> None:
        with step("Waiting for the first page") as now:
            wait_until(self._is_settled, READY_SECONDS)
            if self.stopping.is_set():
                raise ToldToStop
            if not self._answers():
                raise CannotRun(f"The site does not answer:\n{tail(self.around.logs / 'web.log')}")
            now.done = f"The site answers at {self.around.site}"

    def _is_settled(self) -> bool:
        return self._answers() or self.supervisor.has_failed("web") or self.stopping.is_set()

    def _answers(self) -> bool:
        try:
            with NO_PROXY.open(f"{self.around.site}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _start_the_rest(self) -> None:
        """What nobody waits for comes after the first page, so that they don't share the processor with it."""
        self.supervisor.start(services.beat_service(self.around))
        if self.around.with_demo:
            self.supervisor.start(services.live_service(self.around))

    def _run(self, words: list[str], environment: dict[str, str], name: str) -> None:
        """A command of the product, to its end."""
        self._await(self._spawn(words, environment, name))

    def _spawn(self, words: list[str], environment: dict[str, str], name: str) -> Command:
        log = self.around.logs / f"{name}.log"
        command = Command(" ".join(words[1:]), services.spawn([sys.executable, *words], environment, log), log)
        self.commands.append(command)
        return command

    def _await(self, command: Command) -> None:
        """Wait for a command's end; being told to stop ends it early."""
        while command.process.poll() is None:
            if self.stopping.wait(0.05):
                raise ToldToStop
        if command.process.returncode:
            raise CannotRun(f"`{command.words}` failed:\n{tail(command.log, lines=25)}")

    def stop(self) -> None:
        """Stop everything; a command that is still at work first."""
        for command in self.commands:
            if command.process.poll() is None:
                command.process.terminate()
                command.process.wait()
        self.supervisor.stop()

    def announce(self) -> None:
        """Where the site is, and as whom to sign in."""
        logins = self.around.data / LOGINS
        say()
        say(f"   Fairbrief is at {self.around.site}")
        if logins.exists():
            say()
            say(indent(logins.read_text()))
        say()
        say("   Ctrl-C stops everything. Logs are in .data/logs; `make reset` starts from nothing.")
        say()


def rotate(logs: Path) -> None:
    """Keep the last run's logs beside this one's."""
    logs.mkdir(parents=True, exist_ok=True)
    for log in logs.glob("*.log"):
        log.replace(log.with_suffix(".log.1"))


def run(around: Surroundings) -> int:
    """Start, watch, stop; the exit code."""
    stopping = when_told_to_stop()
    current = Run(around, stopping)
    rotate(around.logs)
    if around.ports.web != int(around.given.get("PORT", WEB_PORT)):
        warn(f"Port {around.given.get('PORT', WEB_PORT)} is busy; using {around.ports.web}")
    code = 0
    try:
        current.start()
        current.announce()
        current.supervisor.watch()
    except ToldToStop:
        pass
    except (CannotRun, EngineDidNotStart, subprocess.SubprocessError) as error:
        say(f"\n ✗ {error}")
        code = 1
    with step("Stopping") as now:
        current.stop()
        now.done = "Stopped"
    return code


def main() -> int:
    """Take the data folder's lock and run."""
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    data = data_folder()
    (data / "run").mkdir(parents=True, exist_ok=True)
    with (data / "run" / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            say(f"Fairbrief is already running from here: {lock.read().strip()}")
            return 1
        # First, because what a killed run left still holds its ports.
        if cleared := Records(data / "run" / "processes.json").clear_leftovers(mark_of(data)):
            warn(f"An earlier run was killed; {cleared} processes that it left have been ended")
        around = Surroundings.look_around(data)
        lock.truncate(0)
        lock.write(f"{around.site} (process {os.getpid()})\n")
        lock.flush()
        return run(around)


if __name__ == "__main__":
    sys.exit(main())
