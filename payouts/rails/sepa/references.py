"""Creditor references (ISO 11649): what a brand quotes in its transfer, so that its money finds its contest.

Pure and stateless: a contest's reference holds the first 80 bits of its id, in 16 characters without look-alikes, and
two check digits that catch a slip of the pen. Which contest a reference means is looked up by that range of ids.
"""

import re
from collections.abc import Iterable
from typing import Final
from uuid import UUID

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no I, L, O or U, so that nothing is taken for a digit."""

CARRIED_BITS: Final = 80
LENGTH: Final = CARRIED_BITS // 5
_MISREAD = str.maketrans("OIL", "011")
_CANDIDATE = re.compile(rf"(?=(RF[0-9]{{2}}[0-9A-Z]{{{LENGTH}}}))")


def contest_reference(contest_id: UUID) -> str:
    """The contest's reference, without spaces.

    >>> contest_reference(UUID("7d0f6a52-8a0c-4b5e-9a37-0c1f4b6f2a11"))
    'RF36FM7PMMMA1H5NX6HQ'
    """
    bits = contest_id.int >> (128 - CARRIED_BITS)
    return make_reference("".join(ALPHABET[bits >> shift & 31] for shift in range(CARRIED_BITS - 5, -1, -5)))


def make_reference(body: str) -> str:
    """A body of up to 21 letters and digits with its check digits.

    >>> make_reference("539007547034")  # The standard's own example.
    'RF18539007547034'
    """
    if not re.fullmatch(r"[0-9A-Z]{1,21}", body):
        raise ValueError("body: 1 to 21 capital letters and digits")
    return f"RF{98 - _remainder(f'{body}RF00'):02d}{body}"


def is_reference(text: str) -> bool:
    """Whether this is a creditor reference whose check digits agree.

    >>> is_reference("RF18539007547034"), is_reference("RF18539007547043"), is_reference("RF18")
    (True, False, False)
    """
    return bool(re.fullmatch(r"RF[0-9]{2}[0-9A-Z]{1,21}", text)) and _remainder(text[4:] + text[:4]) == 1


def in_groups(reference: str) -> str:
    """As people read it: four by four.

    >>> in_groups("RF36FM7PMMMA1H5NX6HQ")
    'RF36 FM7P MMMA 1H5N X6HQ'
    """
    return " ".join(reference[start : start + 4] for start in range(0, len(reference), 4))


def ids_of(reference: str) -> tuple[UUID, UUID]:
    """The first and the last contest id that a reference of ours can mean. Raises ValueError for any other.

    >>> first, last = ids_of("RF36FM7PMMMA1H5NX6HQ")
    >>> first <= UUID("7d0f6a52-8a0c-4b5e-9a37-0c1f4b6f2a11") <= last
    True
    """
    body = reference[4:]
    if not is_reference(reference) or len(body) != LENGTH or not set(ALPHABET).issuperset(body):
        raise ValueError(f"{reference!r} is no reference of a contest")
    bits = 0
    for letter in body:
        bits = bits << 5 | ALPHABET.index(letter)
    rest = 128 - CARRIED_BITS
    return UUID(int=bits << rest), UUID(int=(bits << rest) + (1 << rest) - 1)


def find_references(texts: Iterable[str]) -> tuple[str, ...]:
    """Every contest's reference in what a payer wrote, each once; spaces, small letters and line breaks don't matter.

    >>> find_references(["Brief rf36 fm7p mmma", "1h5n x6hq, thank you"])
    ('RF36FM7PMMMA1H5NX6HQ',)
    >>> find_references(["RF36 FM7P MMMA IH5N X6HQ"])  # A capital i for a one.
    ('RF36FM7PMMMA1H5NX6HQ',)
    >>> find_references(["RF37 FM7P MMMA 1H5N X6HQ", ""])
    ()
    """
    parts = [re.sub(r"[^0-9A-Z]", "", text.upper()) for text in texts]
    found: dict[str, None] = {}
    # Line by line first, then across lines: a bank may have cut the text anywhere.
    for text in (*parts, "".join(parts)):
        for match in _CANDIDATE.finditer(text):
            reference = match[1][:4] + match[1][4:].translate(_MISREAD)
            if is_reference(reference) and set(ALPHABET).issuperset(reference[4:]):
                found[reference] = None
    return tuple(found)


def _remainder(text: str) -> int:
    """The text with A = 10 … Z = 35, as one number, modulo 97."""
    return int("".join(str(int(sign, 36)) for sign in text)) % 97
