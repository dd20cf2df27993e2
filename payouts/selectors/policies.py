"""The policies the platform has published, as everybody may read them; superseded ones too: contests keep theirs."""

from collections.abc import Sequence
from datetime import date

from payouts.models import CategoryTariff, PayoutPolicy, PolicyState
from payouts.services.terms import known_tariffs


def published_policies() -> list[PayoutPolicy]:
    """The newest first; drafts are the platform's own business."""
    return list(PayoutPolicy.objects.exclude(state=PolicyState.DRAFT).order_by("-published_at", "-pk"))


def published_policy(slug: str, version: int) -> PayoutPolicy | None:
    """One version of a policy, if it was ever published."""
    return PayoutPolicy.objects.exclude(state=PolicyState.DRAFT).filter(slug=slug, version=version).first()


def tariffs_on(on: date) -> Sequence[CategoryTariff]:
    """The standard effort and study price per category in force on a day, in the categories' order."""
    return sorted(known_tariffs(on=on), key=lambda tariff: (tariff.category.position, tariff.category_id))


def default_policy_or_none() -> PayoutPolicy | None:
    """The policy under which new contests open, if one has been published."""
    return PayoutPolicy.objects.filter(is_default=True, state=PolicyState.PUBLISHED).first()
