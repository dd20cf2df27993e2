"""Addresses of the site's pages, for mails: the money side's own, since it knows no view."""

from uuid import UUID

from django.conf import settings


def earnings_url() -> str:
    """The page on which a creative sees every line of their pay."""
    return f"{settings.SITE_URL}/earnings/"


def contest_money_url(contest_id: UUID) -> str:
    """The page on which a brand sees what became of a contest's money."""
    return f"{settings.SITE_URL}/contests/{contest_id}/money/"


def payout_runs_url() -> str:
    """The page on which admins see what waits for two of them."""
    return f"{settings.SITE_URL}/audit/runs/"


def rail_controls_url() -> str:
    """The page on which admins stop a rail and change its limits."""
    return f"{settings.SITE_URL}/audit/rails/"


def payout_account_url(brand_id: UUID | None = None) -> str:
    """The page on which a person, or somebody for a brand, says where their money goes."""
    page = "/account/payout/" if brand_id is None else f"/brands/{brand_id}/settings/"
    return f"{settings.SITE_URL}{page}"


def connected_page_url(brand_id: UUID | None = None) -> str:
    """The page that leads on to the rail's own, where the holder of a connected account gives their particulars."""
    page = "/account/payout/stripe/" if brand_id is None else f"/brands/{brand_id}/payout-account/stripe/"
    return f"{settings.SITE_URL}{page}"


def connected_return_url(brand_id: UUID | None = None) -> str:
    """Where the rail's page leads back to."""
    return f"{connected_page_url(brand_id)}back/"


def card_return_url(contest_id: UUID, deposit_ref: UUID) -> str:
    """Where the page on which a deposit is paid by card leads back to, whether it was paid or not."""
    return f"{settings.SITE_URL}/contests/{contest_id}/funding/card/{deposit_ref}/back/"
