"""Where the demo's pictures are drawn: ahead of the story, by as many processes as there are processors.

A picture follows from its story and its number alone, so it is the same whoever draws it, and whenever.
"""

import multiprocessing
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile

from demo.artwork import draw_jpeg
from demo.briefs import Story

DELIVERIES = 2
DELIVERED = {"handover", "settled"}


def seeds_of(story: Story) -> Iterator[int]:
    """A story's own seeds, one after the other: consecutive ones look like different designers."""
    return count(1 + 100 * (zlib.crc32(story.draft.title.encode()) % 10_000))


class Studio:
    """Hands out a story's pictures in order. `stories` are drawn ahead; any other story when its picture is wanted."""

    def __init__(self, stories: Iterable[Story] = ()) -> None:
        self._seeds: dict[str, Iterator[int]] = {}
        self._ahead: dict[str, deque[tuple[int, Future[bytes]]]] = {}
        stories = list(stories)
        if stories:
            # Spawned, not forked: a copy of this process would hold its database connection. Artists know no Django.
            pool = ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn"))
            for story in stories:
                self._ahead[story.draft.title] = deque(self._order(pool, story))
            pool.shutdown(wait=False)

    def _order(self, pool: ProcessPoolExecutor, story: Story) -> Iterator[tuple[int, Future[bytes]]]:
        for _ in range(story.entries + (DELIVERIES if story.state in DELIVERED else 0)):
            seed = self._next_seed(story)
            yield seed, pool.submit(draw_jpeg, story.drawn, seed, story.mark)

    def _next_seed(self, story: Story) -> int:
        return next(self._seeds.setdefault(story.draft.title, seeds_of(story)))

    def picture(self, story: Story) -> SimpleUploadedFile:
        """The story's next picture, as somebody would upload it."""
        waiting = self._ahead.get(story.draft.title)
        if waiting:
            seed, drawing = waiting.popleft()
            content = drawing.result()
        else:
            seed = self._next_seed(story)
            content = draw_jpeg(story.drawn, seed, story.mark)
        return SimpleUploadedFile(f"{story.drawn}-{seed}.jpg", content, "image/jpeg")
