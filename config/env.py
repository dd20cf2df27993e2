"""Reads the process environment: typed look-ups with clear errors. Nothing else in the project reads it.

Any variable may be given as a file instead, as container secrets are: NAME_FILE holds the path of NAME's value.
"""

import base64
import os
from pathlib import Path

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"", "0", "false", "no", "off"}
KEY_BYTES = 32


class SettingMissing(RuntimeError):
    """A required environment variable is absent; the message names it."""


def text(name: str, default: str | None = None) -> str:
    """The variable's value, or the default; without a default its absence is an error."""
    value = _given(name)
    if value is None:
        value = default
    if value is None:
        raise SettingMissing(f"Set the environment variable {name} (see docs/operations.md).")
    return value


def _given(name: str) -> str | None:
    """What the environment says, directly or through a file; a path that cannot be read is an error."""
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return os.environ.get(name)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingMissing(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.") from error


def flag(name: str, default: bool = False) -> bool:
    """A yes/no variable; any other word is an error rather than a silent no."""
    word = text(name, "1" if default else "0").strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise SettingMissing(f"{name} must be yes or no, not {word!r}.")


def number(name: str, default: int) -> int:
    """A whole number."""
    word = text(name, str(default))
    try:
        return int(word)
    except ValueError as error:
        raise SettingMissing(f"{name} must be a whole number, not {word!r}.") from error


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, blanks dropped."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def keys(name: str) -> list[bytes]:
    """A comma-separated list of keys of 32 random bytes, each in base64; there must be one, the newest first."""
    found = [_key(name, word.strip()) for word in text(name).split(",") if word.strip()]
    if not found:
        raise SettingMissing(f"{name} must hold a key (see docs/operations.md).")
    return found


def _key(name: str, word: str) -> bytes:
    try:
        key = base64.b64decode(word.replace("-", "+").replace("_", "/") + "=" * (-len(word) % 4), validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        # The word itself is not repeated: it may be a key with a slip in it.
        raise SettingMissing(f"{name} must hold keys of {KEY_BYTES} bytes in base64.")
    return key


def folder(name: str, default: Path) -> Path:
    """A folder's path; it is not created here."""
    return Path(text(name, str(default)))
