"""Atomic replacement of a file: after a crash it has the old content or the new."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

_ASIDE = ".looproute-"
_LEFT_BEHIND_S = 3600.0  # longer than any write takes


def replace(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a temporary file, flush it to the disk and rename it over `path`.

    Links are followed, and a replaced file keeps its permissions. With `private` the file is
    readable by its owner only (mode 0600) from the first byte.

    Raises OSError if it cannot be written; the old file is then unchanged.
    """
    target = path.resolve()
    import secrets  # late: commands that only read a profile start faster without it

    aside = target.with_name(f"{_ASIDE}{secrets.token_hex(8)}")
    mode = 0o600 if private else 0o666
    try:
        with open(aside, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists() and not private:
            shutil.copymode(target, aside)
        os.replace(aside, target)
    finally:
        aside.unlink(missing_ok=True)
    with suppress(OSError):  # Windows cannot flush a folder
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def sweep(folder: Path) -> None:
    """Remove temporary files that killed processes left in a folder."""
    for left in folder.glob(f"{_ASIDE}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT_BEHIND_S:
                left.unlink()
