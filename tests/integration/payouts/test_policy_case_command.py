"""The command with which an accountant tries a case of their own."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

CASES = Path(settings.BASE_DIR) / "docs" / "cases"


def test_it_shows_each_line_with_its_reason() -> None:
    out = StringIO()
    call_command("policy_case", CASES / "tied-second-places.toml", stdout=out)
    said = out.getvalue()
    assert said.startswith("✓ Two second places")
    assert "168.28 € – hourly floor: 480 min × 12.02 €/h × 1.75" in said


def test_it_fails_and_says_what_differs(tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text((CASES / "comics-year-poster-2020.toml").read_text().replace("19 000.00", "18 000.00"))
    out = StringIO()
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("policy_case", path, stdout=out)
    assert "total: expected 18,000.00 €, is 19,000.00 €" in out.getvalue()


def test_what_it_cannot_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.toml"):
        call_command("policy_case", tmp_path / "none.toml")
