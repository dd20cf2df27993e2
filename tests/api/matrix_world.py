"""The world of the matrix: one of each role around one open contest and one that is awarded."""

from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import Brand, MemberRole, StaffRole, User
from accounts.scopes import Scope
from accounts.services.invitations import invite_member
from contests.comment_rules import CommentDraft
from contests.kit_rules import KitDraft
from contests.models import (
    Award,
    Entry,
    HandoverItem,
    Question,
    ShownWork,
    StoredFile,
)
from contests.selectors.browsing import BrowseFilters
from contests.services.briefing.attachments import attach_files
from contests.services.briefing.kits import change_kit
from contests.services.briefing.links import link_token, make_link
from contests.services.commenting.writing import write_comment
from contests.services.finding.follows import follow_brief
from contests.services.finding.saved_searches import save_search
from contests.services.messaging.writing import send_message
from contests.services.showing import show_work
from contests.services.splitting.offering import offer_split
from contests.split_rules import PartDraft, SplitDraft
from payouts import ledger
from payouts.documents.models import Document
from payouts.ledger.seals import write_seal
from payouts.models import (
    Disbursement,
    JournalEntry,
    Obligation,
    Settlement,
)
from payouts.services.disputing import open_dispute
from tests.api.matrix_addresses import Address, fill
from tests.api.matrix_bodies import WEBHOOK
from tests.api.matrix_keys import keys_at
from tests.api.matrix_sent import sent_to
from tests.api.matrix_things import (
    awaiting_funds,
    consulted_draft,
    copied_data,
    given_up,
    in_the_gallery,
    in_votes,
    notified,
    offered_purchase,
    pay_day,
    picture_of,
    reviewed_contest,
    watched,
    with_juries,
)
from tests.api.matrix_uploads import TUS, begun
from tests.fixtures.calls import image, token_of
from tests.fixtures.contests import submit_examined
from tests.fixtures.juries import invite, jury_for
from tests.fixtures.kinds import bind, open_of_kind
from tests.fixtures.papers import give_mandate, issue_and_seal, tell_taxes
from tests.fixtures.people import hire, sign_in
from tests.fixtures.sepa import NO_BANK, transfer_came
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
        return "/" + fill(address.pattern, keys_at(self, address))

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
        return sent_to(self, name)

    @staticmethod
    def lacking(method: str, address: Address) -> str:
        """The scope that the token must not have, to be the wrong one here."""
        view = getattr(address.view, "view_class", None)
        scope = getattr(view, "read_scope" if method == "GET" else "write_scope", "")
        return scope or Scope.AUDIT_READ.value


OWN_APPS = ("accounts", "contests", "moderation", "payouts", "personal", "webhooks")


def rows_written() -> int:
    """How many rows of the product's own tables this connection has inserted, changed or deleted, ever.

    Counted by what `pg_stat_xact_user_tables` counts by. To ask that view takes longer than most of the requests.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT COALESCE(sum(
                pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
                + pg_stat_get_xact_tuples_deleted(oid)
            ), 0)
            FROM pg_class
            WHERE relkind = 'r' AND split_part(relname, '_', 1) = ANY(%s)
            """,
            [list(OWN_APPS)],
        )
        return int(cursor.fetchone()[0])


ANYTHING: dict[str, Any] = {
    "width": 320,
    "token": "not-a-token",
    "object_id": "0",
    "content_type_id": 1,
    "app_label": "contests",
    "url": "nothing",
    "uidb36": "1",
    "key": "no-key",
    "slug": "fair",
    "version": 1,
    "rail": "sandbox",
    "category": "logo",
}
"""Places that need no thing of this world."""


def cast_of(brand: Brand, author: User, other: User, judge: User) -> dict[str, Any]:
    """Somebody for each of ROLES."""
    return {
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


def let_in(people: dict[str, Any]) -> tuple[dict[str, Client], dict[str, str]]:
    """Everybody signed in; and for each scope a token of the admin's that has all others."""
    clients = {role: sign_in(Client(), user) if user.pk else Client() for role, user in people.items()}
    for client in clients.values():
        client.raise_request_exception = False
    scopes = [scope.value for scope in Scope]
    return clients, {lacked: token_of(people["admin"], *(one for one in scopes if one != lacked)) for lacked in scopes}


def make_world() -> World:
    """Real people and money, through the services."""
    now = timezone.now()
    brand = make_brand()
    author, other = make_creative("author"), make_creative("other")
    decided = open_contest(brand, now=now - 30 * DAY)  # Over before the other one opens, so that its clock runs alone.
    entries = [enter(decided, one, now=now - 30 * DAY) for one in (author, other, make_creative())]
    award(shortlist(decided, entries), entries[0])
    run, proposal = pay_day(now)
    give_mandate(author, now=now)
    tell_taxes(author, now=now)
    issue_and_seal(now)
    judge = add_member(brand, MemberRole.JUDGE)
    ballot, told_entry = with_juries(brand, author, judge, now)
    review = reviewed_contest(brand, [author, other], now)
    contest = open_contest(brand, now=now)
    jury_for(contest, now=now)
    asked = invite(contest, judge, now=now)
    debts = [Obligation.objects.get(entry=one, kind="earned") for one in entries]
    dispute = open_dispute(other, debts[1].public_id, claim_minor=500, reason="Too little.", now=now)
    entry = submit_examined(contest, author, now=now)
    second = submit_examined(contest, other, now=now)
    enter(contest, other, now=now)
    comment = write_comment(owner_of(brand), entry.pk, CommentDraft(body="The line is too thin."), now=now)
    send_message(owner_of(brand), entry.pk, "Would you send the sheet in grey?", now=now)
    question = Question.objects.create(contest=contest, asker=other, body="Which colours?", created_at=now)
    waiting = awaiting_funds(brand, now)
    invited = invite_member(owner_of(brand), brand.pk, email="guest@people.example", role=MemberRole.JUDGE, now=now)
    people = cast_of(brand, author, other, judge)
    clients, tokens = let_in(people)
    voted, marked = in_votes(brand, other, now)
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
    keys = ANYTHING | {
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
        "draft_id": consulted_draft(now).pk,
        "invitation_id": invited.pk,
        "deposit_ref": given_up(contest.pk, people["owner"], now),
        "document_ref": Document.objects.get(person=author).ref,
        "year": now.year - 1,
        "run_id": run.pk,
        "proposal_id": proposal.pk,
        "webhook_id": hook.endpoint.public_id,
        "link_id": link.pk,
        "link_token": link_token(link.pk),
        "attachment_ref": attached.ref,
        "notice_ref": notified(author, now),
        "copy_ref": copied_data(author, now),
        "message_id": told.message_id,
        "following_ref": follow_brief(author, contest.pk, now=now).ref,
        "partner": make_creative("partner").handle,
        "split_ref": offer_split(author, contest.pk, SplitDraft(3, (PartDraft(other.handle, 2),)), now=now).ref,
        "upload_id": begun(author, now),
        "search_ref": save_search(author, "Mine", BrowseFilters(), now=now).ref,
    }
    keys |= in_the_gallery(contest, [entry, second], owner_of(brand), now)
    keys |= watched(author, entries[1], entry, now)
    shown = show_work(other, entries[1].pk, now=now)
    keys["shown_ref"] = picture_of(entries[1], now)
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
        offered=offered_purchase(entries[1], now).pk,
        beaten=entries[2].pk,
        shown=shown,
        voted=voted,
    )
