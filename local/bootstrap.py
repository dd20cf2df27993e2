"""Makes `.venv` from a hashed lock, then becomes a command inside it. Needs nothing but a bare Python.

    python3 -m local.bootstrap runtime local.run
    python3 -m local.bootstrap dev pytest -n 2

pip (inside the new environment) installs uv, and uv the lock, in seconds; where uv cannot reach the packages, pip
installs the same lock. Nothing is installed again until the lock or the interpreter changes.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "fairbrief-installed.json"
UV_LOCK = ROOT / "requirements-uv.lock"
LOCKS = {"runtime": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
OLDEST = (3, 11)


class CannotInstall(RuntimeError):
    """The environment could not be made; the message says what to do."""


def say(text: str) -> None:
    """One line of progress."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def digest(kind: str) -> str:
    """Changes with the lock and with the interpreter."""
    hasher = hashlib.sha256(sys.version.encode())
    hasher.update(LOCKS[kind].read_bytes())
    return hasher.hexdigest()


def installed() -> "dict[str, str]":
    """What the environment was last made from, or nothing if it is broken or was never finished."""
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text())
        subprocess.run([str(PYTHON), "-c", ""], check=True, capture_output=True)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return {}
    return stamp


def is_installed(kind: str) -> bool:
    """Whether nothing needs to be done. The development lock holds the runtime's as well, at the same versions."""
    stamp = installed()
    return any(stamp.get(one) == digest(one) for one in {kind, "dev"})


def install(kind: str) -> None:
    """Make or complete the environment."""
    started = time.monotonic()
    if not _works():
        _make_environment()
    with_uv = _install_with_uv(LOCKS[kind])
    if not with_uv:
        _run([str(PYTHON), "-m", "pip", "install", *_pip_options(), "-r", str(LOCKS[kind])])
    STAMP.write_text(json.dumps(installed() | {kind: digest(kind)}))
    say(f" ✓ Installed by {'uv' if with_uv else 'pip'} in {time.monotonic() - started:.1f} s")


def _works() -> bool:
    return PYTHON.exists() and _succeeds([str(PYTHON), "-m", "pip", "--version"])


def _succeeds(command: "list[str]") -> bool:
    return subprocess.run(command, capture_output=True).returncode == 0


def _make_environment() -> None:
    """A fresh environment. Debian splits pip off into a package of its own; then the machine's own pip helps out."""
    if VENV.exists():
        shutil.rmtree(VENV)
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True)
    if made.returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    _run([sys.executable, "-m", "venv", "--without-pip", str(VENV)])
    if not _succeeds([sys.executable, "-m", "pip", "--version"]):
        raise CannotInstall(
            "This Python comes without pip. On Debian or Ubuntu: apt-get install python3-venv, then try again."
        )
    _run([sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "--quiet", "pip"])


def _install_with_uv(lock: Path) -> bool:
    uv = VENV / "bin" / "uv"
    try:
        if not uv.exists():
            _run([str(PYTHON), "-m", "pip", "install", *_pip_options(), "-r", str(UV_LOCK)])
        command = [str(uv), "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes", "-r", str(lock)]
        # The machine's own certificates, as pip and the browser use them: uv by itself knows only the well-known ones.
        _run(command, os.environ | {"UV_SYSTEM_CERTS": "1"})
    except CannotInstall as error:
        say(f"   {str(error).strip().splitlines()[-1]}")
        say("   uv did not manage; pip installs the same lock, which takes a little longer …")
        return False
    return True


def _pip_options() -> "list[str]":
    return ["--quiet", "--disable-pip-version-check", "--no-warn-script-location", "--require-hashes", "--no-deps"]


def _run(command: "list[str]", environment: "dict[str, str] | None" = None) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise CannotInstall(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def main(arguments: "list[str]") -> int:
    """Install what is missing, then become `python -m MODULE …` of the environment."""
    kind, module, *rest = arguments
    if sys.version_info < OLDEST:
        say(f"Fairbrief needs Python {'.'.join(map(str, OLDEST))} or newer; this is {sys.version.split()[0]}.")
        return 1
    if not is_installed(kind):
        say(f" … Installing from {LOCKS[kind].name} into .venv")
        try:
            install(kind)
        except CannotInstall as error:
            say(str(error))
            return 1
    os.chdir(ROOT)
    os.execv(str(PYTHON), [str(PYTHON), "-m", module, *rest])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
