"""A mail's words as HTML: the same sentences in a quiet frame, readable in light and in dark. Sends nothing.

It is made from the plain text, so that both parts always say the same, in every language, and no mail needs a second
template. A paragraph that is an address alone becomes the button; one whose last line is an address becomes a link;
what follows the line of two hyphens is the foot.
"""

import re
from typing import Final

from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.mailing import FALLBACK, QUOTES, Words

ADDRESS: Final = re.compile(r"https?://[^\s<>\"]+")
BUTTONS: Final = {"en": "Open on Fairbrief", "fr": "Ouvrir sur Fairbrief"}


def html_of(words: Words, locale: str) -> str:
    """The HTML part beside the plain text."""
    language = locale[:2] if locale[:2] in QUOTES else FALLBACK
    text, _, foot = words.body.partition("\n-- \n")
    return render_to_string(
        "mail/frame.html",
        {
            "language": language,
            "subject": words.subject,
            "parts": [_part(one, BUTTONS[language]) for one in _paragraphs(text)],
            "foot": [_linked(" ".join(one)) for one in _paragraphs(foot)],
        },
    )


def _paragraphs(text: str) -> list[list[str]]:
    """
    >>> _paragraphs("One\\ntwo\\n\\nthree")
    [['One', 'two'], ['three']]
    """
    blocks = re.split(r"\n\s*\n", text.strip())
    return [[line.strip() for line in block.splitlines()] for block in blocks if block.strip()]


def _part(lines: list[str], button: str) -> dict[str, object]:
    """What a paragraph becomes.

    >>> _part(["https://a.example/x/"], "Open")["kind"], _part(["A", "https://a.example/x/"], "")["kind"]
    ('button', 'link')
    """
    *before, last = lines
    if ADDRESS.fullmatch(last):
        if before:
            return {"kind": "link", "url": last, "text": " ".join(before)}
        return {"kind": "button", "url": last, "text": button}
    if any(line.startswith(("- ", "· ")) for line in lines):
        return {"kind": "text", "text": format_html_join("", "{}<br>", ((_linked(line),) for line in lines))}
    return {"kind": "text", "text": _linked(" ".join(lines))}


def _linked(text: str) -> SafeString:
    """Text with its addresses as links.

    >>> _linked("See https://a.example/ & go")
    'See <a href="https://a.example/">https://a.example/</a> &amp; go'
    """
    pieces, at = [], 0
    for found in ADDRESS.finditer(text):
        pieces.append(escape(text[at : found.start()]))
        pieces.append(format_html('<a href="{0}">{0}</a>', found[0]))
        at = found.end()
    return format_html_join("", "{}", ((one,) for one in (*pieces, escape(text[at:]))))
