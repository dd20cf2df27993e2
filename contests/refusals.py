"""How services and selectors say no, in words a person can act upon; pages and the API turn these into answers.

Nothing here decides. `code` is a stable word for programs, `message` is in the reader's language.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field of what was sent."""

    field: str
    message: str


class Refusal(Exception):
    """Something was asked that cannot be done; nothing was changed."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(f"{code}: {message}")


class NotPermitted(Refusal):
    """This person may not do this, at any time. (An HTTP 403.)"""


class NotVisible(Refusal):
    """For this reader the thing does not exist. (An HTTP 404: whether it exists is not told.)"""

    def __init__(self) -> None:
        super().__init__("not_found", gettext("There is nothing here, or it is not shown to you."))


class WrongMoment(Refusal):
    """It cannot be done now: the state or the time does not allow it. (An HTTP 409.)"""


class BadCursor(Refusal):
    """A page was asked for with a mark that we did not give out. (An HTTP 400.)"""

    def __init__(self) -> None:
        super().__init__("bad_cursor", gettext("This page mark is not valid. Start again from the first page."))


class Invalid(Refusal):
    """What was sent has problems, each with its field. (An HTTP 400.)"""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("invalid", " ".join(problem.message for problem in self.problems))


class InvalidBrief(Invalid):
    """A brief that cannot be kept as it is."""


class InvalidEntry(Invalid):
    """An entry, a version or a team that cannot be accepted as it is."""


class InvalidQuestion(Invalid):
    """A question or an answer that cannot be published as it is."""
