"""Remembers verdicts between runs.

A killed mutant stays killed as long as its text and the tests of the file that killed it are the same. A change
elsewhere in the package does not have it tried again: `make mutate ARGS=--anew` does. A survivor is tried again after
any change.
"""

import json
from collections.abc import Iterable

from local.mutation.mutants import Mutant
from local.mutation.target import Target
from local.mutation.trying import Trial


class Memory:
    """Verdicts by the key of their mutants, each with a digest of what it rests upon."""

    def __init__(self, target: Target, anew: bool = False) -> None:
        self.target = target
        self.file = target.memory / "verdicts.json"
        known = self.file.exists() and not anew
        self.verdicts: dict[str, list[str]] = json.loads(self.file.read_text()) if known else {}
        self._digests: dict[str, str] = {}

    def recall(self, mutant: Mutant) -> Trial | None:
        """The verdict on a mutant, unless what it rests upon has changed."""
        verdict, by, rests_upon = self.verdicts.get(mutant.key, ["survived", "", ""])
        trial = Trial(verdict, by)  # type: ignore[arg-type]
        return trial if rests_upon == self._basis(trial) else None

    def keep(self, mutant: Mutant, trial: Trial) -> None:
        self.verdicts[mutant.key] = [trial.verdict, trial.by, self._basis(trial)]

    def save(self, mutants: Iterable[Mutant]) -> None:
        """Write down what is known of these mutants; whatever else was known is out of date."""
        kept = {mutant.key: self.verdicts[mutant.key] for mutant in mutants if mutant.key in self.verdicts}
        self.target.memory.mkdir(exist_ok=True)
        draft = self.file.with_suffix(".new")
        draft.write_text(json.dumps(kept))
        draft.replace(self.file)

    def _basis(self, trial: Trial) -> str:
        if trial.verdict == "survived":
            return self.target.digest
        file = trial.by.partition("::")[0]
        if file not in self._digests:
            self._digests[file] = self.target.digest_of_test(file) if file else ""
        return self._digests[file]
