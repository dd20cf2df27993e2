"""The page about rails tells the truth about the magic account numbers, and each of them can really be typed in."""

from pathlib import Path

import pytest
from schwifty import IBAN

from payouts.rails.sandbox.service.faults import EXAMPLE_IBANS, MAGIC_SUFFIXES

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "rails.md"


def test_every_magic_suffix_has_an_example() -> None:
    assert EXAMPLE_IBANS.keys() == MAGIC_SUFFIXES.keys()


@pytest.mark.parametrize("suffix", sorted(MAGIC_SUFFIXES))
def test_the_example_is_a_valid_account_number_with_that_ending(suffix: str) -> None:
    iban = IBAN(EXAMPLE_IBANS[suffix], validate_bban=True)
    assert iban.compact.endswith(suffix)
    row = next(line for line in DOCUMENT.read_text().splitlines() if line.startswith(f"| {suffix} |"))
    assert iban.formatted in row
    assert f"`{MAGIC_SUFFIXES[suffix].kind}`" in row
