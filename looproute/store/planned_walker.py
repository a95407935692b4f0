"""Choose the walker to plan for: from a request, or else from a profile."""

from __future__ import annotations

from typing import NamedTuple

from looproute.geo import LatLon
from looproute.steps.formulas import Sex
from looproute.steps.walker import Walker
from looproute.store.profile import Profile


class PlannedWalker(NamedTuple):
    """The walker to plan for, and the default start.

    Attributes
    ----------
    walker : the walker whose steps are planned.
    uncalibrated : the same walker without measured walks; None unless walks were used.
    home : the default start, if the profile has one.
    """

    walker: Walker
    uncalibrated: Walker | None
    home: LatLon | None


def plan_walker(
    profile: Profile,
    *,
    step_length_m: float | None = None,
    height_m: float | None = None,
    pace_s_per_m: float | None = None,
    sex: Sex | None = None,
) -> PlannedWalker:
    """Return the walker to plan for; a step length or a height replaces the profile's walks.

    Raises ValueError for a step length together with a height, and for a sex without a height.

    >>> plan_walker(Profile(height_m=1.75)).walker.basis
    'height'
    >>> plan_walker(Profile(height_m=1.75), step_length_m=0.8).walker.step_length_m
    0.8
    """
    if step_length_m is not None and height_m is not None:
        raise ValueError("give a step length or a height, not both")
    if sex is not None and height_m is None:
        raise ValueError("a sex needs a height")
    if step_length_m is not None:
        return PlannedWalker(Walker.given(step_length_m, pace_s_per_m), None, profile.home)
    if height_m is not None:
        walker = Walker.from_height(height_m, pace_s_per_m, sex)
        return PlannedWalker(walker, None, profile.home)
    walker = profile.walker(pace_s_per_m)
    measured = walker.basis == "walks"
    before = profile.uncalibrated(pace_s_per_m) if measured else None
    return PlannedWalker(walker, before, profile.home)
