"""Files made to harm, by the thousand, sent by the way that every upload takes: `make hostile`.

    python -m tests.hostile [--seed 1] [--mutants 160] [--lanes 2]

Nothing of it is committed: packages' own test files come from their source archives, all else is made here by a seed.
"""
