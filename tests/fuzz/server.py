"""The API as it is served, by granian, over a copy of the world of its own; throttles are lifted by its settings."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from local import databases, testing
from local.ports import any_free_port
from local.processes import Leader, end_session, wait_until
from local.services import spawn

NO_THROTTLE = {f"API_THROTTLE_{name}": "100000000/min" for name in ("CALLER", "ANONYMOUS", "EXPORT")}
DATABASE = "fairbrief_fuzz"
PATIENCE = 120


class Server:
    """One process, from a fresh database until it is stopped."""

    def __init__(self, log: Path) -> None:
        bed = testing.testbed()
        databases.replace_database(bed.engines().postgres.url("postgres"), DATABASE, testing.database_name())
        self.address = f"http://127.0.0.1:{(port := any_free_port())}"
        self.log = log
        words = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
        words += ["--blocking-threads", "2", "--no-ws", "--log-level", "warning", "config.wsgi:application"]
        own = {"DATABASE_URL": bed.runtime_url(DATABASE), "DJANGO_SETTINGS_MODULE": "config.settings"}
        environment = os.environ | own | NO_THROTTLE
        self.process: subprocess.Popen[bytes] = spawn([sys.executable, "-m", "granian", *words], environment, log)
        if not wait_until(self._answers, PATIENCE):
            raise RuntimeError(log.read_text())

    def _answers(self) -> bool:
        try:
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(self.address + "/api/v1/", timeout=5)
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    def stop(self) -> None:
        if self.is_alive:
            end_session(Leader.of(self.process.pid))
            self.process.wait()
