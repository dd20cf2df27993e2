"""Turns a template's name and a context into the words of a mail, in one language. Sends nothing, knows no person.

Each mail is written as a whole in each language, `mail/<language>/<template>.txt`, with its subject as the first line:
a text that somebody writes reads better than one that is put together. Missing keys of the context come out empty, and
the templates are written so that their sentences stand without them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import select_template
from django.utils import translation

FALLBACK: Final = "en"
LONGEST_SUBJECT: Final = 150

# How a title is quoted in each language, and what stands for one that is not known.
QUOTES: Final = {"en": ("“", "”", "a brief"), "fr": ("«\u00a0", "\u00a0»", "un brief")}


@dataclass(frozen=True, slots=True)
class Words:
    """A mail's subject, one line, and its text."""

    subject: str
    body: str


def write_mail(template: str, locale: str, context: Mapping[str, Any]) -> Words:
    """The mail's words in this language, or in English where there is no such text. Raises TemplateDoesNotExist."""
    language = locale[:2] if locale[:2] in QUOTES else FALLBACK
    found: Any = select_template([f"mail/{language}/{template}.txt", f"mail/{FALLBACK}/{template}.txt"])
    with translation.override(language):
        # Not the backend's own render(): these are plain words, in which &amp; would be shown as it stands.
        text: str = found.template.render(Context(_known(context, language), autoescape=False))
    subject, _, body = text.strip().partition("\n")
    return Words(_short(_one_line(subject)), f"{body.strip()}\n")


def subject_of(template: str, locale: str, context: Mapping[str, Any]) -> str:
    """The one line that says what a mail is about; nothing for a mail that is not written any more."""
    try:
        return write_mail(template, locale, context).subject
    except TemplateDoesNotExist:
        return ""


def _short(subject: str) -> str:
    """A subject that no server cuts in the middle of a word, or refuses for a sign that is none.

    >>> _short("One\x07two")
    'One two'
    >>> len(_short("word " * 60)) <= LONGEST_SUBJECT, _short("word " * 60)[-5:]
    (True, 'word…')
    """
    clean = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", " ", subject).split(" "))
    if len(clean) <= LONGEST_SUBJECT:
        return clean
    return clean[: LONGEST_SUBJECT - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _one_line(words: str) -> str:
    return " ".join(line.strip() for line in words.splitlines() if line.strip())


def _known(context: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The context with our words in it, each on one line: a line break in a title could forge a text."""
    opening, closing, unknown = QUOTES[language]
    lines = {key: _one_line(value) if isinstance(value, str) else value for key, value in context.items()}
    title = lines.get("title")
    return {**lines, "brief": f"{opening}{title}{closing}" if title else unknown, "site_url": settings.SITE_URL}
