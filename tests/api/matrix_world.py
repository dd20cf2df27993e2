"""The world of the matrix: one of each role around one open contest and one that is awarded, and every address once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from http.cookies import SimpleCookie
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Sum
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter
from django.utils import timezone

from accounts.models import Brand, MemberRole, StaffRole, User
from accounts.scopes import Scope
from accounts.services.invitations import invite_member
from contests.models import Award, Question, StoredFile
from contests.selectors.browsing import BrowseFilters
from contests.selectors.rights import rights_of
from contests.services.finding.follows import follow_brief
from contests.services.finding.saved_searches import save_search
from duerows.models import DueState
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
from tests.api.matrix_bodies import BODIES, WEBHOOK, WITH_FILES
from tests.fixtures.calls import brief, image, token_of
from tests.fixtures.contests import submit_examined
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

    def path(self, address: Address) -> str:
        """The address with its places filled."""
        parts = dict(self.keys)
        if isinstance(address.converters.get("entry_id"), IntConverter):
            parts["entry_id"] = self.keys["journal_entry_id"]
        if address.name == "pages:follow_brand":
            parts["slug"] = Brand.objects.get(pk=self.keys["brand_id"]).slug
        if "award_id" in address.converters or address.name in AFTER_AWARD:
            parts |= {"contest_id": self.awarded, "award_id": self.award, "entry_id": self.final_entry}
        if address.name == "api:bank-transfer":
            parts["contest_id"] = self.waiting
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


AFTER_AWARD = frozenset({"api:handovers", "api:accept-handover", "pages:review", "pages:handover"})


def rows_written() -> int:
    """How many rows of the product's own tables this connection has inserted, changed or deleted, ever."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT COALESCE(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)
            FROM pg_stat_xact_user_tables WHERE relname ~ '^(accounts|contests|payouts|webhooks)_'
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


def _awaiting_funds(brand: Brand, now: datetime) -> UUID:
    contest = draft_contest(brand, now=now)
    request_funding(owner_of(brand), contest.pk, now=now)
    return contest.pk


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
    contest = open_contest(brand, now=now)
    debts = [Obligation.objects.get(entry=one, kind="earned") for one in entries]
    dispute = open_dispute(other, debts[1].public_id, claim_minor=500, reason="Too little.", now=now)
    entry = submit_examined(contest, author, now=now)
    enter(contest, other, now=now)
    question = Question.objects.create(contest=contest, asker=other, body="Which colours?", created_at=now)
    waiting = _awaiting_funds(brand, now)
    invited = invite_member(owner_of(brand), brand.pk, email="guest@people.example", role=MemberRole.JUDGE, now=now)
    people: dict[str, Any] = {
        "nobody": AnonymousUser(),
        "author": author,
        "other": other,
        "owner": owner_of(brand),
        "manager": add_member(brand, MemberRole.MANAGER),
        "judge": add_member(brand, MemberRole.JUDGE),
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
    hook = create_endpoint(owner_of(brand), brand_id=brand.pk, **WEBHOOK, now=now)
    told = send_test(owner_of(brand), hook.endpoint.public_id, now=now)
    first_award = Award.objects.get(contest=decided)
    keys = {
        "contest_id": contest.pk,
        "entry_id": entry.pk,
        "question_id": question.pk,
        "award_id": first_award.pk,
        "brand_id": brand.pk,
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
        "message_id": told.message_id,
        "following_ref": follow_brief(author, contest.pk, now=now).ref,
        "search_ref": save_search(author, "Mine", BrowseFilters(), now=now).ref,
    }
    keys["number"] = write_seal(None, 1).number
    with override_settings(RAILS=settings.RAILS | {"sepa": NO_BANK}):
        keys["transfer_id"] = transfer_came(now).pk
    keys["journal_entry_id"] = JournalEntry.objects.first().pk
    return World(people, clients, tokens, keys, decided.pk, first_award.pk, entries[0].pk, waiting)
