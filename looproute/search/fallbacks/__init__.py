"""What to offer where no loop of the wished length exists, or only poor ones: the least repetition.

A closed walk is as long as what it walks once and twice what it walks twice. So the walk that
repeats least is the one with the most streets walked once, made up to the wished length by a spur
that turns round where the length is right.
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
from looproute.search.closed_walks import points_along, turned
from looproute.search.fallbacks.context import Context
from looproute.search.fallbacks.near_loops import Rounds, Shares, rounds_at
from looproute.search.fallbacks.notes import describe_plan
from looproute.search.fallbacks.plans import NOWHERE, PER_LAP_M, Plan, stems, turn_cost_m
from looproute.search.feasibility import Budget
from looproute.search.subgraph import Subgraph
from looproute.units import LENGTH_M

# A loop further off the wish than this, as a share of it, is not offered as it is.
MOST_OFF = 0.1
LAPS = (2, 3, 4)
# Less than this share of a walk in laps is not worth speaking of.
LEAST_LAPS = 0.5
# To set off away from the heading asked for is as bad as walking back this share of the wish.
OFF_SHARE = 0.1
# Where nothing else has the length: so many laps, of loops searched for in so many lengths.
MANY_LAPS = tuple(range(2, 21))
MOST_LAP_SEARCHES = 6
NEAREST: Kind = "nearest loop"
# Lists of what is to be walked need not be complete, and where there is a loop, not long.
TO_LIST = Budget(sums=1 << 17)
WHERE_FOUND = Budget(mu=14, sums=1 << 17)
# Where loops cannot be listed, one is searched for that a short spur makes as long as the wish, or
# else one for two laps, or else, after a stem, of the length that is left. So many searches in all.
SHORTER = (Shares(0.9, 1.0), Shares(0.45, 0.5))
ALL_THAT_IS_LEFT = (Shares(1.0, 1.0),)
MOST_SEARCHES = 3
# Of the plans that promise to repeat least, so many are tried until one can be made up.
TRIES = 4


@dataclass(frozen=True, kw_only=True, eq=False)
class Offer:
    """A walk instead of the loop that was wished for.

    Attributes
    ----------
    subgraph : what `darts` are darts of.
    darts : a closed walk from the subgraph's root.
    kind : what it is.
    notes : what the walker should know.
    laps : the darts that are walked several times over, if any.
    cost_m : what repeating, turning round, being off the wish and setting off another way than
        asked are worth, in metres walked back.
    """

    subgraph: Subgraph
    darts: Ints
    kind: Kind
    notes: tuple[Note, ...]
    laps: Laps | None
    cost_m: float


def fallbacks(context: Context) -> list[Offer]:
    """Return up to as many walks as were wished for, each of another kind, best first.

    The first are right in length; the loop that is nearest to it comes after them. Empty where no
    walk of that length is worth it.
    """
    subgraph, root = context.subgraph, context.subgraph.root
    budget = WHERE_FOUND if context.standing == "found" else TO_LIST
    everywhere = np.ones(subgraph.graph.m, dtype=bool)
    here = rounds_at(subgraph, root, everywhere, _shorter(context.request, 0.0), SHORTER, budget)
    best = _Best(context)
    best.add_nearest(here)
    best.add_first(_plans(context, NOWHERE, here, (1,)))
    best.add_first(_plans(context, NOWHERE, here, LAPS))
    best.add_first([_out_and_back(context, laps=1)])
    # Where a search has found a loop, one after a stem is hardly better.
    searches = MOST_SEARCHES if here.searches and len(here.length_m) else here.searches
    for stem in stems(subgraph, context.request.target_m):
        stem_m = float(subgraph.graph.length_m[stem >> 1].sum())
        if stem_m >= best.least_m or context.request.target_m - 2 * stem_m < LENGTH_M.low:
            break
        elsewhere = everywhere.copy()
        elsewhere[stem >> 1] = False
        end = int(subgraph.graph.head[stem[-1]])
        shares = ALL_THAT_IS_LEFT if searches < MOST_SEARCHES else ()
        shorter = _shorter(context.request, 2 * stem_m)
        there = rounds_at(subgraph, end, elsewhere, shorter, shares, budget)
        searches += there.searches
        best.add_first(_plans(context, stem, there, (1,)))
        best.add_first(_plans(context, stem, there, LAPS))
    if not best.right_in_length:
        best.add_first(_plans(context, NOWHERE, here, MANY_LAPS))
        best.add_first(_out_and_back(context, laps) for laps in MANY_LAPS)
        _add_laps(best, context)
    return best.offers() if best.right_in_length else []


def _add_laps(best: _Best, context: Context) -> None:
    """Add the fewest laps, each as long as all others, of a loop that is searched for."""
    request, subgraph = context.request, context.subgraph
    everywhere = np.ones(subgraph.graph.m, dtype=bool)
    fewest = max(2, math.ceil(request.target_m / float(subgraph.graph.length_m.sum())))
    for laps in range(fewest, min(fewest + MOST_LAP_SEARCHES, MANY_LAPS[-1] + 1)):
        lap_m = request.target_m / laps
        if lap_m < LENGTH_M.low:
            return
        lap = _shorter(request, request.target_m - lap_m)
        rounds = rounds_at(subgraph, subgraph.root, everywhere, lap, ALL_THAT_IS_LEFT, TO_LIST)
        if best.add_first(_plans(context, NOWHERE, rounds, (laps,))):
            return


class _Best:
    """The plan of each kind that costs least."""

    def __init__(self, context: Context) -> None:
        self.right_in_length = False
        self._prospect = context
        self._plans: dict[Kind, tuple[float, Plan]] = {}

    @property
    def least_m(self) -> float:
        """What the best of those that are right in length costs."""
        return min(
            (cost_m for kind, (cost_m, _) in self._plans.items() if kind != NEAREST), default=np.inf
        )

    def add_first(self, plans: Iterable[Plan]) -> bool:
        """Add the first of the plans that can be made up to the wished length, if one can.

        With a heading all of them: the best of them may lie there, at little more cost.
        """
        added = False
        request = self._prospect.request
        made = (plan.made_up(self._prospect) for plan in plans)
        right = (plan for plan in made if plan is not None)
        for plan in islice(right, 1 if request.heading_deg is None else None):
            added = self.right_in_length = True
            self._add(plan, plan.cost_m(request.target_m))
        return added

    def add_nearest(self, rounds: Rounds) -> None:
        """Add the loop nearest in length; a metre off is as bad as one walked back."""
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
        """Return the plans as offers, the same walk only once, as what it was first.

        The best comes first, but the loop nearest in length after all that are right.
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
        """Return the walk of a plan, the way round that sets off towards the heading, if any."""
        subgraph, darts = plan.walk(self._prospect)
        heading_deg = self._prospect.request.heading_deg
        return subgraph, darts if heading_deg is None else turned(subgraph, darts, heading_deg)

    def _add(self, plan: Plan, cost_m: float) -> None:
        request = self._prospect.request
        if request.heading_deg is not None:
            cos = sets_off_toward(*points_along(*self._walk(plan)), request.heading_deg)
            cost_m += (1 - cos) / 2 * OFF_SHARE * request.target_m
        if plan.kind not in self._plans or cost_m < self._plans[plan.kind][0]:
            self._plans[plan.kind] = cost_m, plan


def _plans(context: Context, stem: Ints, rounds: Rounds, laps: tuple[int, ...]) -> Iterator[Plan]:
    """Yield a few plans with rounds after a stem, those first that promise to cost least.

    What a round walks twice is taken for a stem of its own, which is not walked in every lap.
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
    for choice in _least(cost_m.ravel(), TRIES):
        which, index = divmod(choice, len(rounds.length_m))
        if np.isfinite(cost_m[which, index]):
            plan = Plan.around(subgraph, rounds.walk(index), laps[which])
            yield replace(plan, stem=np.concatenate([stem, plan.stem]))


def _least(costs: Floats, number: int) -> list[int]:
    """Return where the least of some costs are, in order."""
    few = np.arange(len(costs))
    if len(costs) > number:
        few = np.flatnonzero(costs <= np.partition(costs, number - 1)[number - 1])
    return [int(i) for i in few[np.argsort(costs[few], kind="stable")][:number]]


def _out_and_back(context: Context, laps: int) -> Plan:
    return Plan(subgraph=context.subgraph, stem=NOWHERE, round=NOWHERE, laps=laps)


def _shorter(request: LoopRequest, by_m: float) -> LoopRequest:
    """Return the request for one walk, any way, that is so much shorter."""
    return replace(
        request,
        steps=None,
        duration_s=None,
        length_m=request.target_m - by_m,
        heading_deg=None,
        count=1,
    )
