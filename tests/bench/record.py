"""The records of tasks and loops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .measures import Shape
from .refute import Check

Outcome = Literal["found", "impossible", "not found", "broken"]


@dataclass(frozen=True, kw_only=True)
class LoopRecord:
    """A loop, checked and measured, in metres and shares of 0 to 1.

    `whole` and `beyond` are its shape with and without the stem. `faults` describe the promises
    that it breaks.
    """

    error_m: float
    repeated_share: float
    avoidable_m: float
    whole: Shape
    beyond: Shape
    busy_share: float
    faults: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RivalRecord:
    """The measures of a rival's walk, and its CPU seconds."""

    error_m: float
    repeated_share: float
    shape: Shape
    cpu_s: float


@dataclass(frozen=True, kw_only=True)
class Task:
    """A start in an area, and a target length."""

    area: str
    number: int
    lat: float
    lon: float
    length_m: float

    @property
    def tolerance_m(self) -> float:
        """Return the largest error that a loop may have."""
        return max(0.005 * self.length_m, 4.0)


@dataclass(frozen=True, kw_only=True)
class TaskRecord:
    """The result of a task.

    Attributes
    ----------
    outcome, reason : how it ended, and the sentence of the error.
    refutation : the result of walking every walk if the outcome is "impossible".
    cpu_s : CPU time of the search.
    floor_s : CPU time of one shortest-path tree over the same subgraph.
    room : whether there is room for loops that differ, see `room.RULE`.
    loops : the loops, best first.
    shared : for each pair of loops, the common length as a share of the shorter one's.
    spread : 0 where all loops lie in one direction, 1 where they lie all round.
    exact_error_m : error of the first loop with `exact`.
    no_nearer : the result of walking every walk to look for a nearer one.
    busy_by_length : the busy share of each loop of a search that knows lengths only.
    one_call, best_of_ten : the walks of the rival.
    """

    task: Task
    outcome: Outcome
    reason: str = ""
    refutation: Check | None = None
    cpu_s: float
    floor_s: float
    room: bool
    loops: tuple[LoopRecord, ...] = ()
    shared: tuple[float, ...] = ()
    spread: float = 0.0
    exact_error_m: float | None = None
    no_nearer: Check | None = None
    busy_by_length: tuple[float, ...] = ()
    one_call: RivalRecord | None = None
    best_of_ten: RivalRecord | None = None
