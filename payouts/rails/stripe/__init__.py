"""The Stripe rail: charges by card (PaymentIntents, Checkout), payouts by Connect (accounts and transfers).

`answers` and `notices` decide, without a network, what Stripe's words mean; `client` speaks to Stripe. Nothing here
knows a debt, a contest or a ledger.
"""
