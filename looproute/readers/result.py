"""The request to a reader, and its result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from looproute.errors import LoopRouteError, reason
from looproute.steps.measurement import DAY_STEPS, Mode, Walk

_MOST_WALKS = 20_000  # in one file: one a day for half a century


class WalkFileError(LoopRouteError):
    """A file of walks is missing, damaged, or not in the format of its suffix."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """Information that the user adds to a file.

    Attributes
    ----------
    steps : the steps of the only walk in the file, if the file has no steps.
    mode : the mode of its walks; None takes it from the file.
    progress : called with the number of bytes read since the last call, and the size of the file.
    """

    steps: int | None = None
    mode: Mode | None = None
    progress: Callable[[int, int], None] | None = None


@dataclass(kw_only=True)
class Found:
    """Walks for calibration, steps of whole days, and a note for each unusable entry."""

    walks: list[Walk] = field(default_factory=list)
    everyday: dict[date, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add_walk(self, name: str, **about: Any) -> None:
        """Add a walk, or a note with its name and the reason why it is invalid."""
        if len(self.walks) + len(self.notes) >= _MOST_WALKS:
            raise WalkFileError(f"it holds more than {_MOST_WALKS:,} walks")
        try:
            self.walks.append(Walk(**about))
        except ValueError as error:
            self.notes.append(f"{name}: {error}")

    def add_day(self, day: date, steps: float) -> None:
        """Add the steps of a day, or a note if the number is impossible."""
        if DAY_STEPS.holds(steps):
            self.everyday[day] = round(steps)
        else:
            self.notes.append(f"{day}: {steps:,.0f} steps in a day are not possible.")


@contextmanager
def reading(path: Path, what: str = "") -> Iterator[None]:
    """Add the name of the file to errors raised in the block that reads it.

    `what` is a phrase for the sentence, such as " as a course". Raises WalkFileError if the file is
    missing or not a regular file, or if the block raises WalkFileError.
    """
    try:
        if path.is_dir():
            raise WalkFileError("it is a folder")
        if path.exists() and not path.is_file():
            raise WalkFileError("it is not a regular file")
        yield
    except OSError as error:
        raise WalkFileError(f"'{path}' cannot be read: {reason(error)}.") from error
    except WalkFileError as error:
        raise WalkFileError(f"'{path}' cannot be read{what}: {str(error).rstrip('.')}.") from error
