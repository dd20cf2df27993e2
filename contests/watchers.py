"""Those who want to know of new images. Contests know nothing of what is done with them: whoever does signs up here.

Every call is made inside the transaction that makes the image ready, so that none is missed and none is made up.
"""

from datetime import datetime
from typing import Protocol

from contests.models import StoredFile


class ImageWatcher(Protocol):
    """What contests tell."""

    def image_ready(self, file: StoredFile, *, now: datetime) -> None:
        """The image has been examined, and has its perceptual hash."""


_watching: list[ImageWatcher] = []


def watch(watcher: ImageWatcher) -> None:
    """Called once, at start-up, by the app that wants to know."""
    _watching[:] = [watcher]


def tell_image_ready(file: StoredFile, *, now: datetime) -> None:
    """Tell whoever watches; nobody may be there."""
    for watcher in _watching:
        watcher.image_ready(file, now=now)
