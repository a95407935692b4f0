"""The file of a profile: in the user's config folder, one for each person, for their eyes only.

It is read strictly, a fault with its line, and written whole or not at all: aside, flushed to the
disk, then moved into place, so that a reader finds the old profile or the new one.
"""

from __future__ import annotations

import os
import re
import secrets
import time
from contextlib import suppress
from pathlib import Path

from looproute import profiletoml
from looproute.errors import LoopRouteError, WriteError
from looproute.profile import Profile

DEFAULT_NAME = "me"
_MOST_BYTES = 5_000_000
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,38}[a-z0-9])?")
_STALE_S = 60


class ProfileError(LoopRouteError):
    """A profile is damaged; it is left as it is. The sentence names the file and the line."""


def profile_path(name: str = DEFAULT_NAME) -> Path:
    """Return where the profile of a person lies; `LOOPROUTE_CONFIG_DIR` moves the folder.

    Raises ValueError for a name that is not of small letters, digits, hyphens and underscores.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(
            f"{name[:40]!r} is not a profile's name: write up to 40 small letters, digits, "
            "hyphens and underscores, like anna."
        )
    if folder := os.environ.get("LOOPROUTE_CONFIG_DIR"):
        base = Path(folder)
    else:
        import click

        base = Path(click.get_app_dir("looproute"))
    return base / "profiles" / f"{name}.toml"


class ProfileFile:
    """A profile on disk, read before it is written; what somebody else wrote meanwhile is kept."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._before: bytes | None = None

    def read(self) -> Profile:
        """Return the profile; an empty one where there is no file.

        Raises
        ------
        ProfileError
            The file cannot be read, is not TOML, or holds a value that cannot be.
        """
        self._before = self._bytes()
        return Profile() if self._before is None else self._parse(self._before)

    def write(self, profile: Profile) -> None:
        """Put a profile in place of the one that was read, with mode 0600.

        Raises
        ------
        WriteError
            The disk refuses, or the file has changed since it was read; it is untouched.
        """
        if self._bytes() != self._before:
            raise WriteError(
                f"'{self.path}' has changed meanwhile; nothing was written, try again."
            )
        content = profiletoml.render(profile)
        try:
            _replace(self.path, content)
        except OSError as error:
            raise WriteError(f"'{self.path}' cannot be written: {_reason(error)}.") from error
        self._before = content

    def _bytes(self) -> bytes | None:
        try:
            with self.path.open("rb") as file:
                content = file.read(_MOST_BYTES + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ProfileError(f"'{self.path}' cannot be read: {_reason(error)}.") from error
        if len(content) > _MOST_BYTES:
            raise ProfileError(f"'{self.path}' is larger than a profile of {_MOST_BYTES:,} bytes.")
        return content

    def _parse(self, content: bytes) -> Profile:
        try:
            return profiletoml.parse(content)
        except profiletoml.FaultError as error:
            fault = "".join(c if c.isprintable() else "?" for c in str(error)).rstrip(".")
            raise ProfileError(
                f"The profile '{self.path}' is damaged in line {error.line}: {fault[:300]}. "
                "Mend it by hand, or move it away to begin a new one."
            ) from error


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = path.resolve()
    aside = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    for left in target.parent.glob(f".{target.name}.????????????????"):
        if left.stat().st_mtime < time.time() - _STALE_S:
            left.unlink(missing_ok=True)
    try:
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    with suppress(OSError):
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
