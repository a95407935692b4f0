"""What a reader is asked for, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from looproute.errors import LoopRouteError, reason
from looproute.steps.measurement import DAY_STEPS, Mode, Walk

_MOST_WALKS = 20_000  # of one file: one a day for half a century


class WalkFileError(LoopRouteError):
    """A file of walks is missing, damaged, or not what its suffix says."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the walker adds to a file.

    Attributes
    ----------
    steps : the steps of the one walk in it, where the file has none.
    mode : what its walks are; None leaves it to the file.
    progress : is told how many bytes were read since it was last told, of `size` in all.
    """

    steps: int | None = None
    mode: Mode | None = None
    progress: Callable[[int, int], None] | None = None


@dataclass(kw_only=True)
class Found:
    """Walks that may calibrate, steps of whole days, and what could not be used, a note each."""

    walks: list[Walk] = field(default_factory=list)
    everyday: dict[date, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add_walk(self, name: str, **about: Any) -> None:
        """Add a walk, or a note with its name that says why it cannot be one."""
        if len(self.walks) + len(self.notes) >= _MOST_WALKS:
            raise WalkFileError(f"it holds more than {_MOST_WALKS:,} walks")
        try:
            self.walks.append(Walk(**about))
        except ValueError as error:
            self.notes.append(f"{name}: {error}")

    def add_day(self, day: date, steps: float) -> None:
        """Add the steps of a day, or a note where nobody can have walked as many."""
        if DAY_STEPS.holds(steps):
            self.everyday[day] = round(steps)
        else:
            self.notes.append(f"{day}: {steps:,.0f} steps in a day cannot be.")


@contextmanager
def reading(path: Path, what: str = "") -> Iterator[None]:
    """Let a file be read, " as a course", say; what goes wrong is one sentence with its name.

    Raises WalkFileError where it is missing, is no ordinary file, or where what reads it does.
    """
    try:
        if path.is_dir():
            raise WalkFileError("it is a folder")
        if path.exists() and not path.is_file():
            raise WalkFileError("it is no ordinary file")
        yield
    except OSError as error:
        raise WalkFileError(f"'{path}' cannot be read: {reason(error)}.") from error
    except WalkFileError as error:
        raise WalkFileError(f"'{path}' cannot be read{what}: {str(error).rstrip('.')}.") from error
