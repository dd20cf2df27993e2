"""What is tried, and by which tests."""

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
        """Where tests are found: in their folders, and as examples in the package itself."""
        return (*self.test_folders, self.name(self.folder))

    @cached_property
    def sources(self) -> tuple[Path, ...]:
        return tuple(sorted(self.folder.rglob("*.py")))

    @cached_property
    def test_sources(self) -> tuple[Path, ...]:
        return tuple(sorted(path for folder in self.test_folders for path in (self.root / folder).rglob("*.py")))

    def name(self, path: Path) -> str:
        """A file as the reader calls it, and as pytest's ids begin."""
        return str(path.relative_to(self.root))

    def module(self, path: Path) -> str:
        """The dotted name under which a file is imported."""
        parts = path.relative_to(self.root).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def helpers_digest(self) -> str:
        """What every test file may lean upon: the files beside them that are no tests."""
        return digest(*(path.read_text() for path in self.test_sources if not path.name.startswith("test_")))

    @cached_property
    def digest(self) -> str:
        """Changes with every change of the package or of its tests."""
        everything = (*self.sources, *self.test_sources)
        return digest(str(EXAMPLES), *(text for path in everything for text in (self.name(path), path.read_text())))
