"""Page marks: what we gave out is read back, and anything else is refused politely."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.errors import BadCursor
from contests.selectors.paging import read_mark, write_mark


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1, max_size=4))
def test_a_mark_is_read_as_it_was_written(values):
    assert read_mark(write_mark(values), len(values)) == values


@given(st.text())
def test_what_we_did_not_write_is_refused(text):
    try:
        values = read_mark(text, 2)
    except BadCursor:
        return
    assert len(values) == 2


@pytest.mark.parametrize("payload", [["a"], ["a", 1], {"a": "b"}, "ab", ["a", "b\0"], None])
def test_a_mark_of_another_shape_is_refused(payload):
    forged = base64.urlsafe_b64encode(json.dumps(payload).encode()).decode()
    with pytest.raises(BadCursor):
        read_mark(forged, 2)
