"""Choose a format by suffix, check that a file may be written, and write it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from looproute import _atomic
from looproute.errors import WriteError, reason

T = TypeVar("T")

# looproute's mark is within this many bytes of the beginning of every file it writes.
_HEAD_BYTES = 4096


def by_suffix(path: str | os.PathLike[str], formats: Mapping[str, T]) -> T:
    """Return the format for the suffix of a path. Raises ValueError for an unknown suffix."""
    suffix = Path(path).suffix.lower()
    if "\0" in str(path) or suffix not in formats:
        raise ValueError(f"'{Path(path).name}' should end in one of {', '.join(formats)}")
    return formats[suffix]


def check_place(path: Path, *, mark: bytes, force: bool) -> None:
    """Check that a file can be written at `path`, without writing it.

    An existing file may be replaced if it carries looproute's `mark` near its beginning, or with
    `force`.

    Raises
    ------
    WriteError
        The folder does not exist or is not writable, the path is a folder or a device, or it is a
        file that looproute did not write.
    """
    try:
        _check(path, mark, force)
    except OSError as error:
        raise WriteError(f"'{path}' cannot be written: {reason(error)}.") from error


def _check(path: Path, mark: bytes, force: bool) -> None:
    if path.is_dir():
        raise WriteError(f"'{path}' is a folder; name a file in it.")
    folder = path.resolve().parent
    if not folder.is_dir():
        raise WriteError(f"The folder '{folder}' does not exist; create it first.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise WriteError(f"The folder '{folder}' is not writable; choose another one.")
    if not path.exists():
        return
    if not path.is_file():
        raise WriteError(f"'{path}' is not an ordinary file; choose another name.")
    if not os.access(path, os.W_OK):
        raise WriteError(f"'{path}' is write-protected; choose another name.")
    if force:
        return
    with path.open("rb") as file:
        if mark not in file.read(_HEAD_BYTES):
            raise WriteError(
                f"'{path}' already exists and was not written by looproute; "
                "choose another name or add --force to replace it."
            )


def replace(path: Path, content: bytes) -> None:
    """Write `content` to `path` atomically: readers see the whole old or new file.

    Raises
    ------
    WriteError
        The file could not be written; the previous file is unchanged unless the message says
        otherwise.
    """
    try:
        _atomic.replace(path, content)
    except _atomic.UnflushedError as error:
        raise WriteError(
            f"'{path}' was written, but the disk did not confirm it: {reason(error)}."
        ) from error
    except OSError as error:
        raise WriteError(f"'{path}' could not be written: {reason(error)}.") from error
