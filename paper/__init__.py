"""Words on A4 pages: the same words give the same bytes, on any machine, at any later date; and where files are kept.

It knows nothing of contests or money: whoever needs a document composes it from `paper.blocks` and has it printed and
sealed here. It stands beneath both `contests` (deeds) and `payouts` (invoices), which may not import one another.
"""
