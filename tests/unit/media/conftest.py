"""What the media tests share: a folder for derivatives and a proof that it holds nothing else afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def out_dir(tmp_path: Path) -> Iterator[Path]:
    """The folder that derivatives go to. Whatever happens, no scratch may remain in it."""
    folder = tmp_path / "derived"
    folder.mkdir()
    yield folder
    assert not [path for path in folder.iterdir() if not path.name.endswith(".webp")]
