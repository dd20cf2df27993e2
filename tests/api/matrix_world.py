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
from contests.models import (
    Entry,
    ShownWork,
    StoredFile,
)
from contests.services.showing import show_work
from payouts import ledger
from payouts.ledger.seals import write_seal
from payouts.models import (
    JournalEntry,
)
from tests.api.matrix_addresses import Address, fill
from tests.api.matrix_keys import keys_at
from tests.api.matrix_parts import desk_of, keys_of_people, past_of, present_of
from tests.api.matrix_sent import sent_to
from tests.api.matrix_things import (
    awaiting_funds,
    consulted_draft,
    given_up,
    in_the_gallery,
    in_votes,
    offered_purchase,
    picture_of,
    reviewed_contest,
    watched,
    with_juries,
)
from tests.api.matrix_uploads import TUS
from tests.fixtures.calls import token_of
from tests.fixtures.people import hire, sign_in
from tests.fixtures.sepa import NO_BANK, transfer_came
from tests.fixtures.worlds import (
    add_member,
    draft_contest,
    make_brand,
    make_creative,
    owner_of,
)

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
    now, brand = timezone.now(), make_brand()
    author, other = make_creative("author"), make_creative("other")
    past = past_of(brand, author, other, now)
    judge = add_member(brand, MemberRole.JUDGE)
    ballot, told_entry = with_juries(brand, author, judge, now)
    review = reviewed_contest(brand, [author, other], now)
    present = present_of(brand, author, other, judge, now)
    contest, beaten = present.contest, past.entries[1]
    waiting = awaiting_funds(brand, now)
    people = cast_of(brand, author, other, judge)
    clients, tokens = let_in(people)
    voted, marked = in_votes(brand, other, now)
    desk = desk_of(brand, author, now)
    keys = ANYTHING | past.keys | present.keys | desk.keys
    keys |= {
        "ballot_id": ballot.pk,
        "marked_id": marked,
        "brand_id": brand.pk,
        "brand_slug": brand.slug,
        "review_id": review.pk,
        "user_id": people["judge"].pk,
        "account_id": ledger.account_id(ledger.PAYABLE_CREATIVES, "EUR"),
        "ref": StoredFile.objects.first().ref,
        "draft_id": consulted_draft(now).pk,
        "deposit_ref": given_up(contest.pk, people["owner"], now),
        "year": now.year - 1,
    }
    keys |= keys_of_people(author, other, contest, now)
    keys |= in_the_gallery(contest, present.entries, owner_of(brand), now)
    keys |= watched(author, beaten, present.entries[0], now)
    shown = show_work(other, beaten.pk, now=now)
    keys["shown_ref"] = picture_of(beaten, now)
    keys["number"] = write_seal(None, 1).number
    with override_settings(RAILS=settings.RAILS | {"sepa": NO_BANK}):
        keys["transfer_id"] = transfer_came(now).pk
    keys["journal_entry_id"] = JournalEntry.objects.first().pk
    return World(
        people=people,
        clients=clients,
        tokens=tokens,
        keys=keys,
        awarded=past.contest.pk,
        award=past.award.pk,
        final_entry=past.entries[0].pk,
        waiting=waiting,
        judged=ballot.juror.jury.contest_id,
        told=told_entry,
        invited=desk.invited.pk,
        confidential=desk.confidential.pk,
        drafted=desk.drafted.pk,
        over=review.contest_id,
        offered=offered_purchase(beaten, now).pk,
        beaten=past.entries[2].pk,
        shown=shown,
        voted=voted,
    )
