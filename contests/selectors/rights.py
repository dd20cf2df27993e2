"""The transfer of rights of a winning work, for those whom it concerns: its makers, the brand, the platform."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from babel.numbers import format_currency, get_currency_precision
from django.db.models import Q

from contests import licences
from contests.errors import NotVisible
from contests.kinds import asks_for_transfer
from contests.models import Award, Contest, EntryShare, Prize, RightsDeed, RightsSide, RightsTransfer
from contests.rights import Language, RightsText, pay_words, prize_words, say
from contests.selectors.roles import Viewer, read_as
from contests.visibility import BRAND_ROLES, DECIDERS, PLATFORM_ROLES
from paper.sealing import read_sealed


@dataclass(frozen=True, slots=True)
class Accepted:
    """One acceptance."""

    side: str
    name: str
    at: datetime
    is_own: bool


@dataclass(frozen=True, slots=True)
class RightsPage:
    """A transfer as somebody meets it. `missing`: the public names of those makers who have not accepted yet."""

    award_id: int
    contest_id: UUID
    text: RightsText
    sha256: str
    accepted: tuple[Accepted, ...]
    missing: tuple[str, ...]
    brand_accepted: bool
    my_side: str
    """creative, brand, or nothing for whoever only looks on."""
    may_accept: bool
    has_passed: bool
    is_sealed: bool


def rights_of(viewer: Viewer, award_id: int) -> RightsPage:
    """The transfer of one award's work. Raises NotVisible."""
    award = _award(award_id)
    side, user_id = _side_of(viewer, award)
    transfer = RightsTransfer.objects.filter(handover__award=award).prefetch_related("acceptances").first()
    text = RightsText.from_dict(transfer.text) if transfer else composed_text(award)
    rows = list(transfer.acceptances.all()) if transfer else []
    done = {one.person_id for one in rows if one.side == RightsSide.CREATIVE}
    makers = EntryShare.objects.filter(entry=award.entry_id).select_related("user").order_by("pk")
    by_brand = any(one.side == RightsSide.BRAND for one in rows)
    own_done = user_id in done if side == RightsSide.CREATIVE else by_brand
    deed = RightsDeed.objects.filter(transfer=transfer).first() if transfer else None
    accepted = tuple(Accepted(one.side, one.signed_name, one.accepted_at, one.person_id == user_id) for one in rows)
    return RightsPage(
        award_id=award.pk,
        contest_id=award.contest_id,
        text=text,
        sha256=text.sha256,
        accepted=accepted,
        missing=tuple(share.user.public_name for share in makers if share.user_id not in done),
        brand_accepted=by_brand,
        my_side=side,
        may_accept=bool(side) and not own_done and _is_its_time(award, side),
        has_passed=deed is not None,
        is_sealed=deed is not None and deed.is_sealed,
    )


def open_deed(viewer: Viewer, award_id: int) -> tuple[str, bytes]:
    """The sealed deed with a name for it. Raises NotVisible, NotSealedYet, FileTampered."""
    award = _award(award_id)
    _side_of(viewer, award)
    deed = RightsDeed.objects.filter(transfer__handover__award=award).first()
    if deed is None:
        raise NotVisible
    return f"rights-{award.entry.code}.pdf", read_sealed(deed)


def composed_text(award: Award) -> RightsText:
    """The text as the brief, the work and the decision give it at this moment."""
    brief = award.contest.brief
    language: Language = "fr" if brief.language == "fr" else "en"
    makers = EntryShare.objects.filter(entry=award.entry_id).select_related("user").order_by("pk")
    authors = tuple(share.user.public_name for share in makers)
    if not asks_for_transfer(award.contest.kind):
        return _licence(award, language, authors)
    return RightsText(
        language=language,
        work=award.entry.title,
        code=award.entry.code,
        brief=brief.title,
        authors=authors,
        brand=award.contest.brand.name,
        rights=tuple(brief.rights_kinds),
        purpose=brief.rights_scope,
        place=brief.rights_territory,
        years=brief.rights_years,
        pay=_pay(award, language),
    )


def _licence(award: Award, language: Language, authors: tuple[str, ...]) -> RightsText:
    """The work to everybody under the open licence, and nothing to the brand."""
    return RightsText(
        language=language,
        work=award.entry.title,
        code=award.entry.code,
        brief=award.contest.brief.title,
        authors=authors,
        brand=award.contest.brand.name,
        rights=(),
        purpose=licences.purpose(language),
        place=licences.PLACE[language],
        years=0,
        pay=f"{_pay(award, language, is_licence=True)} {say('pay.open', language)}",
        format=2,
        licence=licences.CC_BY_SA,
    )


def _pay(award: Award, language: Language, *, is_licence: bool = False) -> str:
    """The prize of the place that the work holds among those that stand, or the prizes of the places it shares."""
    standing = Award.objects.filter(contest=award.contest_id, passed_over_at=None)
    place = 1 + standing.filter(rank__lt=award.rank).count()
    tied = standing.filter(rank=award.rank).count()
    prizes = Prize.objects.filter(contest=award.contest_id, rank__range=(place, place + tied - 1))
    total = sum(prizes.values_list("amount_minor", flat=True))
    amount = _money(total, award.contest.currency, language)
    return prize_words(language, place, tied, amount) if is_licence else pay_words(language, place, tied, amount)


def _money(minor: int, currency: str, language: Language) -> str:
    amount = Decimal(minor).scaleb(-get_currency_precision(currency))
    return str(format_currency(amount, currency, locale="fr_FR" if language == "fr" else "en_150"))


def _award(award_id: int) -> Award:
    rows = Award.objects.select_related("contest__brief", "contest__brand", "entry", "handover")
    award = rows.filter(pk=award_id, handover__isnull=False, passed_over_at=None).first()
    if award is None:
        raise NotVisible
    return award


def _side_of(viewer: Viewer, award: Award) -> tuple[str, int | None]:
    """On which side somebody is; nothing for whoever may only look on. Raises NotVisible for strangers."""
    reader = read_as(viewer)
    mine = Q(user=reader.user_id) if reader.user_id is not None else Q(pk=None)
    if EntryShare.objects.filter(mine, entry=award.entry_id).exists():
        return RightsSide.CREATIVE, reader.user_id
    role = reader.role_in(award.contest.brand_id)
    if role in DECIDERS:
        return RightsSide.BRAND, reader.user_id
    if role in BRAND_ROLES or role in PLATFORM_ROLES:
        return "", reader.user_id
    raise NotVisible


def _is_its_time(award: Award, side: str) -> bool:
    """A maker may accept as soon as the work is asked for, the brand once it is there."""
    return side == RightsSide.CREATIVE or award.handover.delivered_at is not None


def contest_of_award(award_id: int) -> Contest:
    """The contest of an award. Raises NotVisible."""
    return _award(award_id).contest
