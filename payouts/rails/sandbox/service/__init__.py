"""The sandbox bank: a small HTTP program with its own book, run as `python -m payouts.rails.sandbox.service`.

It stands for everything outside the product's reach, so it shares nothing with it but the contract's words:
no Django, no database of the product's, its own file. Only invented money is ever in it.
"""
