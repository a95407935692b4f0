"""The file of a diary: for the walker's eyes only, to be read and mended by hand."""

from __future__ import annotations

from looproute.errors import LoopRouteError
from looproute.privatefile import PrivateFile
from looproute.training import diary
from looproute.training.diary import Diary


class DiaryError(LoopRouteError):
    """A diary is damaged; it is left as it is. The sentence names the file and the line."""


class DiaryFile(PrivateFile[Diary]):
    """A diary on disk; an empty one where there is no file."""

    what = "diary"
    error = DiaryError

    def empty(self) -> Diary:
        """Return the diary of somebody who has written nothing down."""
        return Diary()

    def parse(self, content: bytes) -> Diary:
        """Return the diary that a file holds."""
        return diary.parse(content)

    def render(self, value: Diary) -> bytes:
        """Return a diary as TOML."""
        return diary.render(value)
