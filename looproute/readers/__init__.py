"""Walks and everyday steps from the files of watches and phones: one module a format.

Every reader takes a path and gives what it found; a file that is damaged, or that is no file of its
kind, is a `WalkFileError`. What a file holds but cannot calibrate is told in a note.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from looproute.readers.result import Found, Request, WalkFileError, reading

__all__ = ["Found", "Request", "WalkFileError", "read"]

_READERS = {
    ".fit": "fit",
    ".gpx": "gpx",
    ".tcx": "tcx",
    ".xml": "apple_health",
    ".zip": "apple_health",
    ".csv": "csv",
}


def read(path: Path, request: Request | None = None) -> Found:
    """Return the walks and the everyday steps of a file; its suffix says what it is.

    Raises
    ------
    ValueError
        No reader knows the suffix, or the reader needs something that the request lacks.
    WalkFileError
        The file is missing, damaged, or not what its suffix says.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise ValueError(f"'{path}' is of no kind that can be read: {', '.join(_READERS)}.")
    with reading(path):
        found: Found = import_module(f"looproute.readers.{reader}").read(path, request or Request())
    return found
