"""The user's cache folder: areas and addresses that were fetched once, kept for good.

Each entry is one sealed file, written aside and renamed: it is whole, or it is put aside as
``NAME.damaged`` and fetched again.
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

FOLDER_VARIABLE = "LOOPROUTE_CACHE_DIR"


def default_folder() -> Path:
    """Return LOOPROUTE_CACHE_DIR, or the folder that the system has for such things."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named).expanduser()
    import platformdirs

    return Path(platformdirs.user_cache_dir("looproute", appauthor=False))


class Folder:
    """A folder of entries of one kind, which end in `suffix`; made when the first is kept.

    `tell` hears, in a sentence, what could not be done and cost nothing but the keeping.
    """

    def __init__(self, path: Path, suffix: str, tell: Callable[[str], None]) -> None:
        self.path = path
        self.suffix = suffix
        self.tell = tell

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
        """Return the file of an entry."""
        return self.path / f"{name}{self.suffix}"

    def open(self, name: str, read: Callable[[bytes], T]) -> T | None:
        """Return what `read` makes of an entry; None where there is none that is whole."""
        path = self.file(name)
        try:
            with _atomic.open_regular(path) as file:
                seen = os.fstat(file.fileno())
                content = file.read()
        except FileNotFoundError:
            return None
        except OSError as error:
            self.tell(f"'{path}' cannot be read: {reason(error)}.")
            return None
        try:
            return read(content)
        except StreetsError as error:
            self._put_aside(path, seen, str(error))
            return None

    def keep(self, name: str, content: bytes) -> None:
        """Write an entry; say so where it cannot be written."""
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            _atomic.sweep(self.path)
            with suppress(_atomic.UnflushedError):  # if it is lost, it is fetched again
                _atomic.replace(self.file(name), content)
        except OSError as error:
            self.tell(
                f"'{self.path}' cannot be written to ({reason(error)}), so nothing was kept for "
                f"the next time; make room there, or name another folder with {FOLDER_VARIABLE}."
            )

    def _put_aside(self, path: Path, seen: os.stat_result, why: str) -> None:
        """Rename an entry, unless another process has replaced it since it was seen."""
        try:
            now = path.stat()
            if (now.st_ino, now.st_mtime_ns) == (seen.st_ino, seen.st_mtime_ns):
                os.replace(path, path.with_name(f"{path.name}.damaged"))
        except OSError:
            self.tell(f"{path} {why}")
        else:
            self.tell(f"{path} {why} It was put aside.")
