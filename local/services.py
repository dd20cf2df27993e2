"""The processes of the product on a development machine: their commands, in the order in which they start."""

import signal
import subprocess
import sys
from pathlib import Path

from local.ports import LOOPBACK
from local.supervisor import ENGINES, PRODUCT, RAIL, Service
from local.surroundings import ROOT, Surroundings

CONCURRENCY = 2
SLOW_CONCURRENCY = 1
WEB_THREADS = 4
RAIL_LATENCY_MS = 20
RAIL_SETTLE_MS = 50  # The demo pays in for a dozen briefs at its first start.


def engine_services(around: Surroundings) -> list[Service]:
    """Those of PostgreSQL and Valkey that are ours to run."""
    engines = around.engines()
    found = []
    if around.embeds("DATABASE_URL"):
        found.append(
            Service(
                "PostgreSQL", engines.postgres.start, engines.postgres.log, signal.SIGINT, patience=20, stage=ENGINES
            )
        )
    if around.embeds("REDIS_URL"):
        found.append(Service("Valkey", engines.valkey.start, engines.valkey.log, stage=ENGINES))
    return found


def rail_service(around: Surroundings) -> Service:
    """The sandbox rail: a pretend bank with a book of its own."""
    book = around.data / "rail" / "book.sqlite"
    book.parent.mkdir(parents=True, exist_ok=True)
    options = {
        "port": around.ports.rail,
        "book": book,
        "secret": around.environment("rail")["SANDBOX_RAIL_SECRET"],
        "notify-url": f"{around.site}/rails/sandbox/notices",
        "latency-ms": RAIL_LATENCY_MS,
        "settle-ms": RAIL_SETTLE_MS,
    }
    # In one word each: a secret may begin with a dash.
    words = [f"--{name}={value}" for name, value in options.items()]
    return _python(around, "rail", "payouts.rails.sandbox.service", *words, stage=RAIL)


def worker_services(around: Surroundings) -> list[Service]:
    """A Celery worker for money and deadlines, and one for what takes long. On SIGTERM they finish the tasks at hand;
    what they cannot finish stays due in the database.
    """
    return [_worker(around, "worker", "prompt", CONCURRENCY), _worker(around, "slow-worker", "slow", SLOW_CONCURRENCY)]


def _worker(around: Surroundings, name: str, queue: str, concurrency: int) -> Service:
    words = ["-A", "config", "worker", f"--queues={queue}", f"--concurrency={concurrency}", f"--hostname={name}@%h"]
    return _python(around, name, "celery", *words, "--without-gossip", "--without-mingle", patience=20)


def beat_service(around: Surroundings) -> Service:
    """Celery's beat, which merely pokes."""
    schedule = around.run / "beat-schedule"
    return _python(around, "beat", "celery", "-A", "config", "beat", f"--schedule={schedule}", "--pidfile=")


def web_service(around: Surroundings) -> Service:
    """Granian serving the WSGI application."""
    words = ["--interface", "wsgi", "--host", LOOPBACK, "--port", str(around.ports.web)]
    words += ["--workers", "1", "--blocking-threads", str(WEB_THREADS), "--no-ws", "--log-level", "warning"]
    return _python(around, "web", "granian", *words, "config.wsgi:application")


def live_service(around: Surroundings) -> Service:
    """The live brief's actors, once."""
    return _python(around, "live", "django", "demo_live", once=True)


def _python(
    around: Surroundings,
    name: str,
    module: str,
    *words: str,
    patience: float = 10,
    once: bool = False,
    stage: int = PRODUCT,
) -> Service:
    log = around.logs / f"{name}.log"
    command = [sys.executable, "-m", module, *words]
    environment = around.environment(name)

    def launch() -> subprocess.Popen[bytes]:
        return spawn(command, environment, log)

    return Service(name, launch, log, patience=patience, once=once, stage=stage)


def spawn(command: list[str], environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    """A process that leads its own session, writes to its log and reads nothing."""
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
