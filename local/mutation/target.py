"""What is tried, and by which tests."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from local.mutation.digests import digest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = 6
"""How many examples a property test draws: a few find nearly every fault, and a survivor sits through them all."""


@dataclass(frozen=True)
class Target:
    """A pure package below `root`, and the folders of the tests that need nothing but it."""

    root: Path = ROOT
    package: str = "payouts.policy"
    test_folders: tuple[str, ...] = ("tests/unit/policy",)
    memory: Path = ROOT / ".mutation"

    @property
    def folder(self) -> Path:
        return self.root / self.package.replace(".", "/")

    @property
    def test_places(self) -> tuple[str, ...]:
        """Where tests are found: in their files, and as examples in the package itself."""
        return (*map(self.name, self.test_sources), self.name(self.folder))

    @cached_property
    def sources(self) -> tuple[Path, ...]:
        return tuple(sorted(self.folder.rglob("*.py")))

    @cached_property
    def test_sources(self) -> tuple[Path, ...]:
        folders = [self.root / folder for folder in self.test_folders]
        return tuple(sorted(path for folder in folders for path in folder.rglob("test_*.py")))

    def name(self, path: Path) -> str:
        """A file as the reader calls it, and as pytest's ids begin."""
        return str(path.relative_to(self.root))

    def module(self, path: Path) -> str:
        """The dotted name under which a file is imported."""
        parts = path.relative_to(self.root).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def helpers(self) -> dict[str, str]:
        """The texts beside the tests that are no tests, by the name under which a test would mention them."""
        found = [path for folder in self.test_folders for path in (self.root / folder).rglob("*") if path.is_file()]
        texts: dict[str, str] = {}
        for path in sorted(path for path in found if not path.name.startswith("test_") and path.suffix != ".pyc"):
            name = path.stem if path.suffix == ".py" else path.parent.name
            texts[name] = texts.get(name, "") + path.read_text()
        return texts

    def digest_of_test(self, name: str) -> str:
        """Changes with a file of tests, and with the helpers that it or they mention."""
        path = self.root / name
        texts = {name: path.read_text() if path.is_file() else "", "conftest": self.helpers.get("conftest", "")}
        while more := {one for one in self.helpers.keys() - texts.keys() if _is_mentioned(one, texts.values())}:
            texts |= {one: self.helpers[one] for one in more}
        return digest(str(EXAMPLES), *(text for item in sorted(texts.items()) for text in item))

    @cached_property
    def package_digest(self) -> str:
        """Changes with every change of the package."""
        return digest(*(text for path in self.sources for text in (self.name(path), path.read_text())))

    @cached_property
    def digest(self) -> str:
        """Changes with every change of the package or of its tests."""
        tests = (self.digest_of_test(self.name(path)) for path in self.test_sources)
        return digest(self.package_digest, *tests)


def _is_mentioned(name: str, texts: Iterable[str]) -> bool:
    return any(re.search(rf"\b{re.escape(name)}\b", text) for text in texts)
