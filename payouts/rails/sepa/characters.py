"""Writes any text in the characters that every SEPA bank must take: a name becomes the nearest thing, never an error.

The set is the European Payments Council's: Latin letters without marks, digits, space and / - ? : ( ) . , ' +.
"""

import string
import unicodedata
from typing import Final

ALLOWED: Final = frozenset(string.ascii_letters + string.digits + " /-?:().,'+")

# Letter by letter, each followed by what it becomes.
_LATIN: Final = "ßss æae œoe øo łl đd ðd þth ħh ŧt ŋn ıi ĸk ĳij ŀl ſs əe"
_GREEK: Final = "αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χch ψps ωo"
_CYRILLIC: Final = (
    "аa бb вv гg дd еe жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хh цts чch шsh щsht ъa ыy ьy эe юyu яya "
    "ђdj єye ѕdz іi јj љlj њnj ћc џdz ґg"
)
_SIGNS: Final = "&+ _- –- —- ‐- −- ’' ‘' `' ´' “' ”' „' \"' «' »' [( ]) {( }) \\/ |/ ;, @(at) €EUR ·. •. …..."
_BECOMES: Final = {pair[0]: pair[1:] for table in (_LATIN, _GREEK, _CYRILLIC, _SIGNS) for pair in table.split()}


def to_sepa(text: str, limit: int) -> str:
    """The text in SEPA's characters, on one line, at most `limit` long. What has no counterpart becomes a full stop.

    >>> to_sepa("Zoë Müller-Łukaszewicz & Söhne", 70), to_sepa("Ѓорѓи Жуков", 70), to_sepa("Ωμέγα", 70)
    ('Zoe Muller-Lukaszewicz + Sohne', 'Gorgi Zhukov', 'Omega')
    >>> to_sepa("a\\tb\\n", 70), to_sepa("王 5", 70), to_sepa("abcdef", 3)
    ('a b', '. 5', 'abc')
    """
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    written = [_write(sign, composed[place + 1 : place + 2]) for place, sign in enumerate(composed)]
    return " ".join("".join(written).split())[:limit].strip()


def has_word(text: str) -> bool:
    """Whether anything is left that a person could recognise: a letter or a digit."""
    return any(sign.isalnum() for sign in text)


def is_identifier(text: str) -> bool:
    """Whether the bank must carry this unchanged: 1 to 35 of SEPA's characters, no slash at an end, no two together.

    >>> is_identifier("FB7d0f6a52"), is_identifier("a//b"), is_identifier("é"), is_identifier("x" * 36)
    (True, False, False, False)
    """
    return 0 < len(text) <= 35 and ALLOWED.issuperset(text) and text == text.strip(" /") and "//" not in text


def _write(sign: str, following: str) -> str:
    if sign in ALLOWED:
        return sign
    letters = _BECOMES.get(sign.lower())
    if letters is not None:
        return _capital(letters, following) if sign.isupper() else letters
    if unicodedata.combining(sign):
        return ""
    parts = unicodedata.normalize("NFKD", sign)
    return "." if parts == sign else "".join(_write(part, following) for part in parts)


def _capital(letters: str, following: str) -> str:
    """One capital may become two letters: both are capitals in a word of capitals."""
    return letters.capitalize() if following.islower() else letters.upper()
