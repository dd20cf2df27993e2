"""Tells a brief's story up to now, through the same services as any other contest, at the moments when it happened.

Told before the workers start: what is due in a story's past is let happen here, in its order.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count, islice
from random import Random
from uuid import UUID

from django.db.models import Max

from accounts.models import User
from contests.comment_rules import CommentDraft
from contests.declaration_rules import DeclarationDraft, ItemDraft
from contests.entry_rules import EntryDraft
from contests.kinds import Kind
from contests.models import Award, Contest, Entry, StoredFile
from contests.services import handover, judging, questions, reviewing
from contests.services.briefs import create_contest
from contests.services.commenting import writing
from contests.services.deadlines import work_off_deadlines
from contests.services.delivery_files import add_delivery_files
from contests.services.entries import submit_entry
from contests.services.examining import examine_files
from contests.services.finding.follows import follow_brand, follow_brief
from contests.services.rights import RightsConsent
from contests.services.splitting.answering import sign_part
from contests.services.splitting.offering import offer_split
from contests.services.suspension import suspend_contest
from contests.split_rules import PartDraft, SplitDraft
from demo.briefs import Story
from demo.cast import Cast
from demo.gallery import look_through
from demo.jurors import judge, seat_jury
from demo.letters import write_letters
from demo.papers import FROM, consent_of
from demo.reviews import mark_items, review_one_another, tick_items
from demo.studio import Studio
from payouts.models import Deposit, DepositState, Disbursement, DisbursementState, Obligation, PayoutPolicy
from payouts.services.deposits import carry_out_deposit, start_deposit
from payouts.services.disbursements import prepare_disbursements, send_due
from payouts.services.funding import request_funding

ASKED_EVERY = timedelta(seconds=10)  # As long as a deposit rests between two questions to the rail.
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ATTEMPTS = 200
CARD = "FR7699999000010000000009912"
FONT = ItemDraft(kind="font", name="Alegreya", address="https://fonts.google.com/specimen/Alegreya", licence="OFL 1.1")
DECLARED = DeclarationDraft(ai_use="none", items=(FONT,))

STATEMENTS = (
    "I started from the constraint and kept what survived it.",
    "Two sketches on paper, then straight to the grid.",
    "Made to be seen small first.",
    "The quiet version of a loud idea.",
    "Tried it in one colour until it no longer needed a second.",
    "Drawn by hand, cleaned once, left alone.",
)


class Teller:
    """Tells stories with one cast. `say` is told what is being done, for a progress line; `studio` draws."""

    def __init__(self, cast: Cast, say: Callable[[str], None], studio: Studio | None = None) -> None:
        self.cast, self.say = cast, say
        self.random = Random(20260101)
        self.studio = studio or Studio()

    def tell(self, story: Story, *, now: datetime) -> None:
        """Tell one story whose present is `now`."""
        self.say(story.draft.title)
        owner = self.cast.owners[story.brand]
        opened = now - story.age
        contest = create_contest(owner, self.cast.brands[story.brand].pk, story.draft, now=opened - DAY)
        if story.state == "draft":
            return
        deposit = pay(owner, contest, now=opened, in_full=story.state != "awaiting_funds")
        await_deposit(deposit, (opened + number * ASKED_EVERY for number in count()))
        if story.state == "awaiting_funds":
            return
        self._follow(contest, opened)
        self._ask(story, contest, owner, opened)
        entries = self._enter(story, contest, opened, now)
        if story.shortlisted < story.entries:
            look_through(owner, contest, entries, now=min(now, opened + story.draft.entries_period))
        self._talk(story, owner, entries, now)
        write_letters(story.messages, owner, entries, now=now)
        for step in self._course(story, contest, owner, entries):
            step()
            pay_out(contest, until=now)
        review_one_another(owner, contest, now=now)

    def _follow(self, contest: Contest, opened: datetime) -> None:
        """Some of the cast want to hear of this brief, and one of all that its brand will open."""
        for person in self.cast.creatives[1:3]:
            follow_brief(person, contest.pk, now=opened)
        follow_brand(self.cast.creatives[0], contest.brand.slug, now=opened)

    def _ask(self, story: Story, contest: Contest, owner: User, opened: datetime) -> None:
        for number, (question, answer) in enumerate(story.questions, start=1):
            asked = questions.ask(self.cast.creatives[-number], contest.pk, question, now=opened + number * 9 * HOUR)
            questions.answer(owner, asked.pk, answer, now=opened + number * 9 * HOUR + 3 * HOUR)

    def _enter(self, story: Story, contest: Contest, opened: datetime, now: datetime) -> list[Entry]:
        authors = self.random.sample(self.cast.creatives, story.entries)
        until = min(now, opened + story.draft.entries_period) - opened
        entries = []
        for number, author in enumerate(authors, start=1):
            moment = opened + until * (number / (story.entries + 1))
            split = self._team(contest, author, authors, now=moment) if story.state == "open" and number == 2 else None
            entries.append(self.enter(contest, author, story, now=moment, split=split))
            if self.random.random() < 0.6:
                reviewing.rate_entry(
                    self.cast.owners[story.brand], entries[-1].pk, self.random.randint(2, 5), now=moment
                )
        return entries

    def _team(self, contest: Contest, author: User, authors: Sequence[User], *, now: datetime) -> UUID | None:
        """Two who work together, three parts to two; and a third who has not answered yet. Where somebody is left."""
        others = [one for one in self.cast.creatives if one not in authors][:2]
        if contest.kind != Kind.STANDARD or len(others) < 2:
            return None
        signed, _asked = [
            offer_split(author, contest.pk, SplitDraft(3, (PartDraft(one.handle, 2),)), now=now).ref for one in others
        ]
        sign_part(others[0], signed, now=now)
        return signed

    def _talk(self, story: Story, owner: User, entries: Sequence[Entry], now: datetime) -> None:
        """The brand comments on the first entry, whose picture is examined ahead of its turn, to be pinned to."""
        if not story.talk:
            return
        entry = entries[0]
        examine_files(now, entry=entry.pk)
        ref = StoredFile.objects.values_list("ref", flat=True).get(version__entry=entry)
        for number, (words, anchor, answer) in enumerate(story.talk):
            moment = now - DAY + number * HOUR
            draft = CommentDraft(body=words, file=ref if anchor else None, anchor=anchor)
            said = writing.write_comment(owner, entry.pk, draft, now=moment)
            if answer:
                writing.reply(entry.author, said.pk, answer, now=moment + 3 * HOUR)

    def enter(self, contest: Contest, author: User, story: Story, *, now: datetime, split: UUID | None = None) -> Entry:
        """One creative draws something and enters it, alone or by a split that all have signed."""
        image = self.studio.picture(story)
        draft = EntryDraft(
            title=f"{story.mark} — {self.random.choice(TITLES)}",
            files=[image],
            statement=self.random.choice(STATEMENTS),
            minutes_spent=self.random.randrange(90, 420, 15),  # More than was asked for, as people do.
            sources="All drawn for this brief; no stock, no generated images.",
            declaration=DECLARED,
            split=split,
        )
        return submit_entry(author, contest.pk, draft, now=now)

    def _course(
        self, story: Story, contest: Contest, owner: User, entries: Sequence[Entry]
    ) -> Iterator[Callable[[], object]]:
        """What the brand, the winners and the clock do after the entries, up to the story's state."""
        opened = contest_opening(contest)
        close = opened + story.draft.entries_period
        chosen = [entry.pk for entry in entries[: story.shortlisted]]
        shortlist_at, judge_at, award_at = close + DAY, close + 9 * DAY, close + 11 * DAY
        state = story.state
        if state == "cancelled":
            yield lambda: sweep(close)
            reason = "The film was postponed to next winter; we are sorry for the work that was done."
            yield lambda: judging.cancel_contest(owner, contest.pk, reason, now=close + 2 * DAY)
        if state == "suspended":
            reason = "A report of copied work is being looked into."
            yield lambda: suspend_contest(self.cast.admin, contest.pk, reason, now=opened + 6 * DAY)
        if state in ("cancelled", "suspended", "open"):
            return
        yield lambda: sweep(close)
        if not chosen:
            return
        if state in ("judging", "settled"):
            yield lambda: seat_jury(self.cast, contest, owner, now=close)
        yield lambda: judging.confirm_shortlist(owner, contest.pk, chosen, now=shortlist_at)
        if state == "lapsed":
            yield lambda: sweep(Contest.objects.values_list("lapses_at", flat=True).get(pk=contest.pk) or close)
        if state in ("final_round", "lapsed"):
            return
        yield lambda: judging.end_final_round(owner, contest.pk, now=judge_at)
        if state in ("judging", "settled"):
            yield lambda: judge(contest, now=judge_at + DAY, leave_open=state == "judging")
        if state == "judging":
            return
        ranks = {key: rank for rank, key in enumerate(chosen, start=1)}
        reason = "The second idea survives one colour and small print better, which the brief asks for first."
        yield lambda: judging.award_contest(owner, contest.pk, ranks, now=award_at, reason=reason)
        if state == "awarded":
            return
        yield lambda: self._deliver(story, contest, now=award_at + DAY)
        if state == "settled":
            yield lambda: self._accept(contest, owner, now=award_at + 3 * DAY)

    def _deliver(self, story: Story, contest: Contest, *, now: datetime) -> None:
        awards = Award.objects.filter(contest=contest, handover__isnull=False).select_related("entry__author")
        for award in awards:
            author = award.entry.author
            add_delivery_files(author, award.pk, [self.studio.picture(story)], now=now)
            mark_items(author, award, now=now)
            note = "Final files, with the grid they were built on."
            handover.deliver(author, contest.pk, award.pk, note, now=now, rights=consent_of(author, award))

    def _accept(self, contest: Contest, owner: User, *, now: datetime) -> None:
        awards = Award.objects.filter(contest=contest, handover__delivered_at__isnull=False, passed_over_at=None)
        texts = {award.pk: consent_of(owner, award).texts[award.pk] for award in awards}
        rights = RightsConsent(texts, owner.public_name, FROM)
        tick_items(owner, contest, now=now)
        handover.accept_handovers(owner, contest.pk, now=now, rights=rights)


TITLES = (
    "first light",
    "held line",
    "slow water",
    "one stroke",
    "open grid",
    "low tide",
    "counterform",
    "plain speech",
)


def pay(
    owner: User, contest: Contest, *, now: datetime, in_full: bool = True, policy: PayoutPolicy | None = None
) -> Deposit:
    """Ask for funds and have the rail collect them: all of them, or a little over half."""
    escrow = request_funding(owner, contest.pk, now=now, policy_record=policy)
    amount = escrow.liability_minor if in_full else escrow.liability_minor * 6 // 10
    deposit = start_deposit(owner, contest.pk, amount, CARD, f"demo-{contest.pk}", now)
    return carry_out_deposit(deposit.pk, now)


def await_deposit(deposit: Deposit, clock: Iterator[datetime]) -> None:
    """Ask the rail until the money has come in; the contest then opens by itself, if that covers it."""
    for attempt, now in enumerate(islice(clock, ATTEMPTS)):
        deposit = carry_out_deposit(deposit.pk, now)
        if deposit.state == DepositState.RECEIVED:
            return
        # A bank that is still starting (its port may be held for a minute after a restart) is worth waiting for.
        time.sleep(0.05 if attempt < 20 else 0.5)
    raise RuntimeError(f"The sandbox bank did not pay {deposit}: {deposit.state} {deposit.reason}")


def pay_out(contest: Contest, *, until: datetime) -> None:
    """Pay what this contest has come to owe, in the hours after it did: its workers are not there yet to do so.

    What would take longer than `until` is left to them.
    """
    released = Obligation.objects.filter(contest=contest, paid_at=None, cancelled_at=None)
    since = released.aggregate(last=Max("released_at"))["last"]
    if since is None:
        return
    for hours in range(1, ATTEMPTS):
        moment = since + hours * HOUR
        if moment > until or not prepare_and_send(contest, moment):
            return
        time.sleep(0.02)


def prepare_and_send(contest: Contest, now: datetime) -> bool:
    """Pay what is due, and ask about what was sent. Whether any payment of this contest is still under way."""
    prepare_disbursements(now)
    send_due(now)
    under_way = (DisbursementState.PENDING, DisbursementState.SENT, DisbursementState.UNKNOWN)
    return Disbursement.objects.filter(obligation__contest=contest, state__in=under_way).exists()


def contest_opening(contest: Contest) -> datetime:
    """When the contest opened."""
    contest.refresh_from_db()
    if contest.opens_at is None:
        raise RuntimeError(f"{contest} is not open: has its deposit been received? ({contest.state})")
    return contest.opens_at


def sweep(now: datetime) -> None:
    """Let every deadline up to a moment have its effect."""
    while work_off_deadlines(now=now):
        pass
