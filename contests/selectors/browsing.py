"""Which of the contests that are shown somebody is looking for, and in what order; values are parameters.

Words are searched as in a web search ("quotes", or, -not), by the stems of each brief's own language and without
regard to accents. What is hidden cannot be found: every condition comes after SHOWN.
"""

from dataclasses import dataclass, fields
from typing import Any

from contests.lifecycle import BEFORE_FUNDS, DECIDING, State
from contests.selectors.paging import Order

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
_RANK = f"-round(ts_rank_cd(b.search, {_THEIRS})::numeric, 6)"

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
    BEST: Order(((_RANK, "numeric"), ("c.id", "uuid"))),
}
"""How the list may be ordered; the first is the rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowseFilters:
    """What to keep of the public list; empty keeps all."""

    phase: str = ""
    """One of PHASES."""
    state: str = ""
    category: str = ""
    brand: str = ""
    """By its short name."""
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
    # Words of which nothing is left to search by (signs, or "the") are looked for as they stand.
    "words": f"""((b.language LIKE 'fr%%' AND b.search @@ {_FRENCH})
        OR (b.language NOT LIKE 'fr%%' AND b.search @@ {_ENGLISH})
        OR (numnode({_ENGLISH}) = 0 AND (b.title || ' ' || b.summary) ILIKE %(pattern)s))""",
}
SHOWN = "c.state NOT IN (" + ", ".join(f"'{state}'" for state in sorted(BEFORE_FUNDS)) + ")"


def narrowed(kept: BrowseFilters) -> tuple[str, dict[str, Any]]:
    """The condition and the parameters of these filters."""
    params: dict[str, Any] = {
        f.name: value for f in fields(kept) if (value := getattr(kept, f.name)) not in ("", None, False)
    }
    params |= {name: value.replace("\0", "") for name, value in params.items() if isinstance(value, str)}
    where = " AND ".join([SHOWN, *(CONDITIONS[name] for name in params)])
    if "phase" in params:
        params["phase"] = [state.value for state in PHASES.get(kept.phase, ())]
    if "words" in params:
        params["pattern"] = f"%{_literally(params['words'])}%"
    return where, params


def order_for(kept: BrowseFilters, name: str) -> Order:
    """The order of this name; the rule's where there is none, or nothing to compare with."""
    if name == BEST and not kept.words:
        name = "closing"
    return ORDERS.get(name, ORDERS["closing"])


def _literally(words: str) -> str:
    """The words as a pattern that matches only themselves."""
    return words.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
