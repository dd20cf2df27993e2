"""Collected static files: one stylesheet, and scripts that import each other under their hashed names."""

import json
from pathlib import Path

from django.core.files.storage import FileSystemStorage

from frontend.staticfiles import FoldedStorage

SOURCES = {
    "fairbrief/css/app.css": '@layer base;\n@import url("base/a.css") layer(base);\n',
    "fairbrief/css/base/a.css": "/* Why. */\np {\n  color: red;\n}\n",
    "fairbrief/js/app.js": 'import { open } from "./dialogs.js";\nopen();\n',
    "fairbrief/js/dialogs.js": "export function open() {}\n",
    "other/readme.js": '// as in: import x from "./missing.js";\n',
}


def collect(tmp_path: Path, sources: dict[str, str] = SOURCES) -> tuple[Path, dict[str, str]]:
    source, target = tmp_path / "source", tmp_path / "target"
    for folder in (source, target):
        for name, text in sources.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
    storage = FoldedStorage(location=str(target), base_url="/static/")
    origin = FileSystemStorage(location=str(source))
    outcomes = list(storage.post_process({name: (origin, name) for name in sources}))
    assert not [outcome for outcome in outcomes if isinstance(outcome[2], Exception)]
    names: dict[str, str] = json.loads((target / "staticfiles.json").read_text())["paths"]
    return target, names


def test_the_stylesheet_becomes_one_file(tmp_path: Path) -> None:
    target, names = collect(tmp_path)
    folded = (target / names["fairbrief/css/app.css"]).read_text()
    assert folded == "@layer base;\n@layer base{\np {\ncolor: red;\n}\n}"


def test_its_name_changes_with_any_of_its_parts(tmp_path: Path) -> None:
    changed = SOURCES | {"fairbrief/css/base/a.css": "p {\n  color: blue;\n}\n"}
    _target, before = collect(tmp_path / "before")
    _target, after = collect(tmp_path / "after", changed)
    assert before["fairbrief/css/app.css"] != after["fairbrief/css/app.css"]


def test_scripts_import_each_other_by_hashed_name(tmp_path: Path) -> None:
    target, names = collect(tmp_path)
    script = (target / names["fairbrief/js/app.js"]).read_text()
    assert f'"./{Path(names["fairbrief/js/dialogs.js"]).name}"' in script


def test_other_peoples_scripts_are_left_alone(tmp_path: Path) -> None:
    target, names = collect(tmp_path)
    assert (target / names["other/readme.js"]).read_text() == SOURCES["other/readme.js"]
