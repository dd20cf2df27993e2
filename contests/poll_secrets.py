"""The two secrets around a poll, and what is kept of each: its link, and the word in a voter's own browser."""

import secrets
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac


def new_secret() -> str:
    """192 random bits in signs that an address takes as they are."""
    return secrets.token_urlsafe(24)


def digest_of(token: str) -> str:
    """What is kept of a link's secret."""
    return sha256(token.encode(errors="surrogatepass")).hexdigest()


def voter_digest(poll_id: UUID, voter: str) -> str:
    """What is kept of a voter: another in every poll, so that nobody can be followed from one to the next."""
    return salted_hmac(f"contests.poll:{poll_id}", voter, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()
