"""What a contest is made of. Models hold shape and database guards; what may happen is decided in
`contests.lifecycle`.
"""

from contests.models.award import Award, Handover
from contests.models.brief import Brief, Category
from contests.models.contest import Contest, Prize, Visibility
from contests.models.deadline import Deadline
from contests.models.entry import (
    Entry,
    EntryShare,
    EntryState,
    EntryVersion,
    RevisionRequest,
    ShortlistPlace,
)
from contests.models.event import ContestEvent
from contests.models.file import Derivative, FileKind, FileState, StoredFile
from contests.models.following import CalendarFeed, Following, SavedSearch
from contests.models.nudge import Nudge, NudgeKind
from contests.models.question import Question
from contests.models.rights import RightsAcceptance, RightsDeed, RightsSide, RightsTransfer

__all__ = [
    "Award",
    "Brief",
    "CalendarFeed",
    "Category",
    "Contest",
    "ContestEvent",
    "Deadline",
    "Derivative",
    "Entry",
    "EntryShare",
    "EntryState",
    "EntryVersion",
    "FileKind",
    "FileState",
    "Following",
    "Handover",
    "Nudge",
    "NudgeKind",
    "Prize",
    "Question",
    "RevisionRequest",
    "RightsAcceptance",
    "RightsDeed",
    "RightsSide",
    "RightsTransfer",
    "SavedSearch",
    "ShortlistPlace",
    "StoredFile",
    "Visibility",
]
