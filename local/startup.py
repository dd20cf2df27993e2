"""What `make run` does before a person can use the site, in order: engines, database, files, demo, processes.

A step is left out when its inputs have not changed since it was last done.
"""

import threading
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from local import databases, fingerprints, services
from local.commands import CannotRun, Command, Commands, ToldToStop
from local.console import step
from local.fingerprints import Stamps
from local.postgres import tail
from local.processes import wait_until
from local.records import Records
from local.supervisor import Supervisor
from local.surroundings import Surroundings
from local.translations import compile_catalogues

READY_SECONDS = 60
NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
SEEDED = "seeded"


class Startup:
    """The steps from nothing to a site that answers; `stop` undoes them at any point."""

    def __init__(self, around: Surroundings, stopping: threading.Event) -> None:
        self.around = around
        self.stopping = stopping
        self.records = Records(around.run / "processes.json")
        self.stamps = Stamps(around.run / "stamps.json")
        self.supervisor = Supervisor(self.records, around.mark, stopping)
        self.commands = Commands(around.logs, stopping)
        self.migrating: tuple[str, Command] | None = None
        self.collecting: tuple[str, Command] | None = None
        self.seeding: Command | None = None

    def start(self) -> None:
        """Everything up to the moment when a person can use the site."""
        self.around.keep_settings()
        for action in (
            self._begin_files,
            self._start_engines,
            self._begin_database,
            self._finish_files,
            self._start_rail_and_web,
            self._finish_database,
            self._begin_demo,
            self._await_web,
            self._finish_demo,
            self._start_workers,
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

    def _begin_database(self) -> None:
        """Migrate and grant. A database of the caller's own is always looked at: others may have changed it.

        A new one is made while the web server loads the program: nobody can have its pages open. One that was in use is
        finished first.
        """
        digest, is_ours = fingerprints.of_database(), self.around.embeds("DATABASE_URL")
        if is_ours and self.stamps.is_current("database", digest):
            return
        words = ["-m", "local.prepare"]
        self.migrating = digest, self.commands.start(words, self.around.owner_environment(), "migrate")
        if not is_ours or self.stamps.is_known("database"):
            self._finish_database()

    def _finish_database(self) -> None:
        if self.migrating:
            digest, command = self.migrating
            with step("Migrating the database") as now:
                self.commands.finish(command)
                now.done = "Database migrated"
            self.stamps.set("database", digest)
            self.migrating = None

    def _begin_files(self) -> None:
        """Translations at once; static files by a process beside the engines' start and the migration."""
        with step("Compiling translations") as now:
            count = compile_catalogues()
            now.done, now.skipped = f"{count} translations compiled", not count
        digest = fingerprints.of_static_files()
        if not self.stamps.is_current("static", digest) or not (self.around.data / "static").exists():
            words = ["-m", "django", "collectstatic", "--noinput", "--clear", "--verbosity=0", "--skip-checks"]
            self.collecting = digest, self.commands.start(words, self.around.environment("static"), "collectstatic")

    def _finish_files(self) -> None:
        if self.collecting:
            digest, command = self.collecting
            with step("Collecting static files") as now:
                self.commands.finish(command)
                now.done = "Static files collected"
            self.stamps.set("static", digest)

    def _start_rail_and_web(self) -> None:
        if self.around.embeds("SANDBOX_RAIL_URL"):
            self.supervisor.start(services.rail_service(self.around))
        self.supervisor.start(services.web_service(self.around))

    def _begin_demo(self) -> None:
        if not self.around.with_demo:
            return
        if not self.around.embeds("DATABASE_URL") or not self.stamps.is_current("demo", SEEDED):
            words = ["-m", "django", "seed_demo", "--skip-checks"]
            self.seeding = self.commands.start(words, self.around.environment("seed"), "seed")

    def _finish_demo(self) -> None:
        """Before the workers start: the seed lets months pass, and they would act upon each in between."""
        if self.seeding:
            with step("Telling the demo's stories") as now:
                self.commands.finish(self.seeding, echo=True)
                now.done = "Demo seeded"
            self.stamps.set("demo", SEEDED)

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

    def _start_workers(self) -> None:
        """What nobody waits for comes after the first page, so that it doesn't share the processor with it."""
        for worker in services.worker_services(self.around):
            self.supervisor.start(worker)
        self.supervisor.start(services.beat_service(self.around))
        if self.around.with_demo:
            self.supervisor.start(services.live_service(self.around))

    def stop(self) -> None:
        """Stop everything: what still prepares first, then the processes, the engines last."""
        self.commands.stop()
        self.supervisor.stop()
