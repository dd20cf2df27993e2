"""Large worlds, made set-based: thousands of funded contests with entries, taken to a state by the guarded updates."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction

from accounts.models import Brand, User
from contests.models import Brief, Contest, Prize
from duerows.models import DueState
from payouts import ledger
from payouts.ledger import NewEntry, transfer
from payouts.models import Deposit, DepositState, Escrow, LedgerAccount
from payouts.policy import compute_liability
from payouts.services.funding import policy_terms
from payouts.services.policies import load_policy
from payouts.services.reference_data import publish_reference_data
from payouts.services.terms import DraftTerms, complete_terms

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PRIZES = (100_000, 50_000)
CHUNK = 1000
ROWS = 5000
"""Entries per transaction: guards that look at what a transaction has just written slow down with its length."""
COURSE = ("open", "shortlisting", "final_round", "judging")


def analyze() -> None:
    """Let the planner see what was made; only the owner of a table may look at how its values lie."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE fairbrief_owner")
        cursor.execute("ANALYZE")
        cursor.execute("RESET ROLE")


class World:
    """A brand, people, and as many contests as asked for."""

    def __init__(self, people: int = 500) -> None:
        self.policy_record = publish_reference_data(now=NOW)
        self.policy = load_policy(self.policy_record.pk)
        run = uuid4().hex[:8]
        self.owner = User.objects.create(email=f"owner-{run}@bench.example", handle=f"owner-{run}")
        self.brand = Brand.objects.create(name="Bench", slug=f"bench-{run}")
        self.people = [
            user.pk
            for user in User.objects.bulk_create(
                User(email=f"p{n}-{run}@bench.example", handle=f"p{n}-{run}") for n in range(people)
            )
        ]

    def contests(
        self, count: int, *, entries: int, shortlisted: int, state: str, lapses_at: datetime, places: int = 3
    ) -> list[UUID]:
        """Funded contests that have come as far as `state`, one of COURSE, with so many entries, of which so many are
        shortlisted, and at least so many places; their ids.

        What falls due at `lapses_at` is the end of the entries for open contests, for others the brand's silence.
        """
        ids: list[UUID] = []
        while len(ids) < count:
            with transaction.atomic():
                at_once = min(CHUNK, max(1, ROWS // max(1, entries)))
                made = self._make(min(at_once, count - len(ids)), max(shortlisted, places), entries)
                self._live(made, entries, shortlisted, state, lapses_at)
                ids += made
        analyze()
        return ids

    def _make(self, count: int, places: int, entries: int) -> list[UUID]:
        draft = DraftTerms("logo", "EUR", PRIZES, places, 60)
        terms = complete_terms(draft, self.policy, on=NOW.date())
        fixed = policy_terms(self.policy, terms)
        contests = Contest.objects.bulk_create(
            Contest(
                brand=self.brand,
                created_by=self.owner,
                shortlist_max=places,
                shortlist_min=fixed.shortlist_min,
                # Some measure lists longer than any policy lets a contest's become.
                entry_cap=max(fixed.entry_cap, entries),
                silence_period=fixed.silence,
                final_notice_period=fixed.final_notice,
                delivery_period=fixed.delivery,
                acceptance_period=fixed.acceptance,
                created_at=NOW,
            )
            for _ in range(count)
        )
        ids = [contest.pk for contest in contests]
        Brief.objects.bulk_create(
            Brief(contest_id=pk, category_id="logo", title="Bench", description="…") for pk in ids
        )
        Prize.objects.bulk_create(
            Prize(contest_id=pk, rank=rank, amount_minor=amount)
            for pk in ids
            for rank, amount in enumerate(PRIZES, start=1)
        )
        self._fund(ids, terms.to_dict(), compute_liability(self.policy, terms).total_minor)
        return ids

    def _fund(self, ids: Sequence[UUID], terms: dict[str, object], liability: int) -> None:
        accounts = LedgerAccount.objects.bulk_create(
            LedgerAccount(code=f"escrow:{pk}", kind="liability", currency="EUR", contest_id=pk) for pk in ids
        )
        Escrow.objects.bulk_create(
            Escrow(
                contest_id=pk,
                policy=self.policy_record,
                account=account,
                terms=terms,
                currency="EUR",
                liability_minor=liability,
            )
            for pk, account in zip(ids, accounts, strict=True)
        )
        self.pay_in(ids, liability)

    def pay_in(self, ids: Sequence[UUID], liability: int) -> None:
        """What each of these contests needs arrives in its escrow."""
        self.book("sandbox", "FR7630006000011234567890189", {key: f"bench:{key}" for key in ids}, liability)

    def book(self, rail: str, source: str, keys: Mapping[UUID, str], amount_minor: int) -> None:
        """A received deposit for each contest, under its key, and its entry."""
        deposits = Deposit.objects.bulk_create(
            Deposit(
                escrow_id=contest,
                idempotency_key=key,
                state=DepositState.RECEIVED,
                rail=rail,
                source=source,
                amount_minor=amount_minor,
                currency="EUR",
                created_by=self.owner,
                created_at=NOW,
                received_at=NOW,
                due_state=DueState.DONE,
                due_at=NOW,
            )
            for contest, key in keys.items()
        )
        bank = ledger.account_id(f"{ledger.BANK_PREFIX}{rail}", "EUR")
        accounts = dict(LedgerAccount.objects.filter(contest_id__in=keys).values_list("contest_id", "pk"))
        ledger.post_entries(
            [
                NewEntry(
                    "deposit",
                    f"deposit:{paid.pk}",
                    NOW,
                    transfer(bank, accounts[paid.escrow_id], amount_minor),
                    paid.escrow_id,
                )
                for paid in deposits
            ]
        )

    def _live(self, ids: Sequence[UUID], entries: int, shortlisted: int, state: str, lapses_at: datetime) -> None:
        with connection.cursor() as cursor:
            cursor.execute(MOVE, {"to": "awaiting_funds", "ids": list(ids)})
            cursor.execute(
                OPEN,
                {"ids": list(ids), "opens": lapses_at - 60 * DAY, "closes": lapses_at - 46 * DAY, "lapses": lapses_at},
            )
            cursor.execute(ENTER, {"ids": list(ids), "entries": entries, "people": self.people, "now": NOW})
            cursor.execute(COUNT, {"ids": list(ids), "entries": entries})
            cursor.execute(SHARE, {"ids": list(ids), "now": NOW})
            for step in COURSE[1 : COURSE.index(state) + 1]:
                cursor.execute(MOVE, {"to": step, "ids": list(ids)})
                if step == "shortlisting":
                    cursor.execute(PLACE, {"ids": list(ids), "shortlisted": shortlisted, "now": NOW})
            kind = "entries_close" if state == "open" else "lapse"
            cursor.execute(LAPSE, {"kind": kind, "ids": list(ids), "lapses": lapses_at})


MOVE = "UPDATE contests_contest SET state = %(to)s WHERE id = ANY(%(ids)s)"
OPEN = """
    UPDATE contests_contest SET state = 'open', opens_at = %(opens)s, closes_at = %(closes)s,
        shortlist_by = %(closes)s, final_round_ends_at = %(closes)s, decide_by = %(closes)s,
        final_notice_at = %(closes)s, lapses_at = %(lapses)s
    WHERE id = ANY(%(ids)s)
"""
ENTER = """
    INSERT INTO contests_entry (id, contest_id, author_id, code, state, title, statement, sources,
                                disqualified_because, created_at)
    SELECT gen_random_uuid(), c.id,
           (%(people)s::bigint[])[1 + (n * 37 + abs(hashtext(c.id::text)::bigint)) %% %(count)s],
           'B' || n, 'submitted', 'Bench', '', '', '', %(now)s
    FROM unnest(%(ids)s::uuid[]) AS c(id) CROSS JOIN generate_series(1, %(entries)s) AS n
""".replace("%(count)s", "array_length(%(people)s::bigint[], 1)")
COUNT = "UPDATE contests_contest SET entry_count = %(entries)s WHERE id = ANY(%(ids)s)"
SHARE = """
    INSERT INTO contests_entryshare (entry_id, user_id, weight, consented_at)
    SELECT id, author_id, 1, %(now)s FROM contests_entry WHERE contest_id = ANY(%(ids)s)
"""
PLACE = """
    INSERT INTO contests_shortlistplace (contest_id, slot, entry_id, created_at)
    SELECT contest_id, substr(code, 2)::int, id, %(now)s FROM contests_entry
    WHERE contest_id = ANY(%(ids)s) AND substr(code, 2)::int <= %(shortlisted)s
"""
LAPSE = """
    INSERT INTO contests_deadline (contest_id, kind, due_at, due_state, fence, attempts, last_error)
    SELECT id, %(kind)s, %(lapses)s, 'waiting', 0, 0, '' FROM unnest(%(ids)s::uuid[]) AS c(id)
"""
VERSIONS = """
    INSERT INTO contests_entryversion (id, entry_id, number, note, created_at)
    SELECT gen_random_uuid(), id, 1, '', created_at FROM contests_entry WHERE contest_id = ANY(%(ids)s)
"""
FILES = """
    INSERT INTO contests_storedfile (ref, version_id, position, kind, state, refused_because, storage_key,
        original_name, media_type, size_bytes, sha256, width, height, placeholder, perceptual_hash, created_at,
        due_state, due_at, fence, attempts, last_error)
    SELECT gen_random_uuid(), v.id, 0, 'image', 'ready', '', 'originals/' || v.id, 'work.png', 'image/png', 100000, '',
        1920, 1440, 'data:image/webp;base64,' || repeat('A', 200), '', v.created_at, 'done', v.created_at, 0, 0, ''
    FROM contests_entryversion v JOIN contests_entry e ON e.id = v.entry_id WHERE e.contest_id = ANY(%(ids)s)
"""
DERIVATIVES = """
    INSERT INTO contests_derivative (file_id, width, height, storage_key, size_bytes)
    SELECT f.id, w, w * 3 / 4, 'derived/' || f.id || '-' || w, 10000
    FROM contests_storedfile f
    JOIN contests_entryversion v ON v.id = f.version_id
    JOIN contests_entry e ON e.id = v.entry_id
    CROSS JOIN unnest(ARRAY[320, 960, 1920]) AS w
    WHERE e.contest_id = ANY(%(ids)s)
"""
AWARD = """
    INSERT INTO contests_award (contest_id, entry_id, rank, created_at, passed_over_because)
    SELECT contest_id, id, substr(code, 2)::int, %(now)s, '' FROM contests_entry
    WHERE contest_id = ANY(%(ids)s) AND substr(code, 2)::int <= 2
"""
DECIDE = "UPDATE contests_contest SET state = 'awarded', decided_at = %(now)s WHERE id = ANY(%(ids)s)"


def decide(ids: Sequence[UUID]) -> None:
    """Award the first two of each contest, without settling: for the caller to do in the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute(AWARD, {"ids": list(ids), "now": NOW})
        cursor.execute(DECIDE, {"ids": list(ids), "now": NOW})


def give_images(ids: Sequence[UUID]) -> None:
    """A first version to each entry of these contests, with an image in three widths."""
    with connection.cursor() as cursor:
        for statement in (VERSIONS, FILES, DERIVATIVES):
            # Each on its own: the next is planned well only once statistics know of the rows.
            cursor.execute(statement, {"ids": list(ids)})
            analyze()
