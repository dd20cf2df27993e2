"""The SEPA rail: credit transfers out in files (pain.001), the bank's word on them (pain.002), statements (camt.053 and
camt.054), and transfers in by creditor reference.

The formats are pure: bytes and values, no Django, no clock, no chance, no network. `client` (HTTP) and `folder` (a
bank's or an EBICS client's exchange folder) carry files and know nothing of what is in them; `rail` puts both together.
"""
