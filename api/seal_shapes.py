"""What seals and proofs look like. Hashes, keys and signatures are hexadecimal."""

from datetime import datetime
from typing import Any, TypedDict

from payouts.ledger.seals import statement_of
from payouts.models import LedgerSeal, SealBlock
from payouts.selectors.seals import Proof


class SealDoc(TypedDict):
    """A seal over the entries of the transactions `first_transaction` to `last_transaction`.

    `statement` is the text that was signed; `digest` is the SHA-256 of the statement followed by the line
    "signature: …", and is what the next seal calls `previous`.
    """

    number: int
    previous: str
    first_transaction: int
    last_transaction: int
    entries: int
    postings: int
    root: str
    copies: str
    sealed_at: datetime
    public_key: str
    statement: str
    signature: str
    digest: str


class BlockDoc(TypedDict):
    position: int
    entries: int
    root: str


class SealInFullDoc(SealDoc):
    """With its blocks: their roots, as leaves, give the seal's root."""

    blocks: list[BlockDoc]


class ProofDoc(TypedDict):
    """That one journal entry is in its seal (RFC 6962, section 2.1.1).

    `leaf` is the SHA-256 of a zero byte and `text`; `path` leads from it, the `index`-th of `size` (from 0), to the
    seal's root. `unchanged` says whether the books still say what `text` says.
    """

    journal_entry: int
    text: str
    leaf: str
    index: int
    size: int
    path: list[str]
    unchanged: bool
    seal: SealDoc


class KeyDoc(TypedDict):
    """An Ed25519 public key: its 32 bytes in hexadecimal."""

    public_key: str
    signs_now: bool


class KeysDoc(TypedDict):
    """The keys whose seals count, the present one first."""

    keys: list[KeyDoc]


def seal(row: LedgerSeal) -> SealDoc:
    return {
        "number": row.number,
        "previous": row.previous,
        "first_transaction": row.from_xid,
        "last_transaction": row.to_xid - 1,
        "entries": row.entry_count,
        "postings": row.posting_count,
        "root": row.root,
        "copies": row.copies,
        "sealed_at": row.sealed_at,
        "public_key": row.public_key,
        "statement": statement_of(row).text().decode(),
        "signature": row.signature,
        "digest": row.digest,
    }


def seal_in_full(row: LedgerSeal, blocks: Any) -> SealInFullDoc:
    return {**seal(row), "blocks": [_block(one) for one in blocks]}


def _block(row: SealBlock) -> BlockDoc:
    return {"position": row.position, "entries": row.entry_count, "root": row.root}


def proof(found: Proof) -> ProofDoc:
    return {
        "journal_entry": found.entry_id,
        "text": found.text,
        "leaf": found.leaf.hex(),
        "index": found.index,
        "size": found.size,
        "path": [one.hex() for one in found.path],
        "unchanged": found.is_unchanged,
        "seal": seal(found.seal),
    }
