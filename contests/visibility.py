"""Who sees what of a contest: itself, its entries, their authors, their files. In Python and, word for word, in SQL.

Pure: values in, a truth out. Selectors use the SQL form so that what is hidden is never even loaded; a test holds the
two forms together over every combination.

While a blind contest is undecided its authors are known to themselves and to the platform's admins only. Auditors
follow the money, of which there is none yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from contests.lifecycle import BEFORE_FUNDS, Role

BRAND_ROLES = frozenset({Role.OWNER, Role.MANAGER, Role.JUDGE, Role.FINANCE})
DECIDERS = frozenset({Role.OWNER, Role.MANAGER})
RATERS = DECIDERS | {Role.JUDGE}
PLATFORM_ROLES = frozenset({Role.ADMIN, Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class Reader:
    """All that decides what somebody sees: loaded once for a request, then asked about any contest."""

    user_id: int | None = None
    is_admin: bool = False
    is_auditor: bool = False
    is_creative: bool = False
    brands: Mapping[UUID, Role] = field(default_factory=dict)

    def role_in(self, brand_id: UUID) -> Role:
        """In what capacity they act on a contest of this brand.

        Membership comes first: somebody of the platform who also belongs to the brand has an interest in it, and acts
        and sees as a member.
        """
        if brand_id in self.brands:
            return self.brands[brand_id]
        if self.is_admin:
            return Role.ADMIN
        if self.is_auditor:
            return Role.AUDITOR
        return Role.CREATIVE if self.is_creative else Role.STRANGER


ANYBODY = Reader()


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry as one reader meets it."""

    role: Role
    is_own: bool
    """Whether the reader is its author or of its team."""
    visibility: str
    entry_state: str
    is_decided: bool
    is_awarded: bool
    """Holds an award that was not passed over."""


@dataclass(frozen=True, slots=True)
class FileView:
    """One file of an entry, or of the handover of its winner, as one reader meets it."""

    entry: EntryView
    file_state: str
    is_image: bool
    is_handover: bool
    is_delivered: bool


def sees_contest(state: str, role: Role) -> bool:
    """A contest is shown to everybody once it is funded; before that to its brand and the platform's people.

    >>> sees_contest("draft", Role.CREATIVE), sees_contest("open", Role.STRANGER)
    (False, True)
    """
    return state not in BEFORE_FUNDS or role in BRAND_ROLES or role in PLATFORM_ROLES


def sees_entry(view: EntryView) -> bool:
    """Public: everybody. Else: its author, the brand, the platform; and all see the winner of a decided blind one."""
    if view.is_own or view.role in PLATFORM_ROLES:
        return True
    if view.entry_state == "withdrawn":
        return False
    if view.role in BRAND_ROLES:
        return True
    if view.entry_state != "submitted":
        return False
    return view.visibility == "public" or _is_revealed(view)


def sees_author(view: EntryView) -> bool:
    """Whether the author of an entry that the reader sees is shown to them."""
    if view.is_own or view.role == Role.ADMIN:
        return True
    if view.visibility == "blind" and not view.is_decided:
        return False
    return view.role in BRAND_ROLES or view.role == Role.AUDITOR or view.visibility == "public" or _is_revealed(view)


def sees_rating(view: EntryView) -> bool:
    """What the brand thinks of an entry is between the brand and its author; so are the author's notes to the brand."""
    return view.is_own or view.role in BRAND_ROLES or view.role in PLATFORM_ROLES


def _is_revealed(view: EntryView) -> bool:
    return view.visibility == "blind" and view.is_decided and view.is_awarded


def sees_file(view: FileView) -> bool:
    """Whether the derivatives of a file may be shown. A handover is between the winner and the brand."""
    if view.file_state != "ready":
        return False
    if not view.is_handover:
        return sees_entry(view.entry)
    entry = view.entry
    return entry.is_own or entry.role == Role.ADMIN or (view.is_delivered and entry.role in BRAND_ROLES)


def opens_original(view: FileView) -> bool:
    """Whether the original itself may be downloaded.

    Its makers may, always. The brand gets the attachments of a proposal, but not while it is blind (a PDF names its
    author), and the original images only of an entry to which it has given an award: what was not bought stays with
    its author. Finance has no need of any, nor have auditors.
    """
    if view.file_state != "ready":
        return False
    entry = view.entry
    if entry.is_own or entry.role == Role.ADMIN:
        return True
    if entry.role not in RATERS or not sees_entry(entry) or not sees_author(entry):
        return False
    if view.is_handover:
        return view.is_delivered
    return not view.is_image or entry.is_awarded


# The same rules in SQL, over `c` (contest), `e` (entry), `a` (its award that was not passed over, or NULL) and `s` (the
# reader's share in it, or NULL, by the join OWN_SHARE), for the reader given by `reader_params`. They are constants of
# the code: no user input ever becomes part of a statement. OWN_ENTRIES says what IS_OWN does, in a form that finds the
# few entries of one person among millions by their indexes.
OWN_SHARE = "LEFT JOIN contests_entryshare s ON s.entry_id = e.id AND s.user_id = %(me)s"
IS_OWN = "(e.author_id = %(me)s OR s.id IS NOT NULL)"
OWN_ENTRIES = """e.id = ANY(ARRAY(SELECT id FROM contests_entry WHERE author_id = %(me)s
    UNION ALL SELECT entry_id FROM contests_entryshare WHERE user_id = %(me)s))"""
_MEMBER = "c.brand_id = ANY(%(brands)s)"
_ADMIN = f"(%(admin)s AND NOT {_MEMBER})"
_PLATFORM = f"((%(admin)s OR %(auditor)s) AND NOT {_MEMBER})"
_REVEALED = "(c.visibility = 'blind' AND c.decided_at IS NOT NULL AND a.id IS NOT NULL)"

SEES_CONTEST = f"(c.state NOT IN ('draft', 'awaiting_funds') OR {_MEMBER} OR {_PLATFORM})"
SEES_ENTRY = f"""({IS_OWN} OR {_PLATFORM} OR (e.state <> 'withdrawn' AND ({_MEMBER}
    OR (e.state = 'submitted' AND (c.visibility = 'public' OR {_REVEALED})))))"""
SEES_AUTHOR = f"""({IS_OWN} OR {_ADMIN} OR (NOT (c.visibility = 'blind' AND c.decided_at IS NULL)
    AND ({_MEMBER} OR {_PLATFORM} OR c.visibility = 'public' OR {_REVEALED})))"""

SEES_RATING = f"({IS_OWN} OR {_MEMBER} OR {_PLATFORM})"

# What a brand does in its gallery. Its people's notes and sets are theirs alone; that an entry was eliminated, and why,
# is told to its author and to the platform as well.
SEES_CURATION = f"({_MEMBER} OR {_PLATFORM})"
SEES_ELIMINATION = f"({IS_OWN} OR {SEES_CURATION})"
IS_MEMBER = _MEMBER
IS_ELIMINATED = "EXISTS (SELECT FROM contests_elimination x WHERE x.entry_id = e.id AND x.undone_at IS NULL)"


def reader_params(reader: Reader) -> dict[str, object]:
    """The parameters that the SQL forms need. Nobody is user -1, which no row belongs to."""
    return {
        "me": -1 if reader.user_id is None else reader.user_id,
        "admin": reader.is_admin,
        "auditor": reader.is_auditor,
        "brands": list(reader.brands),
    }
