"""Stripe's lists, which begin with the newest, read from the oldest line on, today and tomorrow."""

from typing import Any

import pytest

from payouts.rails.stripe.listing import read_after, read_both


class Shelf:
    """A list as Stripe keeps one: the newest first, both ways from an object, at most `most` a page."""

    def __init__(self, *names: str, most: int = 100) -> None:
        self.names, self.most, self.asked = list(names), most, 0

    def __call__(self, window: dict[str, Any]) -> dict[str, Any]:
        self.asked += 1
        newest_first = self.names[::-1]
        limit = min(window["limit"], self.most)
        if "ending_before" in window:
            before = newest_first[: newest_first.index(window["ending_before"])]
            return self._page(before[-limit:], len(before) > limit)
        start = newest_first.index(window["starting_after"]) + 1 if "starting_after" in window else 0
        return self._page(newest_first[start : start + limit], len(newest_first) > start + limit)

    @staticmethod
    def _page(names: list[str], has_more: bool) -> dict[str, Any]:
        return {"data": [{"id": name} for name in names], "has_more": has_more}


def names_of(lines: Any) -> list[str]:
    return [line["id"] for line in lines]


LETTERS = list("abcdefghij")


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 10, 500])
@pytest.mark.parametrize("most", [1, 2, 3, 10, 100])
def test_every_line_comes_once_in_the_order_it_was_written(limit: int, most: int) -> None:
    shelf, seen, cursor, has_more = Shelf(*LETTERS, most=most), [], "", True
    while has_more:
        stretch = read_after(shelf, cursor, limit)
        seen += names_of(stretch.lines)
        cursor, has_more = stretch.last, stretch.has_more
        assert shelf.asked < 60
    assert seen == LETTERS


def test_what_is_written_later_is_found_behind_the_cursor() -> None:
    shelf = Shelf("a", "b")
    first = read_after(shelf, "", 500)
    shelf.names += ["c", "d"]
    second = read_after(shelf, first.last, 500)
    assert (names_of(first.lines), names_of(second.lines)) == (["a", "b"], ["c", "d"])
    assert read_after(shelf, second.last, 500).lines == []


def test_an_empty_list_is_at_its_end_and_begins_later() -> None:
    shelf = Shelf()
    nothing = read_after(shelf, "", 500)
    assert (nothing.lines, nothing.last, nothing.has_more) == ([], "", False)
    shelf.names.append("a")
    assert names_of(read_after(shelf, nothing.last, 500).lines) == ["a"]


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 500])
def test_two_lists_are_read_one_behind_the_other(limit: int) -> None:
    one, two = Shelf("a", "b", "c", most=2), Shelf("x", "y", most=2)
    seen, cursor = [], ""
    for _ in range(20):
        head, tail, cursor = read_both(one, two, cursor, limit)
        seen += names_of(head.lines) + names_of(tail.lines)
        if not (head.has_more or tail.has_more):
            break
    assert seen == ["a", "b", "c", "x", "y"]
    one.names.append("d")
    two.names.append("z")
    head, tail, cursor = read_both(one, two, cursor, 500)
    assert names_of(head.lines) + names_of(tail.lines) == ["d", "z"]
