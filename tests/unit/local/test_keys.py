"""The development machine's secrets: invented once, kept, and completed when a newer version wants another."""

import base64
import json

from local.keys import load_keys


def test_keys_are_invented_once_and_kept_private(tmp_path):
    first = load_keys(tmp_path)
    assert load_keys(tmp_path) == first
    assert len(base64.b64decode(first.data_key)) == 32
    assert (tmp_path / "secrets.json").stat().st_mode & 0o077 == 0


def test_a_key_that_is_new_is_added_and_no_other_changes(tmp_path):
    first = load_keys(tmp_path)
    path = tmp_path / "secrets.json"
    kept = json.loads(path.read_text())
    del kept["data_key"]
    path.write_text(json.dumps(kept | {"of_a_later_version": "x"}))
    second = load_keys(tmp_path)
    assert (second.secret_key, second.rail_secret) == (first.secret_key, first.rail_secret)
    assert second.data_key != first.data_key
    assert json.loads(path.read_text())["of_a_later_version"] == "x"
    assert load_keys(tmp_path) == second
