"""Read and atomically replace a private file (mode 0600), under a lock.

Reading needs no lock, because a file is only ever replaced as a whole. A change takes the lock,
reads the file again and is applied to its latest content, so that no process loses the changes of
another. Changes by programs that ignore the lock, such as sync clients, are detected before the
file is replaced, and the change is applied to what they wrote.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from looproute import _atomic
from looproute.errors import LoopRouteError, WriteError, reason
from looproute.store.toml import FaultError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

T = TypeVar("T")

_MAX_BYTES = 5_000_000  # enough for a walk a day for a century
_LOCK_WAIT_S = 10.0
_MAX_ATTEMPTS = 5


class PrivateFileError(LoopRouteError):
    """A file of saved data is damaged or cannot be read; it is left as it is."""


class _Edit(NamedTuple, Generic[T]):
    """The bytes of a file, their value, and the changed value."""

    content: bytes | None
    before: T
    after: T


class _ChangedError(Exception):
    """Another program has changed the file since it was read."""


class PrivateFile(Generic[T]):
    """A file that holds one value.

    Parameters
    ----------
    path : the file; a symbolic link is followed. Missing folders are created, accessible to the
    owner only.
    what : the kind of content, for messages: "profile".
    empty : returns the value to assume if the file is missing.
    parse : parses the bytes of a file, or raises FaultError.
    render : renders a value as bytes.
    """

    def __init__(
        self,
        path: Path,
        *,
        what: str,
        empty: Callable[[], T],
        parse: Callable[[bytes], T],
        render: Callable[[T], bytes],
    ) -> None:
        self.path = path
        self._what = what
        self._empty = empty
        self._parse = parse
        self._render = render

    def read(self) -> T:
        """Return the saved value; raise PrivateFileError if the file is damaged or unreadable."""
        return self._decode(self._read_bytes())

    def update(self, change: Callable[[T], T], *, expected: T | None = None) -> tuple[T, T]:
        """Replace the value with `change(value)`, and return both.

        Nothing is written if the value stays the same. `change` is first called without the lock,
        so that a failing change has no effect, and again whenever another process has changed the
        file since. If `expected` is given and the file holds a different value, nothing is changed
        and WriteError is raised.

        Raises
        ------
        PrivateFileError
            The file is damaged or cannot be read.
        WriteError
            The disk reports an error, the lock is not free within ten seconds, or the value is not
            the expected one.
        """
        make_edit = partial(self._edit, change, expected)
        edit = make_edit()
        target = Path(os.path.realpath(self.path))
        try:
            if edit.after != edit.before:
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                with _hold_lock(target.with_name(f".{target.name}.lock")):
                    edit = self._replace(target, edit, make_edit)
        except BlockingIOError as error:
            raise WriteError(
                f"'{self.path}' is being changed by another process, and nothing was written after "
                f"waiting {_LOCK_WAIT_S:.0f} s. Try again."
            ) from error
        except _atomic.UnflushedError as error:
            raise WriteError(
                f"'{self.path}' was replaced, but the disk did not confirm it ({reason(error)}): "
                "check it after the next restart."
            ) from error
        except OSError as error:
            raise WriteError(f"'{self.path}' cannot be written: {reason(error)}.") from error
        return edit.before, edit.after

    def _edit(self, change: Callable[[T], T], expected: T | None) -> _Edit[T]:
        """Read the file and apply a change to its value."""
        content = self._read_bytes()
        before = self._decode(content)
        if expected not in (None, before):
            raise WriteError(
                f"'{self.path}' has changed meanwhile: nothing was written. Try again."
            )
        return _Edit(content, before, change(before))

    def _replace(self, target: Path, edit: _Edit[T], make_edit: Callable[[], _Edit[T]]) -> _Edit[T]:
        """Replace the file with an edit of its current content, and return the edit."""
        _atomic.sweep(target.parent)
        for _ in range(_MAX_ATTEMPTS):
            if self._read_bytes() != edit.content:
                edit = make_edit()
            if edit.after == edit.before:
                return edit
            new = self._render(edit.after)
            if len(new) > _MAX_BYTES:
                raise WriteError(f"'{self.path}' is full: a {self._what} has {_MAX_BYTES:,} bytes.")
            with suppress(_ChangedError):
                _atomic.replace(target, new, private=True, check=partial(self._check, edit.content))
                return edit
        raise WriteError(f"Another program keeps changing '{self.path}': nothing was written.")

    def _check(self, content: bytes | None) -> None:
        if self._read_bytes() != content:
            raise _ChangedError

    def _decode(self, content: bytes | None) -> T:
        if content is None:
            return self._empty()
        try:
            return self._parse(content)
        except FaultError as error:
            fault = "".join(c if c.isprintable() else "?" for c in str(error)).rstrip(".")
            line = f" in line {error.line}" if error.line else ""
            raise PrivateFileError(
                f"The {self._what} '{self.path}' is damaged{line}: {fault[:300]}. "
                "Fix it by hand, or move it away to begin a new one."
            ) from error

    def _read_bytes(self) -> bytes | None:
        """Return the bytes of the file, or None if there is no file."""
        try:
            with _atomic.open_regular(self.path) as file:
                content = file.read(_MAX_BYTES + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise PrivateFileError(f"'{self.path}' cannot be read: {reason(error)}.") from error
        if len(content) > _MAX_BYTES:
            raise PrivateFileError(
                f"'{self.path}' is larger than a {self._what} of {_MAX_BYTES:,} bytes."
            )
        return content


@contextmanager
def _hold_lock(path: Path) -> Iterator[None]:
    """Hold the lock at `path`; raise BlockingIOError if it is not free in time.

    The system releases the lock if the process dies; a leftover file at `path` does not hold it.
    """
    began_s = time.monotonic()
    while (descriptor := _take_lock(path)) is None:
        waited_s = time.monotonic() - began_s
        if waited_s > _LOCK_WAIT_S:
            raise BlockingIOError
        # The writer that has waited longest polls most often, so it is likely to be next.
        time.sleep(max(0.001, 0.02 / (1 + 10 * waited_s)))
    try:
        yield
    finally:
        _release_lock(path, descriptor)


if sys.platform == "win32":

    def _take_lock(path: Path) -> int | None:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
        except PermissionError:  # about to be removed
            return None
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            os.close(descriptor)
            return None
        return descriptor

    def _release_lock(path: Path, descriptor: int) -> None:
        os.close(descriptor)
        with suppress(OSError):  # another process has it open
            path.unlink()

else:

    def _take_lock(path: Path) -> int | None:
        """Return the descriptor of the locked file, or None if the lock is held elsewhere."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # The previous holder may have removed the file since it was opened.
            if os.path.samestat(os.fstat(descriptor), os.stat(path)):
                return descriptor
        except (BlockingIOError, FileNotFoundError):
            pass
        except OSError:
            os.close(descriptor)
            raise
        os.close(descriptor)
        return None

    def _release_lock(path: Path, descriptor: int) -> None:
        with suppress(OSError):
            path.unlink()
        os.close(descriptor)
