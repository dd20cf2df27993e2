"""Addresses of the site's pages, for mails: the money side's own, since it knows no view."""

from django.conf import settings


def earnings_url() -> str:
    """The page on which a creative sees every line of their pay."""
    return f"{settings.SITE_URL}/earnings/"


def payout_account_url() -> str:
    """The page on which somebody says where their money goes."""
    return f"{settings.SITE_URL}/account/payout/"
