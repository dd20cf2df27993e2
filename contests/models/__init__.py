"""What a contest is made of. Models hold shape and database guards; what may happen is decided in
`contests.lifecycle`.
"""

from contests.models.award import Award, Handover
from contests.models.brief import Brief, Category
from contests.models.checklist import HandoverItem, HandoverMark, HandoverMarkFile, MarkKind
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
from contests.models.question import Question
from contests.models.review import Review, ReviewReveal
from contests.models.rights import RightsAcceptance, RightsDeed, RightsSide, RightsTransfer
from contests.models.standing import BrandStanding

__all__ = [
    "Award",
    "BrandStanding",
    "Brief",
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
    "Handover",
    "HandoverItem",
    "HandoverMark",
    "HandoverMarkFile",
    "MarkKind",
    "Prize",
    "Question",
    "Review",
    "ReviewReveal",
    "RevisionRequest",
    "RightsAcceptance",
    "RightsDeed",
    "RightsSide",
    "RightsTransfer",
    "ShortlistPlace",
    "StoredFile",
    "Visibility",
]
