"""Checks the proof that a journal entry is in a signed seal, without trusting whoever made it.

    python check_proof.py proof.json PUBLIC_KEY

The proof is the reply to GET /api/v1/audit/journal-entries/ID/proof. The public key (hexadecimal) is the one that you
were told on paper, not the one in the proof. Needs Python's standard library and the package `cryptography`.
"""

import json
import sys
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def root_from_path(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The Merkle root that the path leads to (RFC 9162, section 2.1.3.2)."""
    found, last = leaf, size - 1
    for neighbour in path:
        while index % 2 == 0 and index == last and last:
            index, last = index // 2, last // 2  # The odd one out of its level is carried up as it is.
        if not last:
            sys.exit("The path is too long for its place.")
        left, right = (neighbour, found) if index % 2 else (found, neighbour)
        found = sha256(b"\x01" + left + right).digest()
        index, last = index // 2, last // 2
    while last and index % 2 == 0 and index == last:
        index, last = index // 2, last // 2
    return found if not last else sys.exit("The path is too short for its place.")


proof = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
seal, key = proof["seal"], sys.argv[2].lower()
leaf = sha256(b"\x00" + proof["text"].encode()).digest()
root = root_from_path(leaf, proof["index"], proof["size"], [bytes.fromhex(one) for one in proof["path"]])
said = dict(line.split(": ", 1) for line in seal["statement"].splitlines()[1:])
if (root.hex(), str(proof["size"]), key) != (said["root"], said["entries"], said["key"]):
    sys.exit("The text is not in this seal, or the seal is signed with another key.")
signature = bytes.fromhex(seal["signature"])
Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, seal["statement"].encode())  # Raises if not.
print(f"Proved: sealed as number {said['number']} at {said['sealed at']}:\n{proof['text']}", end="")
