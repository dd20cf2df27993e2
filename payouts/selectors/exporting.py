"""What auditors may take away as a file, and how it is streamed: rows as PostgreSQL writes them, a few at a time.

Each export is a query set with its columns by name. COPY writes them as CSV or as one JSON value a line, over a
connection of its own: the request's may be wanted by another thread while the last rows are still on their way.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Case, CharField, F, Func, OuterRef, QuerySet, TextField, Value, When
from django.db.models.functions import Concat, JSONObject, Right

from payouts.models import (
    CARD_PAGE,
    Deposit,
    Disbursement,
    JournalEntry,
    Obligation,
    Posting,
    Settlement,
    SettlementLine,
)
from payouts.models.deposit import LAST_SIGNS

Form = Literal["csv", "jsonl"]
CHUNK: Final = 64 * 1024
"""Bytes that are handed on at once, about."""

# One column of text that COPY does not quote: no JSON that PostgreSQL writes holds these characters.
_JSON_LINES: Final = r"FORMAT csv, QUOTE E'\x01', ESCAPE E'\x01', DELIMITER E'\x02'"


SAFE: Final = r"regexp_replace({}, E'^([=+@\\-\\t\\r])', E'''\\1')"
"""A text that no spreadsheet takes for a formula: what begins like one gets an apostrophe."""
MOMENT: Final = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
"""A moment as the API writes it."""


class Safe(Func):
    """A text that no spreadsheet takes for a formula."""

    template = SAFE.format("%(expressions)s")
    output_field = TextField()


class Moment(Func):
    """A moment as the API writes it."""

    template = MOMENT.format("%(expressions)s")
    output_field = CharField()


Column = tuple[str, Any]


def plain(name: str, path: Any = None) -> Column:
    """A number, a key, a flag or JSON."""
    return name, path or name


def text(name: str, path: Any = None) -> Column:
    """Words that somebody may have chosen."""
    return f"{name}:text", path or name


def moment(name: str, path: str | None = None) -> Column:
    return f"{name}:moment", path or name


@dataclass(frozen=True, slots=True)
class Export:
    """A file to be: the rows, their columns, and those by which they are ordered. `nested` is one more column of JSON
    lines; `flat` takes the place of rows and columns in CSV, where nothing can be nested.
    """

    rows: Callable[[], QuerySet[Any]]
    columns: tuple[Column, ...]
    order: tuple[str, ...] = ("id",)
    nested: tuple[Column, ...] = ()
    flat: "Export | None" = None
    prefix: str = ""
    """What leads from a row to the one that the list's filters are about."""


SETTLEMENTS = Export(
    lambda: Settlement.objects.all(),
    (
        plain("id"),
        plain("contest", "contest_id"),
        plain("sequence"),
        text("outcome"),
        text("policy", "policy__slug"),
        plain("policy_version", "policy__version"),
        text("currency"),
        plain("floor_minor"),
        plain("owed_minor"),
        plain("fee_minor"),
        plain("tax_minor"),
        plain("refund_minor"),
        moment("decided_at"),
        text("digest"),
    ),
)
LINES = Export(
    lambda: SettlementLine.objects.all(),
    (
        plain("settlement", "settlement_id"),
        plain("contest", "settlement__contest_id"),
        plain("position"),
        plain("entry", "entry_id"),
        text("component"),
        text("rule"),
        plain("amount_minor"),
        text("currency", "settlement__currency"),
        text("formula"),
        plain("inputs"),
    ),
    order=("settlement", "position"),
    prefix="settlement__",
)
OBLIGATIONS = Export(
    lambda: Obligation.objects.all(),
    (
        plain("id"),
        plain("ref", "public_id"),
        plain("settlement", "settlement_id"),
        plain("contest", "contest_id"),
        plain("entry", "entry_id"),
        text("payee", "payee_user__handle"),
        text("payee_brand", "payee_brand__slug"),
        text("kind"),
        plain("part"),
        plain("amount_minor"),
        text("currency"),
        plain("journal_entry", "journal_entry_id"),
        moment("pay_by"),
        moment("released_at"),
        moment("cancelled_at"),
        moment("held_until"),
        moment("paid_at"),
    ),
)


def _entry(prefix: str) -> tuple[Column, ...]:
    return (
        plain("id", f"{prefix}id"),
        text("kind", f"{prefix}kind"),
        text("idempotency_key", f"{prefix}idempotency_key"),
        moment("effective_at", f"{prefix}effective_at"),
        moment("posted_at", f"{prefix}posted_at"),
        plain("contest", f"{prefix}contest_id"),
        plain("reverses", f"{prefix}reverses_id"),
        text("memo", f"{prefix}memo"),
    )


_POSTING = {
    "id": F("pk"),
    "account": F("account__code"),
    "currency": F("account__currency"),
    "side": F("side"),
    "amount_minor": F("amount_minor"),
}
JOURNAL = Export(
    lambda: JournalEntry.objects.all(),
    _entry(""),
    nested=(
        plain(
            "postings",
            ArraySubquery(
                Posting.objects.filter(entry=OuterRef("pk")).order_by("pk").values(json=JSONObject(**_POSTING))
            ),
        ),
    ),
    flat=Export(
        lambda: Posting.objects.all(),
        (
            *_entry("entry__"),
            plain("posting", "pk"),
            text("account", "account__code"),
            text("currency", "account__currency"),
            text("side"),
            plain("amount_minor"),
        ),
        order=("id", "posting"),
        prefix="entry__",
    ),
)
# As `Disbursement.destination` says it.
_DESTINATION: Final = Case(
    When(origin=None, then=Concat(Value("•••• "), F("payout_account__ending"), output_field=CharField())),
    When(origin__source=CARD_PAGE, then=Value(f"↩ {CARD_PAGE}")),
    default=Concat(Value("↩ •••• "), Right("origin__source", LAST_SIGNS), output_field=CharField()),
)
DISBURSEMENTS = Export(
    lambda: Disbursement.objects.all(),
    (
        plain("id"),
        plain("obligation", "obligation_id"),
        plain("contest", "obligation__contest_id"),
        plain("attempt"),
        text("state"),
        text("rail"),
        text("idempotency_key"),
        text("provider_reference"),
        text("destination", _DESTINATION),
        plain("origin", "origin__public_id"),
        plain("amount_minor"),
        text("currency"),
        text("reason"),
        moment("created_at"),
        moment("sent_at"),
        moment("paid_at"),
    ),
)
DEPOSITS = Export(
    lambda: Deposit.objects.all(),
    (
        plain("id", "public_id"),
        plain("contest", "escrow_id"),
        text("state"),
        text("rail"),
        text("idempotency_key"),
        text("provider_reference"),
        plain("amount_minor"),
        text("currency"),
        text("reason"),
        moment("created_at"),
        moment("received_at"),
    ),
    order=("created_at", "id"),
)


def statement_for(export: Export, form: Form, narrow: Callable[[QuerySet[Any], str], QuerySet[Any]]) -> "Statement":
    """What COPY is to write. `narrow` filters the rows; it is told what leads to the row that its filters are about."""
    chosen = export.flat if form == "csv" and export.flat else export
    columns = chosen.columns if form == "csv" else (*chosen.columns, *chosen.nested)
    names = [name.partition(":")[0] for name, _path in columns]
    rows = narrow(chosen.rows(), chosen.prefix).order_by()
    query = rows.values_list(*(_expression(name, path, form) for name, path in columns)).query
    sql, params = query.sql_with_params()
    listed = ", ".join(f'"{name}"' for name in names)
    order = ", ".join(f'"{name}"' for name in chosen.order)
    return Statement(f"SELECT * FROM ({sql}) AS r ({listed}) ORDER BY {order}", params, form)


EVENTS: Final = (
    plain("id"),
    plain("contest"),
    moment("at"),
    text("kind"),
    text("role"),
    text("from_state"),
    text("to_state"),
    text("actor"),
    text("actor_name"),
    plain("data"),
)


def events_statement(sql: str, params: Mapping[str, Any], form: Form) -> "Statement":
    """The same for a statement that gives the columns of EVENTS, in their order."""
    pairs = [(name.partition(":")[0], name.partition(":")[2]) for name, _path in EVENTS]
    shown = []
    for name, kind in pairs:
        words = MOMENT if kind == "moment" else SAFE if kind == "text" and form == "csv" else "{}"
        shown.append(f'{words.format(f"r.{chr(34)}{name}{chr(34)}")} AS "{name}"')
    listed = ", ".join(f'"{name}"' for name, _kind in pairs)
    return Statement(f"SELECT {', '.join(shown)} FROM ({sql}) AS r ({listed}) ORDER BY r.id", params, form)


def _expression(name: str, path: Any, form: Form) -> Any:
    """Unnamed in the query: names are given outside, where they cannot clash with a model's own."""
    found = F(path) if isinstance(path, str) else path
    kind = name.partition(":")[2]
    if kind == "moment":
        return Moment(found)
    return Safe(found) if kind == "text" and form == "csv" else found


@dataclass(frozen=True, slots=True)
class Statement:
    """A query and its parameters, to be written in a form."""

    sql: str
    params: tuple[Any, ...] | Mapping[str, Any]
    form: Form

    def stream(self) -> Iterator[bytes]:
        """The file in pieces. Ends its query when it is closed early."""
        if self.form == "csv":
            command = f"COPY ({self.sql}) TO STDOUT WITH (FORMAT csv, HEADER)"
        else:
            command = f"COPY (SELECT row_to_json(line) FROM ({self.sql}) AS line) TO STDOUT WITH ({_JSON_LINES})"
        own = connection.copy()
        own.inc_thread_sharing()
        try:
            own.ensure_connection()
            with own.connection.cursor() as cursor, cursor.copy(command, self.params) as copy:
                yield from _in_chunks(copy)
        finally:
            own.close()


def _in_chunks(rows: Any) -> Iterator[bytes]:
    waiting: list[bytes] = []
    size = 0
    for row in rows:
        waiting.append(bytes(row))
        size += len(row)
        if size >= CHUNK:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)
