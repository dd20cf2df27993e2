"""What the platform itself publishes before the first contest: categories, their tariff, and two policies, the default
one and the one for awards by vote.

Idempotent; run after each migration. A new year's tariff is a new dated row, never a change of an old one.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from contests.models import Category
from payouts.models import CategoryTariff, PayoutPolicy
from payouts.policy import FAIR_1, FAIR_COMMUNITY_1
from payouts.services.policies import publish_policy

TARIFF_DATE = date(2026, 1, 1)
TARIFF_SOURCE = "Fairbrief tariff of 2026-01-01, reviewed yearly with entrants' reported hours"


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category with its standard effort up to the shortlist, in minutes, and the usual price of such a study
    in cents.
    """

    slug: str
    name_en: str
    name_fr: str
    effort_minutes: int
    study_price_minor: int


CATEGORIES = (
    CategoryRow("logo", "Logo", "Logo", 480, 20_000),
    CategoryRow("identity", "Visual identity", "Identité visuelle", 900, 45_000),
    CategoryRow("packaging", "Packaging", "Packaging", 720, 36_000),
    CategoryRow("poster", "Poster", "Affiche", 480, 24_000),
    CategoryRow("illustration", "Illustration", "Illustration", 540, 26_000),
    CategoryRow("book-cover", "Book cover", "Couverture de livre", 420, 22_000),
    CategoryRow("web-page", "Web page", "Page web", 840, 42_000),
    CategoryRow("pattern", "Pattern", "Motif", 300, 15_000),
    CategoryRow("naming", "Naming", "Nom de marque", 240, 12_000),
    CategoryRow("storyboard", "Video storyboard", "Storyboard vidéo", 660, 32_000),
)


@transaction.atomic
def publish_reference_data(*, now: datetime) -> PayoutPolicy:
    """Publish categories, tariff and the policies wherever they are still missing. Returns the default policy."""
    Category.objects.bulk_create(
        [
            Category(slug=row.slug, name_en=row.name_en, name_fr=row.name_fr, position=position)
            for position, row in enumerate(CATEGORIES)
        ],
        ignore_conflicts=True,
    )
    CategoryTariff.objects.bulk_create(
        [
            CategoryTariff(
                category_id=row.slug,
                currency="EUR",
                valid_from=TARIFF_DATE,
                effort_minutes=row.effort_minutes,
                study_price_minor=row.study_price_minor,
                source=TARIFF_SOURCE,
            )
            for row in CATEGORIES
        ],
        ignore_conflicts=True,
    )
    if not PayoutPolicy.objects.filter(slug=FAIR_COMMUNITY_1.slug, version=FAIR_COMMUNITY_1.version).exists():
        publish_policy(FAIR_COMMUNITY_1.to_dict(), now=now)
    current = PayoutPolicy.objects.filter(is_default=True, state="published").first()
    return current or publish_policy(FAIR_1.to_dict(), now=now, is_default=True)
