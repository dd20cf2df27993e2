"""The world of the matrix: one of each role around one open contest and one that is awarded, and every address once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from http.cookies import SimpleCookie
from typing import Any
from uuid import UUID

import orjson
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Sum
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter
from django.utils import timezone

from accounts.models import Brand, MemberRole, Notice, StaffRole, User
from accounts.scopes import Scope
from accounts.services.invitations import invite_member
from accounts.services.mail import MailRequest, ask_for_mails
from contests.comment_rules import CommentDraft
from contests.follow_up_rules import Purpose
from contests.kit_rules import KitDraft
from contests.models import (
    Award,
    CommunityBallot,
    CommunityVote,
    Contest,
    Criterion,
    Derivative,
    Entry,
    FileKind,
    FileState,
    HandoverItem,
    Jury,
    JuryBallot,
    Question,
    Review,
    ShownWork,
    StoredFile,
)
from contests.review_rules import ASPECTS
from contests.selectors.admission import nda_page
from contests.selectors.browsing import BrowseFilters
from contests.selectors.rights import rights_of
from contests.services.after.reviews import write_review
from contests.services.briefing.attachments import attach_files
from contests.services.briefing.kits import change_kit
from contests.services.briefing.links import link_token, make_link
from contests.services.commenting.writing import write_comment
from contests.services.finding.follows import follow_brief
from contests.services.finding.saved_searches import save_search
from contests.services.following_up.beginning import begin_follow_up
from contests.services.gallery.curating import add_note, make_collection
from contests.services.gallery.polling import PollDraft, open_poll
from contests.services.judging import award_contest, cancel_contest, end_final_round
from contests.services.showing import show_work
from contests.services.splitting.offering import offer_split
from contests.split_rules import PartDraft, SplitDraft
from duerows.models import DueState
from moderation.models import Likeness
from moderation.services.appealing import appeal
from payouts import ledger
from payouts.documents.models import Document
from payouts.ledger.seals import write_seal
from payouts.models import (
    CARD_PAGE,
    ControlProposal,
    Deposit,
    DepositState,
    Disbursement,
    JournalEntry,
    Obligation,
    PayoutPolicy,
    PayoutRun,
    Settlement,
)
from payouts.policy import FAIR_2_DOCUMENT
from payouts.selectors.payout_runs import Choice, preview_run
from payouts.services.controls import change_limits
from payouts.services.disbursements import prepare_disbursements
from payouts.services.disputing import open_dispute
from payouts.services.funding import request_funding
from payouts.services.governance import draft_policy, open_consultation
from payouts.services.payout_runs import propose_run
from personal.services.asking import ask_for_copy
from personal.services.copying import write_due_copy
from tests.api.matrix_bodies import BODIES, WEBHOOK, WITH_FILES
from tests.api.matrix_closed import BY_INVITATION, CONFIDENTIAL, OF_A_DRAFT
from tests.api.matrix_uploads import TUS, begun
from tests.fixtures.calls import brief, image, token_of
from tests.fixtures.contests import submit_examined
from tests.fixtures.juries import ballots_of, begin_judging, invite, jury_for, score, seat
from tests.fixtures.kinds import bind, open_draft, open_of_kind
from tests.fixtures.moderation import decided, report_entry, report_person
from tests.fixtures.papers import give_mandate, issue_and_seal, tell_taxes
from tests.fixtures.people import hire, sign_in
from tests.fixtures.sepa import NO_BANK, transfer_came
from tests.fixtures.votes import cast, let_vote_pass, make_voter, voted_contest
from tests.fixtures.worlds import (
    DAY,
    add_member,
    award,
    draft_contest,
    enter,
    make_brand,
    make_creative,
    open_contest,
    owner_of,
    shortlist,
)
from webhooks.services.endpoints import create_endpoint
from webhooks.services.replaying import send_test

ROLES = (
    "nobody",
    "author",
    "other",
    "owner",
    "manager",
    "judge",
    "finance",
    "rival",
    "auditor",
    "admin",
    "token",
)
"""`other` is another creative, `rival` the owner of another brand, `token` a program that lacks the scope it needs."""

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass
class Address:
    """One place of the URL configuration."""

    name: str
    """With its namespaces."""
    pattern: str
    view: Any
    converters: dict[str, Any] = field(default_factory=dict)


def addresses() -> Iterator[Address]:
    """Everything that the site answers to, wherever it was included from."""
    return _below(get_resolver(), "", "", {})


def _below(node: URLResolver, prefix: str, space: str, known: dict[str, Any]) -> Iterator[Address]:
    for pattern in node.url_patterns:
        path, converters = prefix + str(pattern.pattern), known | pattern.pattern.converters
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _below(pattern, path, inner, converters)
        elif isinstance(pattern, URLPattern):
            yield Address(f"{space}{pattern.name or path}", path, pattern.callback, converters)


@dataclass
class World:
    """Somebody of every role, and the keys that addresses are filled with."""

    people: dict[str, User | AnonymousUser]
    clients: dict[str, Client]
    tokens: dict[str, str]
    keys: dict[str, Any]
    awarded: UUID
    award: int
    final_entry: UUID
    waiting: UUID
    """A contest of the same brand that awaits its funds."""
    judged: UUID
    """One that is being judged by a jury, on which `judge` sits, whose ballot `ballot_id` is."""
    told: Entry
    """An entry of `author`'s in a contest that a jury has judged."""
    invited: UUID
    """One that is open to `author`, who was invited to it."""
    confidential: UUID
    """One whose confidentiality `author` has accepted, and `other` has not."""
    drafted: UUID
    over: UUID
    """One that was cancelled long ago; its brand and its makers have reviewed one another."""
    offered: UUID
    """An offer to `other`, to buy what they made."""
    beaten: UUID
    """An entry of somebody else's that did not win."""
    shown: ShownWork
    """Of `other`'s."""
    voted: Entry
    """One that the community votes on; `other` may, and the marked ballot `marked_id` is of another vote."""

    def path(self, address: Address) -> str:
        """The address with its places filled."""
        parts = dict(self.keys)
        if isinstance(address.converters.get("entry_id"), IntConverter):
            parts["entry_id"] = self.keys["journal_entry_id"]
        if "award_id" in address.converters or address.name in AFTER_AWARD | AFTER_DECISION:
            parts |= {"contest_id": self.awarded, "award_id": self.award, "entry_id": self.final_entry}
        if address.name in ("pages:poll_sheet", "pages:poll_picture"):
            parts["token"] = self.keys["poll_token"]
        if address.name in AT_JURY:
            parts["contest_id"] = self.judged
        if address.name in AFTER_JURY:
            parts |= {"contest_id": self.told.contest_id, "entry_id": self.told.pk}
        if address.name == "pages:report":
            parts["key"] = self.keys["contest_id"]
        if address.name in IN_VOTES:
            parts |= {"contest_id": self.voted.contest_id, "entry_id": self.voted.pk}
        if address.name in AFTER_END:
            parts["contest_id"] = self.over
        if address.name in TO_SHOW:
            parts["entry_id"] = self.final_entry if address.name.endswith("showing") else self.shown.entry_id
        if address.name == "pages:shown_picture":
            parts |= {"handle": self.people["other"].handle, "ref": self.keys["shown_ref"]}
        if address.name in TO_BEGIN:
            parts["entry_id"] = self.beaten
        if address.name in OFFERS:
            parts["contest_id"] = self.offered
        if "brands/<slug:" in address.pattern:
            parts["slug"] = self.keys["brand_slug"]
        if address.name == "api:bank-transfer":
            parts["contest_id"] = self.waiting
        if address.name in BY_INVITATION:
            parts["contest_id"] = self.invited
        if address.name in CONFIDENTIAL:
            parts["contest_id"] = self.confidential
        if address.name in OF_A_DRAFT:
            parts["contest_id"] = self.drafted
        if address.name in ("api:attachment", "pages:brief_file_remove"):
            parts["ref"] = self.keys["attachment_ref"]
        if address.name in ("api:join", "pages:join"):
            parts["token"] = self.keys["link_token"]
        return "/" + fill(address.pattern, parts)

    def ask(self, role: str, method: str, address: Address) -> str:
        """The status with which this role is answered, with a star if anything was written for them.

        Nothing of it stays: neither rows nor cookies nor counts.
        """
        cache.clear()
        client, before = self.clients[role], rows_written()
        cookies = {name: morsel.value for name, morsel in client.cookies.items()}
        headers = {"Idempotency-Key": "matrix"}
        if role == "token":
            headers["Authorization"] = f"Bearer {self.tokens[self.lacking(method, address)]}"
        with transaction.atomic():
            status = self._send(client, method, address, headers).status_code
            transaction.set_rollback(True)
        client.cookies = SimpleCookie(cookies)
        return f"{status}{'*' if rows_written() > before else ''}"

    def _send(self, client: Client, method: str, address: Address, headers: dict[str, str]) -> HttpResponse:
        path, sent = self.path(address), self.sent(address.name)
        if address.name in TUS:
            kind = "application/offset+octet-stream"
            return client.generic(method, path, b"8BPS\0\x01", kind, headers=headers | TUS[address.name])
        if method == "POST" and (not address.name.startswith("api:") or "files" in sent):
            return client.post(path, sent, headers=headers)
        body = orjson.dumps({name: value for name, value in sent.items() if name != "files"})
        content = {} if method == "GET" else {"data": body, "content_type": "application/json"}
        return client.generic(method, path, headers=headers, **content)

    def sent(self, name: str) -> dict[str, Any]:
        """What is sent there: as good as it can be, so that the answer depends on who sends it."""
        if name in WITH_FILES:
            return WITH_FILES[name] | {"files": [image()]}
        if name in ("api:shortlist", "pages:choose"):
            entry = str(self.keys["entry_id"])
            return {"entries": [entry]} if name == "api:shortlist" else {"entry": [entry]}
        if name in ("api:collection-entries", "pages:pick"):
            return {"entry": str(self.keys["entry_id"])}
        if name in ("api:polls", "pages:polls", "pages:selection"):
            chosen = [str(key) for key in self.keys["entries"]]
            field = "entries" if name == "api:polls" else "entry"
            return BODIES[name] | {field: chosen, "closes_at": (timezone.now() + DAY).isoformat()[:19] + CLOSES[name]}
        if name in ("api:ballot", "pages:ballot"):
            criteria = list(Criterion.objects.filter(jury__contest=self.judged).values_list("pk", flat=True))
            if name == "api:ballot":
                return {"points": [{"criterion": key, "points": 6} for key in criteria], "send": True}
            return {f"points_{key}": "6" for key in criteria} | {"send": "1"}
        if name == "api:award":
            return {"ranks": [{"entry": str(self.keys["entry_id"]), "rank": 1}]}
        if name in ("api:rights", "pages:rights"):
            shown = rights_of(self.people["author"], self.award)
            return {"text_sha256": shown.sha256, "signed_name": "Ana Example", "agreed": "on"}
        if name == "api:hold":
            return {"reason": "The account is being checked.", "until": (timezone.now() + DAY).isoformat()}
        if name in ("api:open-dispute", "pages:dispute_open"):
            return {"claim_minor": 500, "claim": "5.00", "reason": "Too little was counted."}
        if name in ("api:payout-runs", "pages:audit_propose_run"):
            return {"digest": preview_run(Choice()).digest, "confirmed": "on"}
        if name in ("api:approve-run", "pages:audit_approve_run"):
            return {"digest": PayoutRun.objects.get().digest, "confirmed": "on"}
        if name in ("api:assign-transfer", "pages:audit_transfer_assign"):
            return {"contest": str(self.waiting)}
        if name in ("api:nda", "pages:nda"):
            sha = nda_page(self.people["author"], self.confidential).sha256
            return {"text_sha256": sha, "signed_name": "Ana Example", "agreed": "on"}
        if name in ("api:guests", "pages:brief_guests"):
            handle = self.people["other"].handle
            return {"handles": [handle]} if name == "api:guests" else {"handles": handle}
        if name in ("api:contest-splits", "pages:split_offer"):
            handle = self.keys["partner"]
            parts = [{"handle": handle, "weight": 2}]
            return {"own_weight": 3, "others": parts if name == "api:contest-splits" else f"{handle} 2"}
        if name in ("api:community-ballot", "pages:vote"):
            return {"entries": [str(self.voted.pk)]}
        if name == "api:reports":
            return BODIES[name] | {"target": str(self.keys["contest_id"])}
        if name == "api:following":
            return {"contest": str(self.keys["contest_id"])}
        if name == "api:contests":
            return brief(Brand.objects.get(pk=self.keys["brand_id"]))
        return BODIES.get(name, {})

    @staticmethod
    def lacking(method: str, address: Address) -> str:
        """The scope that the token must not have, to be the wrong one here."""
        view = getattr(address.view, "view_class", None)
        scope = getattr(view, "read_scope" if method == "GET" else "write_scope", "")
        return scope or Scope.AUDIT_READ.value


CLOSES = {"api:polls": "Z", "pages:polls": "", "pages:selection": ""}
"""A program names the zone; on a page the moment is in the reader's."""

IN_VOTES = frozenset(
    {"api:community-vote", "api:community-ballot", "api:community-picture", "pages:vote", "pages:vote_picture"}
)
RELEASES = {"api:release-comments", "pages:release_comments"}
AFTER_AWARD = frozenset({"api:handovers", "api:accept-handover", "pages:review", "pages:handover", *RELEASES})
AT_JURY = frozenset(
    {"api:jury-ballots", "api:jury-conflicts", "api:leave-jury", "pages:judge", "pages:judge_conflict"}
    | {"pages:judge_leave"}
)
AFTER_JURY = frozenset({"api:jury-standings", "api:jury-result", "pages:jury_standings", "pages:jury_result"})
AFTER_END = frozenset(
    {"api:contest-reviews", "api:review-reply", "pages:contest_reviews", "pages:review_write", "pages:review_reply"}
)
TO_SHOW = frozenset(
    {"api:show-work", "api:agree-showing", "pages:show_work", "pages:take_away_work", "pages:agree_showing"}
)
TO_BEGIN = frozenset({"api:begin-follow-up", "pages:buy", "pages:hire"})
OFFERS = frozenset(
    {"api:follow-up", "api:accept-purchase", "api:decline-follow-up"}
    | {"pages:offer", "pages:offer_accept", "pages:offer_decline"}
)
AFTER_DECISION = frozenset({"pages:handover_item", "pages:handover_answer"})


def rows_written() -> int:
    """How many rows of the product's own tables this connection has inserted, changed or deleted, ever."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT COALESCE(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)
            FROM pg_stat_xact_user_tables
            WHERE relname ~ '^(accounts|contests|moderation|payouts|personal|webhooks)_'
            """
        )
        return int(cursor.fetchone()[0])


def fill(pattern: str, keys: dict[str, Any]) -> str:
    """A pattern with its places filled, by name."""
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(keys[found[1]]), pattern)
    path = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda found: str(keys[found[1]]), path)
    path = path.replace("^api(?:/|$)", "api/nothing")
    return path.replace("^", "").replace("$", "").replace("\\Z", "").replace(".*", "anything").replace("\\.", ".")


def _draft(now: datetime) -> PayoutPolicy:
    """A policy that creatives are asked about."""
    author = hire(StaffRole.ADMIN, "policies@staff.example")
    return open_consultation(author, draft_policy(author, FAIR_2_DOCUMENT, now=now).pk, now=now)


def _given_up(contest: UUID, payer: User, now: datetime) -> UUID:
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


def _pay_day(now: datetime) -> tuple[PayoutRun, ControlProposal]:
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


def _reviewed(brand: Brand, makers: list[User], now: datetime) -> Review:
    """Of a contest that was cancelled after its shortlist, sixty days ago; a maker and the brand have spoken."""
    contest = open_contest(brand, now=now - 60 * DAY)
    shortlist(contest, [enter(contest, one, now=now - 60 * DAY) for one in (*makers, make_creative())])
    moment = contest.closes_at
    cancel_contest(owner_of(brand), contest.pk, "The shop will not open.", now=moment)
    written = write_review(makers[0], contest.pk, "Clear words.", dict.fromkeys(ASPECTS, 4), now=moment)
    write_review(owner_of(brand), contest.pk, "Thank you for it.", {}, now=moment, maker=makers[0].handle)
    return written


def _picture_of(entry: Entry, now: datetime) -> UUID:
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


def _offered(entry: Entry, now: datetime) -> Contest:
    """An offer to buy this work, funded and unanswered."""
    buyer = owner_of(entry.contest.brand)
    return open_draft(begin_follow_up(buyer, entry.pk, Purpose.PURCHASE, 60_000, now=now), now=now)


def _awaiting_funds(brand: Brand, now: datetime) -> UUID:
    contest = draft_contest(brand, now=now)
    request_funding(owner_of(brand), contest.pk, now=now)
    return contest.pk


def _in_the_gallery(contest: Contest, entries: list[Entry], owner: User, now: datetime) -> dict[str, Any]:
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


def _with_juries(brand: Brand, author: User, judge: User, now: datetime) -> tuple[JuryBallot, Entry]:
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


def _trust(author: User, awarded: Entry, entry: Entry, now: datetime) -> dict[str, Any]:
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


def _in_votes(brand: Brand, voter: User, now: datetime) -> tuple[Entry, UUID]:
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
    _picture_of(entries[0], now)
    CommunityVote.objects.filter(contest=marked).update(check_by=now + DAY)
    CommunityVote.objects.filter(contest=open_one).update(closes_at=now + DAY, check_by=now + 2 * DAY)
    return entries[0], CommunityBallot.objects.order_by("cast_at").first().pk


def _told(reader: User, now: datetime) -> UUID:
    """A notice of this person's."""
    ask_for_mails([MailRequest(reader.pk, "question_answered", "matrix", {"title": "Leaf"})], now=now)
    return Notice.objects.get(dedupe_key="matrix").ref


def _copied(person: User, now: datetime) -> UUID:
    """A copy of this person's data, which is there."""
    asked = ask_for_copy(person, now=now)
    write_due_copy(now=now)
    return asked.ref


def make_world() -> World:
    """Real people and money, through the services."""
    now = timezone.now()
    brand = make_brand()
    author, other = make_creative("author"), make_creative("other")
    decided = open_contest(brand, now=now - 30 * DAY)  # Over before the other one opens, so that its clock runs alone.
    entries = [enter(decided, one, now=now - 30 * DAY) for one in (author, other, make_creative())]
    award(shortlist(decided, entries), entries[0])
    run, proposal = _pay_day(now)
    give_mandate(author, now=now)
    tell_taxes(author, now=now)
    issue_and_seal(now)
    judge = add_member(brand, MemberRole.JUDGE)
    ballot, told_entry = _with_juries(brand, author, judge, now)
    review = _reviewed(brand, [author, other], now)
    contest = open_contest(brand, now=now)
    jury_for(contest, now=now)
    asked = invite(contest, judge, now=now)
    debts = [Obligation.objects.get(entry=one, kind="earned") for one in entries]
    dispute = open_dispute(other, debts[1].public_id, claim_minor=500, reason="Too little.", now=now)
    entry = submit_examined(contest, author, now=now)
    second = submit_examined(contest, other, now=now)
    enter(contest, other, now=now)
    comment = write_comment(owner_of(brand), entry.pk, CommentDraft(body="The line is too thin."), now=now)
    question = Question.objects.create(contest=contest, asker=other, body="Which colours?", created_at=now)
    waiting = _awaiting_funds(brand, now)
    invited = invite_member(owner_of(brand), brand.pk, email="guest@people.example", role=MemberRole.JUDGE, now=now)
    people: dict[str, Any] = {
        "nobody": AnonymousUser(),
        "author": author,
        "other": other,
        "owner": owner_of(brand),
        "manager": add_member(brand, MemberRole.MANAGER),
        "judge": judge,
        "finance": add_member(brand, MemberRole.FINANCE),
        "rival": owner_of(draft_contest().brand),
        "auditor": hire(StaffRole.AUDITOR),
        "admin": hire(StaffRole.ADMIN),
        "token": AnonymousUser(),
    }
    clients = {role: sign_in(Client(), user) if user.pk else Client() for role, user in people.items()}
    for client in clients.values():
        client.raise_request_exception = False
    scopes = [scope.value for scope in Scope]
    tokens = {lacked: token_of(people["admin"], *(one for one in scopes if one != lacked)) for lacked in scopes}
    voted, marked = _in_votes(brand, other, now)
    invited_to = open_of_kind("invited", author, brand=brand, now=now)
    confidential = open_of_kind("nda", brand=brand, now=now)
    bind(author, confidential, now=now)
    drafted = draft_contest(brand, now=now)
    (attached,) = attach_files(owner_of(brand), drafted.pk, [image()], now=now)
    link = make_link(owner_of(brand), invited_to.pk, days=3, most_uses=9, now=now)
    change_kit(owner_of(brand), brand.pk, KitDraft(tone="Quiet."), now=now)
    hook = create_endpoint(owner_of(brand), brand_id=brand.pk, **WEBHOOK, now=now)
    told = send_test(owner_of(brand), hook.endpoint.public_id, now=now)
    first_award = Award.objects.get(contest=decided)
    keys = {
        "contest_id": contest.pk,
        "entry_id": entry.pk,
        "question_id": question.pk,
        "comment_id": comment.pk,
        "juror_id": asked.pk,
        "ballot_id": ballot.pk,
        "marked_id": marked,
        "award_id": first_award.pk,
        "item_id": HandoverItem.objects.filter(handover__award=first_award).first().pk,
        "brand_id": brand.pk,
        "brand_slug": brand.slug,
        "handle": author.handle,
        "review_id": review.pk,
        "user_id": people["judge"].pk,
        "account_id": ledger.account_id(ledger.PAYABLE_CREATIVES, "EUR"),
        "settlement_id": Settlement.objects.get(contest=decided).pk,
        "disbursement_id": Disbursement.objects.first().pk,
        "debt_ref": debts[0].public_id,
        "dispute_ref": dispute.public_id,
        "ref": StoredFile.objects.first().ref,
        "width": 320,
        "draft_id": _draft(now).pk,
        "token": "not-a-token",
        "invitation_id": invited.pk,
        "deposit_ref": _given_up(contest.pk, people["owner"], now),
        "object_id": "0",
        "content_type_id": 1,
        "app_label": "contests",
        "url": "nothing",
        "uidb36": "1",
        "key": "no-key",
        "slug": "fair",
        "version": 1,
        "rail": "sandbox",
        "document_ref": Document.objects.get(person=author).ref,
        "year": now.year - 1,
        "run_id": run.pk,
        "proposal_id": proposal.pk,
        "webhook_id": hook.endpoint.public_id,
        "link_id": link.pk,
        "link_token": link_token(link.pk),
        "attachment_ref": attached.ref,
        "category": "logo",
        "notice_ref": _told(author, now),
        "copy_ref": _copied(author, now),
        "message_id": told.message_id,
        "following_ref": follow_brief(author, contest.pk, now=now).ref,
        "partner": make_creative("partner").handle,
        "split_ref": offer_split(author, contest.pk, SplitDraft(3, (PartDraft(other.handle, 2),)), now=now).ref,
        "upload_id": begun(author, now),
        "search_ref": save_search(author, "Mine", BrowseFilters(), now=now).ref,
    }
    keys |= _in_the_gallery(contest, [entry, second], owner_of(brand), now)
    keys |= _trust(author, entries[1], entry, now)
    shown = show_work(other, entries[1].pk, now=now)
    keys["shown_ref"] = _picture_of(entries[1], now)
    keys["number"] = write_seal(None, 1).number
    with override_settings(RAILS=settings.RAILS | {"sepa": NO_BANK}):
        keys["transfer_id"] = transfer_came(now).pk
    keys["journal_entry_id"] = JournalEntry.objects.first().pk
    return World(
        people=people,
        clients=clients,
        tokens=tokens,
        keys=keys,
        awarded=decided.pk,
        award=first_award.pk,
        final_entry=entries[0].pk,
        waiting=waiting,
        judged=ballot.juror.jury.contest_id,
        told=told_entry,
        invited=invited_to.pk,
        confidential=confidential.pk,
        drafted=drafted.pk,
        over=review.contest_id,
        offered=_offered(entries[1], now).pk,
        beaten=entries[2].pk,
        shown=shown,
        voted=voted,
    )
