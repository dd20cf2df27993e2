"""The policy lab: a policy and its rivals, run over the same simulated contests.

Pure: no Django, no clock; everything follows from the assumptions and the seed. It settles by the formulas of
`payouts.policy`, a hundred thousand contests at a time, and equals `settle` to the cent.
"""
