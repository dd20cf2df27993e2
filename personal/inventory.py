"""Every place where the platform holds something about a person: whether they get a copy, and what comes of it later.

One row for each foreign key to a person, over all apps, ours and others'. A test walks the models: a new key without a
row here fails it. So whoever adds a table says what it means for somebody who asks, and for somebody who goes.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Fate(StrEnum):
    """What becomes of it when its person leaves."""

    REMOVED = "removed"
    """The rows go."""

    CHANGED = "changed"
    """The rows stay, and what tells of the person goes out of them (`personal.services.forgetting`)."""

    KEPT = "kept"
    """The rows stay as they are; they lead to a former member without name or address."""


BOOKS: Final = "the books and what proves them are kept for ten years (Code de commerce, art. L123-22)"
TAXES: Final = "what platforms report on sellers is kept for the tax office (CGI, art. 1649 ter A and following)"
DEED: Final = "it proves who passed which rights to whom, for as long as these last"
SHARED: Final = "it is part of what others did or were promised, and names nobody any more"
TRAIL: Final = "who did what about money is never unwritten; it names nobody any more"
STAFF: Final = "an act of the platform's staff, not a record about them; their acts are in the audit trail"
RULED: Final = "what was decided about a report must stay open to appeal and review (DSA, art. 16 to 20)"
OTHERS: Final = "it is about other people, whose right it is"
UNSEEN: Final = "it is read on its page once both sides are shown; before that nobody may read the other's"
PLUMBING: Final = "it holds no word of or about the person that does not stand elsewhere in the copy"


@dataclass(frozen=True, slots=True)
class Held:
    """One key. `section` names its file in the copy, else `not_given` says why there is none."""

    key: str
    fate: Fate
    section: str = ""
    not_given: str = ""
    because: str = ""
    leave_out: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The model, as in accounts.Notice."""
        return self.key.rpartition(".")[0]

    @property
    def field(self) -> str:
        """The key's field."""
        return self.key.rpartition(".")[2]


def _removed(key: str, section: str = "", *, not_given: str = "", leave_out: tuple[str, ...] = ()) -> Held:
    return Held(key, Fate.REMOVED, section, not_given, leave_out=leave_out)


def _changed(key: str, section: str, *, leave_out: tuple[str, ...] = ()) -> Held:
    return Held(key, Fate.CHANGED, section, leave_out=leave_out)


def _kept(key: str, because: str, section: str = "", *, not_given: str = "", leave_out: tuple[str, ...] = ()) -> Held:
    return Held(key, Fate.KEPT, section, not_given, because, leave_out)


INVENTORY: Final[tuple[Held, ...]] = (
    # Signing in.
    _removed("account.EmailAddress.user", "addresses"),
    _removed("mfa.Authenticator.user", "second_factors", leave_out=("data",)),
    _removed("allauth_idp_oidc.Client.owner", "programs", leave_out=("secret", "data")),
    _removed("allauth_idp_oidc.Token.user", not_given=PLUMBING),
    _removed("accounts.User_groups.user", not_given=PLUMBING),
    _removed("accounts.User_user_permissions.user", not_given=PLUMBING),
    _removed("api.IdempotencyRecord.user", not_given=PLUMBING),
    _kept("admin.LogEntry.user", TRAIL, not_given=STAFF),
    # Being told, and telling programs.
    _removed("accounts.OutgoingMail.to", "mails"),
    _removed("accounts.Notice.user", "notices"),
    _removed("accounts.NoticeChoice.user", "notice_choices"),
    _removed("accounts.Digest.user", not_given=PLUMBING),
    _removed("webhooks.Endpoint.user", "webhooks"),
    # The person and their brands.
    _changed("accounts.CreativeProfile.user", "creative_profile"),
    _removed("accounts.EmailChange.user", "former_addresses"),
    _removed("accounts.Membership.user", "memberships"),
    _kept("accounts.Invitation.invited_by", SHARED, "invitations_sent", leave_out=("email",)),
    _changed("accounts.Invitation.accepted_by", "invitations_accepted"),
    _removed("personal.DataCopy.user", "copies", leave_out=("storage_key",)),
    _kept("personal.Departure.user", "it proves that the wish was followed", "departures"),
    # The work.
    _kept("contests.Contest.created_by", SHARED, "contests_created"),
    _changed("contests.Entry.author", "entries", leave_out=("rating",)),
    _kept("contests.EntryShare.user", SHARED, "entry_shares"),
    _kept("contests.SplitOffer.author", SHARED, "splits_offered"),
    _kept("contests.SplitPart.person", SHARED, "split_parts", leave_out=("consent",)),
    _kept("contests.RevisionRequest.asked_by", SHARED, "revisions_asked"),
    _kept("contests.ContestEvent.actor", SHARED, "contest_events", leave_out=("data",)),
    _kept("contests.Question.asker", "the answer to it is a promise to everybody who entered", "questions_asked"),
    _kept("contests.Question.answered_by", SHARED, "questions_answered"),
    _kept("contests.RightsAcceptance.person", DEED, "rights_accepted"),
    _kept("contests.InvitationLink.created_by", SHARED, "invitation_links_made"),
    _kept("contests.Guest.person", SHARED, "contests_invited_to"),
    _kept("contests.Guest.invited_by", SHARED, not_given=OTHERS),
    _kept("contests.NdaAcceptance.person", "it proves who promised to keep what secret", "secrecy_promised"),
    _kept("contests.Comment.author", SHARED, "comments"),
    _kept("contests.Comment.resolved_by", SHARED, not_given=OTHERS),
    _kept("contests.CommentRelease.released_by", SHARED, "comments_released"),
    _kept("contests.Conversation.opened_by", SHARED, "conversations_opened"),
    _kept("contests.Message.author", SHARED, "messages"),
    _removed("contests.ConversationRead.reader", "conversations_read"),
    _kept("contests.BrandKit.created_by", SHARED, "brand_kits_made"),
    _kept("contests.Jury.created_by", SHARED, "juries_made"),
    _changed("contests.Juror.user", "jury_seats"),
    _kept("contests.Juror.invited_by", SHARED, not_given=OTHERS),
    _kept("contests.JuryConflict.declared_by", SHARED, "conflicts_declared"),
    _removed("contests.SourceUpload.owner", "uploads", leave_out=("storage_key", "fence")),
    # How a brand's people work through a gallery, and what follows a decision.
    _kept("contests.EntryNote.writer", SHARED, "notes_on_entries"),
    _kept("contests.Collection.created_by", SHARED, "collections_made"),
    _kept("contests.CollectionItem.added_by", SHARED, "entries_collected"),
    _kept("contests.ShortlistPick.picked_by", SHARED, "entries_picked"),
    _removed("contests.GalleryVisit.visitor", "gallery_visits"),
    _kept("contests.Elimination.eliminated_by", SHARED, "entries_put_aside"),
    _kept("contests.Elimination.undone_by", SHARED, "entries_taken_back"),
    _kept("contests.Poll.created_by", SHARED, "polls_made", leave_out=("token_digest",)),
    _kept("contests.Poll.closed_by", SHARED, "polls_closed", leave_out=("token_digest",)),
    _kept("contests.CommunityBallot.voter", "what was paid by a vote can be counted again", "votes_in_contests"),
    _kept("contests.CommunityRuling.ruled_by", TRAIL, not_given=STAFF),
    _kept("contests.HandoverMark.by", SHARED, "handover_marks"),
    _kept("contests.Review.writer", SHARED, "reviews_written"),
    _kept("contests.Review.maker", SHARED, not_given=UNSEEN),
    _kept("contests.Review.replied_by", SHARED, "review_replies"),
    _kept("contests.FollowUp.begun_by", SHARED, "offers_made"),
    _kept("contests.FollowUp.declined_by", SHARED, "offers_declined"),
    _kept("contests.FollowUpConsent.person", DEED, "sales_agreed"),
    _removed("contests.ShownWork.person", "works_shown"),
    _kept("contests.ShowingWord.given_by", SHARED, "words_given_to_show"),
    # What they want to hear of.
    _removed("contests.Following.person", "followed"),
    _removed("contests.SavedSearch.person", "saved_searches"),
    _removed("contests.CalendarFeed.person", "calendar", leave_out=("ref", "generation")),
    # Reports and what came of them.
    _kept("moderation.Report.reporter", RULED, "reports"),
    # Not given: a case would tell that somebody reported, before anything is decided.
    _kept("moderation.Case.person", RULED, not_given=OTHERS),
    _kept("moderation.Decision.addressee", RULED, "decisions_about_me"),
    _kept("moderation.Decision.decided_by", TRAIL, not_given=STAFF),
    _kept("moderation.Appeal.appellant", RULED, "appeals"),
    _kept("moderation.Appeal.decided_by", TRAIL, not_given=STAFF),
    _kept("moderation.Likeness.looked_by", TRAIL, not_given=STAFF),
    # The money.
    _kept("accounts.PayoutAccount.user", BOOKS, "payout_accounts"),
    _kept("accounts.PayoutAccount.reviewed_by", BOOKS, not_given=STAFF),
    _kept("payouts.ConnectedAccount.user", BOOKS, "connected_accounts"),
    _kept("payouts.ConnectedAccount.created_by", BOOKS, not_given=PLUMBING),
    _kept("payouts.Obligation.payee_user", BOOKS, "earnings"),
    _kept("payouts.Deposit.created_by", BOOKS, "deposits_started", leave_out=("source", "idempotency_key")),
    _kept("payouts.Dispute.opened_by", BOOKS, "disputes_opened"),
    _kept("payouts.Dispute.decided_by", BOOKS, not_given=STAFF),
    _kept("payouts.TransferReturn.created_by", BOOKS, not_given=STAFF),
    _kept("payouts.BillingDetails.created_by", BOOKS, "billing_details_given"),
    _kept("payouts.Document.person", BOOKS, "documents"),
    _kept("payouts.MandateAct.person", BOOKS, "mandates"),
    _kept("payouts.Objection.person", BOOKS, "objections"),
    # Sealed: `personal.services.copying` opens it for the person alone.
    _kept("payouts.TaxDetails.person", TAXES, "tax_details"),
    _kept("payouts.PolicyOpinion.author", "what was said in a public consultation stays said", "opinions"),
    # The platform's staff.
    _kept("accounts.AuditEvent.actor", TRAIL, "audit_trail", leave_out=("before", "after")),
    _kept("payouts.PayoutRun.proposed_by", TRAIL, not_given=STAFF),
    _kept("payouts.PayoutRun.decided_by", TRAIL, not_given=STAFF),
    _kept("payouts.PayoutPolicy.created_by", TRAIL, not_given=STAFF),
    _kept("payouts.PayoutPolicy.published_by", TRAIL, not_given=STAFF),
    _kept("payouts.ControlProposal.proposed_by", TRAIL, not_given=STAFF),
    _kept("payouts.ControlProposal.decided_by", TRAIL, not_given=STAFF),
    _kept("payouts.ControlChange.actor", TRAIL, not_given=STAFF),
    _kept("payouts.ControlChange.second", TRAIL, not_given=STAFF),
    _kept("payouts.RailControl.stopped_by", TRAIL, not_given=STAFF),
    _kept("payouts.PeriodClose.closed_by", TRAIL, not_given=STAFF),
)

FURTHER: Final[tuple[tuple[str, str, str], ...]] = (
    # (section, model, path to the person): what is about somebody, one step further away.
    ("entry_versions", "contests.EntryVersion", "entry__author"),
    ("shortlist_places", "contests.ShortlistPlace", "entry__author"),
    ("awards", "contests.Award", "entry__author"),
    ("payments", "payouts.Disbursement", "obligation__payee_user"),
)

SECRET: Final = frozenset(
    {
        "password",
        "sealed",
        "fingerprint",
        "storage_key",
        "idempotency_key",
        "dedupe_key",
        "own_xid",
        "is_superuser",
        "due_state",
        "due_at",
        "lease_until",
        "fence",
        "attempts",
        "last_error",
        "finished_at",
    }
)
"""Columns that are never given: they are keys to something, or how our machine keeps count."""
