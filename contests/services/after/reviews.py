"""Reviews of one another: written unseen, shown together, answered once. What is allowed is in `contests.review_rules`.

Nothing here touches money, nor what anybody has earned.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contests.errors import InvalidReview, NotPermitted, NotVisible, Problem, WrongMoment
from contests.lifecycle import FINAL
from contests.models import Contest, Review, ReviewReveal, ShortlistPlace
from contests.review_rules import (
    ASPECTS,
    LEAST_WORDS,
    WINDOW,
    WORDS_MAX,
    Refused,
    ReviewKind,
    kind_for,
    refuse,
)
from contests.selectors.reviews import pairs_of
from contests.services.access import lock_for
from contests.services.after import review_mails
from contests.services.transitions import lock_contests
from contests.visibility import BRAND_ROLES, DECIDERS
from duerows.claims import work_off

Marks = Mapping[str, int | None]
REVEAL_BATCH: Final = 100


@transaction.atomic
def write_review(actor: User, contest_id: UUID, words: str, marks: Marks, *, now: datetime, maker: str = "") -> Review:
    """Write, or write anew, one's side of a pair. The brand names the maker by handle; a maker is their own.

    `marks`: a maker's four ASPECTS, or the brand's stars for a winner, each from 1 to 5. Raises NotVisible,
    NotPermitted, WrongMoment or InvalidReview.
    """
    contest, role = lock_for(actor, contest_id)
    by_maker = role not in BRAND_ROLES
    if not by_maker and role not in DECIDERS:
        raise NotPermitted(_("Only the brand's owners and managers review for it."))
    maker_id = actor.pk if by_maker else _maker_id(contest, maker)
    pair = pairs_of(contest, [maker_id])[maker_id]
    if by_maker and not pair.is_shortlisted:
        raise NotPermitted(_("Reviews are written by those who were shortlisted, and by the brand."))
    kind = kind_for(by_maker=by_maker, is_winner=pair.is_winner)
    _check_turn(refuse(kind, pair, now=now))
    values = {**dict.fromkeys(("stars", *ASPECTS)), **_checked(kind, words, marks)}
    own = Review.objects.filter(contest=contest, maker=maker_id)
    own = own.filter(kind=kind) if by_maker else own.exclude(kind=ReviewKind.ABOUT_BRAND)
    review = own.first() or Review(contest=contest, maker_id=maker_id)
    for name, value in {**values, "kind": kind, "writer": actor, "written_at": now}.items():
        setattr(review, name, value)
    review.save()
    ReviewReveal.objects.get_or_create(contest=contest, defaults={"due_at": contest.state_since + WINDOW})
    _show_pair(review, now=now)
    return review


@transaction.atomic
def reply(actor: User, review_id: UUID, words: str, *, now: datetime) -> Review:
    """Answer a review that is shown, once. Raises NotVisible, NotPermitted, WrongMoment or InvalidReview."""
    shown = Review.objects.filter(pk=review_id, shown_at__isnull=False)
    contest_id = shown.values_list("contest_id", flat=True).first()
    if contest_id is None:
        raise NotVisible
    _contest, role = lock_for(actor, contest_id)
    review = Review.objects.select_for_update().get(pk=review_id)
    meant = role in DECIDERS if review.kind == ReviewKind.ABOUT_BRAND else review.maker_id == actor.pk
    if not meant:
        raise NotPermitted(_("Whom a review is about may reply to it."))
    if review.replied_at:
        raise WrongMoment(_("This review has its reply already."))
    review.reply = _checked_words(words, least=2)
    review.replied_at, review.replied_by = now, actor
    review.save(update_fields=["reply", "replied_at", "replied_by"])
    return review


def show_due_reviews(now: datetime, *, limit: int = REVEAL_BATCH) -> int:
    """Show what was written in contests whose time for reviews is over. Returns how many contests were claimed."""
    return work_off(ReviewReveal, _show_all, now=now, lock=_lock_their_contests, limit=limit)


def _maker_id(contest: Contest, handle: str) -> int:
    """A shortlisted maker by handle. Before the contest is over nobody is found: no guess tells who took part."""
    places = ShortlistPlace.objects.filter(contest=contest, entry__author__handle=handle)
    found = places.values_list("entry__author_id", flat=True).first() if contest.state in FINAL else None
    if found is None:
        raise InvalidReview([Problem("maker", _("Name somebody whom you had shortlisted, once the contest is over."))])
    return found


def _show_pair(review: Review, *, now: datetime) -> None:
    pair = Review.objects.filter(contest=review.contest_id, maker=review.maker_id, shown_at=None)
    if pair.count() == 2:
        pair.update(shown_at=now)
        review.shown_at = now
        review_mails.tell_shown(review.contest, [review.maker_id], now=now)
    else:
        review_mails.tell_written(review, now=now)


def _lock_their_contests(keys: Sequence[int]) -> None:
    lock_contests(ReviewReveal.objects.filter(pk__in=keys).values_list("contest_id", flat=True))


def _show_all(keys: Sequence[int], now: datetime) -> None:
    for contest in Contest.objects.filter(review_reveal__in=keys).order_by("pk"):
        waiting = Review.objects.filter(contest=contest, shown_at=None)
        makers = list(waiting.values_list("maker_id", flat=True))
        waiting.update(shown_at=now)
        review_mails.tell_shown(contest, makers, now=now)


def _check_turn(refused: Refused | None) -> None:
    if refused is None:
        return
    raise WrongMoment(
        {
            Refused.NOT_OVER: _("Reviews are written once the contest is over."),
            Refused.TOO_LATE: _("Reviews were written for fourteen days after the end; that time is over."),
            Refused.SHOWN: _("Both reviews are shown: they stand as they are."),
            Refused.NO_PART: _("Only those who were shortlisted are reviewed."),
            Refused.NO_WINNER: _("Winners are reviewed; the others can be thanked."),
        }[refused]
    )


def _checked(kind: ReviewKind, words: str, marks: Marks) -> dict[str, object]:
    names = {ReviewKind.ABOUT_BRAND: ASPECTS, ReviewKind.ABOUT_MAKER: ("stars",), ReviewKind.THANKS: ()}[kind]
    problems = [
        Problem(name, _("Choose from one to five."))
        for name in names
        if not isinstance(marks.get(name), int) or not 1 <= (marks.get(name) or 0) <= 5
    ]
    if problems:
        raise InvalidReview(problems)
    text = _checked_words(words, least=LEAST_WORDS if kind == ReviewKind.THANKS else 0)
    return {name: marks[name] for name in names} | {"words": text}


def _checked_words(words: str, *, least: int) -> str:
    text = words.strip()
    if len(text) < least:
        raise InvalidReview([Problem("words", _("Write at least %(least)d characters.") % {"least": least})])
    if len(text) > WORDS_MAX:
        sentence = _("Shorten this to at most %(most)d characters; it has %(length)d.")
        raise InvalidReview([Problem("words", sentence % {"most": WORDS_MAX, "length": len(text)})])
    if "\0" in text:
        raise InvalidReview([Problem("words", _("This holds a character that cannot be kept."))])
    return text
