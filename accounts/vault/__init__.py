"""What must not be read in a stolen copy of the database: sealed at rest, opened by the few who need it.

`sealing` is for whoever writes; `opening` for whoever must know the plain words again, which import-linter holds to a
short list. `keyring` derives the keys. None of them reads or writes a row.
"""
