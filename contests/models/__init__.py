"""What a contest is made of. Models hold shape and database guards; what may happen is decided in
`contests.lifecycle`.
"""

from contests.models.admission import Guest, InvitationLink, NdaAcceptance
from contests.models.award import Award, Handover
from contests.models.brief import Brief, Category
from contests.models.checklist import HandoverItem, HandoverMark, HandoverMarkFile, MarkKind
from contests.models.comment import Comment, CommentRelease
from contests.models.community import (
    CommunityBallot,
    CommunityChoice,
    CommunityDeadline,
    CommunityMark,
    CommunityResult,
    CommunityRuling,
    CommunityStep,
    CommunityVote,
)
from contests.models.contest import Contest, Prize, Visibility
from contests.models.curation import Collection, CollectionItem, EntryNote, GalleryVisit, ShortlistPick
from contests.models.deadline import Deadline
from contests.models.declaration import DeclaredItem, VersionDeclaration
from contests.models.elimination import Elimination, EliminationReason
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
from contests.models.follow_up import FollowUp, FollowUpConsent
from contests.models.following import CalendarFeed, Following, SavedSearch
from contests.models.jury import (
    ConflictKind,
    Criterion,
    Juror,
    Jury,
    JuryBallot,
    JuryConflict,
    JuryDeadline,
    JuryStep,
    Score,
)
from contests.models.kit import BrandKit
from contests.models.message import Conversation, ConversationRead, Message
from contests.models.nudge import Nudge, NudgeKind
from contests.models.poll import Ballot, BallotMark, Poll, PollKind, PollOption
from contests.models.portfolio import EntryPortfolio
from contests.models.question import Question
from contests.models.review import Review, ReviewReveal
from contests.models.rights import RightsAcceptance, RightsDeed, RightsSide, RightsTransfer
from contests.models.showcase import ShowingWord, ShownWork
from contests.models.standing import BrandStanding
from contests.models.team import SplitOffer, SplitPart
from contests.models.upload import SourcePart, SourceUpload, UploadState

__all__ = [
    "Award",
    "Ballot",
    "BallotMark",
    "BrandKit",
    "BrandStanding",
    "Brief",
    "CalendarFeed",
    "Category",
    "Collection",
    "CollectionItem",
    "Comment",
    "CommentRelease",
    "CommunityBallot",
    "CommunityChoice",
    "CommunityDeadline",
    "CommunityMark",
    "CommunityResult",
    "CommunityRuling",
    "CommunityStep",
    "CommunityVote",
    "ConflictKind",
    "Contest",
    "ContestEvent",
    "Conversation",
    "ConversationRead",
    "Criterion",
    "Deadline",
    "DeclaredItem",
    "Derivative",
    "Elimination",
    "EliminationReason",
    "Entry",
    "EntryNote",
    "EntryPortfolio",
    "EntryShare",
    "EntryState",
    "EntryVersion",
    "FileKind",
    "FileState",
    "FollowUp",
    "FollowUpConsent",
    "Following",
    "GalleryVisit",
    "Guest",
    "Handover",
    "HandoverItem",
    "HandoverMark",
    "HandoverMarkFile",
    "InvitationLink",
    "Juror",
    "Jury",
    "JuryBallot",
    "JuryConflict",
    "JuryDeadline",
    "JuryStep",
    "MarkKind",
    "Message",
    "NdaAcceptance",
    "Nudge",
    "NudgeKind",
    "Poll",
    "PollKind",
    "PollOption",
    "Prize",
    "Question",
    "Review",
    "ReviewReveal",
    "RevisionRequest",
    "RightsAcceptance",
    "RightsDeed",
    "RightsSide",
    "RightsTransfer",
    "SavedSearch",
    "Score",
    "ShortlistPick",
    "ShortlistPlace",
    "ShowingWord",
    "ShownWork",
    "SourcePart",
    "SourceUpload",
    "SplitOffer",
    "SplitPart",
    "StoredFile",
    "UploadState",
    "VersionDeclaration",
    "Visibility",
]
