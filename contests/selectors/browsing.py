"""Which of the contests that are shown to somebody they are looking for, and in what order; values are parameters.

Words are searched as in a web search ("quotes", or, -not), by the stems of each brief's own language and without
regard to accents. What is hidden cannot be found: every condition comes after what the viewer may meet, and of a
confidential brief that they have not accepted only the card is searched and ranked, title and summary, so that no word
of the rest can be guessed at.
"""

from dataclasses import dataclass, fields
from typing import Any

from contests.lifecycle import BEFORE_FUNDS, DECIDING, State
from contests.selectors.paging import Order
from contests.selectors.roles import Viewer, read_as
from contests.visibility import MEETS_CONTEST, SEES_CONTEST, reader_params

PHASES: dict[str, tuple[State, ...]] = {
    "open": (State.OPEN,),
    "deciding": tuple(sorted(DECIDING)),
    "awarded": (State.AWARDED, State.HANDOVER),
    "ended": (State.SETTLED, State.LAPSED, State.CANCELLED),
}
_PHASE = """CASE WHEN c.state = 'open' THEN 0 WHEN c.state IN ('shortlisting', 'final_round', 'judging') THEN 1
    WHEN c.state IN ('awarded', 'handover', 'suspended') THEN 2 ELSE 3 END"""
_NEWEST = "-extract(epoch FROM COALESCE(c.opens_at, c.created_at))"
_FRENCH = "websearch_to_tsquery('french', contests_fold(%(words)s))"
_ENGLISH = "websearch_to_tsquery('english', contests_fold(%(words)s))"
_THEIRS = f"CASE WHEN b.language LIKE 'fr%%' THEN {_FRENCH} ELSE {_ENGLISH} END"
_CARD = "ts_filter({brief}.search, ARRAY['a', 'b']::\"char\"[])"
"""What a card says, title and summary, of all that is searched."""


def _rank(vector: str) -> Order:
    return Order(((f"-round(ts_rank_cd({vector}, {_THEIRS})::numeric, 6)", "numeric"), ("c.id", "uuid")))


def _said(vector: str, brief: str = "b") -> str:
    """Whether a brief says the words. Those of which nothing is left to search by (signs, or "the") are looked for as
    they stand."""
    return f"""(({brief}.language LIKE 'fr%%' AND {vector} @@ {_FRENCH})
        OR ({brief}.language NOT LIKE 'fr%%' AND {vector} @@ {_ENGLISH})
        OR (numnode({_ENGLISH}) = 0 AND ({brief}.title || ' ' || {brief}.summary) ILIKE %(pattern)s))"""


_B_CARD, _W_CARD = _CARD.format(brief="b"), _CARD.format(brief="w")
# All briefs that say the words anywhere, by the index, and the confidential ones whose card does; of these what holds
# for this reader.
_SAID_TO_READER = f"""(b.contest_id IN (
        SELECT w.contest_id FROM contests_brief w WHERE {_said("w.search", "w")}
        UNION ALL
        SELECT w.contest_id FROM contests_brief w JOIN contests_contest x ON x.id = w.contest_id
        WHERE x.kind = 'nda' AND {_said(_W_CARD, "w")})
    AND (c.kind <> 'nda' OR CASE WHEN {SEES_CONTEST} THEN {_said("b.search")} ELSE {_said(_B_CARD)} END))"""

BEST, PAY = "best", "pay"
ORDERS: dict[str, Order] = {
    # Open ones first, and among them those that close soonest; of the others the latest.
    "closing": Order(
        (
            (_PHASE, "int"),
            (f"CASE WHEN c.state = 'open' THEN extract(epoch FROM c.closes_at) ELSE {_NEWEST} END", "numeric"),
            ("c.id", "uuid"),
        )
    ),
    "newest": Order(((_NEWEST, "numeric"), ("c.id", "uuid"))),
    "prizes": Order((("c.prizes_minor", "bigint"), ("c.id", "uuid")), descending=True),
    PAY: Order((("c.hourly_minor", "bigint"), ("c.id", "uuid")), descending=True),
    # The closest match first; only where words are looked for.
    BEST: _rank("b.search"),
}
"""How the list may be ordered; the first is the rule."""
_BEST_FOR_READER = _rank(f"CASE WHEN c.kind <> 'nda' OR {SEES_CONTEST} THEN b.search ELSE {_B_CARD} END")


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowseFilters:
    """What to keep of the public list; empty keeps all."""

    phase: str = ""
    """One of PHASES."""
    state: str = ""
    category: str = ""
    brand: str = ""
    """By its short name."""
    kind: str = ""
    """One of `contests.kinds.Kind`."""
    visibility: str = ""
    language: str = ""
    """Of the brief."""
    currency: str = ""
    least_prizes: int | None = None
    """The prizes' sum, in minor units."""
    least_floor: int | None = None
    """What a shortlisted entry gets at least, in minor units."""
    least_hourly_pay: int | None = None
    """What may be expected for an hour, in minor units."""
    closes_within: int | None = None
    """Takes entries now, and for at most so many days more."""
    places_left: int | None = None
    """Takes entries now, and at least so many more."""
    uncrowded: bool = False
    """Takes entries now, and has fewer than its shortlist has places: whoever enters could still be shortlisted."""
    words: str = ""
    """Looked for in all that the brief says, as in a web search."""


CONDITIONS: dict[str, str] = {
    "phase": "c.state = ANY(%(phase)s)",
    "state": "c.state = %(state)s",
    "category": "b.category_id = %(category)s",
    "brand": "r.slug = %(brand)s",
    "kind": "c.kind = %(kind)s",
    "visibility": "c.visibility = %(visibility)s",
    "language": "b.language = %(language)s",
    "currency": "c.currency = %(currency)s",
    "least_prizes": "c.prizes_minor >= %(least_prizes)s",
    "least_floor": "c.floor_minor >= %(least_floor)s",
    "least_hourly_pay": "c.hourly_minor >= %(least_hourly_pay)s",
    "closes_within": """(c.state = 'open' AND c.closes_at > statement_timestamp()
        AND c.closes_at <= statement_timestamp() + make_interval(days => %(closes_within)s))""",
    "places_left": "(c.state = 'open' AND c.entry_cap - c.entry_count >= %(places_left)s)",
    "uncrowded": "(c.state = 'open' AND c.entry_count < c.shortlist_max)",
    "words": _said("b.search"),
}
FOR_READER = CONDITIONS | {"words": _SAID_TO_READER}
SHOWN = "c.state NOT IN (" + ", ".join(f"'{state}'" for state in sorted(BEFORE_FUNDS)) + ")"
SHOWN_TO_ALL = f"{SHOWN} AND c.kind NOT IN ('invited', 'nda')"


def narrowed(kept: BrowseFilters, viewer: Viewer = None) -> tuple[str, dict[str, Any]]:
    """The condition and parameters of these filters, over what this viewer may meet (nobody: what everybody sees)."""
    reader = read_as(viewer)
    is_known = reader.user_id is not None
    params: dict[str, Any] = {
        f.name: value for f in fields(kept) if (value := getattr(kept, f.name)) not in ("", None, False)
    }
    params |= {name: value.replace("\0", "") for name, value in params.items() if isinstance(value, str)}
    conditions = FOR_READER if is_known else CONDITIONS
    shown = f"{SHOWN} AND {MEETS_CONTEST}" if is_known else SHOWN_TO_ALL
    where = " AND ".join([shown, *(conditions[name] for name in params)])
    if "phase" in params:
        params["phase"] = [state.value for state in PHASES.get(kept.phase, ())]
    if "words" in params:
        params["pattern"] = f"%{_literally(params['words'])}%"
    return where, params | (reader_params(reader) if is_known else {})


def order_for(kept: BrowseFilters, name: str, viewer: Viewer = None) -> Order:
    """The order of this name; the rule's where there is none, or nothing to compare with."""
    if name == BEST and not kept.words:
        name = "closing"
    if name == BEST and read_as(viewer).user_id is not None:
        return _BEST_FOR_READER
    return ORDERS.get(name, ORDERS["closing"])


def _literally(words: str) -> str:
    """The words as a pattern that matches only themselves."""
    return words.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
