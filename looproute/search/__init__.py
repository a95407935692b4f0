"""The search: streets and a wish to loops. Same streets, same wish, same seed: same loops.

Read the modules in the order in which data passes through them:

survey → reach → chains, blocks → existence (pruning, bounds, trails, catalogue) → walks →
arena → candidates (rings, forest, closing, cycles) → choice → answer
"""

from __future__ import annotations

from looproute.errors import NoLoopError, StartTooFarError
from looproute.loops import Loop, LoopRequest
from looproute.search.answer import answer
from looproute.search.reach import reach
from looproute.search.survey import Survey
from looproute.search.walks import find_walks
from looproute.streets import StreetNetwork


def find_loops(network: StreetNetwork, request: LoopRequest) -> list[Loop]:
    """Return up to `request.count` loops on a street network, best first.

    Raises
    ------
    StartTooFarError
        The start is further than `request.snap_limit_m` from every street.
    NoLoopError
        There is no such loop, or none was found.
    """
    start = network.nearest(request.start)
    if start.distance_m > request.snap_limit_m:
        raise StartTooFarError(start.distance_m, request.snap_limit_m)
    survey = Survey.of(network)
    most_m = request.target_m + request.tolerance_m
    ball = reach(network, survey, start, most_m).without_dead_ends().shaken(request.seed)
    walks = find_walks(ball, request)
    if not walks.darts:
        raise NoLoopError(
            target_m=request.target_m,
            nearest_m=None,
            proved=walks.existence is not None and walks.existence.verdict == "impossible",
            reason="No loop of that length starts here.",
        )
    return [
        answer(network, survey, request, ball, darts, rank=rank, kind="loop", note="")
        for rank, darts in enumerate(walks.darts, start=1)
    ]
