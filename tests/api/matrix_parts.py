"""The parts that the world of the matrix is made of: a contest that is over, one that is open, a desk, a person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Brand, MemberRole, User
from accounts.services.invitations import invite_member
from contests.comment_rules import CommentDraft
from contests.kit_rules import KitDraft
from contests.models import (
    Award,
    Contest,
    Entry,
    HandoverItem,
    Question,
)
from contests.selectors.browsing import BrowseFilters
from contests.services.briefing.attachments import attach_files
from contests.services.briefing.kits import change_kit
from contests.services.briefing.links import link_token, make_link
from contests.services.commenting.writing import write_comment
from contests.services.finding.follows import follow_brief
from contests.services.finding.saved_searches import save_search
from contests.services.messaging.writing import send_message
from contests.services.splitting.offering import offer_split
from contests.split_rules import PartDraft, SplitDraft
from payouts.documents.models import Document
from payouts.models import (
    Disbursement,
    Obligation,
    Settlement,
)
from payouts.services.disputing import open_dispute
from tests.api.matrix_bodies import WEBHOOK
from tests.api.matrix_things import (
    copied_data,
    notified,
    pay_day,
)
from tests.api.matrix_uploads import begun
from tests.fixtures.calls import image
from tests.fixtures.contests import submit_examined
from tests.fixtures.juries import invite, jury_for
from tests.fixtures.kinds import bind, open_of_kind
from tests.fixtures.papers import give_mandate, issue_and_seal, tell_taxes
from tests.fixtures.worlds import (
    DAY,
    award,
    draft_contest,
    enter,
    make_creative,
    open_contest,
    owner_of,
    shortlist,
)
from webhooks.services.endpoints import create_endpoint
from webhooks.services.replaying import send_test


@dataclass
class Past:
    """A contest of the brand's that was awarded and paid a month ago, with its papers and a dispute about it."""

    contest: Contest
    entries: list[Entry]
    award: Award
    keys: dict[str, Any]


def past_of(brand: Brand, author: User, other: User, now: datetime) -> Past:
    """Over before any other opens, so that its clock runs alone."""
    contest = open_contest(brand, now=now - 30 * DAY)
    entries = [enter(contest, one, now=now - 30 * DAY) for one in (author, other, make_creative())]
    award(shortlist(contest, entries), entries[0])
    run, proposal = pay_day(now)
    give_mandate(author, now=now)
    tell_taxes(author, now=now)
    issue_and_seal(now)
    debts = [Obligation.objects.get(entry=one, kind="earned") for one in entries]
    dispute = open_dispute(other, debts[1].public_id, claim_minor=500, reason="Too little.", now=now)
    won = Award.objects.get(contest=contest)
    keys = {
        "award_id": won.pk,
        "item_id": HandoverItem.objects.filter(handover__award=won).first().pk,
        "settlement_id": Settlement.objects.get(contest=contest).pk,
        "disbursement_id": Disbursement.objects.first().pk,
        "debt_ref": debts[0].public_id,
        "dispute_ref": dispute.public_id,
        "document_ref": Document.objects.get(person=author).ref,
        "run_id": run.pk,
        "proposal_id": proposal.pk,
    }
    return Past(contest, entries, won, keys)


@dataclass
class Present:
    """One that takes entries now, with a jury that is being asked."""

    contest: Contest
    entries: list[Entry]
    """The author's and another's, both examined."""
    keys: dict[str, Any]


def present_of(brand: Brand, author: User, other: User, judge: User, now: datetime) -> Present:
    contest, owner = open_contest(brand, now=now), owner_of(brand)
    jury_for(contest, now=now)
    asked = invite(contest, judge, now=now)
    entries = [submit_examined(contest, one, now=now) for one in (author, other)]
    enter(contest, other, now=now)
    comment = write_comment(owner, entries[0].pk, CommentDraft(body="The line is too thin."), now=now)
    send_message(owner, entries[0].pk, "Would you send the sheet in grey?", now=now)
    question = Question.objects.create(contest=contest, asker=other, body="Which colours?", created_at=now)
    keys = {
        "contest_id": contest.pk,
        "entry_id": entries[0].pk,
        "comment_id": comment.pk,
        "juror_id": asked.pk,
        "question_id": question.pk,
    }
    return Present(contest, entries, keys)


@dataclass
class Desk:
    """What else the brand has begun: closed briefs, a draft with a file, a kit, an endpoint, an invitation."""

    invited: Contest
    confidential: Contest
    drafted: Contest
    keys: dict[str, Any]


def desk_of(brand: Brand, author: User, now: datetime) -> Desk:
    owner = owner_of(brand)
    invitation = invite_member(owner, brand.pk, email="guest@people.example", role=MemberRole.JUDGE, now=now)
    invited = open_of_kind("invited", author, brand=brand, now=now)
    confidential = open_of_kind("nda", brand=brand, now=now)
    bind(author, confidential, now=now)
    drafted = draft_contest(brand, now=now)
    (attached,) = attach_files(owner, drafted.pk, [image()], now=now)
    link = make_link(owner, invited.pk, days=3, most_uses=9, now=now)
    change_kit(owner, brand.pk, KitDraft(tone="Quiet."), now=now)
    hook = create_endpoint(owner, brand_id=brand.pk, **WEBHOOK, now=now)
    told = send_test(owner, hook.endpoint.public_id, now=now)
    keys = {
        "invitation_id": invitation.pk,
        "attachment_ref": attached.ref,
        "link_id": link.pk,
        "link_token": link_token(link.pk),
        "webhook_id": hook.endpoint.public_id,
        "message_id": told.message_id,
    }
    return Desk(invited, confidential, drafted, keys)


def keys_of_people(author: User, other: User, contest: Contest, now: datetime) -> dict[str, Any]:
    """What belongs to the author: notices, a copy of their data, what they follow, an offer of a split, an upload."""
    split = SplitDraft(3, (PartDraft(other.handle, 2),))
    return {
        "handle": author.handle,
        "notice_ref": notified(author, now),
        "copy_ref": copied_data(author, now),
        "following_ref": follow_brief(author, contest.pk, now=now).ref,
        "partner": make_creative("partner").handle,
        "split_ref": offer_split(author, contest.pk, split, now=now).ref,
        "upload_id": begun(author, now),
        "search_ref": save_search(author, "Mine", BrowseFilters(), now=now).ref,
    }
