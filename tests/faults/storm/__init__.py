"""A storm: thousands of contests live and are paid over all rails, while everything that can fail does so at random.

    python -m tests.faults.storm --lives 10000 --kills 1000 --seed 7

Real processes throughout, on engines of its own that write durably, since a crash of PostgreSQL is part of it. At the
end three books are compared: what is owed, what the ledger says, what each rail's bank did. The same seed strikes the
same blows in the same order, though not at the same instants.
"""
