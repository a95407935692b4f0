"""A file is put in place whole or not at all, whatever happens meanwhile."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_ASIDE = ".looproute-"
_LEFT_BEHIND_S = 3600.0  # longer than any file takes to write
# Of a file system that cannot flush a folder, of a folder that may not be listed, and of Windows.
_CANNOT_FLUSH = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EACCES, errno.EPERM)


class UnflushedError(OSError):
    """The new file is in place, but its folder could not be flushed to the disk."""


@contextmanager
def open_regular(path: Path) -> Iterator[BinaryIO]:
    """Open a file to read its bytes; raise OSError at once for a pipe, a socket or a device."""
    at_once = getattr(os, "O_NONBLOCK", 0)  # else opening waits until somebody writes to the pipe
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | at_once)) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        yield file


def replace(
    path: Path,
    content: bytes,
    *,
    private: bool = False,
    check: Callable[[], None] = lambda: None,
) -> None:
    """Write a file aside, see it on the disk, then rename it: a reader finds the old or the new.

    A link is followed, and a file that is replaced keeps its permissions. With `private` only its
    owner may read it (mode 0600), from its first byte on. `check` is called just before the file is
    renamed; what it raises leaves the old file in place.

    Raises
    ------
    UnflushedError
        The new file is in place, but a power failure may still undo that.
    OSError
        The file cannot be written; what was there is untouched.
    """
    target = path.resolve()
    aside = target.with_name(f"{_ASIDE}{os.urandom(8).hex()}")
    mode = 0o600 if private else 0o666
    try:
        with open(aside, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists() and not private:
            shutil.copymode(target, aside)
        check()
        os.replace(aside, target)
    except BaseException:
        with suppress(OSError):
            aside.unlink()
        raise
    _flush_folder(target.parent)


def _flush_folder(path: Path) -> None:
    """Put a rename on the disk, where that can be done."""
    try:
        folder = os.open(path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        if error.errno not in _CANNOT_FLUSH:
            raise UnflushedError(error.errno, error.strerror) from error


def sweep(folder: Path) -> None:
    """Remove what processes that were killed while writing have left in a folder."""
    for left in folder.glob(f"{_ASIDE}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT_BEHIND_S:
                left.unlink()
