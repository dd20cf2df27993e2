"""Whose business a rejection is: the payee's, who can give another account, or ours, whom no new account helps.

Codes are ISO 20022's external reason codes, and the words that our own checks use before a file is made.
"""

from typing import Final

DUPLICATE: Final = frozenset({"AM05", "DUPL", "DU01", "DU02", "DU03", "DU04", "DU05"})
"""Said of something that the bank has had before. Of a file of ours it means that it is there already."""

ACCOUNT_NAME: Final = "account_name"
ACCOUNT_NUMBER: Final = "account_number"
ACCOUNT_RETIRED: Final = "account_retired"
OTHER_CURRENCY: Final = "other_currency"
ORIGIN_CLOSED: Final = "origin_closed"
"""Money cannot go back the way it came any more: it was taken back, or its rail knows no such way."""

ABOUT_THE_PAYEE: Final = frozenset(
    {
        ACCOUNT_NAME,
        ACCOUNT_NUMBER,
        ACCOUNT_RETIRED,
        ORIGIN_CLOSED,
        OTHER_CURRENCY,
        "AC01",  # wrong account number
        "AC03",  # wrong account number, the creditor's
        "AC04",  # account closed
        "AC06",  # account blocked
        "AC07",  # account closed, the creditor's
        "AC14",  # no such kind of account, the creditor's
        "AG01",  # this kind of account takes no credit transfers
        "BE01",  # name and account do not belong together
        "BE06",  # nobody of that name there
        "BE17",  # the creditor's identification is wrong
        "CNOR",  # the creditor's bank takes no part in SEPA
        "MD07",  # the holder has died
        "RC01",  # wrong bank identifier
        "RC04",  # wrong bank identifier, the creditor's
        "RR03",  # the creditor's name or address is missing
    }
)


def is_about_the_payee(reason: str) -> bool:
    """Whether another account of the payee's may help. Of anything else a person has to find out.

    >>> is_about_the_payee("AC04"), is_about_the_payee("AM04"), is_about_the_payee("")
    (True, False, False)
    """
    return reason in ABOUT_THE_PAYEE


def is_duplicate(reason: str) -> bool:
    """Whether the bank says that it has had this before."""
    return reason in DUPLICATE


GONE_BACK: Final = frozenset({"charge_already_refunded", "charge_disputed", "invalid_request"})
"""Said of a refund of which the charge holds no longer so much: some of it went back in a way that we did not order."""
