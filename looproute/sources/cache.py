"""The user's cache directory: areas and addresses that were downloaded once.

Each entry is one checksummed file, written aside and renamed. A damaged entry is renamed to
``NAME.damaged`` and downloaded again.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from looproute import _atomic
from looproute.errors import StreetsError, reason

T = TypeVar("T")
Warn = Callable[[StreetsError], None]

CACHE_VARIABLE = "LOOPROUTE_CACHE_DIR"


def default_folder() -> Path:
    """Return the folder in LOOPROUTE_CACHE_DIR, or the system's cache folder for looproute."""
    if named := os.environ.get(CACHE_VARIABLE):
        return Path(named).expanduser()
    import platformdirs

    return Path(platformdirs.user_cache_dir("looproute", appauthor=False))


class CacheDir:
    """A folder of entries with one suffix, created when the first entry is saved.

    `warn` is called with the error if an entry could not be saved or is damaged.
    """

    def __init__(self, path: Path, suffix: str, warn: Warn) -> None:
        self.path = path
        self.suffix = suffix
        self.warn = warn

    def names(self) -> list[str]:
        """Return the names of the entries, the newest first."""
        found = []
        with suppress(OSError):
            for path in self.path.iterdir():
                if path.suffix == self.suffix and not path.name.startswith("."):
                    with suppress(OSError):
                        found.append((-path.stat().st_mtime_ns, path.stem))
        return [name for _, name in sorted(found)]

    def file(self, name: str) -> Path:
        """Return the path of an entry."""
        return self.path / f"{name}{self.suffix}"

    def load(self, name: str, parse: Callable[[bytes, Path], T]) -> T | None:
        """Return an entry as `parse` reads it, or None if it is missing or damaged.

        `parse` gets the content and the path; it raises StreetsError for a damaged entry.
        """
        path = self.file(name)
        try:
            with _atomic.open_regular(path) as file:
                seen = os.fstat(file.fileno())
                content = file.read()
        except FileNotFoundError:
            return None
        except OSError as error:
            self.warn(StreetsError("file-unreadable", path=path, reason=reason(error)))
            return None
        try:
            return parse(content, path)
        except StreetsError as error:
            self._set_aside(path, seen, error)
            return None

    def save(self, name: str, content: bytes) -> None:
        """Write an entry, or warn if it cannot be written."""
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            _atomic.sweep(self.path)
            with suppress(_atomic.UnflushedError):  # if it is lost, it is fetched again
                _atomic.replace(self.file(name), content)
        except OSError as error:
            self.warn(StreetsError("cache-unwritable", path=self.path, reason=reason(error)))

    def _set_aside(self, path: Path, seen: os.stat_result, cause: StreetsError) -> None:
        """Rename a damaged entry, unless another process has replaced it since it was read."""
        try:
            now = path.stat()
            if (now.st_ino, now.st_mtime_ns) == (seen.st_ino, seen.st_mtime_ns):
                os.replace(path, path.with_name(f"{path.name}.damaged"))
        except OSError:
            self.warn(cause)
        else:
            self.warn(StreetsError("cache-entry-damaged", path=path, cause=cause))
