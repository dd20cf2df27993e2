"""What a contest's services refuse, each by the name of the broken rule, with words for the person who asked."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext


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


class ExtensionRefused(ContestRefusal):
    """No day, more days than money was set aside for, or entries have closed."""

    code = "extension-refused"


class RevisionRefused(ContestRefusal):
    """A change that nobody would be paid for, or that is not said: no pay, no request."""

    code = "revision-refused"


class HandoverRefused(ContestRefusal):
    """Nothing to deliver, or delivered by somebody else."""

    code = "handover-refused"


class RightsRefused(ContestRefusal):
    """Rights are accepted by the very text that was shown, with a signature."""

    code = "rights-refused"


class FollowUpRefused(ContestRefusal):
    """Nothing can be begun from this entry, or not for so little."""

    code = "follow-up-refused"


class ShowingRefused(ContestRefusal):
    """A work that its maker may not show, or not yet."""

    code = "showing-refused"


class CancelRefused(ContestRefusal):
    """A contest is cancelled with a reason that its entrants are told."""

    code = "cancel-refused"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field of what was sent, in the reader's language."""

    field: str
    message: str
    place: tuple[int, str] | None = None
    """In a field that holds a list: which of it, counted from 0, and which part of that one."""


class NotPermitted(ContestRefusal):
    """This person may not do this, at any time. (An HTTP 403.)"""

    code = "not-permitted"


class NotVisible(ContestRefusal):
    """For this reader the thing does not exist. (An HTTP 404: whether it exists is not told.)"""

    code = "not-found"

    def __init__(self) -> None:
        super().__init__(gettext("There is nothing here, or it is not shown to you."))


class WrongMoment(ContestRefusal):
    """It cannot be done now: the state or the time does not allow it. (An HTTP 409.)"""

    code = "wrong-moment"


class BadCursor(ContestRefusal):
    """A page was asked for with a mark that was not given out. (An HTTP 400.)"""

    code = "bad-cursor"

    def __init__(self) -> None:
        super().__init__(gettext("This page mark is not valid. Start again from the first page."), field="cursor")


class Invalid(ContestRefusal):
    """What was sent has problems, each with its field. (An HTTP 400.)"""

    code = "invalid"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.message for problem in self.problems), field=self.problems[0].field)


class InvalidBrief(Invalid):
    """A brief that cannot be kept as it is."""

    code = "invalid-brief"


class InvalidEntry(Invalid):
    """An entry, a version, a team or a delivery that cannot be accepted as it is."""

    code = "invalid-entry"


class InvalidQuestion(Invalid):
    """A question or an answer that cannot be published as it is."""

    code = "invalid-question"


class InvalidComment(Invalid):
    """A comment that cannot be kept as it is."""

    code = "invalid-comment"


class InvalidMessage(Invalid):
    """A message that cannot be sent as it is."""

    code = "invalid-message"


class InvalidMark(Invalid):
    """A mark on a handover's item without what it needs: words for what is missing, files that are the handover's."""

    code = "invalid-mark"


class InvalidReview(Invalid):
    """A review or a reply that cannot be kept as it is."""

    code = "invalid-review"


class InvalidSearch(Invalid):
    """A search that cannot be saved as it is."""

    code = "invalid-search"


class TooManyFollowed(WrongMoment):
    """One person follows so many briefs and brands at most."""

    code = "too-many-followed"


class EntriesClosed(WrongMoment):
    """Entries are taken while the contest is open, and not a moment longer."""

    code = "entries-closed"


class ContestFull(WrongMoment):
    """As many entries as the contest may take have come; more would be work that nobody has a chance to be paid for."""

    code = "contest-full"


class TooManyEntries(WrongMoment):
    """One person may only take so many of a contest's places."""

    code = "too-many-entries"


class NotEligible(NotPermitted):
    """Who works for the brand or for the platform, or has no creative profile, does not enter its contests."""

    code = "not-eligible"


class ShortlistedStays(WrongMoment):
    """An entry on the shortlist will be paid: it is neither withdrawn nor ruled out any more."""

    code = "shortlisted-stays"


class DisqualificationRefused(ContestRefusal):
    """Ruling an entry out needs a reason, and must leave the brand enough entries to shortlist."""

    code = "disqualification-refused"


class InvalidElimination(Invalid):
    """An entry is put aside for one of the known reasons; another needs words."""

    code = "invalid-elimination"


class InvalidNote(Invalid):
    """A note that cannot be kept as it is."""

    code = "invalid-note"


class InvalidCollection(Invalid):
    """A collection that cannot be kept as it is."""

    code = "invalid-collection"


class InvalidPoll(Invalid):
    """A poll that cannot be asked as it is."""

    code = "invalid-poll"


class InvalidVote(Invalid):
    """A vote that is not one of those the poll asks for."""

    code = "invalid-vote"


class PollClosed(WrongMoment):
    """Votes are taken, and links renewed, until the poll closes."""

    code = "poll-closed"


class InvalidJury(Invalid):
    """Criteria, figures or an invitation that a jury cannot work with."""

    code = "invalid-jury"


class InvalidBallot(Invalid):
    """Points off the scale, or a ballot that is sent before it is whole."""

    code = "invalid-ballot"


class JurySeatRefused(NotPermitted):
    """Who has entered the contest, or works for the platform, does not judge it; a juror does not enter it."""

    code = "jury-seat-refused"


class NdaNeeded(NotPermitted):
    """A confidential brief is read, asked about and entered by whoever has accepted its confidentiality."""

    code = "nda-needed"


class NdaRefused(ContestRefusal):
    """Confidentiality is accepted by the very text that was shown, with a signature."""

    code = "nda-refused"


class AdmissionRefused(ContestRefusal):
    """Nobody can be invited here, or not this person, or not so many."""

    code = "admission-refused"


class LinkClosed(WrongMoment):
    """A link to invite oneself has ended, was used up or was closed."""

    code = "link-closed"


class InvalidKit(Invalid):
    """A brand's kit that cannot be kept as it is."""

    code = "invalid-kit"


class AttachmentRefused(ContestRefusal):
    """No room for more files, or none such."""

    code = "attachment-refused"


class InvalidSplit(Invalid):
    """A split that cannot be offered as it is."""

    code = "invalid-split"


class SplitClosed(WrongMoment):
    """An offered split that was withdrawn or used, or whose contest takes no more entries."""

    code = "split-closed"


class InvalidUpload(Invalid):
    """An upload that cannot begin, or bytes that no file of ours begins with."""

    code = "invalid-upload"


class UploadTooLarge(ContestRefusal):
    """One source weighs so much at most, and so does all that one person has under way. (An HTTP 413.)"""

    code = "upload-too-large"


class TooManyUploads(WrongMoment):
    """One person has so many uploads under way at most."""

    code = "too-many-uploads"


class UploadGone(ContestRefusal):
    """It was taken back, refused or has expired; its bytes are gone. (An HTTP 410.)"""

    code = "upload-gone"


class OffsetConflict(WrongMoment):
    """Bytes are taken where those that are there end, from whoever began to send last."""

    code = "offset-conflict"


class ChecksumMismatch(ContestRefusal):
    """What came is not what was sent; nothing of it is kept. (The protocol's 460.)"""

    code = "checksum-mismatch"
