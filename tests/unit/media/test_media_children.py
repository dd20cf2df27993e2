"""The processes that decode: children of a fork server, which overstay, die, are interrupted, and know no secret."""

import multiprocessing
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from contests.media import children
from contests.media.errors import MediaCrashed, MediaRefused
from contests.media.limits import Limits
from contests.media.processing import process_image
from tests.unit.media.builders import picture, saved, write


def refusal_of(path: Path, out_dir: Path, **options) -> MediaRefused:
    with pytest.raises(MediaRefused) as caught:
        process_image(path, out_dir, **options)
    assert not list(out_dir.iterdir())
    return caught.value


def test_a_child_that_overstays_is_killed_with_its_group(tmp_path, out_dir, monkeypatch):
    """The stand-in child starts a grandchild, which keeps the pipe's other end; both must be gone afterwards."""
    alive, notify = os.pipe()
    os.set_inheritable(notify, True)
    script = "import subprocess, sys, time; subprocess.Popen(['sleep', '600'], close_fds=False); time.sleep(600)"
    real = subprocess.Popen

    def stand_in(command, **options):
        assert options["start_new_session"]
        return real([sys.executable, "-c", script], **options | {"close_fds": False})

    monkeypatch.setattr(children.subprocess, "Popen", stand_in)
    children.end_all()
    refusal = refusal_of(write(tmp_path, "s", saved(picture(), "PNG")), out_dir, limits=Limits(wall_seconds=0.5))
    os.close(notify)
    assert isinstance(refusal, MediaCrashed)
    assert refusal.code == "timed_out"
    # The pipe ends only once every process that could write to it is dead.
    ended, _, _ = select.select([alive], [], [], 10)
    assert ended
    os.close(alive)


def test_an_interrupted_worker_leaves_no_child(tmp_path, out_dir, monkeypatch):
    class SoftTimeLimit(Exception):
        pass

    started = []

    def interrupted(server, job, seconds):
        started.append(server)
        raise SoftTimeLimit

    monkeypatch.setattr(children.ForkServer, "run", interrupted)
    with pytest.raises(SoftTimeLimit):
        process_image(write(tmp_path, "s", saved(picture(), "PNG")), out_dir)
    assert started[0].process.returncode == -signal.SIGKILL
    assert not list(out_dir.iterdir())


def process_and_tell(path: Path, out_dir: Path, answers) -> None:
    answers.put(process_image(path, out_dir).width)


def test_it_works_from_a_daemon_as_celery_forks_them(tmp_path, out_dir):
    """A daemonic process may have no children of the multiprocessing kind; ours are of another."""
    answers = multiprocessing.get_context("fork").Queue()
    path = write(tmp_path, "s", saved(picture(), "PNG"))
    worker = multiprocessing.get_context("fork").Process(
        target=process_and_tell, args=(path, out_dir, answers), daemon=True
    )
    worker.start()
    assert answers.get(timeout=30) == 400
    worker.join()
    assert worker.exitcode == 0


def test_the_parents_server_is_not_the_forked_workers(tmp_path, out_dir):
    """Its pipes would be held by both, and its answers read by either. It serves on for the one who started it."""
    path = write(tmp_path, "s", saved(picture(), "PNG"))
    process_image(path, out_dir)
    (own,) = children._idle
    worker = os.fork()
    if not worker:
        os._exit(0 if not children._idle and process_image(path, out_dir).width == 400 else 1)
    assert os.waitpid(worker, 0)[1] == 0
    assert process_image(path, out_dir).width == 400
    assert children._idle == [own]


def test_a_server_ends_with_its_worker(tmp_path, out_dir):
    path = write(tmp_path, "s", saved(picture(), "PNG"))
    inlet, outlet = os.pipe()
    worker = os.fork()
    if not worker:
        process_image(path, out_dir)
        os.write(outlet, b"%d" % children._idle[0].process.pid)
        signal.pause()
    server = os.pidfd_open(int(os.read(inlet, 20)))
    assert not select.select([server], [], [], 0)[0]
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    assert select.select([server], [], [], 10)[0]


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_a_server_that_was_lost_while_idle_is_replaced(tmp_path, out_dir, end):
    path = write(tmp_path, "s", saved(picture(), "PNG"))
    process_image(path, out_dir)
    (lost,) = children._idle
    lost.process.send_signal(end)
    lost.process.wait()
    assert process_image(path, out_dir).width == 400
    assert children._idle != [lost]


def test_a_server_outlives_the_children_it_forks(tmp_path, out_dir):
    path = write(tmp_path, "s", saved(picture(), "PNG"))
    process_image(path, out_dir)
    (server,) = children._idle
    for path_of_one in out_dir.iterdir():
        path_of_one.unlink()
    assert refusal_of(path, out_dir, limits=Limits(open_files=3)).code == "died"
    assert process_image(path, out_dir).width == 400
    assert children._idle == [server]


def test_a_server_lost_in_the_middle_is_a_crash(tmp_path, out_dir, monkeypatch):
    real = subprocess.Popen
    code = "import sys; sys.stdin.readline()"
    monkeypatch.setattr(
        children.subprocess, "Popen", lambda command, **options: real([sys.executable, "-c", code], **options)
    )
    children.end_all()
    refusal = refusal_of(write(tmp_path, "s", saved(picture(), "PNG")), out_dir)
    assert (type(refusal), refusal.code) == (MediaCrashed, "died")


def test_the_server_is_closed_to_its_children():
    code = (
        "import ctypes; from contests.media.forkserver import close_to_children; close_to_children();"
        "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=children.PROJECT_ROOT, capture_output=True, check=True, text=True
    )
    assert run.stdout.strip() == "0"


def test_the_child_sees_no_secret(tmp_path, out_dir, monkeypatch):
    seen = []
    real = subprocess.Popen

    def watch(command, **options):
        seen.append(options["env"])
        return real(command, **options)

    monkeypatch.setenv("DATABASE_URL", "postgresql://canary")
    monkeypatch.setenv("SECRET_KEY", "canary")
    monkeypatch.setattr(children.subprocess, "Popen", watch)
    children.end_all()
    process_image(write(tmp_path, "s", saved(picture(), "PNG")), out_dir)
    assert seen and not [value for value in seen[0].values() if "canary" in value]


def test_the_child_loads_no_framework():
    code = "import sys, contests.media.forkserver; print([m for m in sys.modules if 'django' in m])"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=children.PROJECT_ROOT, capture_output=True, check=True, text=True
    )
    assert run.stdout.strip() == "[]"


def test_the_cage_is_locked_from_the_inside():
    code = (
        "import resource, signal; from contests.media.limits import Limits;"
        "from contests.media.child import enter_cage; enter_cage(Limits());"
        "print([resource.getrlimit(n) for n in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_NOFILE,"
        " resource.RLIMIT_CORE, resource.RLIMIT_NPROC)], signal.getitimer(signal.ITIMER_REAL)[0] > 0)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=children.PROJECT_ROOT, capture_output=True, check=True, text=True
    )
    memory = 768 * 1024 * 1024
    assert run.stdout.strip() == f"[({memory}, {memory}), (20, 21), (32, 32), (0, 0), (0, 0)] True"
