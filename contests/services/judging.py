"""The brand's decisions, and the clock's in its stead: shortlist, award, cancel, lapse, passing a winner over.

Each writes its decision and tells the paymaster in one transaction: no decision stands without what it makes owed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from contests import paymaster
from contests.errors import AwardRefused, CancelRefused, ShortlistRefused
from contests.lifecycle import Move, Role, State, cancel_stage, check_move
from contests.models import Award, Contest, Elimination, Entry, EntryState, Handover, ShortlistPick, ShortlistPlace
from contests.selectors.roles import role_on
from contests.services import mails
from contests.services.after.checklist import write_items
from contests.services.community.opening import check_vote_is_over, open_vote, overtake_votes
from contests.services.finding import telling
from contests.services.jury.awarding import check_against_jury
from contests.services.jury.drawing import open_juries, overtake_juries
from contests.services.transitions import lock_contest, move_contests


@transaction.atomic
def confirm_shortlist(actor: User, contest_id: UUID, entry_ids: Sequence[UUID], *, now: datetime) -> Contest:
    """Shortlist these entries, in this order, for good: each will be paid at least the floor, whatever follows."""
    contest = lock_contest(contest_id)
    role = role_on(contest, actor)
    check_move(role, State(contest.state), Move.CONFIRM_SHORTLIST)
    _check_shortlist(contest, entry_ids)
    ShortlistPlace.objects.bulk_create(
        ShortlistPlace(contest=contest, slot=slot, entry_id=entry_id, created_at=now)
        for slot, entry_id in enumerate(entry_ids, start=1)
    )
    move_contests(
        [contest],
        Move.CONFIRM_SHORTLIST,
        role=role,
        now=now,
        actor_id=actor.pk,
        data={contest.pk: {"entries": [str(key) for key in entry_ids]}},
    )
    ShortlistPick.objects.filter(entry__contest=contest).delete()
    mails.tell_shortlisted(contest, now=now)
    open_vote(contest, now=now)
    return contest


def _check_shortlist(contest: Contest, entry_ids: Sequence[UUID]) -> None:
    if len(set(entry_ids)) != len(entry_ids):
        raise ShortlistRefused(_("The same entry was chosen twice."), field="entries")
    admissible = set(Entry.objects.filter(contest=contest, state=EntryState.SUBMITTED).values_list("pk", flat=True))
    if not set(entry_ids) <= admissible:
        raise ShortlistRefused(
            _("One of the chosen entries is not in this contest any more. Reload the page and choose again."),
            field="entries",
        )
    if Elimination.objects.filter(entry__in=entry_ids, undone_at=None).exists():
        raise ShortlistRefused(
            _("One of the chosen entries is eliminated. Take it back first, or choose another."), field="entries"
        )
    least = min(contest.shortlist_min or 1, len(admissible))
    if len(entry_ids) < least:
        raise ShortlistRefused(
            ngettext("Choose at least %(n)d entry.", "Choose at least %(n)d entries.", least) % {"n": least},
            field="entries",
        )
    if len(entry_ids) > contest.shortlist_max:
        raise ShortlistRefused(
            ngettext(
                "%(n)d place was funded; choose no more.",
                "%(n)d places were funded; choose no more.",
                contest.shortlist_max,
            )
            % {"n": contest.shortlist_max},
            field="entries",
        )


@transaction.atomic
def end_final_round(actor: User, contest_id: UUID, *, now: datetime) -> Contest:
    """The brand needs no more versions and goes on to judge, before the final round's end."""
    contest = lock_contest(contest_id)
    move_contests(
        [contest],
        Move.END_FINAL_ROUND,
        role=role_on(contest, actor),
        now=now,
        actor_id=actor.pk,
    )
    open_juries([contest], now=now)
    return contest


@transaction.atomic
def award_contest(
    actor: User, contest_id: UUID, ranks: Mapping[UUID, int], *, now: datetime, reason: str = ""
) -> Contest:
    """Rank shortlisted entries, 1 being the first; equal ranks share their prizes. Writes what everybody is owed.

    An award that does not follow the contest's jury needs a `reason`, which the entrants are shown.
    """
    contest = lock_contest(contest_id)
    role = role_on(contest, actor)
    check_move(role, State(contest.state), Move.AWARD)
    check_vote_is_over(contest)
    _check_ranks(contest, ranks)
    about_jury = check_against_jury(contest, ranks, reason)
    prized = contest.prizes.count()
    awards = Award.objects.bulk_create(
        Award(contest=contest, entry_id=entry_id, rank=rank, created_at=now)
        for entry_id, rank in sorted(ranks.items(), key=lambda item: (item[1], item[0]))
    )
    handovers = [Handover(award=award, created_at=now) for award in awards if award.rank <= prized]
    write_items(Handover.objects.bulk_create(handovers), contest)
    move_contests(
        [contest],
        Move.AWARD,
        role=role,
        now=now,
        actor_id=actor.pk,
        data={contest.pk: {"ranks": {str(key): rank for key, rank in ranks.items()}, **about_jury}},
    )
    overtake_juries([contest], now=now)
    paymaster.the_paymaster().outcomes_decided([contest.pk], now=now)
    mails.tell_awarded(contest, now=now)
    telling.tell_decided([contest], now=now)
    return contest


def _check_ranks(contest: Contest, ranks: Mapping[UUID, int]) -> None:
    if not ranks or min(ranks.values()) != 1:
        raise AwardRefused(_("Name at least one first place."), field="ranks")
    shortlisted = set(ShortlistPlace.objects.filter(contest=contest).values_list("entry_id", flat=True))
    if not set(ranks) <= shortlisted:
        raise AwardRefused(_("Only shortlisted entries can be awarded."), field="ranks")
    expected = 1
    for rank in sorted(set(ranks.values())):
        if rank != expected:
            raise AwardRefused(
                _("After the entries ranked so far, the next rank is %(rank)d.") % {"rank": expected},
                field="ranks",
            )
        expected += sum(1 for given in ranks.values() if given == rank)


@transaction.atomic
def cancel_contest(actor: User, contest_id: UUID, reason: str, *, now: datetime) -> Contest:
    """Cancel an opened contest; its stage decides the kill fee. The entrants are told the reason."""
    contest = lock_contest(contest_id)
    role = role_on(contest, actor)
    check_move(role, State(contest.state), Move.CANCEL)
    if not reason.strip():
        raise CancelRefused(_("Tell the entrants why you cancel."), field="reason")
    contest.cancel_stage = cancel_stage(State(contest.state))
    contest.cancel_reason = reason.strip()
    contest.save(update_fields=["cancel_stage", "cancel_reason"])
    move_contests(
        [contest],
        Move.CANCEL,
        role=role,
        now=now,
        actor_id=actor.pk,
        data={contest.pk: {"stage": contest.cancel_stage, "reason": contest.cancel_reason}},
    )
    overtake_juries([contest], now=now)
    overtake_votes([contest], now=now)
    paymaster.the_paymaster().outcomes_decided([contest.pk], now=now)
    mails.tell_entrants([contest], "contest_cancelled", now=now)
    telling.tell_decided([contest], now=now)
    return contest


def lapse_contests(contests: Sequence[Contest], *, now: datetime) -> None:
    """The brand stayed silent past every notice: the shortlist, or all entrants, are paid by rule. Contests
    are locked.
    """
    move_contests(contests, Move.LAPSE, role=Role.CLOCK, now=now)
    overtake_juries(contests, now=now)
    overtake_votes(contests, now=now)
    paymaster.the_paymaster().outcomes_decided([contest.pk for contest in contests], now=now)
    mails.tell_entrants(contests, "contest_lapsed", now=now)
    mails.tell_deciders(contests, "contest_lapsed_brand", now=now)
    telling.tell_decided(contests, now=now)


def close_empty(contests: Sequence[Contest], *, now: datetime, telling_of: str = "contest_empty") -> None:
    """Nobody entered, or stayed: nothing is owed and everything goes back. The contests are locked."""
    move_contests(contests, Move.CLOSE_EMPTY, role=Role.CLOCK, now=now)
    overtake_juries(contests, now=now)
    paymaster.the_paymaster().outcomes_decided([contest.pk for contest in contests], now=now)
    mails.tell_deciders(contests, telling_of, now=now)
    telling.tell_decided(contests, now=now)
