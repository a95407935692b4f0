"""The file of a diary: for the walker's eyes only, to be read and mended by hand.

It is read strictly, a fault with its line, and written whole or not at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from looproute.errors import LoopRouteError, WriteError
from looproute.profiletoml import FaultError
from looproute.sources import atomic
from looproute.training.diary import Diary, parse, render

if TYPE_CHECKING:
    from pathlib import Path

_MOST_BYTES = 5_000_000


class DiaryError(LoopRouteError):
    """A diary is damaged; it is left as it is. The sentence names the file and the line."""


class DiaryFile:
    """A diary on disk, read before it is written; what somebody else wrote meanwhile is kept."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._before: bytes | None = None

    def read(self) -> Diary:
        """Return the diary; an empty one where there is no file.

        Raises DiaryError where the file cannot be read or is damaged.
        """
        self._before = self._bytes()
        if self._before is None:
            return Diary()
        try:
            return parse(self._before)
        except FaultError as error:
            fault = "".join(c if c.isprintable() else "?" for c in str(error)).rstrip(".")
            raise DiaryError(
                f"The diary '{self.path}' is damaged in line {error.line}: {fault[:300]}. "
                "Mend it by hand, or move it away to begin a new one."
            ) from error

    def write(self, diary: Diary) -> None:
        """Put a diary in place of the one that was read, with mode 0600.

        Raises WriteError where the disk refuses or the file has changed since; it is untouched.
        """
        if self._bytes() != self._before:
            raise WriteError(
                f"'{self.path}' has changed meanwhile; nothing was written, try again."
            )
        content = render(diary)
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            atomic.sweep(self.path.parent)
            atomic.write(self.path.resolve(), content, mode=0o600)
        except OSError as error:
            raise WriteError(f"'{self.path}' cannot be written: {_reason(error)}.") from error
        self._before = content

    def _bytes(self) -> bytes | None:
        try:
            with self.path.open("rb") as file:
                content = file.read(_MOST_BYTES + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise DiaryError(f"'{self.path}' cannot be read: {_reason(error)}.") from error
        if len(content) > _MOST_BYTES:
            raise DiaryError(f"'{self.path}' is larger than a diary of {_MOST_BYTES:,} bytes.")
        return content


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
