"""Add detours to a cycle to reach an exact length and, if possible, a better shape.

All vertices of a cycle are sources, and its own chains are closed. Then each chain across a
frontier is part of a detour that replaces a stretch of the cycle; its length, area, turns and cost
are known. Detours between different vertices whose stretches do not overlap cannot touch, so two of
them can be combined and their totals added. The cycle always stays simple.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from looproute._typing import AnyInts, Floats, Ints, Mask
from looproute.search.cycles.contracted_block import COST, CROSS, LENGTH, TURNS, ContractedBlock
from looproute.search.cycles.forest import Forest, StackedCopies, grow, path_to
from looproute.search.cycles.score import Cycle, Goal

# Largest distance in metres of a detour from the cycle, and largest cost of half a detour.
STRAY_M = 300.0
HALF_COST = 700.0
# A cycle outside the tolerance, but within this share of the target, may be offered if its merit is
# higher by this much.
OUTSIDE, MUCH_BETTER = 0.02, 0.05
MOST_OUTSIDE = 2  # the number of such cycles kept for each call
# The number of a cycle's best detours that are tried in pairs.
PAIRED, PAIRED_EXACT = 48, 128


@dataclass(frozen=True, kw_only=True, eq=False)
class Detours:
    """d detours of cycle `cycle`, from its vertex `leave` to its later vertex `join`.

    Attributes
    ----------
    change : (d, 5) what taking the detour adds to the cycle's totals.

    """

    cycle: AnyInts
    leave: AnyInts
    join: AnyInts
    change: Floats
    _dart: AnyInts
    _tail: AnyInts
    _head: AnyInts
    _forest: Forest

    def darts(self, i: int) -> list[int]:
        """Return detour i as darts of the block."""
        there = path_to(self._forest, int(self._tail[i]))
        on = path_to(self._forest, int(self._head[i]))
        return [*there, int(self._dart[i]), *(d ^ 1 for d in reversed(on))]


def detours(block: ContractedBlock, cycles: list[Cycle]) -> Detours:
    """Return every detour of each cycle."""
    c = len(cycles)
    size = np.array([len(cycle.darts) for cycle in cycles])
    of_cycle = np.repeat(np.arange(c), size)
    darts = np.concatenate([cycle.darts for cycle in cycles])
    place = np.concatenate([np.arange(k) for k in size])
    copies = StackedCopies.of(block, _mask_near_vertices(block, of_cycle, darts, c))
    sources = copies.number[of_cycle, block.tail[darts]]

    own = np.zeros((c, block.m), dtype=bool)
    own[of_cycle, darts >> 1] = True
    rest = copies.only(np.flatnonzero(~copies.of_chains(own)))
    forest = grow(rest, block.totals[:, COST].take(rest.dart), sources, limit=HALF_COST)

    at = np.full(copies.n + 1, -1)
    at[sources] = np.arange(len(sources))
    nearest = at.take(forest.source)
    from_, to = nearest.take(rest.tail), nearest.take(rest.head)
    k = np.flatnonzero((from_ >= 0) & (from_ < to))  # cycle by cycle, as the copies come
    from_, to, dart = from_.take(k), to.take(k), rest.dart.take(k)
    tail, head = rest.tail.take(k), rest.head.take(k)

    ends = forest.paths_to(np.concatenate([tail, head]))
    there, back = ends.last[: len(k)], ends.last[len(k) :]
    onward = ends.sums[len(k) :]
    onward[:, CROSS] *= -1
    change = ends.sums[: len(k)] + block.totals.take(dart, axis=0) + onward
    change[:, TURNS] += (there >= 0) & block.turns(there, dart)
    change[:, TURNS] += (back >= 0) & block.turns(dart, back ^ 1)
    first = np.where(there >= 0, ends.first[: len(k)], dart)
    last = np.where(back >= 0, ends.first[len(k) :] ^ 1, dart)
    change[:, TURNS] += (place[from_] > 0) & block.turns(darts[from_ - 1], first)
    change[:, TURNS] += block.turns(last, darts[to])

    # The stretch that the detour replaces, with the turns at its two ends.
    upto = np.concatenate([cycle.upto[:-1] for cycle in cycles])
    change -= upto.take(to, axis=0) - upto.take(from_, axis=0)
    change[:, TURNS] -= block.turns(darts[to - 1], darts[to])
    return Detours(
        cycle=of_cycle[from_],
        leave=place[from_],
        join=place[to],
        change=change,
        _dart=dart,
        _tail=tail,
        _head=head,
        _forest=forest,
    )


def _mask_near_vertices(block: ContractedBlock, of_cycle: AnyInts, darts: Ints, c: int) -> Mask:
    """Return the (c, n) mask of vertices within about STRAY_M of each cycle's vertices."""
    column = ((block.x - block.x.min()) / STRAY_M).astype(np.intp)
    row = ((block.y - block.y.min()) / STRAY_M).astype(np.intp)
    near = np.zeros((c, row.max() + 1, column.max() + 1), dtype=bool)
    near[of_cycle, row[block.tail[darts]], column[block.tail[darts]]] = True
    # Spread each cell to its neighbours: down and up, then right and left.
    near[:, 1:] |= near[:, :-1]
    near[:, :-1] |= near[:, 1:]
    near[:, :, 1:] |= near[:, :, :-1]
    near[:, :, :-1] |= near[:, :, 1:]
    at_vertices: Mask = near.reshape(c, -1).take(row * near.shape[2] + column, axis=1)
    return at_vertices


def close(
    block: ContractedBlock, cycles: list[Cycle], goal: Goal, outside: list[Cycle] | None = None
) -> list[Cycle | None]:
    """Return each cycle with at most two detours for the right length, or grown by many, or None.

    Of all choices of the right length, including the unchanged cycle, the one with most merit is
    taken. The best of the better ones slightly outside the tolerance are added to `outside`.
    """
    found = detours(block, cycles)
    begin = np.searchsorted(found.cycle, np.arange(len(cycles) + 1))
    better: list[Cycle | None] = []
    beyond: list[tuple[float, int, list[int]]] = []
    for i, cycle in enumerate(cycles):
        mine = np.arange(begin[i], begin[i + 1])
        choices = _Choices.of(cycle, found, mine, goal)
        best, near = choices.best(), choices.best_outside()
        taken = None if best is None else choices.taken(best)
        if taken is None:
            taken = _choose_growing(cycle, found, mine, goal) or None
        better.append(None if taken is None else _add_detours(block, cycle, found, taken))
        if near is not None:
            beyond.append((float(choices.merits[near]), i, choices.taken(near)))
    if outside is not None:
        for _, i, taken in sorted(beyond, key=lambda each: -each[0])[:MOST_OUTSIDE]:
            outside.append(_add_detours(block, cycles[i], found, taken))
    return better


def close_in_rounds(
    block: ContractedBlock,
    cycles: list[Cycle],
    goal: Goal,
    rounds: int,
    outside: list[Cycle] | None = None,
) -> list[Cycle]:
    """Return the cycles that reach the right length within the given rounds of closing.

    `outside` is as in `close`.
    """
    done: list[Cycle] = []
    going = cycles
    for _ in range(rounds):
        if not going:
            break
        closed = [cycle for cycle in close(block, going, goal, outside) if cycle is not None]
        done += [cycle for cycle in closed if goal.reached(cycle)]
        going = [cycle for cycle in closed if not goal.reached(cycle)]
    return done


class _Choices(NamedTuple):
    """The cycles that at most two detours can make of one: unchanged, one detour, or a pair.

    Attributes
    ----------
    length_m, merits : of each choice.
    mine : the detours of the cycle, as indices.
    first, second : the pairs of detours.
    goal : the goal that the choices must reach.
    """

    length_m: Floats
    merits: Floats
    mine: AnyInts
    first: AnyInts
    second: AnyInts
    goal: Goal

    @classmethod
    def of(cls, cycle: Cycle, found: Detours, mine: AnyInts, goal: Goal) -> _Choices:
        alone = cycle.sums + found.change[mine]
        merits = goal.merit(alone)
        few = mine[np.argsort(-merits, kind="stable")[: PAIRED_EXACT if goal.exact else PAIRED]]
        first, second = np.nonzero(found.join[few][:, None] < found.leave[few][None, :])
        both = cycle.sums + found.change[few[first]] + found.change[few[second]]
        length_m = np.concatenate([cycle.sums[None, LENGTH], alone[:, LENGTH], both[:, LENGTH]])
        merits = np.concatenate([goal.merit(cycle.sums[None]), merits, goal.merit(both)])
        return cls(length_m, merits, mine, few[first], few[second], goal)

    def best(self) -> int | None:
        """Return the best choice of the right length, or None."""
        fits = (self.length_m >= self.goal.low_m) & (self.length_m <= self.goal.high_m)
        return int(np.argmax(np.where(fits, self.merits, -np.inf))) if fits.any() else None

    def best_outside(self) -> int | None:
        """Return the better choice slightly outside the tolerance, or None."""
        near_m = OUTSIDE * self.goal.target_m
        if self.goal.exact or near_m <= self.goal.tolerance_m:
            return None
        off_m = np.abs(self.length_m - self.goal.target_m)
        near = (off_m > self.goal.tolerance_m) & (off_m <= near_m)
        if not near.any():
            return None
        choice, best = int(np.argmax(np.where(near, self.merits, -np.inf))), self.best()
        if best is not None and self.merits[choice] < self.merits[best] + MUCH_BETTER:
            return None
        return choice

    def taken(self, choice: int) -> list[int]:
        """Return the detours of a choice, in the order of the cycle."""
        if choice == 0:
            return []
        if choice <= len(self.mine):
            return [int(self.mine[choice - 1])]
        pair = choice - 1 - len(self.mine)
        return [int(self.first[pair]), int(self.second[pair])]


def _choose_growing(cycle: Cycle, found: Detours, mine: AnyInts, goal: Goal) -> list[int]:
    """Return detours, no two near each other, that together bring a cycle nearer to the goal."""
    longer = mine[found.change[mine, LENGTH] > goal.tolerance_m]
    merits = goal.merit(cycle.sums + found.change[longer])
    left = longer[np.argsort(-merits, kind="stable")]
    room_m = goal.high_m - cycle.length_m
    taken: list[int] = []
    while (left := left[found.change[left, LENGTH] <= room_m]).size:
        best = int(left[0])
        taken.append(best)
        room_m -= float(found.change[best, LENGTH])
        before, after = found.join[left] < found.leave[best], found.leave[left] > found.join[best]
        left = left[before | after]
    return sorted(taken, key=lambda i: int(found.leave[i]))


def _add_detours(block: ContractedBlock, cycle: Cycle, found: Detours, taken: list[int]) -> Cycle:
    """Return the cycle with detours added, which must be in the order of the cycle."""
    if not taken:
        return cycle
    darts = cycle.darts.tolist()
    for i in reversed(taken):
        darts[found.leave[i] : found.join[i]] = found.darts(i)
    return Cycle.of(block, np.array(darts, dtype=np.int32))
