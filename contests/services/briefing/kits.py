"""A brand's kit. Each change is a new version; briefs that show an older one keep it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Brand, User
from contests.entry_rules import Upload
from contests.errors import InvalidKit, NotPermitted, NotVisible, Problem
from contests.kit_rules import KitDraft, problems_in_kit
from contests.models import BrandKit, FileKind
from contests.selectors.roles import read_as
from contests.services.briefing.attachments import EXAMINE
from contests.services.uploading.taking import take_uploads
from contests.services.uploads import StoredUpload, drop, keep_files, store_uploads
from contests.visibility import DECIDERS
from duerows.doorbell import ring


def change_kit(
    actor: User,
    brand_id: UUID,
    draft: KitDraft,
    *,
    now: datetime,
    logo: Upload | None = None,
    held_logo: UUID | None = None,
    keep_logo: bool = True,
) -> BrandKit:
    """The kit from now on. Without a new logo the old one stays, unless it is to go. The same again is no new version.

    `held_logo`: an upload of the actor's, held over from a form that came back with errors; a newer file goes first.
    Raises NotVisible, NotPermitted, InvalidKit or InvalidEntry (the logo's file).
    """
    _check_decider(actor, brand_id)
    if problems := problems_in_kit(draft):
        raise InvalidKit(problems)
    stored = _store(actor, logo, held_logo, now)
    try:
        if any(one.kind != FileKind.IMAGE for one in stored):
            sentence = _("Send the logo as an image (PNG, JPEG, WebP, AVIF or GIF); attach a vector file to the brief.")
            raise InvalidKit([Problem("logo", sentence)])
        return _write(actor, brand_id, draft, stored, keep_logo, now)
    except BaseException:
        drop(stored)
        raise


def change_logo(actor: User, brand_id: UUID, logo: Upload, *, now: datetime) -> BrandKit:
    """The kit as it is, with another logo; of a brand without a kit, its first one. Raises as `change_kit`."""
    _check_decider(actor, brand_id)
    kit = BrandKit.objects.filter(brand=brand_id).order_by("-number").first()
    return change_kit(actor, brand_id, KitDraft() if kit is None else draft_of_kit(kit), logo=logo, now=now)


def draft_of_kit(kit: BrandKit) -> KitDraft:
    """A kit in the form in which it is written."""
    return KitDraft(
        colours=tuple(zip(kit.colour_names, kit.colour_values, strict=True)),
        fonts=tuple(kit.fonts),
        tone=kit.tone,
        dos=tuple(kit.dos),
        donts=tuple(kit.donts),
    )


def _store(actor: User, logo: Upload | None, held: UUID | None, now: datetime) -> list[StoredUpload]:
    if logo is not None:
        return store_uploads([logo], image_needed=False)
    if held is not None:
        return store_uploads([], image_needed=False, sent=take_uploads(actor, [held], now=now))
    return []


@transaction.atomic
def _write(
    actor: User, brand_id: UUID, draft: KitDraft, stored: list[StoredUpload], keep_logo: bool, now: datetime
) -> BrandKit:
    Brand.objects.select_for_update().get(pk=brand_id)
    _check_decider(actor, brand_id)
    former = BrandKit.objects.filter(brand=brand_id).order_by("-number").first()
    kit = BrandKit(
        brand_id=brand_id,
        number=former.number + 1 if former else 1,
        colour_names=[name.strip() for name, _value in draft.colours],
        colour_values=[value.lower() for _name, value in draft.colours],
        fonts=[line.strip() for line in draft.fonts],
        tone=draft.tone.strip(),
        dos=[line.strip() for line in draft.dos],
        donts=[line.strip() for line in draft.donts],
        logo=former.logo if former and keep_logo else None,
        created_by=actor,
        created_at=now,
    )
    if stored:
        (kit.logo,) = keep_files(stored, now=now, brand_id=brand_id)
        ring(EXAMINE)
    if former is not None and _content(former) == _content(kit):
        return former
    kit.save(force_insert=True)
    return kit


def _content(kit: BrandKit) -> tuple[object, ...]:
    return (kit.colour_names, kit.colour_values, kit.fonts, kit.tone, kit.dos, kit.donts, kit.logo_id)


def _check_decider(actor: User, brand_id: UUID) -> None:
    reader = read_as(actor)
    if brand_id not in reader.brands:
        raise NotVisible
    if reader.brands[brand_id] not in DECIDERS:
        raise NotPermitted(_("Only an owner or a manager of the brand keeps its kit."))
