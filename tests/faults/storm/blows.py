"""What strikes in a storm, how often, and how many workers have died of it."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import psycopg
import redis

from local import databases
from tests.faults.storm.processes import Program
from tests.faults.storm.scene import Scene


class Storm:
    """Strikes one blow after the other, drawn from a seed. `kills` counts the worker processes killed by SIGKILL."""

    def __init__(self, scene: Scene, seed: int) -> None:
        self.scene, self.ground, self.workers = scene, scene.ground, scene.workers
        self.dice = random.Random(seed)
        self.struck: Counter[str] = Counter()
        self.kills = 0
        self.blows: dict[str, tuple[int, Callable[[], bool | None]]] = {
            "pool process killed": (120, self.kill_pool_process),
            "worker killed": (6, self.kill_worker),
            "worker frozen, then killed": (4, self.freeze_and_kill),
            "broker flushed": (4, self.flush_broker),
            "broker killed": (2, self.ground.crash_valkey),
            "broker frozen": (3, lambda: self.ground.freeze_valkey(self.dice.uniform(1, 8))),
            "database sessions ended": (6, self.end_sessions),
            "database crashed": (2, self.ground.crash_postgres),
            "bank killed": (12, self.kill_bank),
            "stripe stumbles": (20, lambda: self.scene.stripe.stumble(self.dice)),
        }

    def strike(self) -> None:
        """One blow. One that meets nobody, because no worker is up yet, does not count."""
        names = list(self.blows)
        name = self.dice.choices(names, [weight for weight, _ in self.blows.values()])[0]
        self.struck[name] += self.blows[name][1]() is not False

    def _at_work(self) -> list[Program]:
        """Workers that are up: their pool processes have been forked."""
        return [worker for worker in self.workers if worker.children()]

    def kill_pool_process(self) -> bool:
        children = [pid for worker in self._at_work() for pid in worker.children()]
        if not children:
            return False
        with suppress(ProcessLookupError):
            os.kill(self.dice.choice(children), signal.SIGKILL)
            self.kills += 1
        return True

    def kill_worker(self) -> bool:
        for worker in self._at_work()[:1]:
            self.kills += len(worker.children()) + 1
            worker.kill()
            worker.start()
            return True
        return False

    def freeze_and_kill(self) -> bool:
        """A process that has popped a message or made a call, and is never heard of again."""
        at_work = self._at_work()
        if not at_work:
            return False
        worker = self.dice.choice(at_work)
        members = worker.leader.members()
        for pid in members:
            os.kill(pid, signal.SIGSTOP)
        time.sleep(self.dice.random())
        self.kills += len(members)
        worker.kill()
        worker.start()
        return True

    def flush_broker(self) -> None:
        try:
            redis.Redis.from_url(self.ground.engines.valkey.url()).flushall()
        except redis.RedisError:
            return

    def end_sessions(self) -> None:
        """Every session of the product is ended in the middle of whatever it does."""
        with psycopg.connect(self.ground.engines.postgres.url("postgres"), autocommit=True) as link:
            link.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [databases.DATABASE]
            )

    def kill_bank(self) -> None:
        bank = self.dice.choice(self.scene.banks)
        bank.kill()
        bank.start()
