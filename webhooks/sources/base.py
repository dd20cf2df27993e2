"""What a source is, and the parts that their statements have in common. Constants of the code: no user input is SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from contests.visibility import admissions_of

# The rules of `contests.visibility` speak of one reader by parameters; here every listener `r` is one, by its columns.
# A seat on a jury opens the contest's pages while it lasts; it is no reason to be told of events.
EYES: Final = {
    "me": "r.me",
    "brands": "r.brands",
    "juries": "'{}'::uuid[]",
    "admin": "r.admin",
    "auditor": "r.auditor",
    **admissions_of("r.me"),
}

MEMBER: Final = "c.brand_id = ANY(r.brands)"
PLATFORM_OF_MONEY: Final = "((r.admin OR r.auditor) AND r.sees_books)"
SEES_MONEY: Final = f"({MEMBER} AND r.sees_money OR {PLATFORM_OF_MONEY})"
"""As `api.views.contests.sees_money`: the brand's members, and the platform's people in the books' name."""

TAKES_PART: Final = """EXISTS (
    SELECT FROM contests_entry own LEFT JOIN contests_entryshare part ON part.entry_id = own.id
    WHERE own.contest_id = c.id AND (own.author_id = r.me OR part.user_id = r.me))"""


def concerns(own: str) -> str:
    """Whether a listener wants the event of contest `c`: a brand's only its own contests', a person's as they said."""
    return f"""(CASE WHEN r.only_brand IS NOT NULL THEN c.brand_id = r.only_brand
                     ELSE r.everything OR {MEMBER} OR {own} END)"""


def with_eyes(rule: str) -> str:
    """A rule of `contests.visibility` or `contests.selectors.history`, for every listener at once."""
    return rule % EYES


def type_of(names: Mapping[str, str], column: str) -> str:
    """SQL: what the rows are called as events, by a column; NULL for rows that are none."""
    cases = " ".join(f"WHEN '{kind}' THEN '{name}'" for kind, name in names.items())
    return f"CASE {column} {cases} END"


@dataclass(frozen=True, slots=True)
class Source:
    """`table`: where its rows are, with `id` and `own_xid`. `told`: a SELECT from `batch` (some of its rows) and the
    listeners `r` that yields (endpoint, id, type, happened_at, data) for whoever may see the event and wants it. Parts
    of `data` that only some of them may see stand under keys of their own (see `services.seeing`).
    """

    name: str
    table: str
    told: str
