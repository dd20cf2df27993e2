"""Brands' kits, as a brief shows them and as their brand keeps them."""

from uuid import UUID

from contests.errors import NotVisible
from contests.kit_rules import contrast
from contests.models import BrandKit
from contests.selectors.attachments import logo_card
from contests.selectors.cards import ColourCard, KitCard
from contests.selectors.roles import Viewer, read_as


def kit_card(kit_id: int) -> KitCard:
    """One version. Whether the reader may see it is for the caller to know: whoever reads a brief sees its kit."""
    return _card(BrandKit.objects.get(pk=kit_id))


def newest_kit(viewer: Viewer, brand_id: UUID) -> KitCard | None:
    """The kit that new briefs of this brand may show, for its members; None while there is none. Or NotVisible."""
    if brand_id not in read_as(viewer).brands:
        raise NotVisible
    kit = BrandKit.objects.filter(brand=brand_id).order_by("-number").first()
    return _card(kit) if kit else None


def kit_versions(brand_id: UUID) -> list[tuple[int, int]]:
    """The versions of a brand's kit, keys and numbers, the newest first; for whoever writes its briefs."""
    return list(BrandKit.objects.filter(brand=brand_id).order_by("-number").values_list("pk", "number"))


def _card(kit: BrandKit) -> KitCard:
    return KitCard(
        id=kit.pk,
        number=kit.number,
        colours=tuple(
            ColourCard(name, value, contrast(value, "#ffffff"), contrast(value, "#000000"))
            for name, value in zip(kit.colour_names, kit.colour_values, strict=True)
        ),
        fonts=tuple(kit.fonts),
        tone=kit.tone,
        dos=tuple(kit.dos),
        donts=tuple(kit.donts),
        logo=logo_card(kit.logo_id, signed_in=True) if kit.logo_id else None,
    )
