"""Every word of accounts and of the operations desk has its French."""

from pathlib import Path

from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import read_po
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
KEYWORDS = {"gettext": None, "_": None, "gettext_lazy": None, "ngettext": (1, 2)}
DESKS = ("contests/admin.py", "payouts/admin.py")


def words() -> set[str]:
    found = [
        message for _, _, message, _, _ in extract_from_dir(ROOT / "accounts", [("**.py", "python")], None, KEYWORDS)
    ]
    for desk in DESKS:
        found += [message for _, message, _, _ in extract_from_file("python", ROOT / desk, KEYWORDS)]
    return {message if isinstance(message, str) else message[0] for message in found}


def test_every_word_is_translated():
    with (ROOT / "frontend/locale/fr/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file, locale="fr")
    said = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalogue
        if message.id and (message.string if isinstance(message.string, str) else all(message.string))
    }
    assert len(words()) > 80
    assert words() - said == set()
