"""Payment rails: one folder per rail, the only network code of the payouts app.

A rail carries money and reports what became of it. It never decides who is owed what, writes no ledger row,
and retries nothing by itself: those are the services' work, which call a rail outside any database
transaction.
"""
