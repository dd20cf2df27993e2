"""What a contest's services refuse, each by the name of the broken rule, with words for the person who asked."""


class ContestRefusal(Exception):
    """Base of all: `code` is stable for programs, `message` tells a person what to do, `field` where it belongs."""

    code = "refused"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class UnknownContest(ContestRefusal):
    """There is no such contest, or the asker may not know of it."""

    code = "unknown-contest"


class UnknownEntry(ContestRefusal):
    """There is no such entry in this contest."""

    code = "unknown-entry"


class ShortlistRefused(ContestRefusal):
    """Too few, too many, twice the same, or an entry that is no longer admissible."""

    code = "shortlist-refused"


class AwardRefused(ContestRefusal):
    """Ranks that are not the shortlist's, or not from one upwards."""

    code = "award-refused"


class HandoverRefused(ContestRefusal):
    """Nothing to deliver, or delivered by somebody else."""

    code = "handover-refused"


class CancelRefused(ContestRefusal):
    """A contest is cancelled with a reason that its entrants are told."""

    code = "cancel-refused"
