"""What the platform publishes: categories with their tariff, and policies in plain words."""

from typing import Any

from django.utils.translation import get_language
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from api.base import PublicResource
from api.operations import Listing, operation
from api.queries import PolicyQuery
from api.shapes import CategoryDoc, PolicyDoc, PolicyInFullDoc
from payouts.models import PayoutPolicy
from payouts.policy import describe_policy
from payouts.selectors.policies import published_policies, published_policy, tariffs_on
from payouts.services.policies import load_policy


class Categories(PublicResource):
    """Categories with their standard effort and study price."""

    @operation(gives=Listing[CategoryDoc])
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
            for tariff in tariffs_on(self.now.date())
        ]
        return Response({"results": rows, "next": None})


class Policies(PublicResource):
    """Every policy that was ever published."""

    @operation(gives=Listing[PolicyDoc])
    def get(self, request: Any) -> Response:
        return Response({"results": [_summary(row) for row in published_policies()], "next": None})


class PolicyDetail(PublicResource):
    """One version: its document, and what it says in plain words."""

    @operation(gives=PolicyInFullDoc, query=PolicyQuery)
    def get(self, request: Any, slug: str, version: int) -> Response:
        row = published_policy(slug, version)
        if row is None:
            raise NotFound
        language = self.given.get("language") or ("fr" if (get_language() or "").startswith("fr") else "en")
        sections = describe_policy(load_policy(row.pk), language)
        words = [{"title": section.title, "sentences": section.sentences} for section in sections]
        return Response({**_summary(row), "document": row.document, "language": language, "words": words})


def _summary(row: PayoutPolicy) -> PolicyDoc:
    return {
        "slug": row.slug,
        "version": row.version,
        "title": row.title,
        "state": row.state,
        "is_default": row.is_default,
        "sha256": row.document_sha256,
        "published_at": row.published_at,  # type: ignore[typeddict-item]  # A draft is never shown.
        "superseded_at": row.superseded_at,
    }
