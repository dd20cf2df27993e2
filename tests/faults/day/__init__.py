"""A day on which a thousand contests end, in every way in which a contest can, and are paid over all rails.

    python -m tests.faults.day --contests 1000 --seed 7

Nothing breaks here: real workers, real bank processes, as in a storm without the storm. It prints what each way of
ending came to, and whether debts, ledger and the banks' own books agree.
"""
