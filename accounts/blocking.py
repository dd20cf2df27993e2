"""What a blocked account still reaches: everything to read; its own money, rights and data; the account itself.

A block stops what is new: entering, launching, asking, judging. It takes nothing that was earned: pay runs, a winner
delivers what was awarded, a dispute over pay is opened, an appeal is made. Nor does it take what the law gives to
everybody: a copy of one's data, to leave, to be left in peace by mails. Names are those of the URL configuration.
"""

from typing import Final

SIGNING_IN: Final = frozenset(
    {
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_change_password",
        "account_reset_password",
        "account_reset_password_from_key",
        "account_email",
        "account_email_verification_sent",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
    }
)
PAGES: Final = frozenset(
    {
        "payout_account",
        "payout_undo",
        "connected_account",
        "connected_account_back",
        # What is held for a brand's drafts is the brand's, and goes back to it.
        "withdraw_funding",
        "refund_draft",
        "brand_payout_account",
        "brand_connected_account",
        "brand_connected_account_back",
        "mandate",
        "tax_details",
        "document_objection",
        "dispute_open",
        "dispute_withdraw",
        "handover",
        "handover_item",
        "rights",
        "appeal",
        "data_copy_ask",
        "leave",
        "stay",
        "stay_by_link",
        "unsubscribe",
        "stop",
        "notice_choices",
        "notices_read",
        "theme",
        "language",
        "time_zone",
        "reader_settings",
    }
)
RESOURCES: Final = frozenset(
    {
        "payout-account",
        "connected-account",
        "withdraw-funding",
        "refund-draft",
        "mandate",
        "tax-details",
        "objection",
        "open-dispute",
        "withdraw-dispute",
        "handover-files",
        "handover-file",
        "item-delivered",
        "deliver",
        # Of files in pieces, only for a winner who is yet to deliver: see `contests.services.uploading.beginning`.
        "uploads",
        "upload",
        "rights",
        "appeal",
        "quotes",
        "notice-choices",
        "read-notices",
    }
)
LEFT_OPEN: Final = (
    SIGNING_IN | frozenset(f"pages:{name}" for name in PAGES) | frozenset(f"api:{name}" for name in RESOURCES)
)
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def is_left_open(method: str, view_name: str) -> bool:
    """Whether somebody who is blocked may ask this.

    >>> is_left_open("GET", "pages:contest"), is_left_open("POST", "pages:enter"), is_left_open("POST", "pages:appeal")
    (True, False, True)
    """
    return method in SAFE or view_name in LEFT_OPEN
