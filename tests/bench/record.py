"""What is written down of each task and each loop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .measures import Shape
from .refute import Check

Outcome = Literal["found", "impossible", "not found", "broken"]


@dataclass(frozen=True, kw_only=True)
class LoopRecord:
    """One loop, checked and measured; metres, shares 0-1.

    `whole` and `beyond` are its shape with and without the stem. `faults` are the promises that it
    breaks, in words.
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
    """What a rival's walk is like, and the CPU seconds it took."""

    error_m: float
    repeated_share: float
    shape: Shape
    cpu_s: float


@dataclass(frozen=True, kw_only=True)
class Task:
    """A start in an area, and a length."""

    area: str
    number: int
    lat: float
    lon: float
    length_m: float

    @property
    def tolerance_m(self) -> float:
        """How far off a loop may be."""
        return max(0.005 * self.length_m, 4.0)


@dataclass(frozen=True, kw_only=True)
class TaskRecord:
    """What became of a task.

    Attributes
    ----------
    outcome, reason : how it ended, and the sentence that was given.
    refutation : what walking every walk says to "impossible".
    cpu_s : of the search.
    floor_s : of one shortest-path tree over the same subgraph.
    room : whether there is room for loops that differ, see `room.RULE`.
    loops : best first.
    shared : of each pair of loops, the metres in common as a share of the shorter one's.
    spread : 0 where all loops lie in one direction, 1 where they lie all round.
    exact_error_m : of the first loop when asked for the metre.
    no_nearer : what walking every walk says to there being none nearer.
    busy_by_length : the busy share of each loop of a search that knows lengths only.
    one_call, best_of_ten : the rival.
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
