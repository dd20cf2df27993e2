"""Published policies, in plain words and as the document the engine reads. Superseded ones stay readable."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.models import User
from frontend.views.common import page
from payouts.policy import describe_policy
from payouts.selectors.policies import published_policies, published_policy
from payouts.selectors.policy_drafts import policy_drafts
from payouts.services.policies import load_policy


@require_safe
@page
def policies(request: HttpRequest) -> HttpResponse:
    """All versions that were ever published, the newest first."""
    viewer: Any = request.user
    context = {
        "policies": published_policies(),
        "drafts": policy_drafts(viewer),
        "may_draft": isinstance(viewer, User) and viewer.is_admin,
    }
    return render(request, "policies/policies.html", context)


@require_safe
@page
def policy(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """One version, with its digest: by that a settlement names exactly this text."""
    record = published_policy(slug, version)
    if record is None:
        raise Http404
    context = {
        "policy": record,
        "sections": describe_policy(load_policy(record.pk), get_language() or "en"),
        "document": json.dumps(record.document, indent=2, ensure_ascii=False),
    }
    return render(request, "policies/policy.html", context)
