"""What readers are given: small frozen values, shared by pages and API. What a reader may not know is not in them.

They hold data, never wording; `None` for an author means hidden, and whatever could betray one is then hidden, too.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from contests.declaration_rules import AiPolicy
from contests.lifecycle import Role, Timeline
from contests.selectors.declarations import DeclarationCard


@dataclass(frozen=True, slots=True)
class AuthorCard:
    """A person as others see them."""

    handle: str
    name: str


@dataclass(frozen=True, slots=True)
class BrandCard:
    id: UUID
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class CategoryCard:
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class ImageCard:
    """An image that can be shown: by `ref` and one of `widths`; its placeholder is a data address shown before it."""

    ref: UUID
    width: int
    height: int
    placeholder: str
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ContestCard:
    id: UUID
    title: str
    summary: str
    category: CategoryCard
    brand: BrandCard
    state: str
    visibility: str
    kind: str
    """One of `contests.kinds.Kind`."""
    currency: str
    prizes: tuple[int, ...]
    """In minor units, from the first rank down."""
    shortlist_max: int
    unpaid_effort_minutes: int
    entry_count: int
    entry_cap: int | None
    created_at: datetime
    state_since: datetime
    opens_at: datetime | None
    closes_at: datetime | None
    decide_by: datetime | None
    decided_at: datetime | None
    cover: ImageCard | None = None
    """An image of one of its entries, of public contests only."""

    @property
    def prize_total(self) -> int:
        return sum(self.prizes)


@dataclass(frozen=True, slots=True)
class FileCard:
    ref: UUID
    name: str
    """Fit for download; of a hidden author's file, a neutral one."""
    kind: str
    state: str
    media_type: str
    size_bytes: int
    refused_because: str
    """In the reader's language; for its owner only."""
    image: ImageCard | None
    may_download: bool


@dataclass(frozen=True, slots=True)
class ColourCard:
    name: str
    value: str
    """As `#rrggbb`."""
    on_white: float
    on_black: float
    """Contrast ratios by WCAG 2, from 1 to 21, rounded down to tenths."""


@dataclass(frozen=True, slots=True)
class KitCard:
    """A version of a brand's kit."""

    id: int
    number: int
    colours: tuple[ColourCard, ...]
    fonts: tuple[str, ...]
    tone: str
    dos: tuple[str, ...]
    donts: tuple[str, ...]
    logo: FileCard | None


@dataclass(frozen=True, slots=True)
class ContestPage:
    """All that a reader may know of one contest, beside its entries, questions and money."""

    card: ContestCard
    description: str
    """Markdown, as the brand wrote it (see `contests.markdown`)."""
    audience: str
    deliverables: tuple[str, ...]
    rights_scope: str
    rights_territory: str
    rights_years: int
    rights_kinds: tuple[str, ...]
    """Which rights are asked for, by their names in `contests.rights`; none under an open licence."""
    language: str
    shortlist_min: int | None
    timeline: Timeline | None
    suspended_from: str
    cancel_stage: str
    cancel_reason: str
    role: Role
    """The reader's own."""
    is_blind_now: bool
    is_covered: bool = False
    """Confidential, and not accepted yet: what the brief says is left out."""
    first_stage: str = ""
    second_stage: str = ""
    tones: dict[str, int] = field(default_factory=dict, hash=False)
    """By the names of `contests.tones.SLIDERS`, steps from 1 to 7."""
    work_languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    sizes: str = ""
    references: str = ""
    ai_policy: str = AiPolicy.DECLARED.value
    """What may be done with AI, one of `contests.declaration_rules.AiPolicy`; shown under cover, too."""
    attachments: tuple[FileCard, ...] = ()
    kit: KitCard | None = None
    community_name: str = ""
    community_minor: int = 0
    """The award that the community decides, beside the prizes; none where it is 0. Shown under cover, too."""


@dataclass(frozen=True, slots=True)
class EntryCard:
    id: UUID
    contest_id: UUID
    code: str
    title: str
    state: str
    version: int
    """The number of the latest."""
    slot: int | None
    """Its place on the shortlist."""
    rank: int | None
    """Its award, unless it was passed over."""
    is_own: bool
    rating: int | None
    """The brand's; for the brand, the author and the platform only."""
    author: AuthorCard | None
    submitted_at: datetime | None
    """Hidden with the author: a moment can tell who."""
    image: ImageCard | None = None
    """The first that is ready of its latest version."""
    comments: int | None = None
    """How many there are, for whom they are."""


@dataclass(frozen=True, slots=True)
class VersionCard:
    id: UUID
    number: int
    note: str
    created_at: datetime | None
    files: tuple[FileCard, ...]
    declaration: DeclarationCard | None = None
    """For the brand, the author and the platform only."""


@dataclass(frozen=True, slots=True)
class RoundCard:
    """A change that the brand asked for."""

    round: int
    note: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class EntryPage:
    """All that a reader may know of one entry."""

    card: EntryCard
    contest: ContestCard
    statement: str
    sources: str
    minutes_spent: int | None
    disqualified_because: str
    team: tuple[tuple[AuthorCard, int], ...]
    """Members with their weights; empty where the author is hidden."""
    versions: tuple[VersionCard, ...]
    """The latest first."""
    role: Role
    rounds: tuple[RoundCard, ...] = ()
    """The changes that were asked for; for the brand, the author and the platform only."""
    portfolio: tuple[str, ...] = ()
    """Links to existing work, where no new work is asked for before the shortlist; hidden with the author."""


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """An entry of the reader's, with its contest."""

    entry: EntryCard
    contest: ContestCard


@dataclass(frozen=True, slots=True)
class QuestionCard:
    id: UUID
    contest_id: UUID
    body: str
    created_at: datetime
    answer: str
    answered_at: datetime | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class EventCard:
    """Something that happened. `data` and the actor are for those who may know them."""

    id: int
    contest_id: UUID
    at: datetime
    kind: str
    role: str
    from_state: str
    to_state: str
    actor: AuthorCard | None
    data: dict[str, object]


@dataclass(frozen=True, slots=True)
class DeadlineCard:
    id: int
    contest_id: UUID
    kind: str
    due_at: datetime
    state: str
    attempts: int
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class DashboardRow:
    """A contest as its brand follows it."""

    contest: ContestCard
    admissible: int
    unrated: int
    shortlisted: int
    unanswered: int
    next_deadline: DeadlineCard | None


@dataclass(frozen=True, slots=True)
class BrandDashboard:
    brand: BrandCard
    role: Role
    rows: tuple[DashboardRow, ...]
