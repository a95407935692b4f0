"""The file of a profile: in the user's config folder, one for each person, for their eyes only."""

from __future__ import annotations

import os
import re
from pathlib import Path

from looproute import profiletoml
from looproute.errors import LoopRouteError
from looproute.privatefile import PrivateFile
from looproute.profile import Profile

DEFAULT_NAME = "me"
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,38}[a-z0-9])?")


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
        import click  # which is loaded already, so that `looproute steps` answers at once

        base = Path(click.get_app_dir("looproute"))
    return base / "profiles" / f"{name}.toml"


class ProfileFile(PrivateFile[Profile]):
    """A profile on disk; an empty one where there is no file."""

    what = "profile"
    error = ProfileError

    def empty(self) -> Profile:
        """Return the profile of somebody of whom nothing is known."""
        return Profile()

    def parse(self, content: bytes) -> Profile:
        """Return the profile that a file holds."""
        return profiletoml.parse(content)

    def render(self, value: Profile) -> bytes:
        """Return a profile as TOML."""
        return profiletoml.render(value)
