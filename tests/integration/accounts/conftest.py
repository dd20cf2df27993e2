"""Rate limits are counted afresh in each test."""

from uuid import uuid4

import pytest


@pytest.fixture(autouse=True)
def own_cache(settings):
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": str(uuid4())}}
