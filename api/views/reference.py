"""What the platform publishes: categories with their tariff, and policies in plain words."""

from typing import Any

from django.utils.translation import get_language
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from api.base import PublicResource
from payouts.models import PayoutPolicy, PolicyState
from payouts.policy import LANGUAGES, describe_policy
from payouts.services.policies import load_policy
from payouts.services.terms import known_tariffs


class Categories(PublicResource):
    """Categories with their standard effort and study price."""

    def get(self, request: Any) -> Response:
        rows = [
            {
                "slug": tariff.category_id,
                "name": tariff.category.name,
                "currency": tariff.currency,
                "effort_minutes": tariff.effort_minutes,
                "study_price_minor": tariff.study_price_minor,
                "valid_from": tariff.valid_from,
                "source": tariff.source,
            }
            for tariff in known_tariffs(on=self.now.date())
        ]
        return Response({"results": rows, "next": None})


class Policies(PublicResource):
    """Every policy that was ever published."""

    def get(self, request: Any) -> Response:
        rows = PayoutPolicy.objects.exclude(state=PolicyState.DRAFT).order_by("slug", "-version")
        return Response({"results": [_summary(row) for row in rows], "next": None})


class PolicyDetail(PublicResource):
    """One version: its document, and what it says in plain words."""

    def get(self, request: Any, slug: str, version: int) -> Response:
        row = PayoutPolicy.objects.exclude(state=PolicyState.DRAFT).filter(slug=slug, version=version).first()
        if row is None:
            raise NotFound
        asked = request.query_params.get("language") or (get_language() or "en")[:2]
        language = self.one_of(asked, "language", LANGUAGES)
        sections = describe_policy(load_policy(row.pk), language)
        words = [{"title": section.title, "sentences": section.sentences} for section in sections]
        return Response(_summary(row) | {"document": row.document, "language": language, "words": words})


def _summary(row: PayoutPolicy) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "version": row.version,
        "title": row.title,
        "state": row.state,
        "is_default": row.is_default,
        "sha256": row.document_sha256,
        "published_at": row.published_at,
        "superseded_at": row.superseded_at,
    }
