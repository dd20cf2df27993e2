"""The books' only writer. Entries go in balanced and whole, many in one statement; nothing is ever changed."""

from payouts.ledger.accounts import (
    BANK_PREFIX,
    FEE_INCOME,
    PAYABLE_CREATIVES,
    PAYABLE_REFUNDS,
    PAYABLE_VAT,
    RECEIVABLE_BRANDS,
    account_id,
    balance,
    balances,
    escrow_account_id,
    trial_balance,
)
from payouts.ledger.entries import (
    Leg,
    NewEntry,
    UnbalancedJournalEntry,
    post_entries,
    post_entry,
    reverse_entries,
    reverse_entry,
    transfer,
)

__all__ = [
    "BANK_PREFIX",
    "FEE_INCOME",
    "PAYABLE_CREATIVES",
    "PAYABLE_REFUNDS",
    "PAYABLE_VAT",
    "RECEIVABLE_BRANDS",
    "Leg",
    "NewEntry",
    "UnbalancedJournalEntry",
    "account_id",
    "balance",
    "balances",
    "escrow_account_id",
    "post_entries",
    "post_entry",
    "reverse_entries",
    "reverse_entry",
    "transfer",
    "trial_balance",
]
