"""The one form that all walks have which are offered in place of a loop."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from looproute.loops import Laps
from looproute.search.fallbacks.spurs import Turn, Ways, with_stub

if TYPE_CHECKING:
    from looproute.arrays import Ints
    from looproute.loops import Kind
    from looproute.search.fallbacks.prospect import Prospect
    from looproute.search.reach import Ball

# A metre of another lap is half as bad as one walked back, and a turn in mid-street as bad as
# walking back so many metres, or this share of the wish if that is less.
PER_LAP_M = 0.5
TURN_M, TURN_SHARE = 100.0, 0.02

NOWHERE: Ints = np.empty(0, dtype=np.int32)


@dataclass(frozen=True, kw_only=True, eq=False)
class Plan:
    """A stem, walked first and, backwards, last; between them a round in laps; somewhere a spur.

    Attributes
    ----------
    ball : the streets.
    stem : darts from the ball's root on.
    round : darts from the end of the stem and back to it.
    laps : how often the round is walked; where it is empty, the spur.
    turn : where the spur leads, from the first vertex of the walk that it begins at.
    """

    ball: Ball
    stem: Ints
    round: Ints
    laps: int = 1
    turn: Turn | None = None

    @classmethod
    def around(cls, ball: Ball, walk: Ints, laps: int) -> Plan:
        """Return a closed walk in laps; what it walks out and back at its ends is no part of them.

        The stem stays in the round where there is only one lap.
        """
        back = walk[::-1] ^ 1
        stem = int(np.argmin(np.append(walk == back, False))) if laps > 1 else 0
        return cls(ball=ball, stem=walk[:stem], round=walk[stem : len(walk) - stem], laps=laps)

    @property
    def kind(self) -> Kind:
        """What a walker would call it."""
        if self.laps > 1:
            return "laps"
        if not len(self.round):
            return "out-and-back"
        if len(self.stem):
            return "lollipop"
        return "loop and spur" if self.turn else "nearest loop"

    @property
    def stem_m(self) -> float:
        """Metres of the stem, one way."""
        return self._metres(self.stem)

    @property
    def round_m(self) -> float:
        """Metres of one lap, without the spur."""
        return self._metres(self.round)

    @property
    def forced_m(self) -> float:
        """Metres that a lap walks a second time."""
        return self.round_m - self._metres(np.unique(self.round >> 1) << 1)

    @property
    def spur_m(self) -> float:
        """Metres of the spur, one way."""
        if self.turn is None:
            return 0.0
        length_m = self.ball.graph.length_m[self.turn.darts >> 1]
        return float(length_m[:-1].sum() + self.turn.share * length_m[-1])

    @property
    def length_m(self) -> float:
        """Metres of the whole walk."""
        spurs = 1 if len(self.round) else self.laps
        return 2 * self.stem_m + self.laps * self.round_m + 2 * spurs * self.spur_m

    def cost_m(self, target_m: float) -> float:
        """Return how poor a walk it is, in metres walked back, when so many are wished for."""
        lap_m = self.round_m if len(self.round) else 2 * self.spur_m
        cost_m = self.stem_m + self.forced_m + self.spur_m + PER_LAP_M * (self.laps - 1) * lap_m
        if self.turn is not None and self.turn.in_mid_street:
            cost_m += turn_cost_m(target_m) * (1 if len(self.round) else self.laps)
        return cost_m

    def made_up(self, prospect: Prospect) -> Plan | None:
        """Return the plan made right in length by a spur, if need be; None where it cannot be."""
        if self.length_m > prospect.high_m:
            return None
        if self.length_m >= prospect.low_m:
            return self
        walks = 2 if len(self.round) else 2 * self.laps
        least_m, exact_m, most_m = (
            (length_m - self.length_m) / walks
            for length_m in (prospect.low_m, prospect.request.target_m, prospect.high_m)
        )
        if prospect.request.exact:
            least_m = most_m = exact_m
        once = np.concatenate([self.stem, self.round])
        heading_deg = None if len(once) else prospect.request.heading_deg
        turn = Ways.of(self.ball, once).spur(least_m, exact_m, most_m, heading_deg)
        return None if turn is None else replace(self, turn=turn)

    def walk(self, prospect: Prospect) -> tuple[Ball, Ints]:
        """Return the darts of the whole walk, and the ball that they are darts of.

        It is the plan's ball, with a new street to the point where one turns in mid-street.
        """
        ball, spur = self.ball, NOWHERE
        once = np.concatenate([self.stem, self.round])
        place = 0
        if self.turn is not None:
            out = self.turn.darts.copy()
            begins = ball.graph.tail[out[0]]
            place = int(np.argmax(np.append(ball.root, ball.graph.head[once]) == begins))
            if self.turn.in_mid_street:
                ball, out[-1] = with_stub(prospect.network, ball, int(out[-1]), self.turn.share)
            spur = np.concatenate([out, out[::-1] ^ 1])
        first = np.concatenate([once[:place], spur, once[place:]])
        lap = self.round if len(self.round) else spur
        laps = np.tile(lap, self.laps - 1)
        return ball, np.concatenate([first, laps, self.stem[::-1] ^ 1]).astype(np.int32)

    def laps_among(self, darts: Ints) -> Laps | None:
        """Return where the laps are in a walk of this plan, either way; None where one differs.

        It does where the spur is walked in the first lap only.
        """
        if self.laps == 1:
            return None
        lap = len(self.round) or (len(darts) - 2 * len(self.stem)) // self.laps
        after = len(darts) - len(self.stem) - self.laps * lap
        # A spur on the stem comes before the laps, or after them where the walk is turned round.
        for begin in (after, len(self.stem)):
            end = begin + self.laps * lap
            if begin >= 0 and (darts[begin : end - lap] == darts[begin + lap : end]).all():
                return Laps(self.laps, begin, end)
        return None

    def _metres(self, darts: Ints) -> float:
        return float(self.ball.graph.length_m[darts >> 1].sum())


def turn_cost_m(target_m: float) -> float:
    """Return what a turn in mid-street is worth, in metres walked back."""
    return min(TURN_M, TURN_SHARE * target_m)
