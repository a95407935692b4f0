"""Exact closing: detours that give a cycle the length it lacks, and a better shape where they can.

All vertices of a cycle are sources, its own chains are closed. Each chain across a frontier is
then a detour that replaces a stretch of the cycle; its length, area, turns and cost are known.
Detours between different vertices over stretches that do not overlap cannot touch, so two of them
may be taken together and their figures add up. Whatever is taken, the cycle stays simple.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from looproute._typing import AnyInts, Floats, Ints, Mask
from looproute.search.cycles.contracted_block import COST, CROSS, LENGTH, TURNS, ContractedBlock
from looproute.search.cycles.forest import Forest, StackedCopies, grow, path_to
from looproute.search.cycles.score import Cycle, Goal

# How far a detour may stray from the cycle, in metres; each half of it may cost this much.
STRAY_M = 300.0
HALF_COST = 700.0
# A cycle further off the target than the tolerance, but by no more than this share of it, may be
# worth offering where it is better by so much merit.
OUTSIDE, MUCH_BETTER = 0.02, 0.05
MOST_OUTSIDE = 2  # of those that are met at once
# Of the detours of one cycle, this many of the best are tried in pairs.
PAIRED, PAIRED_EXACT = 48, 128


@dataclass(frozen=True, kw_only=True, eq=False)
class Detours:
    """d detours: of cycle `cycle`, from its vertex `leave` to its vertex `join`, later along it.

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
    copies = StackedCopies.of(block, _near(block, of_cycle, darts, c))
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


def _near(block: ContractedBlock, of_cycle: AnyInts, darts: Ints, c: int) -> Mask:
    """Return (c, n) which vertices lie within about STRAY_M of each cycle's vertices."""
    column = ((block.x - block.x.min()) / STRAY_M).astype(np.intp)
    row = ((block.y - block.y.min()) / STRAY_M).astype(np.intp)
    near = np.zeros((c, row.max() + 1, column.max() + 1), dtype=bool)
    near[of_cycle, row[block.tail[darts]], column[block.tail[darts]]] = True
    # Each cell spreads to those beside it: down and up, then right and left.
    near[:, 1:] |= near[:, :-1]
    near[:, :-1] |= near[:, 1:]
    near[:, :, 1:] |= near[:, :, :-1]
    near[:, :, :-1] |= near[:, :, 1:]
    at_vertices: Mask = near.reshape(c, -1).take(row * near.shape[2] + column, axis=1)
    return at_vertices


def close(
    block: ContractedBlock, cycles: list[Cycle], goal: Goal, outside: list[Cycle] | None = None
) -> list[Cycle | None]:
    """Return each cycle made right in length by at most two detours, or grown by many, or None.

    Of all that is right in length, the cycle as it was included, the one of most merit is taken.
    What is better and a little outside of the tolerance is added to `outside`, the best of it.
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
            taken = _growing(cycle, found, mine, goal) or None
        better.append(None if taken is None else _with(block, cycle, found, taken))
        if near is not None:
            beyond.append((float(choices.merits[near]), i, choices.taken(near)))
    if outside is not None:
        for _, i, taken in sorted(beyond, key=lambda each: -each[0])[:MOST_OUTSIDE]:
            outside.append(_with(block, cycles[i], found, taken))
    return better


def close_in_rounds(
    block: ContractedBlock,
    cycles: list[Cycle],
    goal: Goal,
    rounds: int,
    outside: list[Cycle] | None = None,
) -> list[Cycle]:
    """Return those of the cycles that are right in length after so many rounds of closing.

    `outside` is that of `close`.
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
    """What a cycle can be made by two detours at most: as it is, with each one, with pairs.

    Attributes
    ----------
    length_m, merits : of each choice.
    mine : the detours of the cycle, one after the other.
    first, second : the pairs of detours.
    goal : what the choices are for.
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
        """Return the best choice that is right in length, None where there is none."""
        fits = (self.length_m >= self.goal.low_m) & (self.length_m <= self.goal.high_m)
        return int(np.argmax(np.where(fits, self.merits, -np.inf))) if fits.any() else None

    def best_outside(self) -> int | None:
        """Return the choice a little outside of the tolerance that is better; None without one."""
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


def _growing(cycle: Cycle, found: Detours, mine: AnyInts, goal: Goal) -> list[int]:
    """Return detours, none near another, that together bring a cycle nearer to the length."""
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


def _with(block: ContractedBlock, cycle: Cycle, found: Detours, taken: list[int]) -> Cycle:
    """Return the cycle with detours taken, which come in the order of the cycle."""
    if not taken:
        return cycle
    darts = cycle.darts.tolist()
    for i in reversed(taken):
        darts[found.leave[i] : found.join[i]] = found.darts(i)
    return Cycle.of(block, np.array(darts, dtype=np.int32))
