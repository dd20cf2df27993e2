"""What stands in the matrix's world, one thing to a function; made through the services."""

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Sum

from accounts.models import Brand, Notice, StaffRole, User
from accounts.services.mail import MailRequest, ask_for_mails
from contests.follow_up_rules import Purpose
from contests.models import (
    CommunityBallot,
    CommunityVote,
    Contest,
    Derivative,
    Entry,
    FileKind,
    FileState,
    Jury,
    JuryBallot,
    Review,
    StoredFile,
)
from contests.review_rules import ASPECTS
from contests.services.after.reviews import write_review
from contests.services.following_up.beginning import begin_follow_up
from contests.services.gallery.curating import add_note, make_collection
from contests.services.gallery.polling import PollDraft, open_poll
from contests.services.judging import award_contest, cancel_contest, end_final_round
from duerows.models import DueState
from moderation.models import Likeness
from moderation.services.appealing import appeal
from payouts.models import (
    CARD_PAGE,
    ControlProposal,
    Deposit,
    DepositState,
    Disbursement,
    Obligation,
    PayoutPolicy,
    PayoutRun,
)
from payouts.policy import FAIR_2_DOCUMENT
from payouts.selectors.payout_runs import Choice, preview_run
from payouts.services.controls import change_limits
from payouts.services.disbursements import prepare_disbursements
from payouts.services.funding import request_funding
from payouts.services.governance import draft_policy, open_consultation
from payouts.services.payout_runs import propose_run
from personal.services.asking import ask_for_copy
from personal.services.copying import write_due_copy
from tests.fixtures.juries import ballots_of, begin_judging, jury_for, score, seat
from tests.fixtures.kinds import open_draft
from tests.fixtures.moderation import decided, report_entry, report_person
from tests.fixtures.people import hire
from tests.fixtures.votes import cast, let_vote_pass, make_voter, voted_contest
from tests.fixtures.worlds import (
    DAY,
    draft_contest,
    enter,
    make_creative,
    open_contest,
    owner_of,
    shortlist,
)


def consulted_draft(now: datetime) -> PayoutPolicy:
    """A policy that creatives are asked about."""
    author = hire(StaffRole.ADMIN, "policies@staff.example")
    return open_consultation(author, draft_policy(author, FAIR_2_DOCUMENT, now=now).pk, now=now)


def given_up(contest: UUID, payer: User, now: datetime) -> UUID:
    """A payment by card that is over, so that looking at it asks nobody."""
    given_up = Deposit.objects.create(
        escrow_id=contest,
        idempotency_key="deposit:given-up",
        state=DepositState.REFUSED,
        rail="stripe",
        source=CARD_PAGE,
        amount_minor=100,
        currency="EUR",
        created_by=payer,
        due_state=DueState.DONE,
        due_at=now,
    )
    return given_up.public_id


def pay_day(now: datetime) -> tuple[PayoutRun, ControlProposal]:
    """Payments are prepared, the last of them beyond the day's limit: proposed by an admin who is none of the matrix,
    and who also wants a higher limit.
    """
    proposer = hire(StaffRole.ADMIN, "runs@staff.example")
    owed = Obligation.objects.filter(released_at__isnull=False).aggregate(total=Sum("amount_minor"))["total"]
    # With the higher one whoever is rejected and tried again has room, although both count.
    for daily in (owed - 1, 2 * owed):
        limits = {"approval_above_minor": owed, "daily_limit_minor": daily}
        asked = change_limits(proposer, "sandbox", "EUR", **limits, reason="The end of the year.", now=now)
        prepare_disbursements(now)
    run = propose_run(proposer, Choice(), digest=preview_run(Choice()).digest, now=now)
    assert (run.count, Disbursement.objects.count()) == (1, 3)
    return run, ControlProposal.objects.get(pk=asked.pk)


def reviewed_contest(brand: Brand, makers: list[User], now: datetime) -> Review:
    """Of a contest that was cancelled after its shortlist, sixty days ago; a maker and the brand have spoken."""
    contest = open_contest(brand, now=now - 60 * DAY)
    shortlist(contest, [enter(contest, one, now=now - 60 * DAY) for one in (*makers, make_creative())])
    moment = contest.closes_at
    cancel_contest(owner_of(brand), contest.pk, "The shop will not open.", now=moment)
    written = write_review(makers[0], contest.pk, "Clear words.", dict.fromkeys(ASPECTS, 4), now=moment)
    write_review(owner_of(brand), contest.pk, "Thank you for it.", {}, now=moment, maker=makers[0].handle)
    return written


def picture_of(entry: Entry, now: datetime) -> UUID:
    """A picture of this entry, examined."""
    file = StoredFile.objects.create(
        version=entry.versions.get(),
        kind=FileKind.IMAGE,
        state=FileState.READY,
        storage_key=default_storage.save("originals/matrix", ContentFile(b"original")),
        original_name="a.png",
        media_type="image/png",
        size_bytes=1,
        sha256="0",
        width=320,
        height=240,
        due_state=DueState.DONE,
        due_at=now,
    )
    key = default_storage.save("derivatives/matrix.webp", ContentFile(b"picture"))
    Derivative.objects.create(file=file, width=320, height=240, size_bytes=7, storage_key=key)
    return file.ref


def offered_purchase(entry: Entry, now: datetime) -> Contest:
    """An offer to buy this work, funded and unanswered."""
    buyer = owner_of(entry.contest.brand)
    return open_draft(begin_follow_up(buyer, entry.pk, Purpose.PURCHASE, 60_000, now=now), now=now)


def awaiting_funds(brand: Brand, now: datetime) -> UUID:
    contest = draft_contest(brand, now=now)
    request_funding(owner_of(brand), contest.pk, now=now)
    return contest.pk


def in_the_gallery(contest: Contest, entries: list[Entry], owner: User, now: datetime) -> dict[str, Any]:
    """A note, a collection and a poll; and an entry that was eliminated, on which nothing else depends."""
    draft = PollDraft(question="Which one?", entries=[entry.pk for entry in entries], closes_at=now + DAY)
    asked = open_poll(owner, contest.pk, draft, now=now)
    return {
        "entries": draft.entries,
        "note_id": add_note(owner, entries[0].pk, "The bird is good.", now=now).pk,
        "collection_id": make_collection(owner, contest.pk, "Birds", now=now).pk,
        "poll_id": asked.poll.pk,
        "poll_token": asked.token,
        "option_ref": asked.poll.options.first().ref,
    }


def with_juries(brand: Brand, author: User, judge: User, now: datetime) -> tuple[JuryBallot, Entry]:
    """Two contests that are judged: in the one the judge's ballot is open, the other is judged and awarded."""
    long_ago = now - 30 * DAY
    at_work = open_contest(brand, now=long_ago)
    jury_for(at_work, quorum=1, now=long_ago)
    seat(at_work, judge, now=long_ago)
    shortlist(at_work, [enter(at_work, now=long_ago)])
    # Judging begins now, so that ballots are taken.
    end_final_round(owner_of(brand), at_work.pk, now=at_work.closes_at)
    (ballot,) = ballots_of(at_work, judge)
    Jury.objects.filter(contest=at_work).update(ballots_by=now + DAY, closes_at=now + 2 * DAY)
    done = open_contest(brand, now=long_ago)
    jury_for(done, quorum=1, now=long_ago)
    seat(done, judge, now=long_ago)
    entry = enter(done, author, now=long_ago)
    begin_judging(shortlist(done, [entry]))
    (sent,) = ballots_of(done, judge)
    score(judge, sent, (7, 8), now=done.closes_at)
    award_contest(owner_of(brand), done.pk, {entry.pk: 1}, now=done.closes_at)
    return ballot, entry


def watched(author: User, awarded: Entry, entry: Entry, now: datetime) -> dict[str, Any]:
    """An open case, a decision about the author with an appeal that waits, and two works that look the same.

    `key` is what can be reported; the appeal is against the decision on what is over, so that the author may still
    appeal the other.
    """
    first = hire(StaffRole.ADMIN, "trust@staff.example")
    reported = report_entry(entry, make_creative("reporter"), now=now)
    warned = [decided(report_person(author, make_creative(), now=now), "warn", first, now=now) for _ in range(2)]
    made = appeal(author, warned[0].ref, "This was somebody else.", now=now)
    files = [StoredFile.objects.filter(version__entry=entry)[0]] * 2
    pair = Likeness.objects.create(
        earlier=awarded, later=entry, earlier_file=files[0], later_file=files[1], distance=3, found_at=now
    )
    return {
        "case_ref": reported.ref,
        "decision_ref": warned[1].ref,
        "appeal_ref": made.ref,
        "likeness_id": pair.pk,
        "kind": "contest",
    }


def in_votes(brand: Brand, voter: User, now: datetime) -> tuple[Entry, UUID]:
    """A contest that the community votes on, `voter` among it; and a marked ballot of another."""
    User.objects.filter(pk=voter.pk).update(created_at=now - 90 * DAY)
    EmailAddress.objects.get_or_create(user=voter, email=voter.email, defaults={"verified": True, "primary": True})
    # Both shortlists were made before anything falls due in the other contests; then their votes are made to last.
    begun = now - 40 * DAY
    marked, others = voted_contest(2, brand=brand, now=begun)
    for _ in range(5):
        cast(marked, make_voter(marked, created_at=now - 90 * DAY, entered_at=now - 50 * DAY), others[0])
    let_vote_pass(marked, "closes_at")
    open_one, entries = voted_contest(2, brand=brand, now=begun)
    picture_of(entries[0], now)
    CommunityVote.objects.filter(contest=marked).update(check_by=now + DAY)
    CommunityVote.objects.filter(contest=open_one).update(closes_at=now + DAY, check_by=now + 2 * DAY)
    return entries[0], CommunityBallot.objects.order_by("cast_at").first().pk


def notified(reader: User, now: datetime) -> UUID:
    """A notice of this person's."""
    ask_for_mails([MailRequest(reader.pk, "question_answered", "matrix", {"title": "Leaf"})], now=now)
    return Notice.objects.get(dedupe_key="matrix").ref


def copied_data(person: User, now: datetime) -> UUID:
    """A copy of this person's data, which is there."""
    asked = ask_for_copy(person, now=now)
    write_due_copy(now=now)
    return asked.ref
