"""Reads the process environment: typed look-ups with clear errors. Nothing else in the project reads it."""

import os
from pathlib import Path

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"", "0", "false", "no", "off"}


class SettingMissing(RuntimeError):
    """A required environment variable is absent; the message names it."""


def text(name: str, default: str | None = None) -> str:
    """The variable's value, or the default; without a default its absence is an error."""
    value = os.environ.get(name, default)
    if value is None:
        raise SettingMissing(f"Set the environment variable {name} (see docs/operations.md).")
    return value


def flag(name: str, default: bool = False) -> bool:
    """A yes/no variable; any other word is an error rather than a silent no."""
    word = os.environ.get(name, "1" if default else "0").strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise SettingMissing(f"{name} must be yes or no, not {word!r}.")


def number(name: str, default: int) -> int:
    """A whole number."""
    word = os.environ.get(name, str(default))
    try:
        return int(word)
    except ValueError as error:
        raise SettingMissing(f"{name} must be a whole number, not {word!r}.") from error


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, blanks dropped."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    """A folder's path; it is not created here."""
    return Path(os.environ.get(name, str(default)))
