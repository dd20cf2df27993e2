"""The brand's board: what its reader asked to see, and what they may do there. Permits nothing; the services do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from contests.lifecycle import Move, Role, State, may
from contests.selectors.entries import EntryFilters
from contests.services.gallery.eliminating import CHOOSING
from contests.visibility import BRAND_ROLES, DECIDERS, RATERS
from frontend.showing.gallery_cards import Desk
from frontend.showing.gallery_words import ORDERS, SHOWN, STARS

RATED_WHILE = frozenset({State.OPEN, State.SHORTLISTING, State.FINAL_ROUND, State.JUDGING})


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be seen, and in which order; made of an address, in which nonsense counts as nothing."""

    show: str = ""
    stars: str = ""
    collection: UUID | None = None
    order: str = "newest"
    after: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Asked":
        """What an address asks for."""
        show, stars, order = given.get("show", ""), given.get("stars", ""), given.get("order", "")
        return cls(
            show if show in SHOWN else "",
            stars if stars in STARS else "",
            _key(given.get("collection", "")),
            order if order in ORDERS else "newest",
            given.get("after", ""),
        )

    @property
    def narrows(self) -> bool:
        """Whether it may leave entries out for which one has to look elsewhere."""
        return bool(self.show not in ("", "all") or self.stars or self.collection)

    def filters(self, since: datetime | None) -> EntryFilters:
        """As the selector wants it; `since` is the last visit's end, None on the first, when all is new."""
        in_the_running = self.show in ("", "unseen", "picked") and not self.collection
        return EntryFilters(
            state="submitted",
            least_rating=int(self.stars) if self.stars.isdigit() else None,
            unrated=self.stars == "none",
            eliminated=True if self.show == "eliminated" else False if in_the_running else None,
            picked=self.show == "picked",
            shortlisted=True if self.show == "shortlisted" else None,
            since=since if self.show == "unseen" else None,
            collection=self.collection,
        )

    def address(self, after: str | None = None) -> str:
        """The same as the end of an address."""
        parts = {"show": self.show, "stars": self.stars, "collection": self.collection or "", "order": self.order}
        return "?" + urlencode({name: value for name, value in (parts | {"after": after or ""}).items() if value})

    def first(self) -> "Asked":
        """The same from the beginning."""
        return replace(self, after="")


def desk_of(role: Role, state: str, csrf: str, picked: frozenset[str] = frozenset()) -> Desk:
    """What somebody in this role may do while the contest is in this state."""
    is_running = state in RATED_WHILE
    return Desk(
        csrf=csrf,
        may_rate=role in RATERS and is_running,
        may_shortlist=state == State.SHORTLISTING and may(role, Move.CONFIRM_SHORTLIST),
        may_eliminate=role in DECIDERS and state in CHOOSING,
        may_rule_out=(role in DECIDERS or role == Role.ADMIN) and is_running,
        may_note=role in BRAND_ROLES,
        may_select=role in RATERS,
        picked=picked,
    )


def keys_of(words: Iterable[str]) -> list[UUID]:
    """Those of the words that name anything, each once."""
    return list(dict.fromkeys(key for word in words if (key := _key(word)) is not None))


def _key(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
