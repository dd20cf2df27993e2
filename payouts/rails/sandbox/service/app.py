"""The service's endpoints: who may call them, what they accept, what they answer. No more.

POST /transfers, /charges          order a movement (header Idempotency-Key)
GET  /transfers/KEY, /charges/KEY  what became of it
GET  /transfers, /charges, /book   the book, oldest first (after, limit, reference)
POST|GET|DELETE /faults            arm, list (with those that struck), disarm
POST /advance                      let every line take its next step now
DELETE /book                       forget everything, for tests
GET  /healthz, /                   is it up; the book for people
"""

import asyncio
import hmac
import logging
import math
import sqlite3
import time
from collections.abc import Awaitable, Callable
from typing import Any

from payouts.rails.base import ChargeRequest, TransferRequest
from payouts.rails.sandbox import answers
from payouts.rails.sandbox.answers import COUNTERPARTY_FIELD, read_object
from payouts.rails.sandbox.service import faults, movements, outbox, page
from payouts.rails.sandbox.service.book import Bookkeeper
from payouts.rails.sandbox.service.courier import Courier
from payouts.rails.sandbox.service.faults import ANSWERED_500, NEVER_ANSWERED, Fault, FaultKind
from payouts.rails.sandbox.service.http import Reply, Request, Unanswered, json_reply, problem
from payouts.rails.sandbox.service.movements import Order
from payouts.rails.sandbox.service.options import Options
from payouts.rails.sandbox.service.reception import receive
from payouts.rails.sandbox.service.settling import Settler

logger = logging.getLogger(__name__)

Handler = Callable[[Request], Awaitable[Reply | Unanswered]]
KINDS = {"transfers": "transfer", "charges": "charge"}
LARGEST_BODY = 64 * 1024
PAGE_SIZE = 100


class BadRequest(ValueError):
    """The caller's request is malformed; the message says how."""


class App:
    """The endpoints, over the book and the two workers beside it."""

    def __init__(self, options: Options, books: Bookkeeper, settler: Settler, courier: Courier) -> None:
        self._options = options
        self._books = books
        self._settler = settler
        self._courier = courier
        self._routes: dict[tuple[str, str], Handler] = {
            ("GET", "/healthz"): self.healthz,
            ("GET", "/"): self.front_page,
            ("GET", "/book"): self.show_book,
            ("DELETE", "/book"): self.forget_everything,
            ("POST", "/faults"): self.arm_fault,
            ("GET", "/faults"): self.list_faults,
            ("DELETE", "/faults"): self.disarm_faults,
            ("POST", "/advance"): self.advance,
        }
        for plural in KINDS:
            self._routes["POST", f"/{plural}"] = self.take_order
            self._routes["GET", f"/{plural}"] = self.list_movements

    async def respond(self, request: Request) -> Reply | Unanswered:
        """The answer to any request; a failure of ours is a 500, of the caller's a 400."""
        handler = self._find(request)
        if handler is None:
            return problem(404, "no_such_page", "There is nothing at this address for this method.")
        if handler not in (self.healthz, self.front_page) and not self._is_authorised(request):
            return problem(401, "unauthorized", "Present the secret as a bearer token.")
        arrived = time.monotonic()
        reply = await self._carry_out(handler, request)
        if handler in (self.take_order, self.fetch_movement, self.list_movements):
            # The work comes first and counts towards the latency: an answer takes as long as was asked for, and
            # whoever kills the bank meanwhile finds orders that were recorded but never answered.
            await asyncio.sleep(self._options.latency - (time.monotonic() - arrived))
        return reply

    async def _carry_out(self, handler: Handler, request: Request) -> Reply | Unanswered:
        try:
            return await handler(request)
        except BadRequest as error:
            return problem(400, answers.INVALID_REQUEST, str(error))
        except Exception:
            logger.exception("%s %s failed", request.method, request.path)
            return problem(500, "internal_error", "The service failed; ask again with the same key.")

    def _find(self, request: Request) -> Handler | None:
        plural, _, key = request.path.strip("/").partition("/")
        if request.method == "GET" and plural in KINDS and key:
            return self.fetch_movement
        return self._routes.get((request.method, request.path))

    def _is_authorised(self, request: Request) -> bool:
        given = request.headers.get("authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {self._options.secret}".encode())

    async def take_order(self, request: Request) -> Reply | Unanswered:
        order = parse_order(request)
        delay = self._options.settle_delay
        receipt = await self._books.do(lambda book: receive(book, order, now=time.time(), settle_delay=delay))
        self._settler.alarm.set_for(receipt.step_due_at)
        if receipt.has_notice:
            self._courier.alarm.set_for(time.time())
        return await self._befall(receipt.fault, receipt.reply)

    async def fetch_movement(self, request: Request) -> Reply | Unanswered:
        plural, _, key = request.path.strip("/").partition("/")

        def look(book: sqlite3.Connection) -> tuple[Fault | None, sqlite3.Row | None]:
            fault = faults.strike(book, applies_to="fetch", key=key, counterparty="", is_new=False, now=time.time())
            return fault, movements.find(book, KINDS[plural], key)

        fault, line = await self._books.do(look)
        if line is None:
            missing = problem(404, answers.UNKNOWN_KEY, "No order came under this key.", idempotency_key=key)
            return await self._befall(fault, missing)
        return await self._befall(fault, json_reply(200, movements.as_json(line)))

    async def _befall(self, fault: Fault | None, reply: Reply) -> Reply | Unanswered:
        """What the caller gets to see of a reply, given what befalls it on the way."""
        if fault is None:
            return reply
        if fault.kind in NEVER_ANSWERED:
            return Unanswered()
        if fault.kind in ANSWERED_500:
            return problem(500, "internal_error", "A fault that was asked for.")
        if fault.kind == FaultKind.SLOW:
            await asyncio.sleep(fault.delay_ms / 1000)
        return reply

    async def list_movements(self, request: Request) -> Reply:
        return await self._page(request, KINDS[request.path.strip("/")])

    async def show_book(self, request: Request) -> Reply:
        return await self._page(request, "", with_sums=True)

    async def _page(self, request: Request, kind: str, with_sums: bool = False) -> Reply:
        after = _number(request, "after", 0)
        limit = min(_number(request, "limit", PAGE_SIZE) or PAGE_SIZE, movements.PAGE_LIMIT)
        reference = request.query.get("reference", "")

        def read(book: sqlite3.Connection) -> dict[str, Any]:
            lines, has_more = movements.page(book, kind=kind, reference=reference, after=after, limit=limit)
            body: dict[str, Any] = {
                "movements": [movements.as_json(line) for line in lines],
                "cursor": str(lines[-1]["id"] if lines else after),
                "has_more": has_more,
            }
            if with_sums:
                sums = movements.totals(book)
                body["totals"] = [dict(line) for line in sums]
                body["balances"] = movements.balances(sums)
                body["notices"] = outbox.summary(book)
            return body

        return json_reply(200, await self._books.do(read))

    async def forget_everything(self, request: Request) -> Reply:
        # A notice on its way would otherwise arrive among the next test's.
        async with self._courier.under_way:
            await self._books.do(movements.forget_everything)
        return json_reply(200, {})

    async def arm_fault(self, request: Request) -> Reply:
        try:
            fault = faults.parse_fault(read_object(request.body))
        except (TypeError, ValueError) as error:
            raise BadRequest(str(error)) from error
        return json_reply(201, {"id": await self._books.do(lambda book: faults.arm(book, fault))})

    async def list_faults(self, request: Request) -> Reply:
        return json_reply(
            200, await self._books.do(lambda book: {"armed": faults.armed(book), "fired": faults.fired(book)})
        )

    async def disarm_faults(self, request: Request) -> Reply:
        await self._books.do(faults.disarm_all)
        return json_reply(200, {})

    async def advance(self, request: Request) -> Reply:
        return json_reply(200, {"moved": await self._settler.step(due_by=math.inf, limit=-1)})

    async def healthz(self, request: Request) -> Reply:
        await self._books.do(movements.next_step_at)
        return json_reply(200, {"status": "ok"})

    async def front_page(self, request: Request) -> Reply:
        before = _number(request, "before", 0) or None
        html = await self._books.do(lambda book: page.render(book, before=before))
        return Reply(200, html.encode(), "text/html; charset=utf-8", page.HEADERS)


def parse_order(request: Request) -> Order:
    """The order in a request. Raises BadRequest with the field that is wrong."""
    kind = KINDS[request.path.strip("/")]
    if len(request.body) > LARGEST_BODY:
        raise BadRequest("The body is too large.")
    fields = read_object(request.body)
    party = COUNTERPARTY_FIELD[kind]
    expected = {"amount_minor", "currency", "reference", party}
    if set(fields) != expected:
        raise BadRequest(f"The body must have exactly these fields: {', '.join(sorted(expected))}.")
    if not all(isinstance(fields[name], str) for name in expected - {"amount_minor"}):
        raise BadRequest("Every field but amount_minor is text.")
    key = request.headers.get("idempotency-key", "")
    form = TransferRequest if kind == "transfer" else ChargeRequest
    try:
        form(key, fields["amount_minor"], fields["currency"], fields[party], fields["reference"])
    except ValueError as error:
        raise BadRequest(str(error)) from error
    return Order(kind, key, fields["amount_minor"], fields["currency"], fields[party], fields["reference"])


def _number(request: Request, name: str, default: int) -> int:
    word = request.query.get(name) or str(default)
    if not (word.isascii() and word.isdigit() and len(word) <= 18):
        raise BadRequest(f"{name} must be a whole number.")
    return int(word)
