"""The stylesheet is whole: every file is imported once, every token used exists, and folding it loses nothing."""

import re
from pathlib import Path

from django.conf import settings

from frontend.staticfiles import fold_imports, imported_paths

FOLDER = Path(settings.BASE_DIR) / "frontend/static/fairbrief/css"
APP = (FOLDER / "app.css").read_text()
SOURCES = {path.relative_to(FOLDER).as_posix(): path.read_text() for path in sorted(FOLDER.rglob("*.css"))}
PARTS = {name: source for name, source in SOURCES.items() if name != "app.css"}


def test_every_file_is_imported_exactly_once() -> None:
    assert sorted(imported_paths(APP)) == sorted(PARTS)


def test_every_layer_is_in_the_stated_order() -> None:
    stated = re.search(r"@layer ([^;{]+);", APP)
    assert stated
    used = set(re.findall(r"layer\((\w+)\)", APP))
    assert used <= set(stated[1].split(", "))


def test_every_token_that_is_used_is_set_somewhere() -> None:
    together = "".join(PARTS.values())
    used = set(re.findall(r"var\((--[\w-]+)\)", together))
    assert used <= set(re.findall(r"(--[\w-]+):", together))


def test_nothing_needs_to_shout_or_to_fetch() -> None:
    for name, source in PARTS.items():
        assert "!important" not in source, name
        assert "url(" not in source, name


def test_files_stay_small() -> None:
    assert {name for name, source in PARTS.items() if source.count("\n") > 180} == set()


def test_folding_keeps_every_rule_and_drops_every_import() -> None:
    folded = fold_imports(APP, PARTS)
    assert "@import" not in folded
    assert "/*" not in folded
    assert folded.count("{") == folded.count("}")
    assert folded.count("{") == sum(source.count("{") for source in PARTS.values()) + len(PARTS)
