"""Groups that walk together: a common pace, and each member's steps at it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from looproute.loops import Loop
from looproute.network.legs import find_stairs, measure_legs
from looproute.steps.calibration import DAY_SD
from looproute.steps.walker import StepCount, Walker

MOST_MEMBERS = 200  # members, enough for a club


class Member(NamedTuple):
    """A member of a group, and the member's own way of walking."""

    name: str
    walker: Walker


class Share(NamedTuple):
    """A member's steps, cadence and time on a loop that the group walks together.

    Attributes
    ----------
    name : the member's name.
    steps : the member's steps at the group's pace, with their band.
    cadence_spm : the member's steps per minute at that pace.
    alone_s : the time that the loop takes at the member's own pace.
    """

    name: str
    steps: StepCount
    cadence_spm: float
    alone_s: float


@dataclass(frozen=True, kw_only=True)
class Group:
    """People who walk together at the pace of the slowest.

    Raises ValueError unless there are 1 to 200 members.

    >>> tall = Member("Ada", Walker.given(0.78, pace_s_per_m=0.60))
    >>> small = Member("Bo", Walker.given(0.55, pace_s_per_m=0.80))
    >>> group = Group(members=(tall, small))
    >>> group.slowest.name, round(group.walker.step_length_m, 2)
    ('Bo', 0.61)
    """

    members: tuple[Member, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.members) <= MOST_MEMBERS:
            raise ValueError(f"a group has 1 to {MOST_MEMBERS} members, not {len(self.members)}")

    @property
    def slowest(self) -> Member:
        """The slowest member; the first one if there is a tie."""
        return min(self.members, key=lambda member: member.walker.speed_mps)

    @property
    def walker(self) -> Walker:
        """The group as one walker: the mean step length, at the pace of the slowest."""
        speed_mps = self.slowest.walker.speed_mps
        together = [member.walker.at_speed(speed_mps) for member in self.members]
        step_length_m = math.fsum(each.step_length_m for each in together) / len(together)
        sd = math.sqrt(math.fsum(each.step_length_sd**2 for each in together) / len(together))
        return Walker(
            step_length_m=step_length_m,
            step_length_sd=max(sd, DAY_SD),
            cadence_spm=speed_mps / step_length_m * 60,
            basis="given",
        )

    def shares(self, loop: Loop) -> tuple[Share, ...]:
        """Return each member's share of a loop, in the order of the members."""
        speed_mps = self.slowest.walker.speed_mps
        legs_m = measure_legs(loop.legs, loop.points, loop.length_m)
        stairs = find_stairs(loop.legs, legs_m)
        shares = []
        for name, alone in self.members:
            walker = alone.at_speed(speed_mps)
            steps = walker.steps(loop.length_m, *stairs)
            alone_s = alone.steps_duration_s(alone.steps(loop.length_m, *stairs).steps)
            shares.append(Share(name, steps, walker.cadence_spm, alone_s))
        return tuple(shares)
