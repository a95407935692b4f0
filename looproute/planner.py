"""Where the parts meet: a source gives streets, the search finds loops."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from looproute.loops import Loop, LoopRequest
    from looproute.sources import StreetSource


def plan_loops(request: LoopRequest, source: StreetSource) -> list[Loop]:
    """Return up to `request.count` loops on the source's streets, best first.

    Raises
    ------
    StreetsError
        The source has no streets there.
    StartTooFarError, NoLoopError
        See `find_loops`.
    """
    from looproute.search import find_loops

    radius_m = (request.target_m + request.tolerance_m) / 2 + request.snap_limit_m
    return find_loops(source.streets(request.start, radius_m), request)
