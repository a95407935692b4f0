"""A file for its owner's eyes only, in the user's config folder.

It is read strictly, a fault with its line, and written whole or not at all.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from looproute import _atomic
from looproute.errors import LoopRouteError, WriteError, reason
from looproute.tomlfault import FaultError

T = TypeVar("T")

_MOST_BYTES = 5_000_000  # a walk a day for a century


class PrivateFile(ABC, Generic[T]):
    """A file on disk, read before it is written; what somebody else wrote meanwhile is kept.

    A kind of file says what it is called, how it is parsed and rendered, what stands for a file
    that is not there, and which error tells of damage.
    """

    what: ClassVar[str]
    error: ClassVar[type[LoopRouteError]]

    def __init__(self, path: Path) -> None:
        self.path = path
        self._before: bytes | None = None

    @abstractmethod
    def empty(self) -> T:
        """Return what is read where there is no file."""

    @abstractmethod
    def parse(self, content: bytes) -> T:
        """Return what a file holds; raise FaultError where it holds something else."""

    @abstractmethod
    def render(self, value: T) -> bytes:
        """Return the content of a file."""

    def read(self) -> T:
        """Return what the file holds, or `empty()` where there is no file.

        Raises the kind's `error` where the file cannot be read or is damaged.
        """
        self._before = self._bytes()
        if self._before is None:
            return self.empty()
        try:
            return self.parse(self._before)
        except FaultError as error:
            fault = "".join(c if c.isprintable() else "?" for c in str(error)).rstrip(".")
            raise self.error(
                f"The {self.what} '{self.path}' is damaged in line {error.line}: {fault[:300]}. "
                "Mend it by hand, or move it away to begin a new one."
            ) from error

    def write(self, value: T) -> None:
        """Put a value in place of the one that was read, with mode 0600.

        Raises
        ------
        WriteError
            The disk refuses, or the file has changed since it was read; it is untouched.
        """
        if self._bytes() != self._before:
            raise WriteError(
                f"'{self.path}' has changed meanwhile; nothing was written, try again."
            )
        content = self.render(value)
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _atomic.sweep(self.path.resolve().parent)
            _atomic.replace(self.path, content, private=True)
        except OSError as error:
            raise WriteError(f"'{self.path}' cannot be written: {reason(error)}.") from error
        self._before = content

    def _bytes(self) -> bytes | None:
        try:
            with self.path.open("rb") as file:
                content = file.read(_MOST_BYTES + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self.error(f"'{self.path}' cannot be read: {reason(error)}.") from error
        if len(content) > _MOST_BYTES:
            raise self.error(
                f"'{self.path}' is larger than a {self.what} of {_MOST_BYTES:,} bytes."
            )
        return content
