"""Offer walks with the least repetition if no good loop of the requested length exists.

The length of a closed walk is what it uses once plus twice what it uses twice. So the walk that
repeats least uses the greatest length of streets once; a spur that turns back at the right point
makes up the rest.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from looproute._typing import Floats, Ints
from looproute.loops import Kind, Laps, Note
from looproute.request import LoopRequest
from looproute.search.bearings import sets_off_toward
from looproute.search.closed_walks import orient_walk, points_along
from looproute.search.fallbacks.context import Context
from looproute.search.fallbacks.near_loops import Rounds, Shares, rounds_at
from looproute.search.fallbacks.notes import describe_plan
from looproute.search.fallbacks.plans import NOWHERE, PER_LAP_M, Plan, stems, turn_cost_m
from looproute.search.feasibility import Budget
from looproute.search.subgraph import Subgraph
from looproute.units import LENGTH_M

# A loop further off the target than this share of it is not offered.
MOST_OFF = 0.1
LAPS = (2, 3, 4)
# Walks are only offered as laps if the laps make up at least this share of them.
LEAST_LAPS = 0.5
# Setting off away from the requested heading costs as much as walking back this share of the
# target.
OFF_SHARE = 0.1
# The lap counts to try if nothing else has the right length, and the number of searches for loops.
MANY_LAPS = tuple(range(2, 21))
MOST_LAP_SEARCHES = 6
NEAREST: Kind = "nearest loop"
# Limits on listing walks: lists may be incomplete, and short if a loop was found.
TO_LIST = Budget(sums=1 << 17)
WHERE_FOUND = Budget(mu=14, sums=1 << 17)
# If loops cannot be listed, search for one that a short spur extends to the target, or else for one
# that fits two laps, or else for one that takes up the length left after a stem. The last number
# limits all these searches.
SHORTER = (Shares(0.9, 1.0), Shares(0.45, 0.5))
ALL_THAT_IS_LEFT = (Shares(1.0, 1.0),)
MOST_SEARCHES = 3
# Of the plans with the least expected repetition, this many are tried until one works.
TRIES = 4


@dataclass(frozen=True, kw_only=True, eq=False)
class Offer:
    """A walk offered instead of the requested loop.

    Attributes
    ----------
    subgraph : the subgraph of `darts`.
    darts : a closed walk from the subgraph's root.
    kind : the kind of walk.
    notes : notes for the walker.
    laps : the range of darts that form laps, if any.
    cost_m : penalty in metres walked back, for repetition, turning round, missing the target and
        setting off away from the heading.
    """

    subgraph: Subgraph
    darts: Ints
    kind: Kind
    notes: tuple[Note, ...]
    laps: Laps | None
    cost_m: float


def fallbacks(context: Context) -> list[Offer]:
    """Return up to `request.count` walks, each of another kind, best first.

    Walks of the right length come before the loop that is nearest in length. The list is empty if
    no walk of that length is worth offering.
    """
    subgraph, root = context.subgraph, context.subgraph.root
    budget = WHERE_FOUND if context.standing == "found" else TO_LIST
    everywhere = np.ones(subgraph.graph.m, dtype=bool)
    here = rounds_at(
        subgraph, root, everywhere, _shorten_request(context.request, 0.0), SHORTER, budget
    )
    best = _Best(context)
    best.add_nearest(here)
    best.add_first(_make_plans(context, NOWHERE, here, (1,)))
    best.add_first(_make_plans(context, NOWHERE, here, LAPS))
    best.add_first([_plan_out_and_back(context, laps=1)])
    # If a search has found a loop, one after a stem is hardly better.
    searches = MOST_SEARCHES if here.searches and len(here.length_m) else here.searches
    for stem in stems(subgraph, context.request.target_m):
        stem_m = float(subgraph.graph.length_m[stem >> 1].sum())
        if stem_m >= best.least_m or context.request.target_m - 2 * stem_m < LENGTH_M.low:
            break
        elsewhere = everywhere.copy()
        elsewhere[stem >> 1] = False
        end = int(subgraph.graph.head[stem[-1]])
        shares = ALL_THAT_IS_LEFT if searches < MOST_SEARCHES else ()
        shorter = _shorten_request(context.request, 2 * stem_m)
        there = rounds_at(subgraph, end, elsewhere, shorter, shares, budget)
        searches += there.searches
        best.add_first(_make_plans(context, stem, there, (1,)))
        best.add_first(_make_plans(context, stem, there, LAPS))
    if not best.right_in_length:
        best.add_first(_make_plans(context, NOWHERE, here, MANY_LAPS))
        best.add_first(_plan_out_and_back(context, laps) for laps in MANY_LAPS)
        _add_laps(best, context)
    return best.offers() if best.right_in_length else []


def _add_laps(best: _Best, context: Context) -> None:
    """Add the plan with the fewest equal laps of a loop found by search."""
    request, subgraph = context.request, context.subgraph
    everywhere = np.ones(subgraph.graph.m, dtype=bool)
    fewest = max(2, math.ceil(request.target_m / float(subgraph.graph.length_m.sum())))
    for laps in range(fewest, min(fewest + MOST_LAP_SEARCHES, MANY_LAPS[-1] + 1)):
        lap_m = request.target_m / laps
        if lap_m < LENGTH_M.low:
            return
        lap = _shorten_request(request, request.target_m - lap_m)
        rounds = rounds_at(subgraph, subgraph.root, everywhere, lap, ALL_THAT_IS_LEFT, TO_LIST)
        if best.add_first(_make_plans(context, NOWHERE, rounds, (laps,))):
            return


class _Best:
    """The plan with the least cost of each kind."""

    def __init__(self, context: Context) -> None:
        self.right_in_length = False
        self._prospect = context
        self._plans: dict[Kind, tuple[float, Plan]] = {}

    @property
    def least_m(self) -> float:
        """The least cost among plans of the right length."""
        return min(
            (cost_m for kind, (cost_m, _) in self._plans.items() if kind != NEAREST),
            default=np.inf,
        )

    def add_first(self, plans: Iterable[Plan]) -> bool:
        """Add the first plan that a spur can extend to the target, and return whether one can.

        With a heading add all of them, since a better one may lie there at little more cost.
        """
        added = False
        request = self._prospect.request
        made = (plan.extend_to_target(self._prospect) for plan in plans)
        right = (plan for plan in made if plan is not None)
        for plan in islice(right, 1 if request.heading_deg is None else None):
            added = self.right_in_length = True
            self._add(plan, plan.cost_m(request.target_m))
        return added

    def add_nearest(self, rounds: Rounds) -> None:
        """Add the loop nearest in length; a metre off the target costs one metre walked back."""
        subgraph, target_m = self._prospect.subgraph, self._prospect.request.target_m
        if self._prospect.standing == "found":
            return
        walks = [] if self._prospect.above is None else [self._prospect.above.darts]
        if len(rounds.length_m):
            cost_m = np.abs(rounds.length_m - target_m) + rounds.repeated_m
            walks.append(rounds.walk(int(np.argmin(cost_m))))
        for walk in walks:
            plan = Plan.around(subgraph, walk, laps=1)
            off_m = abs(plan.length_m - target_m)
            late = self._prospect.request.no_longer and plan.length_m > self._prospect.high_m
            if off_m <= MOST_OFF * target_m and not late:
                self._add(plan, plan.forced_m + off_m)

    def offers(self) -> list[Offer]:
        """Return the plans as offers, without walks that occur under an earlier kind.

        The best comes first, but the loop nearest in length follows all of the right length.
        """
        offers: list[Offer] = []
        walked: set[bytes] = set()
        ranked = sorted(
            self._plans.items(), key=lambda item: (item[0] == NEAREST, round(item[1][0]))
        )
        for _, (cost_m, plan) in ranked:
            subgraph, darts = self._walk(plan)
            key = np.sort(darts >> 1).tobytes()
            if key not in walked:
                walked.add(key)
                offers.append(
                    Offer(
                        subgraph=subgraph,
                        darts=darts,
                        kind=plan.kind,
                        notes=describe_plan(self._prospect, plan, first=not offers),
                        laps=plan.laps_among(darts),
                        cost_m=cost_m,
                    )
                )
        return offers[: self._prospect.request.count]

    def _walk(self, plan: Plan) -> tuple[Subgraph, Ints]:
        """Return the walk of a plan, in the direction that sets off towards the heading, if any."""
        subgraph, darts = plan.walk(self._prospect)
        heading_deg = self._prospect.request.heading_deg
        return subgraph, darts if heading_deg is None else orient_walk(subgraph, darts, heading_deg)

    def _add(self, plan: Plan, cost_m: float) -> None:
        request = self._prospect.request
        if request.heading_deg is not None:
            cos = sets_off_toward(*points_along(*self._walk(plan)), request.heading_deg)
            cost_m += (1 - cos) / 2 * OFF_SHARE * request.target_m
        if plan.kind not in self._plans or cost_m < self._plans[plan.kind][0]:
            self._plans[plan.kind] = cost_m, plan


def _make_plans(
    context: Context, stem: Ints, rounds: Rounds, laps: tuple[int, ...]
) -> Iterator[Plan]:
    """Yield a few plans with rounds after a stem, those with the least expected cost first.

    A part that a round repeats counts as a stem of its own, which is not walked in every lap.
    """
    subgraph, target_m = context.subgraph, context.request.target_m
    stem_m = float(subgraph.graph.length_m[stem >> 1].sum())
    times = np.array(laps)[:, None]
    lap_m = rounds.length_m - 2 * rounds.repeated_m * (times > 1)
    length_m = 2 * stem_m + 2 * rounds.repeated_m * (times > 1) + times * lap_m
    short = length_m < context.low_m
    cost_m = stem_m + rounds.repeated_m + PER_LAP_M * (times - 1) * lap_m
    cost_m = cost_m + short * ((target_m - length_m) / 2 + turn_cost_m(target_m))
    cost_m[length_m > context.high_m] = np.inf
    cost_m[(times > 1) & (times * lap_m < LEAST_LAPS * target_m)] = np.inf
    if context.standing == "found" and len(stem) == 0:
        cost_m[(times == 1) & ~short] = np.inf
    for choice in _find_least(cost_m.ravel(), TRIES):
        which, index = divmod(choice, len(rounds.length_m))
        if np.isfinite(cost_m[which, index]):
            plan = Plan.around(subgraph, rounds.walk(index), laps[which])
            yield replace(plan, stem=np.concatenate([stem, plan.stem]))


def _find_least(costs: Floats, number: int) -> list[int]:
    """Return the indices of the least costs, in order."""
    few = np.arange(len(costs))
    if len(costs) > number:
        few = np.flatnonzero(costs <= np.partition(costs, number - 1)[number - 1])
    return [int(i) for i in few[np.argsort(costs[few], kind="stable")][:number]]


def _plan_out_and_back(context: Context, laps: int) -> Plan:
    return Plan(subgraph=context.subgraph, stem=NOWHERE, round=NOWHERE, laps=laps)


def _shorten_request(request: LoopRequest, by_m: float) -> LoopRequest:
    """Return the request for one walk that is shorter by `by_m`, without a heading."""
    return replace(
        request,
        steps=None,
        duration_s=None,
        length_m=request.target_m - by_m,
        heading_deg=None,
        count=1,
    )
