"""Every word of the pages and of the API has its French, with the same placeholders in it."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from django.conf import settings

from local.checks import TRANSLATED

ROOT = Path(settings.BASE_DIR)
KEYWORDS = {
    "gettext": None,
    "_": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def words_of(folder: str) -> set[str]:
    with (ROOT / "frontend/locale/babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT / folder, methods, options, keywords=KEYWORDS)
    return {message if isinstance(message, str) else message[0] for _file, _line, message, _notes, _context in found}


@pytest.fixture(scope="module")
def french() -> Catalog:
    with (ROOT / "frontend/locale/fr/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale="fr")


def texts(message: Message) -> list[tuple[str, str]]:
    """Each English text of a message with its French: one pair, or one per plural form."""
    english = [message.id] if isinstance(message.id, str) else list(message.id)
    french = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return [(source, str(target)) for source, target in zip(english, french, strict=True)]


@pytest.mark.parametrize("folder", TRANSLATED)
def test_every_word_is_in_the_catalogue(french: Catalog, folder: str) -> None:
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in french if message.id}
    assert words_of(folder) - known == set()


def test_every_word_is_translated(french: Catalog) -> None:
    missing = [
        message.id for message in french if message.id and (message.fuzzy or not all(t for _, t in texts(message)))
    ]
    assert missing == []


def test_placeholders_survive_translation(french: Catalog) -> None:
    for message in french:
        if message.id:
            placeholders = {name for english, _ in texts(message) for name in PLACEHOLDER.findall(english)}
            for _english, translated in texts(message):
                assert set(PLACEHOLDER.findall(translated)) <= placeholders
                assert placeholders <= {*PLACEHOLDER.findall(translated), "%(counter)s"}


NEVER_NONE = {
    "Asked of everything at this moment; of the settlements, the newest is settled again.",
    "One answer needs another look",
    "Shortlist this entry",
    "Tick the work that you like best.",
}
"""What is said only where there is one at least."""


def test_french_counts_none_where_it_writes_one(french: Catalog) -> None:
    """In French 0 takes the singular, as 1 does: a singular without its number says “once” where it never happened."""
    for message in french:
        if isinstance(message.id, str) or message.id[0] in NEVER_NONE:
            continue
        one, several = message.string
        assert set(PLACEHOLDER.findall(several)) <= set(PLACEHOLDER.findall(one)), message.id[0]


def test_templates_are_read_through_cotton_tags() -> None:
    assert "The same figures as a table" in words_of("frontend")
