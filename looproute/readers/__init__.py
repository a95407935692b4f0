"""Read walks and everyday steps from files of watches and phones.

Every reader takes a path and returns a `Found`. A damaged file, or one of another format, raises
`WalkFileError`. Walks that cannot calibrate a step length become notes.
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
    """Read the walks and the everyday steps of a file, in the format of its suffix.

    Raises
    ------
    ValueError : no reader knows the suffix, or the request lacks what the reader needs.
    WalkFileError : the file is missing, damaged, or not in the format of its suffix.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise ValueError(
            f"'{path}' has a suffix that cannot be read; known are {', '.join(_READERS)}."
        )
    with reading(path):
        found: Found = import_module(f"looproute.readers.{reader}").read(path, request or Request())
    return found
