"""A file is put in place whole or not at all, whatever happens meanwhile."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

_ASIDE = ".looproute-"
_LEFT_BEHIND_S = 3600.0  # nobody writes for so long


def replace(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file aside, see it on the disk, then rename it: a reader finds the old or the new.

    A link is followed, and a file that is replaced keeps its permissions. With `private` only its
    owner may read it (mode 0600), from its first byte on.

    Raises OSError where it cannot be written; what was there is untouched.
    """
    target = path.resolve()
    import secrets  # late: what only reads a profile answers at once without it

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
    with suppress(OSError):  # Windows has no way to see a folder on the disk
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def sweep(folder: Path) -> None:
    """Remove what processes that were killed while writing have left in a folder."""
    for left in folder.glob(f"{_ASIDE}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT_BEHIND_S:
                left.unlink()
