"""What a seal says, as text: the text is what is signed, and what the next seal refers to. Pure.

A seal speaks of all journal entries of a range of database transactions. `root` is the Merkle root over their leaves,
in the books' own order; `copies` the one over the copies of them that were kept, block by block.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

NO_FORMER: Final = "0" * 64
"""What the first seal gives as the digest of the seal before."""

TITLE: Final = "Fairbrief ledger seal, version 1"


@dataclass(frozen=True, slots=True)
class SealStatement:
    """One seal without its signature. Hashes and the public key are hexadecimal; `to_xid` is not in the range."""

    number: int
    previous: str
    from_xid: int
    to_xid: int
    entry_count: int
    posting_count: int
    root: str
    copies: str
    sealed_at: datetime
    public_key: str

    def text(self) -> bytes:
        r"""The text that is signed.

        >>> moment = datetime(2026, 3, 2, 12, 0, 0, 500_000, UTC)
        >>> seal = SealStatement(2, "ab" * 32, 731, 800, 5, 11, "cd" * 32, "ef" * 32, moment, "01" * 32)
        >>> print(seal.text().decode())  # doctest: +ELLIPSIS
        Fairbrief ledger seal, version 1
        number: 2
        previous: abab...
        transactions: 731 to 799
        entries: 5
        postings: 11
        root: cdcd...
        copies: efef...
        sealed at: 2026-03-02T12:00:00.500000Z
        key: 0101...
        <BLANKLINE>
        """
        moment = self.sealed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        lines = (
            TITLE,
            f"number: {self.number}",
            f"previous: {self.previous}",
            f"transactions: {self.from_xid} to {self.to_xid - 1}",
            f"entries: {self.entry_count}",
            f"postings: {self.posting_count}",
            f"root: {self.root}",
            f"copies: {self.copies}",
            f"sealed at: {moment}",
            f"key: {self.public_key}",
        )
        return "".join(f"{line}\n" for line in lines).encode()


def seal_digest(text: bytes, signature: str) -> str:
    """What the next seal calls this one by: its text and its signature (hexadecimal), so that neither can be changed
    without breaking the chain.

    >>> seal_digest(b"number: 1\\n", "ab" * 64)[:16]
    'eaf2a6fdf8715261'
    """
    return sha256(text + b"signature: " + signature.encode() + b"\n").hexdigest()
