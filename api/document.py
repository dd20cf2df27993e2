"""The OpenAPI document and the page on which it can be tried out."""

from functools import lru_cache
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator


@lru_cache(maxsize=1)
def document() -> bytes:
    """The document in English, made once per process: it depends on nothing but the code."""
    with override("en"):
        schema: Any = SchemaGenerator().get_schema(request=None, public=True)
    return orjson.dumps(schema, default=str)


@require_safe
@cache_control(max_age=3600, public=True)
def openapi(request: HttpRequest) -> HttpResponse:
    """`openapi.json`, for anybody."""
    return HttpResponse(document(), content_type="application/vnd.oai.openapi+json;version=3.1")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The document to read and try out. Its scripts and styles are files of this site, so its CSP holds."""
    return render(request, "api/docs.html", {"csrf_token_value": get_token(request)})
