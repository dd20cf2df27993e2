"""The sandbox rail: a pretend bank with a book of its own, for the demo, the tests and trying things out.

`client` and `notices` are what the product uses; `service` is the bank itself, a separate program without
Django.
"""
