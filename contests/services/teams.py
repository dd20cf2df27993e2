"""Teams: a split of what an entry earns, which every member has signed before the entry is submitted.

A signature covers the whole split of one author in one contest, so that nobody's part can be changed after the others
consented. It writes nothing: the signed word travels with the entry, and becomes its shares.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from accounts.models import User
from contests.entry_rules import Share
from contests.errors import InvalidEntry, Problem
from contests.lifecycle import Role
from contests.models import Contest
from contests.selectors.roles import is_admitted, role_on
from contests.services.access import check_eligible, check_judges_not, judges, look_at

SALT = "contests.team-consent"
VALID_FOR = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class AgreedShare:
    """A share whose owner has consented to the whole split it belongs to."""

    user_id: int
    weight: int
    consented_at: datetime


def sign_split(member: User, contest_id: UUID, author_id: int, split: Mapping[int, int], *, now: datetime) -> str:
    """The member's consent to this split (user → weight) of the author's entry. Raises NotEligible or InvalidEntry."""
    contest, role = look_at(member, contest_id)
    check_eligible(role)
    check_judges_not(contest, member)
    if member.pk not in split or author_id not in split:
        raise InvalidEntry([Problem("shares", _("A split names its author and whoever signs it."))])
    word = {**_what_is_signed(contest.pk, author_id, split), "m": member.pk, "t": int(now.timestamp())}
    return signing.dumps(word, salt=SALT)


def agreed_shares(author: User, contest: Contest, shares: tuple[Share, ...], *, now: datetime) -> list[AgreedShare]:
    """The shares of an entry, each consented to; of a lone author, one. Raises InvalidEntry."""
    if not shares:
        return [AgreedShare(author.pk, 1, now)]
    split = {share.user_id: share.weight for share in shares}
    if author.pk not in split:
        raise InvalidEntry([Problem("shares", _("The author has a share, too."))])
    members = User.objects.in_bulk([share.user_id for share in shares])
    return [_agreed(author, contest, share, split, members.get(share.user_id), now=now) for share in shares]


def _agreed(
    author: User, contest: Contest, share: Share, split: Mapping[int, int], member: User | None, *, now: datetime
) -> AgreedShare:
    if share.user_id == author.pk:
        return AgreedShare(share.user_id, share.weight, now)
    if member is None or not _may_still_enter(contest, member):
        raise InvalidEntry([Problem("shares", _("Somebody in the team cannot take part in this contest."))])
    try:
        word = signing.loads(share.consent, salt=SALT)
        signed_at = datetime.fromtimestamp(word.pop("t"), UTC)
    except (signing.BadSignature, KeyError, TypeError, AttributeError):
        word, signed_at = None, now
    expected = {**_what_is_signed(contest.pk, author.pk, split), "m": share.user_id}
    if word != expected or now - signed_at > VALID_FOR:
        sentence = _("%(name)s has not consented to this split. Ask them to sign it as it is now.")
        raise InvalidEntry([Problem("shares", sentence % {"name": member.public_name})])
    return AgreedShare(share.user_id, share.weight, signed_at)


def _may_still_enter(contest: Contest, member: User) -> bool:
    """Between a signature and the entry somebody may have come to the brand, or to the jury, or been blocked."""
    if not member.is_active or member.is_blocked or judges(contest, member):
        return False
    return role_on(contest, member) == Role.CREATIVE and is_admitted(contest, member)


def _what_is_signed(contest_id: UUID, author_id: int, split: Mapping[int, int]) -> dict[str, object]:
    return {"c": str(contest_id), "a": author_id, "s": {str(user): weight for user, weight in split.items()}}
