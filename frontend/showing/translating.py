"""A way to a translator for words in a language that is not the reader's. Nothing is sent unless they follow it."""

import re
from typing import Final
from urllib.parse import quote

LONGEST_SENT: Final = 1500
"""Of the text: what a translator takes in an address."""

# Words that are frequent in one of the languages and rare in the others.
SMALL_WORDS: Final = {
    "en": "the and is of this that with you it for are not have be would could your too but please",
    "fr": "le les des une est vous pas pour dans avec sur ce cette que qui et du trop plus très mais",
    "de": "der die das und ist nicht ein eine mit für sie zu auf auch wir bitte aber sehr noch",
    "es": "el los las una es para con por muy pero más este esta usted lo como está gracias",
    "it": "il lo gli una è per con non che di troppo più questo questa ma molto sono grazie della",
    "nl": "de het een en niet met voor is dat van te zijn maar ook wij graag heel deze dit",
    "pt": "o os as uma é para com não muito mas mais este esta você em obrigado está dos",
}
MARKS: Final = {language: frozenset(words.split()) for language, words in SMALL_WORDS.items()}
WORDS: Final = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """The language of a text by its small words; "" where they do not tell.

    >>> language_of("The line is too thin."), language_of("Le trait est trop fin."), language_of("OK")
    ('en', 'fr', '')
    >>> language_of("Die Linie ist zu dünn."), language_of("線が細すぎます")
    ('de', '')
    """
    words = WORDS.findall(text.lower())
    found = {language: sum(word in marks for word in words) for language, marks in MARKS.items()}
    most = max(found.values())
    best = [language for language, count in found.items() if count == most]
    return best[0] if most and len(best) == 1 else ""


def is_foreign(text: str, reader: str) -> bool:
    """Whether a reader of this language may want a translation: never of a few words that could be in any.

    >>> is_foreign("Le trait est trop fin.", "en"), is_foreign("Le trait est trop fin.", "fr-ca")
    (True, False)
    >>> is_foreign("OK!", "en"), is_foreign("線が細すぎます", "en")
    (False, True)
    """
    language = language_of(text)
    if language:
        return language != reader[:2]
    return not text.isascii() and any(letter > "\u024f" for letter in text if letter.isalpha())


def translation_address(template: str, text: str, reader: str) -> str:
    """Where the text can be read in the reader's language; "" without a translator, or without need of one.

    >>> translation_address("https://translate.example/#auto/{to}/{text}", "Le trait est trop fin/long.", "en")
    'https://translate.example/#auto/en/Le%20trait%20est%20trop%20fin%2Flong.'
    """
    if not template.startswith("https://") or "{text}" not in template or not is_foreign(text, reader):
        return ""
    return template.replace("{to}", reader[:2]).replace("{text}", quote(text[:LONGEST_SENT], safe=""))
