"""Who sees what of a contest: itself, its entries, their authors, their files. In Python and, word for word, in SQL.

Of a closed contest (`contests.kinds.CLOSED`), outsiders see nothing; of a confidential one, creatives meet title,
summary and pay, so that they can decide whether to accept its confidentiality, and see the rest once they have.

Pure: values in, a truth out. Selectors use the SQL form so that what is hidden is never even loaded; a test holds the
two forms together over every combination.

While a blind contest is undecided its authors are known to themselves and to the platform's admins only. Auditors
follow the money, of which there is none yet. A juror sees the shortlist of their contest until it is decided, save what
they have a conflict with; never more of its authors, or of anything else, than they would without their seat.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from contests.kinds import CLOSED, Kind
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
    juries: frozenset[UUID] = frozenset()
    """The contests whose juries they sit on, while these are at work."""
    admitted: frozenset[UUID] = frozenset()
    """The closed contests that let them in; see ADMISSIONS."""

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
    is_for_juror: bool = False
    """On the shortlist of a contest on whose jury the reader is at work, and they have no conflict with it."""
    is_let_in: bool = True
    """Whether its contest is one that the reader sees; a closed one may not be."""
    is_hidden: bool = False
    """The platform shows it to its makers and to the brand only."""


@dataclass(frozen=True, slots=True)
class FileView:
    """One file of an entry, or of the handover of its winner, as one reader meets it."""

    entry: EntryView
    file_state: str
    is_image: bool
    is_handover: bool
    is_delivered: bool


def sees_contest(state: str, role: Role, kind: str = Kind.STANDARD, *, is_admitted: bool = False) -> bool:
    """A contest is shown to everybody once it is funded; before that to its brand and the platform's people. A closed
    one only ever to those and to whoever was admitted: invited, or bound by its confidentiality.

    >>> sees_contest("draft", Role.CREATIVE), sees_contest("open", Role.STRANGER)
    (False, True)
    >>> sees_contest("open", Role.CREATIVE, "nda"), sees_contest("open", Role.CREATIVE, "nda", is_admitted=True)
    (False, True)
    """
    if role in BRAND_ROLES or role in PLATFORM_ROLES:
        return True
    return state not in BEFORE_FUNDS and (kind not in CLOSED or is_admitted)


def meets_contest(state: str, role: Role, kind: str = Kind.STANDARD, *, is_admitted: bool = False) -> bool:
    """Whether its card is shown: title, summary, pay. As `sees_contest`, but creatives meet confidential ones, too.

    >>> meets_contest("open", Role.CREATIVE, "nda"), meets_contest("open", Role.STRANGER, "nda")
    (True, False)
    """
    if sees_contest(state, role, kind, is_admitted=is_admitted):
        return True
    return state not in BEFORE_FUNDS and kind == Kind.NDA and role == Role.CREATIVE


def sees_entry(view: EntryView) -> bool:
    """Public: everybody. Else: its author, the brand, the platform, until the decision the jury; and all see the winner
    of a decided blind one. One that the platform hides is left to its author, the brand and its jury.
    """
    if view.is_own or view.role in PLATFORM_ROLES:
        return True
    if view.entry_state == "withdrawn":
        return False
    if view.role in BRAND_ROLES:
        return True
    if view.entry_state != "submitted" or not view.is_let_in:
        return False
    if view.is_for_juror and not view.is_decided:
        return True
    return not view.is_hidden and (view.visibility == "public" or _is_revealed(view))


def sees_author(view: EntryView) -> bool:
    """Whether the author of an entry that the reader sees is shown to them."""
    if view.is_own or view.role == Role.ADMIN:
        return True
    if view.visibility == "blind" and not view.is_decided:
        return False
    if view.role in BRAND_ROLES or view.role == Role.AUDITOR:
        return True
    return view.is_let_in and (view.visibility == "public" or _is_revealed(view))


def sees_rating(view: EntryView) -> bool:
    """What the brand thinks of an entry is between the brand and its author; so are the author's notes to the brand."""
    return view.is_own or view.role in BRAND_ROLES or view.role in PLATFORM_ROLES


def sees_comments(view: EntryView, *, is_released: bool) -> bool:
    """What is said of an entry is between its makers and those of the brand who judge, until the brand releases it."""
    if view.is_own or view.role == Role.ADMIN:
        return True
    if view.role in RATERS and view.entry_state != "withdrawn":
        return True
    return is_released and sees_entry(view)


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
NOBODY = -1
"""The key of whoever is not signed in: no row belongs to it."""
OWN_SHARE = "LEFT JOIN contests_entryshare s ON s.entry_id = e.id AND s.user_id = %(me)s"
IS_OWN = "(e.author_id = %(me)s OR s.id IS NOT NULL)"
OWN_ENTRIES = """e.id = ANY(ARRAY(SELECT id FROM contests_entry WHERE author_id = %(me)s
    UNION ALL SELECT entry_id FROM contests_entryshare WHERE user_id = %(me)s))"""
_MEMBER = "c.brand_id = ANY(%(brands)s)"
_ADMIN = f"(%(admin)s AND NOT {_MEMBER})"
_PLATFORM = f"((%(admin)s OR %(auditor)s) AND NOT {_MEMBER})"
_REVEALED = "(c.visibility = 'blind' AND c.decided_at IS NOT NULL AND a.id IS NOT NULL)"

_SHOWN = "c.state NOT IN ('draft', 'awaiting_funds')"
_JUROR = "c.id = ANY(%(juries)s)"

# A seat is looked for first, so that readers without one, nearly all, cost nothing more.
IS_FOR_JUROR = f"""({_JUROR}
    AND EXISTS (SELECT FROM contests_shortlistplace jp WHERE jp.entry_id = e.id)
    AND NOT EXISTS (SELECT FROM contests_juryconflict jk JOIN contests_juror jj ON jj.id = jk.juror_id
                    WHERE jj.user_id = %(me)s AND jk.entry_id = e.id))"""

ADMISSIONS = """
    SELECT kg.contest_id FROM contests_guest kg JOIN contests_contest kc ON kc.id = kg.contest_id
    WHERE kg.person_id = %(me)s AND kc.kind = 'invited' AND (kg.withdrawn_at IS NULL OR EXISTS (
        SELECT FROM contests_entryshare ks JOIN contests_entry ke ON ke.id = ks.entry_id
        WHERE ke.contest_id = kg.contest_id AND ks.user_id = %(me)s))
    UNION ALL
    SELECT kn.contest_id FROM contests_ndaacceptance kn JOIN contests_contest kc ON kc.id = kn.contest_id
    WHERE kn.person_id = %(me)s AND kc.kind = 'nda'
"""
"""The closed contests that let a reader in: by an invitation, or by their acceptance of its confidentiality. An
invitation taken back leaves those in who have entered: were they sent away, a blind contest would tell its brand who
they are. Loaded once for a reader, since asked of every row it made each list's plan a long one."""
ADMITTED = f"(c.kind NOT IN ('invited', 'nda') OR c.id = ANY(%(admitted)s) OR {_JUROR})"
"""Whether a closed contest lets the reader in; its jury it does."""
SEES_CONTEST = f"(({_SHOWN} AND {ADMITTED}) OR {_MEMBER} OR {_PLATFORM})"
MEETS_CONTEST = f"({SEES_CONTEST} OR ({_SHOWN} AND c.kind = 'nda' AND %(creative)s))"
SEES_ENTRY = f"""({IS_OWN} OR {_PLATFORM} OR (e.state <> 'withdrawn' AND ({_MEMBER}
    OR (e.state = 'submitted' AND {ADMITTED} AND ((e.hidden_at IS NULL AND (c.visibility = 'public' OR {_REVEALED}))
        OR (c.decided_at IS NULL AND {IS_FOR_JUROR}))))))"""
SEES_AUTHOR = f"""({IS_OWN} OR {_ADMIN} OR (NOT (c.visibility = 'blind' AND c.decided_at IS NULL)
    AND ({_MEMBER} OR {_PLATFORM} OR ({ADMITTED} AND (c.visibility = 'public' OR {_REVEALED})))))"""

SEES_RATING = f"({IS_OWN} OR {_MEMBER} OR {_PLATFORM})"
COMMENTS_RELEASED = "EXISTS (SELECT FROM contests_commentrelease r WHERE r.contest_id = c.id)"
SEES_COMMENTS_OF_SEEN = f"""({IS_OWN} OR {_ADMIN} OR {COMMENTS_RELEASED}
    OR (e.state <> 'withdrawn' AND c.brand_id = ANY(%(raters)s)))"""
"""The same of an entry of which it is known that the reader sees it."""
SEES_COMMENTS = f"""({IS_OWN} OR {_ADMIN} OR (e.state <> 'withdrawn' AND c.brand_id = ANY(%(raters)s))
    OR ({COMMENTS_RELEASED} AND {SEES_ENTRY}))"""

# What a brand does in its gallery. Its people's notes and sets are theirs alone; that an entry was eliminated, and why,
# is told to its author and to the platform as well.
SEES_CURATION = f"({_MEMBER} OR {_PLATFORM})"
SEES_ELIMINATION = f"({IS_OWN} OR {SEES_CURATION})"
IS_MEMBER = _MEMBER
IS_ELIMINATED = "EXISTS (SELECT FROM contests_elimination x WHERE x.entry_id = e.id AND x.undone_at IS NULL)"


def admissions_of(me: str) -> dict[str, str]:
    """The parameters `admitted` and `creative` for the person whose key is this column."""
    return {
        "admitted": f"ARRAY({ADMISSIONS % {'me': me}})",
        "creative": f"EXISTS (SELECT FROM accounts_creativeprofile kp WHERE kp.user_id = {me})",
    }


EACH: dict[str, str] = {
    "me": "u.id",
    "admin": "(u.staff_role = 'admin')",
    "auditor": "(u.staff_role IN ('auditor', 'admin'))",
    "brands": "ARRAY(SELECT um.brand_id FROM accounts_membership um WHERE um.user_id = u.id)",
    "juries": """ARRAY(SELECT uy.contest_id FROM contests_juror uj JOIN contests_jury uy ON uy.id = uj.jury_id
        WHERE uj.user_id = u.id AND uj.accepted_at IS NOT NULL AND uj.excused_at IS NULL AND uy.state = 'scoring')""",
    **admissions_of("u.id"),
}
"""What `selectors.roles.read_as` loads for one reader, for every active person `u` (accounts_user) of many."""


def of_each(rule: str) -> str:
    """One of the SQL forms about a contest for every person of a list, instead of for one reader by parameters."""
    return rule % EACH


def for_visitors(statement: str) -> str:
    """The same of somebody who is not signed in, and so owns nothing: shares are not looked for."""
    return statement.replace(OWN_SHARE, "").replace(IS_OWN, "FALSE")


def reader_params(reader: Reader) -> dict[str, object]:
    """The parameters that the SQL forms need."""
    return {
        "me": NOBODY if reader.user_id is None else reader.user_id,
        "admin": reader.is_admin,
        "auditor": reader.is_auditor,
        "brands": list(reader.brands),
        "raters": [brand for brand, role in reader.brands.items() if role in RATERS],
        "juries": list(reader.juries),
        "admitted": list(reader.admitted),
        "creative": reader.is_creative,
    }
